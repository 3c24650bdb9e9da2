import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, outputOnly, suppressed } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import {
  apiError,
  computeUrl,
  created,
  failuresOf,
  fingerprint,
  fixedPresence,
  gceName,
  invalidField,
  isKnown,
  isSet,
  labelOutputs,
  labels,
  labelSecrets,
  lastSegment,
  link,
  object,
  placeFailures,
  projectInput,
  projectOf,
  projectOutput,
  regionInput,
  regionOf,
  regionOfZone,
  selfLink,
  text,
  tokens,
  zoneInput,
  zoneOf,
  list,
} from "./vocabulary.ts";
import { isKnownZone, isRegion, zonesOf } from "./zones.ts";

/** A disk type's link and its bare name are the same (tpgresource.CompareResourceNames). */
const diskType = fixed(
  suppressed(z.string(), (from, to) => lastSegment(text(from)) === lastSegment(text(to))).default(
    "pd-standard",
  ),
);

const diskTypes = [
  "pd-standard",
  "pd-balanced",
  "pd-ssd",
  "pd-extreme",
  "hyperdisk-balanced",
  "hyperdisk-balanced-high-availability",
  "hyperdisk-extreme",
  "hyperdisk-ml",
  "hyperdisk-throughput",
] as const;

/** Types that are made in two zones at once. */
const regionalTypes: ReadonlySet<string> = new Set([
  "pd-standard",
  "pd-balanced",
  "pd-ssd",
  "hyperdisk-balanced-high-availability",
]);

/** Smallest sizes in GB: Compute Engine documentation, "Persistent Disk", regional pd-standard. */
const smallest = { zonal: 1, regional: 10, regionalStandard: 200 } as const;

const sharedInputs = {
  ...projectInput,
  name: fixed(gceName),
  type: diskType,
  // Growing is an update, shrinking a new disk (CustomizeDiff, IsDiskShrinkage).
  size: fixed(orComputed(z.int().min(1)), (from, to) => Number(to) < Number(from)),
  description: fixed(z.string().optional()),
  labels: labels.optional(),
  snapshot: fixed(link().optional()),
  image: fixed(z.string().optional()),
  physicalBlockSizeBytes: orComputed(fixed(z.int())),
  provisionedIops: orComputed(z.int()),
  provisionedThroughput: orComputed(z.int()),
  createSnapshotBeforeDestroy: z.boolean().optional(),
  createSnapshotBeforeDestroyPrefix: z.string().optional(),
  diskEncryptionKey: fixedPresence(
    z
      .strictObject({
        kmsKeySelfLink: fixed(link().optional()),
        kmsKeyServiceAccount: fixed(z.string().optional()),
        sha256: outputOnly(),
      })
      .optional(),
  ),
};

const sharedOutputs: ResourceType["computed"] = {
  ...projectOutput,
  ...selfLink,
  ...created,
  // An empty disk of no given size (Compute Engine API, disks.insert, sizeGb).
  size: (state) => (isSet(state["image"]) ? 10 : state["type"] === "pd-standard" ? 500 : 100),
  physicalBlockSizeBytes: () => 4096,
  provisionedIops: () => 0,
  provisionedThroughput: () => 0,
  accessMode: () => "READ_WRITE_SINGLE",
  diskId: (_, scope) => scope.digits(19),
  labelFingerprint: fingerprint,
  lastAttachTimestamp: () => "",
  lastDetachTimestamp: () => "",
  sourceDiskId: () => "",
  sourceImageId: (state, scope) => (isSet(state["image"]) ? scope.digits(19) : ""),
  sourceSnapshotId: (state, scope) => (isSet(state["snapshot"]) ? scope.digits(19) : ""),
};

export const disk: ResourceType = {
  source: "google/services/compute/resource_compute_disk.go at 07fc8657 (provider 6 and 7)",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...sharedInputs,
    ...zoneInput,
    architecture: fixed(z.enum(["X86_64", "ARM64"]).optional()),
  }),
  validate: (inputs, scope) => placeFailures(inputs, scope, ["project", "zone"]),
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/zones/${zoneOf(inputs, scope)}/disks/${text(inputs["name"])}`,
  computed: {
    ...sharedOutputs,
    zone: zoneOf,
    enableConfidentialCompute: () => false,
    sourceInstantSnapshotId: () => "",
  },
  derived: { ...labelOutputs(), users: (state, scope) => usersOf(state.id, scope) },
  secretOutputs: [...labelSecrets],
  refuseCreate: (inputs, scope) => {
    const zone = zoneOf(inputs, scope);
    if (!isKnownZone(zone)) {
      return apiError(
        404,
        `The resource 'projects/${projectOf(inputs, scope)}/zones/${zone}' was not found`,
        "notFound",
      );
    }
    return refusedDisk(inputs, smallest.zonal);
  },
  refuseUpdate: refusedResize,
  refuseDelete: ({ id, properties }, scope) => refusedWhileBoot(id, properties, scope),
};

export const regionDisk: ResourceType = {
  source:
    "google/services/compute/resource_compute_region_disk.go; Compute Engine documentation, Regional Persistent Disk",
  autoName: { property: "name", maxLength: 255 },
  inputs: z
    .strictObject({
      ...sharedInputs,
      ...regionInput,
      replicaZones: fixed(z.array(link()).min(2).max(2)),
    })
    .omit({ image: true }),
  validate: (inputs, scope) => {
    const listed = inputs["replicaZones"];
    const zones = list(listed)
      .filter(isKnown)
      .map((zone) => lastSegment(text(zone)));
    return [
      // The region follows from the zones.
      ...placeFailures({ ...inputs, region: inputs["region"] ?? zones[0] ?? "" }, scope, [
        "project",
        "region",
      ]),
      ...failuresOf([
        zones.length === 2 && zones[0] === zones[1],
        "replicaZones",
        "replica_zones must be two different zones",
      ]),
    ];
  },
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/regions/${diskRegion(inputs, scope)}/disks/${text(inputs["name"])}`,
  computed: { ...sharedOutputs, region: diskRegion },
  derived: { ...labelOutputs(), users: (state, scope) => usersOf(state.id, scope) },
  secretOutputs: [...labelSecrets],
  refuseCreate: (inputs, scope) => {
    const region = diskRegion(inputs, scope);
    const listed = inputs["replicaZones"];
    const zones = list(listed).map((zone) => lastSegment(text(zone)));
    const stray = zones.find((zone) => !isRegion(region) || !zonesOf(region).includes(zone));
    if (stray !== undefined) {
      return invalidField("replicaZones", stray, `Replica zones must be in region '${region}'.`);
    }
    const type = lastSegment(text(inputs["type"]));
    if (!regionalTypes.has(type)) {
      return invalidField("type", type, "The disk type is not available for regional disks.");
    }
    const standard = type === "pd-standard" && !isSet(inputs["snapshot"]);
    return refusedDisk(inputs, standard ? smallest.regionalStandard : smallest.regional);
  },
  refuseUpdate: refusedResize,
  refuseDelete: ({ id, properties }, scope) => refusedWhileBoot(id, properties, scope),
};

function diskRegion(state: Properties, scope: Scope): string {
  const listed = state["replicaZones"];
  const first = isList(listed) ? lastSegment(text(listed[0])) : "";
  return state["region"] === undefined && scope.config["region"] === undefined && first !== ""
    ? regionOfZone(first)
    : regionOf(state, scope);
}

function refusedDisk(inputs: Properties, least: number): string | undefined {
  const type = lastSegment(text(inputs["type"]));
  if (!diskTypes.some((known) => known === type)) {
    return invalidField("type", type, `The referenced disk type does not exist.`);
  }
  const size = Number(inputs["size"] ?? least);
  if (size < least || size > 65536) {
    return invalidField(
      "sizeGb",
      String(size),
      `Disk size must be between ${least} GB and 65536 GB, inclusive.`,
    );
  }
  return undefined;
}

function refusedResize(from: Properties, to: Properties): string | undefined {
  if (to["size"] === undefined || from["size"] === undefined) return undefined;
  return Number(to["size"]) > 65536
    ? invalidField("sizeGb", `${Number(to["size"])}`, "Disk size cannot be larger than 65536 GB.")
    : undefined;
}

/**
 * The provider takes a data disk off its VMs before it deletes the disk; a boot disk can't be taken
 * off a VM that runs.
 */
function refusedWhileBoot(id: string, properties: Properties, scope: Scope): string | undefined {
  const user = scope.store
    .list(tokens.instance)
    .find((instance) => isDisk(object(instance.properties["bootDisk"])["source"], id, properties));
  return user === undefined
    ? undefined
    : apiError(
        400,
        `The disk resource '${id}' is already being used by '${user.id}'`,
        "resourceInUseByAnotherResource",
      );
}

function isDisk(reference: Value, id: string, properties: Properties): boolean {
  return [id, `${computeUrl}/${id}`, properties["name"]].includes(reference);
}

function usersOf(id: string, scope: Scope): readonly string[] {
  const name = lastSegment(id);
  return scope.store
    .list(tokens.attachedDisk)
    .filter(({ properties }) => isDisk(properties["disk"], id, { name }))
    .map(({ id: attachment }) => `${computeUrl}/${attachment.replace(/\/[^/]+$/, "")}`);
}
