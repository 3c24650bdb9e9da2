import { sha256 } from "../../system/sha256.ts";
import type { Properties } from "../core/values.ts";
import type { Cluster } from "./cluster.ts";
import { kindNamed } from "./cluster.ts";
import { nameOf, namespaceOf } from "./object.ts";
import { listAt, numberAt, objectAt, textAt, withValue } from "./read.ts";
import type { Kind } from "./schema.ts";

/** The status that controllers give an object, once it is ready or while it isn't. */
export function statusOf(
  cluster: Cluster,
  kind: Kind,
  object: Properties,
  ready: boolean,
): Properties | undefined {
  if (kind.definition === undefined) return undefined;
  return statuses[kind.kind]?.(object, ready, cluster);
}

type Status = (object: Properties, ready: boolean, cluster: Cluster) => Properties;

const statuses: Readonly<Record<string, Status>> = {
  CustomResourceDefinition: () => ({
    conditions: [
      { type: "NamesAccepted", status: "True" },
      { type: "Established", status: "True" },
    ],
  }),
  DaemonSet: (object, ready) => ({
    observedGeneration: generation(object),
    currentNumberScheduled: 1,
    desiredNumberScheduled: 1,
    numberMisscheduled: 0,
    numberReady: ready ? 1 : 0,
    ...(ready ? { numberAvailable: 1, updatedNumberScheduled: 1 } : { numberUnavailable: 1 }),
  }),
  Deployment: (object, ready) => {
    const replicas = replicasOf(object);
    return {
      observedGeneration: generation(object),
      ...(replicas === 0 || !ready
        ? {}
        : {
            replicas,
            updatedReplicas: replicas,
            readyReplicas: replicas,
            availableReplicas: replicas,
          }),
      ...(ready ? {} : { unavailableReplicas: replicas }),
      conditions: [
        { type: "Available", status: ready ? "True" : "False" },
        { type: "Progressing", status: "True" },
      ],
    };
  },
  Ingress: (object, _, cluster) => ({
    loadBalancer: { ingress: [{ ip: publicAddress(cluster, object) }] },
  }),
  Job: (object, ready) =>
    ready
      ? {
          succeeded: numberAt(object, "spec", "completions") ?? 1,
          conditions: [{ type: "Complete", status: "True" }],
        }
      : { active: 0 },
  Namespace: () => ({ phase: "Active" }),
  PersistentVolume: (object) => ({
    phase:
      object["spec"] !== undefined && objectAt(object, "spec")["claimRef"] !== undefined
        ? "Bound"
        : "Available",
  }),
  PersistentVolumeClaim: claimStatus,
  Pod: (_, ready) => ({
    phase: ready ? "Running" : "Pending",
    conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
  }),
  ReplicaSet: (object, ready) => ({
    observedGeneration: generation(object),
    replicas: replicasOf(object),
    ...(ready && replicasOf(object) > 0 ? { readyReplicas: replicasOf(object) } : {}),
  }),
  Service: (object, _, cluster) => ({
    loadBalancer:
      textAt(object, "spec", "type") === "LoadBalancer"
        ? { ingress: [{ ip: publicAddress(cluster, object), ipMode: "VIP" }] }
        : {},
  }),
  StatefulSet: (object, ready) => {
    const replicas = replicasOf(object);
    const revision = `${nameOf(object)}-${digest(JSON.stringify(objectAt(object, "spec", "template"))).slice(0, 10)}`;
    return {
      observedGeneration: generation(object),
      replicas,
      availableReplicas: ready ? replicas : 0,
      currentReplicas: replicas,
      ...(ready ? { readyReplicas: replicas, updatedReplicas: replicas } : {}),
      currentRevision: revision,
      updateRevision: revision,
      collisionCount: 0,
    };
  },
};

/** The address that it has, or a free one of the range that is set aside for documentation. */
function publicAddress(cluster: Cluster, object: Properties): string {
  if (ingressAddress(object) !== "") return ingressAddress(object);
  const taken = new Set(
    (["Service", "Ingress"] as const).flatMap((kind) =>
      cluster.list(kindNamed(kind)).map(ingressAddress),
    ),
  );
  const start = Number.parseInt(
    digest(`${textAt(object, "kind")} ${idOf(object)}`).slice(0, 8),
    16,
  );
  const hosts = Array.from({ length: 254 }, (_, index) => 1 + ((start + index) % 254));
  const free = hosts.find((host) => !taken.has(`203.0.113.${host}`));
  return `203.0.113.${free ?? start % 254}`;
}

function ingressAddress(object: Properties): string {
  return textAt(object, "status", "loadBalancer", "ingress", 0, "ip");
}

/** Bound at once, unless its class waits for a pod that uses it. */
function claimStatus(object: Properties, ready: boolean, cluster: Cluster): Properties {
  const storageClass = cluster.storageClass(textAt(object, "spec", "storageClassName"));
  const waits = textAt(storageClass, "volumeBindingMode") === "WaitForFirstConsumer";
  if (!ready || waits) return { phase: "Pending" };
  return {
    phase: "Bound",
    accessModes: listAt(object, "spec", "accessModes"),
    capacity: { storage: objectAt(object, "spec", "resources", "requests")["storage"] },
  };
}

/** What the API server allots when an object is stored: addresses, ports, the volume of a claim. */
export function allotted(kind: Kind, object: Properties): Properties {
  if (kind.definition === undefined) return object;
  switch (kind.kind) {
    case "Service":
      return allottedService(object);
    case "PersistentVolumeClaim": {
      const spec = objectAt(object, "spec");
      const bound = textAt(object, "status", "phase") === "Bound";
      if (!bound || textAt(spec, "volumeName") !== "") return object;
      return {
        ...object,
        spec: { ...spec, volumeName: `pvc-${textAt(object, "metadata", "uid")}` },
      };
    }
    default:
      return object;
  }
}

function allottedService(service: Properties): Properties {
  const spec = objectAt(service, "spec");
  const type = textAt(spec, "type");
  if (type === "ExternalName") return service;
  const clusterIP = textAt(spec, "clusterIP") || internalAddress(idOf(service));
  const node =
    type === "NodePort" ||
    (type === "LoadBalancer" && spec["allocateLoadBalancerNodePorts"] !== false);
  const ports = listAt(spec, "ports").map((port, index) =>
    !node || objectAt(port)["nodePort"] !== undefined
      ? port
      : withValue(objectAt(port), ["nodePort"], nodePort(`${idOf(service)} ${index}`)),
  );
  return {
    ...service,
    spec: {
      ...spec,
      clusterIP,
      clusterIPs: [clusterIP],
      ...(ports.length > 0 ? { ports } : {}),
    },
  };
}

/** Claims that a StatefulSet's controller makes: one of each template for each replica. */
export function claimsOf(
  set: Properties,
): readonly { readonly ordinal: number; readonly claim: Properties }[] {
  const start = numberAt(set, "spec", "ordinals", "start") ?? 0;
  return Array.from({ length: replicasOf(set) }, (_, index) => start + index).flatMap((ordinal) =>
    listAt(set, "spec", "volumeClaimTemplates").map((template) => ({
      ordinal,
      claim: {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: {
          name: `${nameOf(template)}-${nameOf(set)}-${ordinal}`,
          namespace: namespaceOf(set),
          labels: {
            ...objectAt(set, "spec", "selector", "matchLabels"),
            ...objectAt(template, "metadata", "labels"),
          },
          ...(objectAt(template, "metadata")["annotations"] === undefined
            ? {}
            : { annotations: objectAt(template, "metadata", "annotations") }),
        },
        spec: objectAt(template, "spec"),
      },
    })),
  );
}

/** All claims in the store that were made for a set, whatever it wants now. */
export function existingClaims(
  cluster: Cluster,
  set: Properties,
): readonly { readonly ordinal: number; readonly claim: Properties }[] {
  const prefixes = listAt(set, "spec", "volumeClaimTemplates").map(
    (template) => `${nameOf(template)}-${nameOf(set)}-`,
  );
  return cluster.list(kindNamed("PersistentVolumeClaim"), namespaceOf(set)).flatMap((claim) =>
    prefixes.flatMap((prefix) => {
      const rest = nameOf(claim).startsWith(prefix) ? nameOf(claim).slice(prefix.length) : "";
      return /^\d+$/.test(rest) ? [{ ordinal: Number(rest), claim }] : [];
    }),
  );
}

export function replicasOf(object: Properties): number {
  return numberAt(object, "spec", "replicas") ?? 1;
}

function generation(object: Properties): number {
  return numberAt(object, "metadata", "generation") ?? 1;
}

/** An address inside the cluster. */
function internalAddress(id: string): string {
  const number = Number.parseInt(digest(id).slice(0, 6), 16);
  return `10.${96 + (number % 16)}.${(number >> 4) & 255}.${1 + ((number >> 12) % 254)}`;
}

function nodePort(seed: string): number {
  return 30_000 + (Number.parseInt(digest(seed).slice(0, 8), 16) % 2768);
}

export function digest(text: string): string {
  return sha256(text);
}

function idOf(object: Properties): string {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}
