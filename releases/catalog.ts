import { readFileSync } from "node:fs";
import { z } from "zod";

const text = z.string();
const names = z.array(text);
const probeSchema = z.strictObject({
  path: text,
  port: text,
  scheme: text.optional(),
  initialDelaySeconds: z.int().optional(),
  periodSeconds: z.int().optional(),
  timeoutSeconds: z.int().optional(),
});
const amounts = z.record(text, text);
const containerSchema = z.strictObject({
  name: text,
  args: names.optional(),
  /** In upstream's order: `$(NAME)` sees earlier names only. */
  env: z.array(
    z.union([
      z.strictObject({ name: text, value: text }),
      z.strictObject({ name: text, fieldPath: text }),
    ]),
  ),
  ports: z.array(
    z.strictObject({
      name: text.optional(),
      containerPort: z.int(),
      protocol: z.enum(["TCP", "UDP"]).optional(),
    }),
  ),
  livenessProbe: probeSchema.optional(),
  readinessProbe: probeSchema.optional(),
  resources: z.strictObject({ limits: amounts, requests: amounts }).optional(),
  volumeMounts: z.array(z.strictObject({ name: text, mountPath: text })),
  terminationMessagePolicy: z.literal("FallbackToLogsOnError").optional(),
  securityContext: z
    .strictObject({
      allowPrivilegeEscalation: z.boolean().optional(),
      runAsGroup: z.int().optional(),
      runAsUser: z.int().optional(),
    })
    .optional(),
});
const frontendSchema = z.strictObject({
  replicas: z.int(),
  minReadySeconds: z.int(),
  strategy: z.strictObject({ maxSurge: z.int(), maxUnavailable: z.int() }),
  securityContext: z
    .strictObject({
      fsGroup: z.int().optional(),
      fsGroupChangePolicy: text.optional(),
      runAsUser: z.int(),
    })
    .optional(),
  serviceAccountName: text.optional(),
  initContainers: z.array(containerSchema),
  containers: z.array(containerSchema),
  emptyDirs: names,
  services: z.array(
    z.strictObject({
      name: text,
      annotations: amounts,
      ports: z.array(z.strictObject({ name: text, port: z.int(), targetPort: text })),
    }),
  ),
  roleRules: z.array(z.strictObject({ apiGroups: names, resources: names, verbs: names })),
  ingressAnnotations: amounts,
});

const serviceSetSchema = z.record(
  text,
  z.strictObject({ containers: names, disk: z.boolean().default(false) }),
);
const releaseListSchema = z.record(text, z.strictObject({ source: text, services: text }));
const indexSchema = z.strictObject({
  serviceSets: z.record(text, serviceSetSchema),
  releases: z.strictObject({ kubernetes: releaseListSchema, compose: releaseListSchema }),
});
const frontendFileSchema = z.strictObject({
  shapes: z.record(text, frontendSchema),
  releases: z.record(text, z.strictObject({ shape: text, images: z.record(text, text) })),
});

export type DeploymentType = "kubernetes" | "compose";
export type ContainerFacts = Readonly<z.infer<typeof containerSchema>>;
/** What upstream's manifests say of sourcegraph-frontend, images apart. */
export type FrontendShape = Readonly<z.infer<typeof frontendSchema>>;
export interface FrontendFacts extends FrontendShape {
  /** Image of each container, init containers too, with tag and digest as upstream writes it. */
  readonly images: Readonly<Record<string, string>>;
}
export interface ServiceFacts {
  readonly containers: readonly string[];
  /** Keeps data on a disk of its own (compose: in a named volume). */
  readonly disk: boolean;
}

/** One version of Sourcegraph in one deployment type. */
export interface Release {
  readonly version: string;
  readonly deploymentType: DeploymentType;
  /** Upstream's repository that the facts were read from. */
  readonly source: string;
  /** By upstream's names; compose's without the number of the replica. */
  readonly services: ReadonlyMap<string, ServiceFacts>;
  /** Kubernetes only. */
  readonly frontend?: FrontendFacts;
}

/** The facts of every known release, oldest first. */
export interface Catalog {
  readonly releases: readonly Release[];
}

/** Reads the catalog's files. The only function here that touches a disk. */
export function loadCatalog(directory = new URL("data/", import.meta.url)): Catalog {
  const read = (file: string): unknown =>
    JSON.parse(readFileSync(new URL(file, directory), "utf8"));
  return assembleCatalog(read("index.json"), read("frontend.json"));
}

/** The catalog from its two files' content. */
export function assembleCatalog(indexFile: unknown, frontendFile: unknown): Catalog {
  const index = indexSchema.parse(indexFile);
  const frontend = frontendFileSchema.parse(frontendFile);
  const serviceSets = new Map(
    Object.entries(index.serviceSets).map(([name, set]) => [name, new Map(Object.entries(set))]),
  );
  const ofType = (deploymentType: DeploymentType): readonly Release[] =>
    Object.entries(index.releases[deploymentType]).map(([version, { source, services }]) => {
      const release = {
        version,
        deploymentType,
        source,
        services: known(serviceSets.get(services), services),
      };
      const own = deploymentType === "kubernetes" ? frontend.releases[version] : undefined;
      if (own === undefined) return release;
      const shape = known(frontend.shapes[own.shape], own.shape);
      return Object.assign(release, { frontend: Object.assign({ images: own.images }, shape) });
    });
  const releases = [...ofType("kubernetes"), ...ofType("compose")];
  return { releases: releases.toSorted((a, b) => compareVersions(a.version, b.version)) };
}

export function findRelease(
  catalog: Catalog,
  version: string,
  deploymentType: DeploymentType,
): Release | undefined {
  return catalog.releases.find(
    (release) => release.version === version && release.deploymentType === deploymentType,
  );
}

/** Known versions around one that isn't: of its minor if there are any, else the next on both sides. */
export function nearestReleases(
  catalog: Catalog,
  version: string,
  deploymentType: DeploymentType,
  count = 3,
): readonly string[] {
  const versions = catalog.releases
    .filter((release) => release.deploymentType === deploymentType)
    .map((release) => release.version);
  const minor = version.split(".").slice(0, 2).join(".");
  const sameMinor = versions.filter((candidate) => candidate.startsWith(`${minor}.`));
  if (sameMinor.length > 0) return sameMinor.slice(-count);
  const above = versions.findIndex((candidate) => compareVersions(candidate, version) > 0);
  const position = above === -1 ? versions.length : above;
  return versions.slice(Math.max(0, position - 1), position + count - 1);
}

/** Below zero when `a` is older than `b`. `3.17.3-1`, a second cut, comes after `3.17.3`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): readonly number[] {
  return version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined)
    throw new Error(`the catalog's data names ${name}, which it doesn't hold`);
  return value;
}
