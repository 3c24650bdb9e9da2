import { z } from "zod";
import type { Failure } from "../core/provider.ts";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import { fixed, orComputed } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isUnknown } from "../core/values.ts";
import { isZoneOf, regionOf } from "./regions.ts";
import {
  arnOutput,
  arnText,
  ec2Error,
  failuresOf,
  find,
  firstOf,
  hashcode,
  isKnown,
  isSet,
  newId,
  now,
  object,
  regionInput,
  regionOutput,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";

export const volumeTypes = ["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"] as const;

/** EBS user guide, volume types: sizes in GiB, and IOPS where they can be asked for. */
const limits: Readonly<
  Record<
    string,
    {
      readonly size: readonly [number, number];
      readonly iops?: readonly [number, number];
      /** IOPS for each GiB. */
      readonly ratio?: number;
    }
  >
> = {
  standard: { size: [1, 1024] },
  gp2: { size: [1, 16384] },
  gp3: { size: [1, 65536], iops: [3000, 80000], ratio: 500 },
  io1: { size: [4, 16384], iops: [100, 64000], ratio: 50 },
  io2: { size: [4, 65536], iops: [100, 256000], ratio: 1000 },
  st1: { size: [125, 16384] },
  sc1: { size: [125, 16384] },
};

export const volume: ResourceType = {
  source:
    "internal/service/ec2/ebs_volume.go at 00735935 (provider 6); EC2 API, CreateVolume and ModifyVolume. Outposts are left out.",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    availabilityZone: fixed(z.string()),
    encrypted: orComputed(fixed(z.boolean())),
    finalSnapshot: z.boolean().default(false),
    iops: orComputed(z.int()),
    kmsKeyId: orComputed(fixed(arnText)),
    multiAttachEnabled: fixed(z.boolean().optional()),
    size: orComputed(z.int()),
    snapshotId: orComputed(fixed(z.string().regex(/^snap-[0-9a-f]{8,17}$/))),
    throughput: orComputed(z.int().min(125).max(2000)),
    type: orComputed(z.enum(volumeTypes)),
    volumeInitializationRate: z.int().min(100).max(300).optional(),
  }),
  validate: (inputs) => [
    ...failuresOf(
      [
        !isSet(inputs["size"]) && !isSet(inputs["snapshotId"]),
        "",
        "Missing required argument: one of `size,snapshot_id` must be specified",
      ],
      [
        inputs["multiAttachEnabled"] === true && !/^io[12]$/.test(text(inputs["type"] ?? "gp2")),
        "",
        `'multi_attach_enabled' must not be set when 'type' is '${text(inputs["type"] ?? "gp2")}'`,
      ],
      [
        isSet(inputs["volumeInitializationRate"]) && inputs["snapshotId"] === undefined,
        "",
        "'volume_initialization_rate' must not be set unless 'snapshot_id' is set",
      ],
    ),
    ...volumeFailures(inputs, ""),
  ],
  id: newId("vol"),
  computed: {
    ...regionOutput,
    ...arnOutput("ec2", "volume"),
    createTime: now,
    encrypted: () => false,
    kmsKeyId: (state) => (state["encrypted"] === true ? "alias/aws/ebs" : ""),
    size: () => 8,
    snapshotId: () => "",
  },
  derived: {
    ...tagsOutput,
    type: (state) => state["type"] ?? "gp2",
    iops: iopsOf,
    throughput: (state) => (state["type"] === "gp3" ? Number(state["throughput"] ?? 0) || 125 : 0),
  },
  references: [{ at: "kmsKeyId", to: [tokens.key], mayDangle: true, except: /^$|alias\/aws\/ebs/ }],
  refuseCreate: (inputs, scope) => {
    const [zone, region] = [text(inputs["availabilityZone"]), regionOf(inputs, scope)];
    const reason = isZoneOf(zone, region)
      ? isSet(inputs["kmsKeyId"]) && inputs["encrypted"] !== true
        ? ec2Error(
            "CreateVolume",
            "InvalidParameterDependency",
            "The parameter KmsKeyId requires the parameter Encrypted to be set.",
          )
        : undefined
      : ec2Error("CreateVolume", "InvalidZone.NotFound", `The zone '${zone}' does not exist.`);
    return reason === undefined ? undefined : `creating EBS Volume: ${reason}`;
  },
  refuseUpdate: (from, to) => {
    const [old, next] = [from["size"], to["size"]];
    return typeof old === "number" && typeof next === "number" && next < old
      ? `modifying EBS Volume: ${ec2Error("ModifyVolume", "InvalidParameterValue", "New size cannot be smaller than existing size")}`
      : undefined;
  },
  refuseDelete: ({ id }, scope) => {
    const user = attachmentsOf(id, scope)[0];
    return user === undefined
      ? undefined
      : `deleting EBS Volume (${id}): ${ec2Error("DeleteVolume", "VolumeInUse", `Volume ${id} is currently attached to ${text(user.properties["instanceId"])}`)}`;
  },
};

export const volumeAttachment: ResourceType = {
  source:
    "internal/service/ec2/ebs_volume_attachment.go (provider 6); EC2 API, AttachVolume; EC2 user guide, device names",
  inputs: z.strictObject({
    ...regionInput,
    deviceName: fixed(z.string()),
    forceDetach: z.boolean().optional(),
    instanceId: fixed(z.string()),
    skipDestroy: z.boolean().optional(),
    stopInstanceBeforeDetaching: z.boolean().optional(),
    volumeId: fixed(z.string()),
  }),
  id: (inputs) =>
    `vai-${hashcode(`${text(inputs["deviceName"])}-${text(inputs["instanceId"])}-${text(inputs["volumeId"])}-`)}`,
  computed: { ...regionOutput },
  references: [
    // Volumes look for their attachments themselves: a VM that is terminated lets go of its own.
    { at: "volumeId", to: [tokens.volume], mayDangle: true },
    { at: "instanceId", to: [tokens.instance], mayDangle: true },
  ],
  staysOnDelete: (properties) => properties["skipDestroy"] === true,
  refuseCreate: (inputs, scope) => {
    const reason = attachRefusal(inputs, scope);
    return reason === undefined
      ? undefined
      : `attaching EBS Volume (${text(inputs["volumeId"])}) to EC2 Instance (${text(inputs["instanceId"])}): ${reason}`;
  },
};

/** What the provider and EC2 say of a volume's kind, size, IOPS and throughput, `at` a place of the inputs. */
export function volumeFailures(inputs: Properties, at: string): readonly Failure[] {
  const { iops, size, throughput } = inputs;
  if ([inputs["type"], iops, size, throughput].some((one) => isUnknown(one))) return [];
  const type = text(inputs["type"] ?? "gp2");
  const limit = limits[type];
  if (limit === undefined) return [];
  const provisioned = type === "io1" || type === "io2";
  return failuresOf(
    [
      !within(size, limit.size),
      at,
      `InvalidParameterValue: Volume of ${Number(size)}GiB is outside of what ${type} can be: ${limit.size.join(" to ")}GiB`,
    ],
    [provisioned && !isKnown(iops), at, `'iops' must be set when 'type' is '${type}'`],
    [
      limit.iops === undefined && isKnown(iops),
      at,
      `'iops' must not be set when 'type' is '${type}'`,
    ],
    [
      limit.iops !== undefined && !within(iops, limit.iops),
      at,
      `InvalidParameterValue: Volume iops of ${Number(iops)} is outside of what ${type} can have: ${limit.iops?.join(" to ")}`,
    ],
    [
      typeof iops === "number" &&
        typeof size === "number" &&
        // The first 3000 of gp3 come with every size.
        !(type === "gp3" && iops <= 3000) &&
        iops > size * (limit.ratio ?? Infinity),
      at,
      `InvalidParameterCombination: Iops to volume size ratio of ${Number(iops)}:${Number(size)} is too high; maximum is ${limit.ratio}:1`,
    ],
    [
      isKnown(throughput) && type !== "gp3",
      at,
      `'throughput' must not be set when 'type' is '${type}'`,
    ],
    [
      typeof throughput === "number" && type === "gp3" && throughput > Number(iops ?? 3000) / 4,
      at,
      `InvalidParameterCombination: Throughput (MiB/s) to iops ratio of ${Number(throughput)}:${Number(iops ?? 3000)} is too high; maximum is 0.25 MiB/s per iops`,
    ],
  );
}

function within(value: Value, range: readonly [number, number]): boolean {
  return typeof value !== "number" || (range[0] <= value && value <= range[1]);
}

/** The attachments of a volume to VMs that are still there. */
function attachmentsOf(volumeId: Value, scope: Scope): readonly StoredResource[] {
  return scope.store
    .list(tokens.volumeAttachment)
    .filter(
      ({ properties }) =>
        properties["volumeId"] === volumeId &&
        find(scope, tokens.instance, properties["instanceId"]) !== undefined,
    );
}

function attachRefusal(inputs: Properties, scope: Scope): string | undefined {
  const device = text(inputs["deviceName"]);
  const disk = find(scope, tokens.volume, inputs["volumeId"]);
  const machine = find(scope, tokens.instance, inputs["instanceId"]);
  if (disk === undefined || machine === undefined) return undefined;
  const shared = disk.properties["multiAttachEnabled"] === true;
  const taken = [
    text(object(machine.properties["rootBlockDevice"])["deviceName"]),
    ...scope.store
      .list(tokens.volumeAttachment)
      .filter(({ properties }) => properties["instanceId"] === machine.id)
      .map(({ properties }) => text(properties["deviceName"])),
  ];
  return firstOf(
    /^(\/dev\/)?(sd[a-z]|xvd[a-z]|sd[f-p][1-6]|xvd[b-c][a-z]|hd[a-z])\d{0,2}$/.test(device)
      ? undefined
      : ec2Error(
          "AttachVolume",
          "InvalidParameterValue",
          `Value (${device}) for parameter device is invalid. ${device} is not a valid EBS device name.`,
        ),
    disk.properties["availabilityZone"] === machine.properties["availabilityZone"]
      ? undefined
      : ec2Error(
          "AttachVolume",
          "InvalidVolume.ZoneMismatch",
          `The volume '${disk.id}' is not in the same availability zone as instance '${machine.id}'`,
        ),
    attachmentsOf(disk.id, scope).length > 0 && !shared
      ? ec2Error("AttachVolume", "VolumeInUse", `${disk.id} is already attached to an instance`)
      : undefined,
    taken.includes(device)
      ? ec2Error(
          "AttachVolume",
          "InvalidParameterValue",
          `Invalid value '${device}' for unixDevice. Attachment point ${device} is already in use`,
        )
      : undefined,
  );
}

/** Asked for, or what comes with the kind and size; what was before doesn't count for another kind. */
function iopsOf(state: Properties): number {
  const asked = Number(state["iops"] ?? 0);
  switch (text(state["type"] ?? "gp2")) {
    case "gp3":
      return Math.max(3000, asked);
    case "gp2":
      return Math.min(16000, Math.max(100, 3 * Number(state["size"] ?? 8)));
    case "io1":
    case "io2":
      return asked;
    default:
      return 0;
  }
}
