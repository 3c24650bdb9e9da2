/** Databases, queues and stores of files: nothing works without them. */
const stores: ReadonlySet<string> = new Set([
  ...["pgsql", "codeintel-db", "codeinsights-db"],
  ...["redis-cache", "redis-store"],
  ...["minio", "blobstore"],
]);

/** In which order services start, and change: what a stage needs is ready before it begins. */
export const stages = ["stores", "frontend", "others"] as const;

/**
 * Upstream's order of an upgrade: databases, then the migrator, which is the frontend's first container
 * from 3.37 on (before, the frontend migrates by itself), then what asks the frontend for its
 * configuration.
 */
export function stageOf(service: string): (typeof stages)[number] {
  if (stores.has(service)) return "stores";
  return service === "sourcegraph-frontend" ? "frontend" : "others";
}
