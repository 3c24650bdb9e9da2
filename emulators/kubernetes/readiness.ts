import type { Properties, Value } from "../core/values.ts";
import { isObject } from "../core/values.ts";
import type { Cluster } from "./cluster.ts";
import { kindNamed } from "./cluster.ts";
import { nameOf, namespaceOf, podLabels, podSpecOf } from "./object.ts";
import type { PodSecurityLevel } from "./pod-security.ts";
import { podSecurityMessage, podSecurityViolations } from "./pod-security.ts";
import { listAt, numberAt, objectAt, textAt } from "./read.ts";
import { selects } from "./rules/metadata.ts";
import { isHeadless } from "./rules/services.ts";
import type { Kind } from "./schema.ts";

/**
 * Why an object isn't ready, as pulumi-kubernetes' await logic would find out (provider/pkg/await);
 * nothing when it is. Some of it may come right while others are still being made.
 */
export function notReadyReasons(
  cluster: Cluster,
  kind: Kind,
  object: Properties,
): readonly string[] {
  if (kind.definition === undefined) return [];
  return awaited[kind.kind]?.(cluster, object) ?? [];
}

/** `pulumi.com/skipAwait`: the object counts as ready as soon as it exists. */
export function skipsAwait(object: Properties): boolean {
  return textAt(object, "metadata", "annotations", "pulumi.com/skipAwait") === "true";
}

type Awaiter = (cluster: Cluster, object: Properties) => readonly string[];

const awaited: Readonly<Record<string, Awaiter>> = {
  DaemonSet: podReasons,
  Deployment: podReasons,
  Ingress: ingressReasons,
  Job: podReasons,
  PersistentVolumeClaim: claimReasons,
  Pod: podReasons,
  ReplicaSet: podReasons,
  Service: serviceReasons,
  StatefulSet: podReasons,
};

const workloads = ["DaemonSet", "Deployment", "Pod", "ReplicaSet", "StatefulSet"] as const;

/** A workload that wants no pods is ready without any. */
function podReasons(cluster: Cluster, object: Properties): readonly string[] {
  const spec = podSpecOf(object);
  if (spec === undefined || numberAt(object, "spec", "replicas") === 0) return [];
  const namespace = namespaceOf(object);
  return [
    ...referenceReasons(cluster, namespace, spec, claimNames(object)),
    ...listAt(object, "spec", "volumeClaimTemplates").flatMap((template) =>
      claimReasons(cluster, objectAt(template)),
    ),
  ];
}

/**
 * Why no pod of an object is let into its namespace, however long one waits. For a Pod it is the
 * answer to its creation; a workload exists, and its controller tries in vain.
 */
export function rejectedPods(cluster: Cluster, object: Properties): string | undefined {
  const spec = podSpecOf(object);
  const suspended = textAt(object, "kind") === "CronJob";
  if (spec === undefined || suspended || numberAt(object, "spec", "replicas") === 0) {
    return undefined;
  }
  const { level, version } = cluster.podSecurity(namespaceOf(object));
  const violations = podSecurityViolations(knownLevel(level), spec);
  if (violations.length === 0) return undefined;
  const isPod = textAt(object, "kind") === "Pod";
  const name = isPod ? nameOf(object) : `${nameOf(object)}-`;
  return podSecurityMessage(name, `${level}:${version}`, violations);
}

/** An unknown level counts as the strictest one (pod-security-admission, api/helpers.go). */
function knownLevel(level: string): PodSecurityLevel {
  return level === "privileged" || level === "baseline" ? level : "restricted";
}

/** What a pod can't start without: kubelet and ReplicaSet controller wait for it for ever. */
function referenceReasons(
  cluster: Cluster,
  namespace: string,
  spec: Properties,
  ownClaims: readonly string[],
): readonly string[] {
  const account = textAt(spec, "serviceAccountName");
  const exists = (kind: "ConfigMap" | "PersistentVolumeClaim" | "Secret", name: string): boolean =>
    cluster.get(kindNamed(kind), namespace, name) !== undefined;
  const accountMissing =
    account !== "" &&
    account !== "default" &&
    cluster.get(kindNamed("ServiceAccount"), namespace, account) === undefined;
  return [
    ...(accountMissing
      ? [
          `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
        ]
      : []),
    ...[...new Set(references(spec, "ConfigMap"))]
      .filter((name) => !exists("ConfigMap", name))
      .map((name) => `configmap ${JSON.stringify(name)} not found`),
    ...[...new Set(references(spec, "Secret"))]
      .filter((name) => !exists("Secret", name))
      .map((name) => `secret ${JSON.stringify(name)} not found`),
    ...listAt(spec, "volumes")
      .map((volume) => textAt(volume, "persistentVolumeClaim", "claimName"))
      .filter((name) => name !== "" && !ownClaims.includes(name))
      .filter((name) => !exists("PersistentVolumeClaim", name))
      .map((name) => `persistentvolumeclaim ${JSON.stringify(name)} not found`),
  ];
}

/** Claims that a StatefulSet makes itself. */
function claimNames(object: Properties): readonly string[] {
  return listAt(object, "spec", "volumeClaimTemplates").map((template) => nameOf(template));
}

/** Names of the ConfigMaps or Secrets that a pod needs, other than optional ones. */
function references(spec: Properties, kind: "ConfigMap" | "Secret"): readonly string[] {
  const [volume, from, key] =
    kind === "ConfigMap"
      ? (["configMap", "configMapRef", "configMapKeyRef"] as const)
      : (["secret", "secretRef", "secretKeyRef"] as const);
  const containers = ["initContainers", "containers"].flatMap((list) => listAt(spec, list));
  const volumes = listAt(spec, "volumes");
  const sources = [
    ...volumes.map((item) => objectAt(item)[volume]),
    ...volumes.flatMap((item) =>
      listAt(item, "projected", "sources").map((source) => objectAt(source)[volume]),
    ),
    ...containers.flatMap((container) =>
      listAt(container, "envFrom").map((source) => objectAt(source)[from]),
    ),
    ...containers.flatMap((container) =>
      listAt(container, "env").map((variable) => objectAt(variable, "valueFrom")[key]),
    ),
  ];
  return sources
    .filter((source) => isObject(source) && source["optional"] !== true)
    .map((source) => textAt(source, "name") || textAt(source, "secretName"))
    .filter((name) => name !== "");
}

/** A Service waits for pods, unless it is one that never has any. */
function serviceReasons(cluster: Cluster, service: Properties): readonly string[] {
  const spec = objectAt(service, "spec");
  if (isHeadless(spec) || textAt(spec, "type") === "ExternalName") return [];
  const selector = objectAt(spec, "selector");
  const hasPods =
    Object.keys(selector).length > 0 &&
    workloads.some((name) =>
      cluster
        .list(kindNamed(name), namespaceOf(service))
        .some(
          (workload) =>
            selects({ matchLabels: selector }, podLabels(workload)) &&
            hasReadyPods(cluster, name, workload),
        ),
    );
  return hasPods
    ? []
    : [
        "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
      ];
}

/** Controllers never stop trying: pods are there as soon as nothing stands in their way. */
function hasReadyPods(
  cluster: Cluster,
  kind: (typeof workloads)[number],
  workload: Properties,
): boolean {
  const wantsNone = kind !== "DaemonSet" && numberAt(workload, "spec", "replicas") === 0;
  return (
    !wantsNone &&
    podReasons(cluster, workload).length === 0 &&
    rejectedPods(cluster, workload) === undefined
  );
}

function ingressReasons(cluster: Cluster, ingress: Properties): readonly string[] {
  const namespace = namespaceOf(ingress);
  return listAt(ingress, "spec", "rules").flatMap((rule) =>
    listAt(rule, "http", "paths").flatMap((path) => {
      const service = textAt(path, "backend", "service", "name");
      if (service === "") return [];
      return cluster.get(kindNamed("Service"), namespace, service) === undefined
        ? [
            `Ingress has at least one rule with an unmatched target Service: no service ${JSON.stringify(service)} for ${JSON.stringify(`${textAt(rule, "host")}${textAt(path, "path")}`)}`,
          ]
        : [];
    }),
  );
}

/** A claim that nothing will ever satisfy stays pending. */
function claimReasons(cluster: Cluster, claim: Properties): readonly string[] {
  const name: Value = objectAt(claim, "spec")["storageClassName"];
  if (typeof name !== "string") {
    return cluster.defaultStorageClass() === undefined
      ? ["no persistent volumes available for this claim and no storage class is set"]
      : [];
  }
  // Without a class a claim takes a volume that someone made for it.
  if (name === "") return [];
  return cluster.storageClass(name) === undefined
    ? [`storageclass.storage.k8s.io ${JSON.stringify(name)} not found`]
    : [];
}
