import type { Fault } from "../../schema/entry.ts";
import type { KubernetesServiceFacts } from "../../schema/kubernetes.ts";

/**
 * Claims that two workloads would mount at once. They are ReadWriteOnce: the pods of one wait for ever,
 * or two databases write to one folder.
 */
export function sharedClaims(
  services: ReadonlyMap<string, KubernetesServiceFacts>,
): readonly Fault[] {
  const uses = [...services].flatMap(([service, { workloads = [] }]) =>
    workloads.flatMap(({ kind, name, pod }) =>
      Object.values(pod.volumes ?? {}).flatMap(({ persistentVolumeClaim }) =>
        persistentVolumeClaim === undefined
          ? []
          : [{ claim: persistentVolumeClaim.claimName, workload: `${kind} ${name ?? service}` }],
      ),
    ),
  );
  return [...Map.groupBy(uses, ({ claim }) => claim)]
    .filter(([, users]) => users.length > 1)
    .map(([claim, users]) => ({
      kind: "shared-claim" as const,
      about: claim,
      where: users.map(({ workload }) => workload).toSorted(),
    }));
}
