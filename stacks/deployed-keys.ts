import { isMapping } from "../environments/schema-walk.ts";
import type { Environment } from "../environments/schema.ts";

type Kind = Environment["kind"];

/** What every kind acts on, or what tells people and labels only. */
const common = [
  ...["kind", "category", "owner", "purpose", "expires", "labels.*", "dataClass", "protect"],
  ...["cloud.provider", "cloud.project", "cloud.region", "cloud.zone", "cloud.zones"],
  ...["cloud.account", "cloud.assumeRole", "cloud.impersonate"],
] as const;

const ofContainers = ["resources", "image", "env", "secretEnv"] as const;
const ofPods = [
  ...["nodeSelector", "tolerations", "affinity", "priorityClassName"],
  ...["podLabels", "podAnnotations"],
] as const;

/**
 * The keys that a kind's stack program acts on; `*` stands for any name. Every other key of the
 * schema is checked, and changes nothing yet: whoever sets one is told in each preview. A component
 * that starts to act on a key adds it here.
 */
export const deployedKeys: Readonly<Record<Kind, readonly string[]>> = {
  kubernetes: [
    ...common,
    ...["release", "hibernate", "domain", "namespace", "createNamespace"],
    ...["cloud.context", "cloud.kubeconfig", "cloud.distribution"],
    ...["network.cidr", "network.podCidr", "network.serviceCidr"],
    ...["network.natAddresses", "network.adminCidrs"],
    ...["cluster.kubernetesVersion", "cluster.releaseChannel", "cluster.availability"],
    ...["cluster.privateNodes", "cluster.publicControlPlane", "cluster.encryptionKey"],
    ...["cluster.maintenanceWindow"],
    ...["cluster.nodePools.*.machineType", "cluster.nodePools.*.nodes"],
    ...["cluster.nodePools.*.diskGiB", "cluster.nodePools.*.diskType"],
    ...["cluster.nodePools.*.localSsds", "cluster.nodePools.*.spot"],
    ...["cluster.nodePools.*.taints", "cluster.nodePools.*.labels"],
    "storageClass",
    ...["ingress.type", "ingress.className", "ingress.readTimeoutSeconds"],
    ...["ingress.bodySizeMiB", "ingress.annotations", "ingress.allowFrom"],
    ...["tls.mode", "tls.secretName", "tls.issuer", "tls.certificate"],
    ...[
      "registry.host",
      "registry.pathPrefix",
      "registry.namePattern",
      "registry.pullSecret",
      "registry.keepDigests",
    ],
    ...["replicas", "containers", ...ofContainers, ...ofPods].map(
      (key) => `services.sourcegraph-frontend.${key}`,
    ),
    ...["resources", "withoutResources", "env", "imagePullPolicy", ...ofPods].map(
      (key) => `serviceDefaults.${key}`,
    ),
    ...["type", "host", "port", "user", "database", "password", "sslMode", "pgBouncer", "iam"].map(
      (key) => `databases.*.${key}`,
    ),
    ...["type", "host", "port", "database", "tls", "password"].map((key) => `redis.*.${key}`),
    ...["type", "bucket", "searchJobsBucket", "uploadsBucket", "manageBucket", "ttlHours"].map(
      (key) => `objectStorage.${key}`,
    ),
    ...["region", "endpoint", "accessKeyId", "secretAccessKey", "project", "credentials"].map(
      (key) => `objectStorage.${key}`,
    ),
    ...["security.nonRoot", "security.podSecurity", "security.readOnlyRootFilesystem"],
    ...["security.roles", "size.profile"],
  ],
  box: [
    ...common,
    ...["release", "domain", "cloud.host", "network.cidr", "network.natAddresses"],
    // A size decides the machine's type.
    "size.profile",
    ...["box.machineType", "box.image", "box.bootDiskGiB", "box.projectName"],
    ...["box.dataDisk.gib", "box.dataDisk.type", "box.dataDisk.regional"],
    ...["box.ssh", "box.allowFrom", "network.adminCidrs"],
    "backups.snapshots.weekly.retentionDays",
  ],
  "registry-mirror": [
    ...common,
    ...["mirror.backend", "mirror.repository", "mirror.location", "mirror.immutableTags"],
    "mirror.readers",
  ],
};

/**
 * Keys of an environment that are set and that nothing acts on, as short as tells them apart: all of
 * `databases`, but only `ingress.waf`.
 *
 * @param given the environment's own values, `sourcegraph:` left out of the keys.
 */
export function keysNotDeployedYet(
  kind: Kind,
  given: Readonly<Record<string, unknown>>,
): readonly string[] {
  const patterns = deployedKeys[kind].map((key) => key.split("."));
  return Object.keys(given)
    .flatMap((key) => idleKeys([key], given[key], patterns))
    .map((path) => path.join("."))
    .toSorted();
}

type Path = readonly string[];

function idleKeys(path: Path, value: unknown, patterns: readonly Path[]): readonly Path[] {
  if (patterns.some((pattern) => covers(pattern, path))) return [];
  const leadsOn = patterns.some((pattern) => covers(path, pattern));
  if (!leadsOn || !isMapping(value)) return [path];
  return Object.keys(value).flatMap((key) => idleKeys([...path, key], value[key], patterns));
}

/** Whether `outer`, taken as a beginning, holds `inner`. */
function covers(outer: Path, inner: Path): boolean {
  return (
    outer.length <= inner.length &&
    outer.every((name, index) => name === inner[index] || name === "*" || inner[index] === "*")
  );
}
