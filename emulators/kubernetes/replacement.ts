import type { DiffResult, PropertyChange } from "../core/provider.ts";
import type { Path, Properties, Value } from "../core/values.ts";
import { isList, isObject, same, valueAt } from "../core/values.ts";
import { nameOf } from "./object.ts";
import { textAt } from "./read.ts";
import type { Kind } from "./schema.ts";

/**
 * Changes for which pulumi-kubernetes makes an object anew (pulumi-kubernetes,
 * provider/pkg/provider/diff.go: the table by group, version and kind). `*` stands for any item of
 * a list; everything below a path counts.
 */
const replacing: Readonly<Record<string, readonly string[]>> = {
  "apps/v1/DaemonSet": ["spec.selector"],
  "apps/v1/Deployment": ["spec.selector"],
  "apps/v1/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/v1/Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "rbac.authorization.k8s.io/v1/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1/RoleBinding": ["roleRef"],
  "storage.k8s.io/v1/StorageClass": ["parameters", "provisioner"],
  "/v1/PersistentVolume": [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "glusterfs",
    "hostPath",
    "iscsi",
    "local",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
  ].map((source) => `spec.${source}`),
  "/v1/PersistentVolumeClaim": [
    "spec.accessModes",
    "spec.selector",
    "spec.storageClassName",
    "spec.volumeName",
  ],
  "/v1/Pod": [
    ...[
      "affinity",
      "automountServiceAccountToken",
      "dnsConfig",
      "dnsPolicy",
      "enableServiceLinks",
      "hostAliases",
      "hostIPC",
      "hostNetwork",
      "hostPID",
      "hostname",
      "imagePullSecrets",
      "nodeName",
      "nodeSelector",
      "overhead",
      "preemptionPolicy",
      "priority",
      "priorityClassName",
      "readinessGates",
      "restartPolicy",
      "runtimeClassName",
      "schedulerName",
      "securityContext",
      "serviceAccount",
      "serviceAccountName",
      "shareProcessNamespace",
      "subdomain",
      "terminationGracePeriodSeconds",
      "volumes",
    ].map((field) => `spec.${field}`),
    ...["containers", "initContainers"].flatMap((list) =>
      [
        "args",
        "command",
        "env",
        "image",
        "imagePullPolicy",
        "lifecycle",
        "livenessProbe",
        "ports",
        "readinessProbe",
        "resources",
        "securityContext",
        "stdin",
        "stdinOnce",
        "terminationMessagePath",
        "terminationMessagePolicy",
        "tty",
        "volumeDevices",
        "volumeMounts",
        "workingDir",
      ].map((field) => `spec.${list}.*.${field}`),
    ),
  ],
  "/v1/ResourceQuota": ["spec.scopes"],
  "/v1/Secret": ["type"],
  "/v1/Service": ["spec.clusterIP"],
};

/** Another name or namespace is another object, whatever the kind. */
const identity = ["metadata.name", "metadata.namespace"] as const;

export interface Mutability {
  readonly configMaps: boolean;
  readonly secrets: boolean;
}

/** Which paths replace an object of that kind, given how the provider is set up. */
function replacingPaths(kind: Kind, news: Properties, mutable: Mutability): readonly string[] {
  const core = kind.group === "";
  const fixed = news["immutable"] === true;
  if (core && kind.kind === "ConfigMap" && (!mutable.configMaps || fixed)) {
    return [...identity, "data", "binaryData"];
  }
  if (core && kind.kind === "Secret" && (!mutable.secrets || fixed)) {
    return [...identity, "type", "data", "stringData"];
  }
  return [...identity, ...(replacing[`${kind.group}/${kind.version}/${kind.kind}`] ?? [])];
}

/**
 * What changes between what is there and what is wanted. An object that the user named goes first
 * when it is replaced, since two can't have one name; one that Pulumi named goes last.
 */
export function objectDiff(
  kind: Kind,
  before: Properties,
  news: Properties,
  mutable: Mutability,
): DiffResult {
  const patterns = replacingPaths(kind, news, mutable).map((path) => path.split("."));
  const changes = changesIn(before, news, []).map(({ path, kind: change }): PropertyChange => {
    const value = valueAt(change === "delete" ? before : news, path);
    const replaces = patterns.some((pattern) => replacesAt(pattern, path, value));
    return { path, kind: change, replaces };
  });
  const keepsIdentity = identity.every((path) =>
    same(valueAt(before, path.split(".")), valueAt(news, path.split("."))),
  );
  const autonamed = textAt(news, "metadata", "annotations", "pulumi.com/autonamed") === "true";
  return {
    changes,
    deleteBeforeReplace: nameOf(news) !== "" && !autonamed && keepsIdentity,
  };
}

/** Whether the change is at the pattern, below it, or takes it along. */
function replacesAt(pattern: readonly string[], path: Path, value: Value): boolean {
  const common = Math.min(pattern.length, path.length);
  const agrees = pattern
    .slice(0, common)
    .every((step, index) => step === "*" || step === path[index]);
  if (!agrees) return false;
  return pattern.length <= path.length || hasValue(value, pattern.slice(path.length));
}

function hasValue(value: Value, pattern: readonly string[]): boolean {
  const [step, ...rest] = pattern;
  if (step === undefined) return value !== undefined;
  if (step === "*") return isList(value) && value.some((item) => hasValue(item, rest));
  return isObject(value) && hasValue(value[step], rest);
}

function changesIn(
  from: Value,
  to: Value,
  path: Path,
): readonly Omit<PropertyChange, "replaces">[] {
  if (same(from, to)) return [];
  if (isObject(from) && isObject(to)) {
    return [...new Set([...Object.keys(from), ...Object.keys(to)])]
      .toSorted()
      .flatMap((step) => changesIn(from[step], to[step], [...path, step]));
  }
  if (isList(from) && isList(to)) {
    return [...(from.length > to.length ? from : to).keys()].flatMap((index) =>
      changesIn(from[index], to[index], [...path, index]),
    );
  }
  const kind = from === undefined ? "add" : to === undefined ? "delete" : "update";
  return [{ path, kind }];
}
