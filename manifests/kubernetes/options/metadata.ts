import type { Transformation } from "../map-objects.ts";
import { mapObjects } from "../map-objects.ts";
import type { KubernetesObject } from "../objects.ts";
import type { KubernetesOptions } from "../options.ts";

const clusterScoped: ReadonlySet<KubernetesObject["kind"]> = new Set([
  "Namespace",
  "StorageClass",
  "ClusterRole",
  "ClusterRoleBinding",
  "PodSecurityPolicy",
]);

/** Objects in a namespace, and the ServiceAccounts that roles are given to in the same one. */
export function inNamespace({ namespace }: KubernetesOptions): Transformation {
  if (namespace === undefined) return (services) => services;
  return (services) =>
    mapObjects(services, (object) => {
      const placed: KubernetesObject = clusterScoped.has(object.kind)
        ? object
        : { ...object, metadata: withNamespace(object.metadata, namespace) };
      if (placed.kind !== "RoleBinding" && placed.kind !== "ClusterRoleBinding") return placed;
      return { ...placed, subjects: placed.subjects.map((subject) => ({ ...subject, namespace })) };
    });
}

function withNamespace(metadata: KubernetesObject["metadata"], namespace: string) {
  const { name, ...rest } = metadata;
  return { name, namespace, ...rest };
}

/** Labels on every object; upstream's own, which others select by, win over them. */
export function labelled({ labels = {} }: KubernetesOptions): Transformation {
  if (Object.keys(labels).length === 0) return (services) => services;
  return (services) =>
    mapObjects(services, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...labels, ...object.metadata.labels } },
    }));
}
