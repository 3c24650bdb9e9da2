import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { KubernetesObject } from "../../../../manifests/kubernetes/objects.ts";
import { isWorkload } from "../../../../manifests/kubernetes/objects.ts";
import type { KubernetesOptions } from "../../../../manifests/kubernetes/options.ts";
import { renderKubernetes } from "../../../../manifests/kubernetes/render.ts";
import type { KubernetesRelease } from "../../../../releases/catalog.ts";
import { factsOf } from "../../../../releases/import/facts.ts";
import { kubernetesReleases } from "../../../support/changed-facts.ts";

const secret = { secret: "s", key: "k" };
const database = {
  ...{ host: "db.example.com", port: 5432, user: "sg", database: "sg" },
  sslMode: "require",
  password: secret,
} as const;
const redis = { host: "r", port: 6379, database: 1, tls: true, password: secret };
const bucket = {
  type: "s3",
  bucket: "b",
  region: "r",
  accessKeyId: "a",
  secretAccessKey: secret,
  manageBucket: false,
  ttlHours: 1,
} as const;

const maybe = <Value>(value: Value) => fc.constantFrom(undefined, value);
const replicas = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
const options: fc.Arbitrary<KubernetesOptions> = fc.record({
  namespace: maybe("prod"),
  kubernetesVersion: fc.constantFrom(undefined, "1.13", "1.18", "1.24", "1.36"),
  images: maybe({ host: "registry.example.com", pathPrefix: "m", keepDigest: false }),
  pullSecret: maybe("login"),
  hibernate: fc.boolean(),
  labels: maybe({ owner: "o" }),
  services: fc.record({
    gitserver: fc.record({ replicas, storage: maybe("1Ti"), env: maybe({ TOKEN: secret }) }),
    pgsql: fc.record({ enabled: fc.constantFrom(undefined, false), storage: maybe("1Ti") }),
    searcher: fc.record({ replicas, podLabels: maybe({ app: "x", team: "t" }) }),
  }),
  defaults: fc.record({
    withoutResources: fc.boolean(),
    env: maybe({ HTTP_PROXY: "http://proxy" }),
    tolerations: maybe([{ operator: "Exists" }]),
  }),
  storageClassName: maybe("fast"),
  databases: fc.record({
    main: maybe(database),
    codeintel: maybe(database),
    codeinsights: maybe(database),
  }),
  redis: fc.constantFrom<KubernetesOptions["redis"]>({}, { cache: redis }, { store: redis }),
  objectStorage: maybe(bucket),
  security: fc.record({
    nonRoot: fc.boolean(),
    podSecurity: fc.constantFrom("privileged", "baseline", "restricted"),
    readOnlyRootFilesystem: fc.boolean(),
    clusterRoles: fc.constantFrom("create", "existing", "none"),
    roles: fc.constantFrom("create", "existing", "none"),
  }),
  ingress: fc.constantFrom<KubernetesOptions["ingress"]>(undefined, false, {
    domain: "d.example.com",
    annotations: {},
  }),
});
const releases = fc.constantFrom(...kubernetesReleases());

function objectsOf(release: KubernetesRelease, given?: KubernetesOptions) {
  return renderKubernetes(release, given).flatMap(({ objects }) => objects);
}

function identity({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}

function claims(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.filter(({ kind }) => kind === "PersistentVolumeClaim").map(identity);
}

function holds(property: (release: KubernetesRelease, given: KubernetesOptions) => void): void {
  fc.assert(fc.property(releases, options, property), { numRuns: 150 });
}

describe("any options, in any release", () => {
  it("change nothing that Kubernetes would have to replace a workload for", () => {
    holds((release, given) => {
      const before = new Map(objectsOf(release).map((object) => [identity(object), object]));
      for (const object of objectsOf(release, given)) {
        const old = before.get(identity(object));
        if (old === undefined || !isWorkload(object) || !isWorkload(old)) continue;
        assert.deepEqual(object.spec.selector, old.spec.selector);
        assert.equal(object.spec.serviceName, old.spec.serviceName);
        const names = (workload: typeof object) =>
          workload.spec.volumeClaimTemplates?.map(({ metadata }) => metadata.name);
        assert.deepEqual(names(object), names(old));
        assert.partialDeepStrictEqual(
          object.spec.template.metadata.labels,
          object.spec.selector.matchLabels,
        );
      }
    });
  });

  it("keep every claim: there may be data behind it", () => {
    holds((release, given) => {
      assert.deepEqual(claims(objectsOf(release, given)), claims(objectsOf(release)));
    });
  });

  it("define every variable before another one names it", () => {
    holds((release, given) => {
      for (const object of objectsOf(release, given)) {
        const undefinedYet = [...factsOf(object)].filter(
          ([path, fact]) => /\/expands \w+$/.test(path) && fact === "false",
        );
        assert.deepEqual(undefinedYet, []);
      }
    });
  });

  it("leave each object, container, variable and mount there once", () => {
    holds((release, given) => {
      const all = objectsOf(release, given);
      assert.equal(new Set(all.map(identity)).size, all.length);
      for (const { spec } of all.filter(isWorkload)) {
        const { initContainers = [], containers, volumes = [] } = spec.template.spec;
        const volumeNames = volumes.map(({ name }) => name);
        assert.equal(new Set(volumeNames).size, volumeNames.length);
        for (const { env = [], volumeMounts = [] } of [...initContainers, ...containers]) {
          for (const names of [
            env.map(({ name }) => name),
            volumeMounts.map((mount) => mount.mountPath),
          ]) {
            assert.equal(new Set(names).size, names.length);
          }
          const known = new Set([
            ...volumeNames,
            ...(spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name),
          ]);
          assert.ok(volumeMounts.every(({ name }) => known.has(name)));
        }
      }
    });
  });

  it("give the same result twice, and change nothing of the catalog", () => {
    holds((release, given) => {
      const before = JSON.stringify(objectsOf(release));
      assert.equal(
        JSON.stringify(objectsOf(release, given)),
        JSON.stringify(objectsOf(release, given)),
      );
      assert.equal(JSON.stringify(objectsOf(release)), before);
    });
  });
});
