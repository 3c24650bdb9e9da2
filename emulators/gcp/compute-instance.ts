import { createHash } from "node:crypto";
import { z } from "zod";

import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, outputOnly, suppressed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { same } from "../core/values.ts";
import { ephemeralAddress } from "./compute-address.ts";
import { defaultNetwork, subnetworkOf } from "./compute-network.ts";
import { foreignAccount } from "./container-node-config.ts";
import { contains, freeAddress } from "../core/ipv4.ts";
import {
  instanceFailures,
  instancePath,
  refusedInstance,
  refusedInstanceUpdate,
} from "./compute-instance-rules.ts";
import {
  computeUrl,
  created,
  emptyOr,
  fingerprint,
  fixedCount,
  fixedPresence,
  gceName,
  labelOutputs,
  labels,
  labelSecrets,
  lastSegment,
  link,
  linkOrComputed,
  object,
  projectInput,
  projectOf,
  projectOutput,
  regionOfZone,
  relativePath,
  selfLink,
  text,
  tokens,
  zoneInput,
  zoneOf,
  list,
} from "./vocabulary.ts";

const networkInterface = z.strictObject({
  network: linkOrComputed(),
  subnetwork: linkOrComputed(),
  subnetworkProject: orComputed(z.string()),
  networkIp: orComputed(z.string()),
  name: outputOnly(),
  nicType: fixed(z.enum(["GVNIC", "VIRTIO_NET"]).optional()),
  stackType: orComputed(z.enum(["IPV4_ONLY"])),
  queueCount: fixed(z.int().optional()),
  accessConfigs: z
    .array(
      z.strictObject({
        natIp: orComputed(z.string()),
        networkTier: orComputed(z.enum(["PREMIUM", "STANDARD"])),
        publicPtrDomainName: z.string().optional(),
      }),
    )
    .optional(),
});

const bootDisk = z.strictObject({
  autoDelete: fixed(z.boolean().default(true)),
  deviceName: orComputed(fixed(z.string())),
  kmsKeySelfLink: fixed(linkOrComputed()),
  mode: fixed(z.enum(["READ_WRITE", "READ_ONLY"]).default("READ_WRITE")),
  source: fixed(linkOrComputed()),
  diskEncryptionKeySha256: outputOnly(),
  initializeParams: orComputed(
    z.strictObject({
      image: orComputed(fixed(z.string())),
      size: orComputed(fixed(z.int().min(1))),
      type: orComputed(fixed(z.string())),
      labels: orComputed(fixed(labels)),
    }),
  ),
});

export const instance: ResourceType = {
  source:
    "google/services/compute/resource_compute_instance.go at 00474667, compute_instance_helpers.go; Compute Engine API v1",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    ...zoneInput,
    name: fixed(gceName),
    machineType: suppressed(
      z.string(),
      (from, to) => lastSegment(text(from)) === lastSegment(text(to)),
    ),
    bootDisk: fixedPresence(bootDisk),
    networkInterfaces: fixedCount(z.array(networkInterface).min(1)),
    attachedDisks: z
      .array(
        z.strictObject({
          source: link(),
          deviceName: orComputed(z.string()),
          mode: z.enum(["READ_WRITE", "READ_ONLY"]).default("READ_WRITE"),
          kmsKeySelfLink: linkOrComputed(),
          diskEncryptionKeySha256: outputOnly(),
        }),
      )
      .optional(),
    scratchDisks: fixedCount(
      z
        .array(
          z.strictObject({
            interface: z.enum(["SCSI", "NVME"]),
            size: fixed(z.union([z.literal(375), z.literal(3000)]).default(375)),
            deviceName: orComputed(z.string()),
          }),
        )
        .optional(),
    ),
    allowStoppingForUpdate: z.boolean().optional(),
    canIpForward: z.boolean().default(false),
    deletionProtection: z.boolean().default(false),
    description: fixed(z.string().optional()),
    desiredStatus: z.enum(["RUNNING", "TERMINATED", "SUSPENDED"]).optional(),
    enableDisplay: z.boolean().optional(),
    hostname: fixed(z.string().optional()),
    labels: labels.optional(),
    metadata: z.record(z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/), z.string()).optional(),
    metadataStartupScript: fixed(z.string().optional()),
    minCpuPlatform: suppressed(
      z.string().optional(),
      (from, to) => to === undefined || emptyOr("Automatic")(from, to),
    ),
    resourcePolicies: suppressed(z.string().optional(), (from, to) =>
      same(relativePath(text(from)), relativePath(text(to))),
    ),
    scheduling: orComputed(
      z.strictObject({
        automaticRestart: z.boolean().default(true),
        onHostMaintenance: orComputed(z.enum(["MIGRATE", "TERMINATE"])),
        preemptible: fixed(z.boolean().default(false)),
        provisioningModel: orComputed(fixed(z.enum(["STANDARD", "SPOT"]))),
        instanceTerminationAction: z.enum(["STOP", "DELETE"]).optional(),
      }),
    ),
    serviceAccount: z
      .strictObject({
        email: orComputed(z.string()),
        scopes: unordered(z.array(z.string())),
      })
      .optional(),
    shieldedInstanceConfig: orComputed(
      z.strictObject({
        enableSecureBoot: z.boolean().default(false),
        enableVtpm: z.boolean().default(true),
        enableIntegrityMonitoring: z.boolean().default(true),
      }),
    ),
    confidentialInstanceConfig: orComputed(
      fixedPresence(z.strictObject({ enableConfidentialCompute: fixed(z.boolean()) })),
    ),
    advancedMachineFeatures: z
      .strictObject({
        enableNestedVirtualization: z.boolean().optional(),
        threadsPerCore: z.int().optional(),
        visibleCoreCount: z.int().optional(),
      })
      .optional(),
    tags: unordered(z.array(gceName)).optional(),
  }),
  validate: instanceFailures,
  id: instancePath,
  computed: {
    ...projectOutput,
    ...selfLink,
    ...created,
    zone: zoneOf,
    cpuPlatform: () => "Intel Cascade Lake",
    instanceId: (_, scope) => scope.digits(19),
    labelFingerprint: fingerprint,
    minCpuPlatform: () => "",
    scheduling: () => ({
      automaticRestart: true,
      onHostMaintenance: "MIGRATE",
      preemptible: false,
      provisioningModel: "STANDARD",
    }),
    shieldedInstanceConfig: () => ({
      enableSecureBoot: false,
      enableVtpm: true,
      enableIntegrityMonitoring: true,
    }),
    confidentialInstanceConfig: () => undefined,
    reservationAffinity: () => ({ type: "ANY_RESERVATION" }),
    keyRevocationActionType: () => "",
  },
  derived: {
    ...labelOutputs(),
    networkInterfaces,
    bootDisk: (state, scope) => bootDiskOf(state, scope),
    attachedDisks: (state) => list(state["attachedDisks"]).map(attachedDiskOf),
    currentStatus: (state) => state["desiredStatus"] ?? "RUNNING",
    metadataFingerprint: (state) => digest([state["metadata"], state["metadataStartupScript"]]),
    tagsFingerprint: (state) => digest(state["tags"]),
  },
  filledIn: [
    "networkInterfaces[].networkIp",
    "networkInterfaces[].name",
    "networkInterfaces[].accessConfigs[].natIp",
    "bootDisk.deviceName",
    "bootDisk.source",
  ],
  secretOutputs: [...labelSecrets],
  references: [
    { at: "networkInterfaces[].network", to: [tokens.network], except: defaultNetwork },
    { at: "networkInterfaces[].subnetwork", to: [tokens.subnetwork], except: defaultNetwork },
    { at: "attachedDisks[].source", to: [tokens.disk, tokens.regionDisk], mayDangle: true },
    // One that comes with its VM is no resource of its own, and never an input.
    { at: "bootDisk.source", to: [tokens.disk, tokens.regionDisk], mayDangle: true },
    {
      at: "serviceAccount.email",
      to: [tokens.serviceAccount],
      mayDangle: true,
      except: foreignAccount,
    },
    { at: "resourcePolicies", to: [tokens.resourcePolicy] },
  ],
  refuseCreate: refusedInstance,
  refuseUpdate: refusedInstanceUpdate,
  refuseDelete: ({ properties }) =>
    properties["deletionProtection"] === true
      ? `Cannot delete instance ${text(properties["name"])}: instance Deletion Protection is enabled. Set deletion_protection to false for this resource and run "terraform apply" before attempting to delete it.`
      : undefined,
};

type State = Properties & { readonly id: string };

function digest(value: Value): string {
  return createHash("sha256")
    .update(JSON.stringify(value ?? null))
    .digest("base64")
    .slice(0, 11)
    .concat("=");
}

/** The interfaces with addresses: the ones they have, the ones asked for, or free ones. */
function networkInterfaces(state: State, scope: Scope): Value {
  const before = list(
    scope.store.get(tokens.instance, state.id)?.properties["networkInterfaces"],
  ).map(object);
  const taken = new Set(
    scope.store
      .list(tokens.instance)
      .flatMap(({ properties }) => list(properties["networkInterfaces"]))
      .map((nic) => text(object(nic)["networkIp"])),
  );
  const found: Value[] = [];
  for (const [index, item] of list(state["networkInterfaces"]).entries()) {
    const nic = interfaceOf(object(item), before[index] ?? {}, taken, state, scope);
    taken.add(text(nic["networkIp"]));
    found.push({ name: `nic${index}`, ...nic });
  }
  return found;
}

function interfaceOf(
  given: Properties,
  known: Properties,
  taken: ReadonlySet<string>,
  state: State,
  scope: Scope,
): Properties {
  const region = regionOfZone(zoneOf(state, scope));
  const parent = subnetworkOf(given["subnetwork"], state, region, scope);
  const range = text(parent?.properties["ipCidrRange"] ?? "10.128.0.0/20");
  const kept = contains(range, text(known["networkIp"])) ? known["networkIp"] : undefined;
  const accessConfigs: Value[] = [];
  for (const [index, config] of list(given["accessConfigs"]).map(object).entries()) {
    const prior = object(list(known["accessConfigs"])[index]);
    const natIp = config["natIp"] ?? prior["natIp"] ?? ephemeralAddress(scope);
    accessConfigs.push({ networkTier: "PREMIUM", ...config, natIp });
  }
  return {
    stackType: "IPV4_ONLY",
    subnetworkProject: projectOf(state, scope),
    ...given,
    network: parent?.properties["network"] ?? given["network"],
    subnetwork: parent === undefined ? given["subnetwork"] : `${computeUrl}/${parent.id}`,
    networkIp: given["networkIp"] ?? kept ?? freeAddress(range, taken) ?? "",
    accessConfigs,
  };
}

function attachedDiskOf(given: Value, index: number): Value {
  return { deviceName: `persistent-disk-${index + 1}`, ...object(given) };
}

function bootDiskOf(state: State, scope: Scope): Value {
  const given = object(state["bootDisk"]);
  const place = `projects/${projectOf(state, scope)}/zones/${zoneOf(state, scope)}`;
  return {
    deviceName: "persistent-disk-0",
    source: `${computeUrl}/${place}/disks/${text(state["name"])}`,
    ...given,
    initializeParams: { size: 10, type: "pd-standard", ...object(given["initializeParams"]) },
  };
}
