import type { KubernetesOptions } from "../options.ts";
import type { Transformation } from "../map-objects.ts";
import { mapObjects } from "../map-objects.ts";

/** The service that a database runs as, when it runs in the cluster. */
export const databaseServices = {
  main: "pgsql",
  codeintel: "codeintel-db",
  codeinsights: "codeinsights-db",
} as const;

/**
 * Leaves out services that aren't wanted, all but their claims, and those whose work is done elsewhere. Of
 * an instance that hibernates also what would go on running on each node.
 */
export function leaveOut(options: KubernetesOptions): Transformation {
  const { services = {}, databases = {}, redis = {}, objectStorage, hibernate } = options;
  const elsewhere = new Set<string>([
    ...(["main", "codeintel", "codeinsights"] as const).flatMap((name) =>
      databases[name] === undefined ? [] : [databaseServices[name]],
    ),
    ...(["cache", "store"] as const).flatMap((name) =>
      redis[name] === undefined ? [] : [`redis-${name}`],
    ),
    ...(objectStorage === undefined ? [] : ["minio", "blobstore"]),
  ]);
  return (all) =>
    mapObjects(all, (object, service) => {
      if (elsewhere.has(service)) return undefined;
      if (hibernate === true && object.kind === "DaemonSet") return undefined;
      const isWanted = services[service]?.enabled !== false;
      return isWanted || object.kind === "PersistentVolumeClaim" ? object : undefined;
    });
}
