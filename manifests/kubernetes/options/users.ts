/** A user and its group, by their numbers. */
export interface User {
  readonly user: number;
  readonly group: number;
}

/** Of Sourcegraph's own images. */
const sourcegraph: User = { user: 100, group: 101 };
const postgres: User = { user: 999, group: 999 };
const redis: User = { user: 999, group: 1000 };

/**
 * Who an image's files belong to, by container (deploy-sourcegraph 5.1.9, overlay non-privileged, and
 * deploy-sourcegraph-k8s 7.2.1943, base).
 */
const users: Readonly<Record<string, User>> = {
  codeinsights: { user: 70, group: 70 },
  grafana: { user: 472, group: 472 },
  "node-exporter": { user: 65_534, group: 65_534 },
  pgsql: postgres,
  prometheus: { user: 100, group: 100 },
  "redis-cache": redis,
  "redis-store": redis,
  // TimescaleDB's image is built on Alpine's PostgreSQL.
  timescaledb: { user: 70, group: 70 },
};

/** The ordinary user that a container runs as. */
export function userOf(container: string): User {
  return users[container] ?? sourcegraph;
}

/**
 * Folders outside its volumes that a container writes to, where that is known: the other containers (the
 * databases, Grafana, Prometheus with its Alertmanager, Jaeger, MinIO) keep a root file system that they can
 * write to. Judged by what their programs do; no image has been run for it.
 */
export const writtenFolders: Readonly<Record<string, readonly string[]>> = {
  embeddings: ["/tmp"],
  frontend: ["/tmp", "/mnt/cache"],
  "github-proxy": ["/tmp"],
  gitserver: ["/tmp"],
  "jaeger-agent": [],
  migrator: ["/tmp"],
  "otel-collector": ["/tmp"],
  "pgsql-exporter": [],
  "precise-code-intel-worker": ["/tmp"],
  "query-runner": ["/tmp"],
  "redis-exporter": [],
  replacer: ["/tmp", "/mnt/cache"],
  "repo-updater": ["/tmp"],
  searcher: ["/tmp", "/mnt/cache"],
  symbols: ["/tmp", "/mnt/cache"],
  "syntactic-code-intel": ["/tmp"],
  "syntect-server": ["/tmp"],
  worker: ["/tmp", "/mnt/cache"],
  "zoekt-indexserver": ["/tmp"],
  "zoekt-webserver": ["/tmp"],
};
