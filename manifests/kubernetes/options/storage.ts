import type { Transformation } from "../map-objects.ts";
import { mapObjects } from "../map-objects.ts";
import type { ClaimSpec } from "../objects.ts";
import { isWorkload } from "../objects.ts";
import type { KubernetesOptions } from "../options.ts";

/** Sizes and classes of disks: of claims, and of what a StatefulSet makes claims from. */
export function applyStorage({
  services = {},
  storageClassName,
}: KubernetesOptions): Transformation {
  return (all) =>
    mapObjects(all, (object, service) => {
      const own = services[service] ?? {};
      const change = (spec: ClaimSpec): ClaimSpec =>
        withStorage(spec, own.storage, own.storageClassName ?? storageClassName);
      if (object.kind === "PersistentVolumeClaim") return { ...object, spec: change(object.spec) };
      if (!isWorkload(object) || object.spec.volumeClaimTemplates === undefined) return object;
      const volumeClaimTemplates = object.spec.volumeClaimTemplates.map((template) => ({
        ...template,
        spec: change(template.spec),
      }));
      return { ...object, spec: { ...object.spec, volumeClaimTemplates } };
    });
}

function withStorage(
  spec: ClaimSpec,
  storage: string | undefined,
  storageClassName: string | undefined,
): ClaimSpec {
  return {
    ...spec,
    ...(storage !== undefined && { resources: { requests: { storage } } }),
    ...(storageClassName !== undefined && { storageClassName }),
  };
}
