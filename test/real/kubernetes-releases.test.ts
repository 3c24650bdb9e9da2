import assert from "node:assert/strict";
import type { KubernetesObject } from "../../manifests/kubernetes/objects.ts";
import type { KubernetesOptions } from "../../manifests/kubernetes/options.ts";
import { renderKubernetes } from "../../manifests/kubernetes/render.ts";
import { loadCatalog } from "../../releases/catalog.ts";
import { ApiServer, kubernetesMinors } from "../support/kubernetes/api-server.ts";
import type { PodSecurityLevel } from "../support/kubernetes/api-server.ts";

/** How an instance is set up, and the Pod Security level that its namespace then takes. */
const ways: readonly {
  readonly name: string;
  readonly level: PodSecurityLevel;
  readonly options: KubernetesOptions;
}[] = [
  { name: "default", level: "privileged", options: {} },
  {
    name: "non-privileged",
    level: "baseline",
    options: { security: { nonRoot: true, podSecurity: "baseline", clusterRoles: "none" } },
  },
  {
    name: "restricted",
    level: "restricted",
    options: {
      security: {
        podSecurity: "restricted",
        clusterRoles: "none",
        readOnlyRootFilesystem: true,
      },
    },
  },
];

const catalog = loadCatalog();
const releases = (["base", "kustomize"] as const).flatMap((source) =>
  catalog.versionsOf(source).flatMap((version) => {
    const release = catalog.release(version, source);
    return release?.type === "kubernetes" ? [release] : [];
  }),
);

/**
 * All distinct objects of all releases, and where each comes from. Digests say nothing to an API
 * server: without them, releases that share a shape share their objects.
 */
function distinctObjects(options: KubernetesOptions): ReadonlyMap<string, readonly string[]> {
  const objects = new Map<string, string[]>();
  for (const release of releases) {
    const images = { host: "registry.example.com", keepDigest: false };
    for (const object of renderKubernetes(release, { ...options, images }).flatMap(
      (service) => service.objects,
    )) {
      const text = JSON.stringify(object).replaceAll(
        /(registry\.example\.com\/[^":]+):[^"]+/g,
        "$1",
      );
      objects.set(text, [...(objects.get(text) ?? []), `${release.version} (${release.source})`]);
    }
  }
  return objects;
}

function isDaemonSet(text: string): boolean {
  return text.includes('"kind":"DaemonSet"');
}

for (const minor of kubernetesMinors) {
  describe(`Kubernetes ${minor}`, () => {
    let server: ApiServer;
    before(async () => {
      server = await ApiServer.start(minor);
      for (const { name, level } of ways) await server.createNamespace(`way-${name}`, level);
    });
    after(() => server.stop());

    it("would say so if a pod did more than its namespace allows", async () => {
      const text = [...distinctObjects({}).keys()].find(isDaemonSet) ?? "";
      const namespace = "way-restricted";
      const [verdict] = await server.dryRun([JSON.parse(text)], { namespace });
      assert.match(verdict?.warnings.join("\n") ?? "", /would violate PodSecurity "restricted/);
    });

    for (const { name, level, options } of ways) {
      it(`takes every object of every release, ${name}, without a warning about ${level}`, async () => {
        const objects = distinctObjects(options);
        const parsed = [...objects.keys()].map((text): KubernetesObject => JSON.parse(text));
        console.log(`      ${parsed.length} distinct objects of ${releases.length} releases`);
        const verdicts = await server.dryRun(parsed, { namespace: `way-${name}` });
        const origins = [...objects.values()];
        const complaints = verdicts.flatMap((verdict, index) => {
          const said = verdict.accepted
            ? verdict.warnings.filter((warning) => /PodSecurity/.test(warning))
            : [verdict.message];
          return said.map((text) => `${verdict.object} of ${origins[index]?.[0] ?? ""}: ${text}`);
        });
        assert.deepEqual(complaints, []);
      });
    }
  });
}
