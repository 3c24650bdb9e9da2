import { byKey } from "../sorting.ts";
import type { SourceObject } from "./read-objects.ts";
import type { UpstreamObject, UpstreamWorkload } from "./upstream-objects.ts";
import { sameMap } from "./facts-of-objects.ts";

/** Upstream's objects by the service that they belong to, both in alphabetical order. */
export function groupByService(
  objects: readonly SourceObject[],
): ReadonlyMap<string, readonly SourceObject[]> {
  const all = objects.map(({ object }) => object);
  const groups = Map.groupBy(objects, ({ object }) => serviceOf(object, all));
  return new Map([...groups].toSorted(byKey));
}

/**
 * A workload makes the service of its name; another object belongs to the workload that uses it. What
 * none or several use goes by its name, or stands alone.
 */
function serviceOf(object: UpstreamObject, all: readonly UpstreamObject[]): string {
  const workloads = all.filter(isWorkload);
  if (isWorkload(object)) return object.metadata.name;
  const users = new Set(usersOf(object, all, workloads));
  const [only] = users;
  if (users.size === 1 && only !== undefined) return only;
  return namesake(object, new Set(workloads.map(({ metadata }) => metadata.name)));
}

export function isWorkload(object: UpstreamObject): object is UpstreamWorkload {
  return (
    object.kind === "Deployment" || object.kind === "StatefulSet" || object.kind === "DaemonSet"
  );
}

/** Names of the workloads that an object is for. */
function usersOf(
  object: Exclude<UpstreamObject, UpstreamWorkload>,
  all: readonly UpstreamObject[],
  workloads: readonly UpstreamWorkload[],
): readonly string[] {
  const { name } = object.metadata;
  const usedBy = (uses: (workload: UpstreamWorkload) => boolean): readonly string[] =>
    workloads.filter(uses).map(({ metadata }) => metadata.name);
  switch (object.kind) {
    case "Service":
      return usedBy(({ spec }) => selects(object.spec.selector, spec.template.metadata.labels));
    case "ConfigMap":
      return usedBy((workload) => configMapsOf(workload).includes(name));
    case "PersistentVolumeClaim":
      return usedBy((workload) =>
        volumesOf(workload).some((volume) => volume.persistentVolumeClaim?.claimName === name),
      );
    case "ServiceAccount":
      return usedBy(({ spec }) => spec.template.spec.serviceAccountName === name);
    case "RoleBinding":
    case "ClusterRoleBinding": {
      const accounts = new Set(object.subjects.map((subject) => subject.name));
      return usedBy(({ spec }) => accounts.has(spec.template.spec.serviceAccountName ?? ""));
    }
    case "Role":
    case "ClusterRole":
      return all.flatMap((other) =>
        (other.kind === "RoleBinding" || other.kind === "ClusterRoleBinding") &&
        other.roleRef.kind === object.kind &&
        other.roleRef.name === name
          ? usersOf(other, all, workloads)
          : [],
      );
    case "Ingress": {
      const backends = new Set(
        object.spec.rules.flatMap(({ http }) =>
          http.paths.map(({ backend }) =>
            "service" in backend ? backend.service.name : backend.serviceName,
          ),
        ),
      );
      return all.flatMap((other) =>
        other.kind === "Service" && backends.has(other.metadata.name)
          ? usersOf(other, all, workloads)
          : [],
      );
    }
    case "PodSecurityPolicy":
      return [];
  }
}

/** Whether a Service's selector picks pods with these labels. */
export function selects(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  const common = Object.entries(labels).filter(([label]) => Object.hasOwn(selector, label));
  return sameMap(selector, Object.fromEntries(common));
}

function volumesOf({ spec }: UpstreamWorkload) {
  return spec.template.spec.volumes ?? [];
}

function configMapsOf(workload: UpstreamWorkload): readonly (string | undefined)[] {
  const { containers, initContainers = [] } = workload.spec.template.spec;
  const variables = [...initContainers, ...containers].flatMap(({ envFrom = [] }) => envFrom);
  return [
    ...volumesOf(workload).map(({ configMap }) => configMap?.name),
    ...variables.map(({ configMapRef }) => configMapRef?.name),
  ];
}

/** `redis-cache-conf` is redis-cache's. */
function namesake({ metadata }: UpstreamObject, services: ReadonlySet<string>): string {
  const parts = metadata.name.split("-");
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join("-");
    if (services.has(name)) return name;
  }
  return metadata.name;
}
