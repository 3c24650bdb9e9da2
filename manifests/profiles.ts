/**
 * Upstream's sizes, from 500 users (XS) to 20,000 (XL), and `low-resource` for a machine that is too small
 * for any limits.
 */
export type Profile = "low-resource" | Size;
type Size = (typeof sizes)[number];

const sizes = ["XS", "S", "M", "L", "XL"] as const;

/** What a container may use in one size: cores, and memory in GB. */
export type Limits = Readonly<Record<"cpu" | "memory", string>>;

const limit = (cpu: number, gigabytes: number): Limits => ({
  cpu: String(cpu),
  memory: gigabytes < 1 ? `${gigabytes * 1000}M` : `${gigabytes}G`,
});

/** Five sizes of a container; one alone is that of all. */
const each = (
  ...limits: readonly (readonly [number, number])[]
): Readonly<Record<Size, Limits>> => {
  const of = (index: number): Limits => limit(...(limits[index] ?? limits.at(-1) ?? [1, 1]));
  return { XS: of(0), S: of(1), M: of(2), L: of(3), XL: of(4) };
};

/** By container; on Compose by service (deploy-sourcegraph-k8s, size components; resources.md of 2025). */
const limits: Readonly<Record<string, Readonly<Record<Size, Limits>>>> = {
  frontend: each([4, 8], [4, 8], [4, 8], [6, 6], [9, 24]),
  gitserver: each([4, 8], [6, 26], [6, 26], [8, 26], [12, 20]),
  "zoekt-webserver": each([8, 16], [6, 24], [6, 12], [8, 16], [12, 16]),
  "zoekt-indexserver": each([8, 8], [6, 16], [4, 12], [4, 16], [5, 10]),
  searcher: each([2, 2], [6, 12], [5, 12], [6, 12], [10, 16]),
  pgsql: each([4, 4], [4, 6], [4, 6], [4, 6], [8, 32]),
  "codeintel-db": each([4, 4]),
  "codeinsights-db": each([4, 2]),
  "precise-code-intel-worker": each([2, 4], [2, 50]),
  blobstore: each([1, 0.5], [2, 2]),
  worker: each([4, 4]),
  "syntect-server": each([4, 6]),
  "redis-cache": each([1, 3], [1, 2], [1, 5]),
  "redis-store": each([1, 3], [1, 4], [1, 5], [1, 6], [1, 8]),
};

/** Where a size has more than one of a service. */
const replicas: Readonly<Record<string, Partial<Record<Size, number>>>> = {
  "sourcegraph-frontend": { XS: 2, S: 2, M: 2, L: 2, XL: 2 },
  gitserver: { XL: 2 },
  "indexed-search": { L: 2, XL: 3 },
  searcher: { XL: 2 },
};

/** The most that a container may use; upstream's sizes say nothing of the others. */
export function profileLimits(profile: Profile, container: string): Limits | undefined {
  return profile === "low-resource" ? undefined : limits[container]?.[profile];
}

/** How many there are of a service on Kubernetes; upstream's sizes say nothing of the others. */
export function profileReplicas(profile: Profile, service: string): number | undefined {
  if (profile !== "low-resource") return replicas[service]?.[profile];
  return 1;
}
