import assert from "node:assert/strict";
import type { ComposeRelease, KubernetesRelease } from "../../releases/catalog.ts";
import { findRelease, loadCatalog } from "../../releases/catalog.ts";
import { diffReleases } from "../../releases/diff.ts";
import type { KubernetesServiceFacts } from "../../releases/schema/kubernetes.ts";
import { mustBeFound } from "../support/releases.ts";

/** A release of one service, whose image is called as the service. */
function kubernetes(
  version: string,
  services: Readonly<Record<string, KubernetesServiceFacts>>,
  images: Readonly<Record<string, string>> = {},
): KubernetesRelease {
  return {
    type: "kubernetes",
    source: "base",
    version,
    images: new Map(Object.entries({ pgsql: `sourcegraph/pgsql:${version}@sha256:1`, ...images })),
    faults: [],
    layout: { services: {} },
    layoutId: version,
    services: new Map(Object.entries(services)),
  };
}

function pgsql(
  workload: object = {},
  container: object = {},
  rest: Partial<KubernetesServiceFacts> = {},
): KubernetesServiceFacts {
  const containers = [{ name: "pgsql", image: "pgsql", ...container }];
  return { workloads: [{ kind: "Deployment", pod: { containers }, ...workload }], ...rest };
}

/** Caddy alone. */
function compose(
  environment: Readonly<Record<string, string>>,
  volumes: readonly string[],
): ComposeRelease {
  const mounts = volumes.map((name) => `${name}:/${name}`);
  return {
    type: "compose",
    source: "compose",
    version: "1.0.0",
    images: new Map([["caddy", "caddy:2"]]),
    faults: [],
    layout: { services: {}, volumes: [...volumes, "caddy"] },
    layoutId: volumes.join(),
    files: new Map(),
    services: new Map([["caddy", { image: "caddy", environment, volumes: mounts }]]),
  };
}

function changesOf(left: KubernetesServiceFacts, right: KubernetesServiceFacts): unknown {
  const { changed } = diffReleases(
    kubernetes("1.0.0", { pgsql: left }),
    kubernetes("1.0.0", { pgsql: right }),
  );
  assert.ok(changed.length <= 1);
  return changed[0]?.facts ?? {};
}

describe("diffReleases", () => {
  /** What one service was and is, and what is said of it. */
  const cases: readonly (readonly [
    what: string,
    from: KubernetesServiceFacts,
    to: KubernetesServiceFacts,
    changes: unknown,
  ])[] = [
    ["nothing", pgsql({ replicas: 1 }), pgsql({ replicas: 1 }), {}],
    [
      "the order of variables",
      pgsql({}, { env: { A: "1", B: "2" } }),
      pgsql({}, { env: { B: "2", A: "1" } }),
      {},
    ],
    [
      "the kind and the number of replicas",
      pgsql({ replicas: 1 }),
      pgsql({ kind: "StatefulSet", replicas: 2 }),
      {
        kind: [{ path: ["kind"], from: "Deployment", to: "StatefulSet" }],
        replicas: [{ path: ["replicas"], from: 1, to: 2 }],
      },
    ],
    [
      "variables, one by one",
      pgsql({}, { env: { OLD: "a", SAME: "b", OTHER: "c" } }),
      pgsql({}, { env: { SAME: "b", OTHER: "d", NEW: { fieldRef: { fieldPath: "f" } } } }),
      {
        env: [
          { path: ["containers", "pgsql", "env", "OLD"], from: "a" },
          { path: ["containers", "pgsql", "env", "OTHER"], from: "c", to: "d" },
          { path: ["containers", "pgsql", "env", "NEW"], to: { fieldRef: { fieldPath: "f" } } },
        ],
      },
    ],
    [
      "variables where there were none",
      pgsql(),
      pgsql({}, { env: { NEW: "" } }),
      { env: [{ path: ["containers", "pgsql", "env", "NEW"], to: "" }] },
    ],
    [
      "ports of containers and of Services",
      pgsql(
        {},
        { ports: [{ containerPort: 5432 }] },
        { services: { pgsql: { ports: [{ port: 1 }] } } },
      ),
      pgsql(
        {},
        { ports: [{ name: "pgsql", containerPort: 5432 }, { containerPort: 9187 }] },
        { services: { pgsql: { type: "NodePort", ports: [{ port: 1 }] } } },
      ),
      {
        ports: [
          { path: ["containers", "pgsql", "ports", "5432", "name"], to: "pgsql" },
          { path: ["containers", "pgsql", "ports", "9187"], to: { containerPort: 9187 } },
          { path: ["services", "pgsql", "type"], to: "NodePort" },
        ],
      },
    ],
    [
      "resources",
      pgsql({}, { resources: { limits: { cpu: "1", memory: "2Gi" } } }),
      pgsql({}, { resources: { limits: { cpu: "2", memory: "2Gi" }, requests: { cpu: "1" } } }),
      {
        resources: [
          { path: ["containers", "pgsql", "resources", "limits", "cpu"], from: "1", to: "2" },
          { path: ["containers", "pgsql", "resources", "requests", "cpu"], to: "1" },
        ],
      },
    ],
    [
      "disks that grow, come and go",
      pgsql({}, {}, { claims: { pgsql: { storage: "200Gi" }, old: { storage: "1Gi" } } }),
      pgsql(
        { claimTemplates: { data: { storage: "5Gi" } } },
        {},
        { claims: { pgsql: { storage: "400Gi" } } },
      ),
      {
        storage: [
          { path: ["claimTemplates", "data"], to: { storage: "5Gi" } },
          { path: ["claims", "pgsql", "storage"], from: "200Gi", to: "400Gi" },
          { path: ["claims", "old"], from: { storage: "1Gi" } },
        ],
      },
    ],
    [
      "settings of a configuration file",
      pgsql(
        {},
        {},
        {
          configMaps: {
            conf: {
              files: { "p.conf": { generator: "postgresql", settings: { a: "1", b: "2" } } },
            },
          },
        },
      ),
      pgsql(
        {},
        {},
        {
          configMaps: {
            conf: { files: { "p.conf": { generator: "postgresql", settings: { a: "2" } } } },
          },
        },
      ),
      {
        configuration: [
          { path: ["configMaps", "conf", "files", "p.conf", "settings", "a"], from: "1", to: "2" },
          { path: ["configMaps", "conf", "files", "p.conf", "settings", "b"], from: "2" },
        ],
      },
    ],
    [
      "probes and security, what is on one side as a whole",
      pgsql({ strategy: { type: "Recreate" } }, { livenessProbe: { periodSeconds: 5 } }),
      pgsql({}, { livenessProbe: { periodSeconds: 9 }, securityContext: { runAsUser: 1 } }),
      {
        other: [
          { path: ["strategy"], from: { type: "Recreate" } },
          { path: ["containers", "pgsql", "livenessProbe", "periodSeconds"], from: 5, to: 9 },
          { path: ["containers", "pgsql", "securityContext"], to: { runAsUser: 1 } },
        ],
      },
    ],
    [
      "labels, which are about nothing else",
      pgsql({}, {}, { claims: { pgsql: { storage: "1Gi", labels: { a: "b" } } } }),
      pgsql({}, {}, { claims: { pgsql: { storage: "1Gi" } } }),
      { other: [{ path: ["claims", "pgsql", "labels"], from: { a: "b" } }] },
    ],
  ];
  for (const [what, from, to, changes] of cases) {
    it(`finds ${what}`, () => assert.deepEqual(changesOf(from, to), changes));
  }

  it("tells a new tag, a new digest and another name of images apart", () => {
    const services = { pgsql: pgsql() };
    const image = (reference: string) => kubernetes("1.0.0", services, { pgsql: reference });
    const changeTo = (reference: string) =>
      diffReleases(image("sourcegraph/pgsql:1@sha256:1"), image(reference)).changed[0]?.images;
    const from = "sourcegraph/pgsql:1@sha256:1";
    for (const [to, change] of [
      ["sourcegraph/pgsql:2@sha256:2", "tag"],
      ["sourcegraph/pgsql:1@sha256:2", "digest"],
      ["sourcegraph/postgres:2@sha256:2", "name"],
      ["registry.example.com/sourcegraph/pgsql:1@sha256:1", "name"],
    ] as const) {
      assert.deepEqual(changeTo(to), [{ container: "pgsql", from, to, change }]);
    }
    assert.equal(changeTo(from), undefined);
  });

  it("says of a container on one side only no more than its image", () => {
    const exporter = { name: "exporter", image: "exporter", env: { A: "1" } };
    const both = {
      pgsql: pgsql({ pod: { containers: [{ name: "pgsql", image: "pgsql" }, exporter] } }),
    };
    const { changed } = diffReleases(
      kubernetes("1.0.0", { pgsql: pgsql() }),
      kubernetes("1.0.0", both, { exporter: "sourcegraph/exporter:1" }),
    );
    assert.deepEqual(changed, [
      {
        service: "pgsql",
        images: [{ container: "exporter", to: "sourcegraph/exporter:1", change: "container" }],
        facts: {},
      },
    ]);
  });

  it("names services that came, went and stayed", () => {
    const diff = diffReleases(
      kubernetes("1.0.0", { pgsql: pgsql(), jaeger: pgsql() }, { pgsql: "a/pgsql:1" }),
      kubernetes("2.0.0", { pgsql: pgsql(), otel: pgsql() }, { pgsql: "a/pgsql:1" }),
    );
    assert.deepEqual(
      [diff.added, diff.removed, diff.changed, diff.unchanged],
      [
        [{ service: "otel", images: ["a/pgsql:1"] }],
        [{ service: "jaeger", images: ["a/pgsql:1"] }],
        [],
        ["pgsql"],
      ],
    );
  });

  it("compares Compose's services, and what they share", () => {
    const diff = diffReleases(compose({ A: "1" }, ["a", "./x"]), compose({ A: "2" }, ["b"]));
    assert.deepEqual(diff.changed, [
      {
        service: "caddy",
        images: [],
        facts: {
          env: [{ path: ["environment", "A"], from: "1", to: "2" }],
          storage: [
            { path: ["volumes", "a:/a"], from: "a:/a" },
            { path: ["volumes", "b:/b"], to: "b:/b" },
          ],
          other: [{ path: ["volumes", "./x:/./x"], from: "./x:/./x" }],
        },
      },
    ]);
    assert.partialDeepStrictEqual(diff.deployment, {
      storage: [
        { path: ["volumes", "a"], from: "a" },
        { path: ["volumes", "./x"] },
        { path: ["volumes", "b"], to: "b" },
      ],
    });
  });

  it("finds images alone between releases of one layout, and never more", () => {
    const catalog = loadCatalog();
    for (const type of ["kubernetes", "compose"] as const) {
      const releases = catalog
        .versions(type)
        .map((version) => mustBeFound(findRelease(catalog, version, type)));
      let same = 0;
      for (const [index, to] of releases.slice(1).entries()) {
        const from = mustBeFound(releases[index]);
        const diff = diffReleases(from, to);
        assert.equal(diff.imagesOnly, from.layoutId === to.layoutId);
        if (!diff.imagesOnly) continue;
        same++;
        assert.deepEqual([diff.added, diff.removed, diff.deployment], [[], [], {}]);
        assert.ok(diff.changed.every(({ facts }) => Object.keys(facts).length === 0));
      }
      assert.ok(same > 0);
    }
  });

  it("finds nothing between a release and itself, and the same in reverse", () => {
    const catalog = loadCatalog();
    const [from, to] = ["3.43.2", "4.0.1"].map((version) =>
      mustBeFound(findRelease(catalog, version, "kubernetes")),
    );
    assert.ok(from && to);
    assert.deepEqual(diffReleases(from, from).changed, []);
    const [there, back] = [diffReleases(from, to), diffReleases(to, from)];
    assert.deepEqual(there.added, back.removed);
    assert.deepEqual(
      there.changed.map(({ service }) => service),
      back.changed.map(({ service }) => service),
    );
  });
});
