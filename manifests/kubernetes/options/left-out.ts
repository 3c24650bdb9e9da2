import type { KubernetesOptions } from "../options.ts";
import type { Transformation } from "../map-objects.ts";

/** The service that a database runs as, when it runs in the cluster. */
export const databaseServices = {
  main: "pgsql",
  codeintel: "codeintel-db",
  codeinsights: "codeinsights-db",
} as const;

/** Leaves out services that aren't wanted, and those whose work is done elsewhere. */
export function leaveOut(options: KubernetesOptions): Transformation {
  const { services = {}, databases = {}, redis = {}, objectStorage } = options;
  const names = new Set([
    ...Object.keys(services).filter((name) => services[name]?.enabled === false),
    ...(["main", "codeintel", "codeinsights"] as const).flatMap((name) =>
      databases[name] === undefined ? [] : [databaseServices[name]],
    ),
    ...(["cache", "store"] as const).flatMap((name) =>
      redis[name] === undefined ? [] : [`redis-${name}`],
    ),
    ...(objectStorage === undefined ? [] : ["minio", "blobstore"]),
  ]);
  return (all) => all.filter(({ service }) => !names.has(service));
}
