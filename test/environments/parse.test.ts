import assert from "node:assert/strict";
import { parseEnvironmentFile } from "../../environments/parse.ts";
import { formatProblems } from "../../environments/problems.ts";
import type { KubernetesEnvironment } from "../../environments/schema.ts";
import { catalog, linesOf, parse, parsed, today } from "./fixtures.ts";

function kubernetes(changes: Readonly<Record<string, unknown>>): KubernetesEnvironment {
  const environment = parsed("kubernetes", changes);
  assert.equal(environment.kind, "kubernetes");
  return environment;
}

describe("parseEnvironment", () => {
  it("fills in defaults", () => {
    const environment = kubernetes({});
    assert.partialDeepStrictEqual(environment, {
      category: "internal",
      protect: true,
      namespace: "default",
      cluster: {
        availability: "zonal",
        nodePools: { default: { machineType: "n1-standard-16", nodes: 3, diskType: "pd-ssd" } },
      },
      storageClass: { name: "sourcegraph", type: "pd-ssd", reclaimPolicy: "Retain" },
      registry: { host: "index.docker.io", keepDigests: true },
      tls: { mode: "none" },
      ingress: { type: "nginx", readTimeoutSeconds: 60, bodySizeMiB: 150 },
      databases: { main: { type: "built-in", maxOpen: 30 } },
      alerts: { enabled: true, notifiers: {} },
      backups: { snapshots: { weekly: { every: "week", retentionDays: 90 } } },
    });
  });

  it("fills in the defaults of AWS", () => {
    const environment = kubernetes({
      cloud: { provider: "aws", region: "us-east-1" },
      cluster: { nodePools: { default: { nodes: 4 }, search: { machineType: "r5.8xlarge" } } },
      databases: { main: { type: "managed" } },
    });
    assert.partialDeepStrictEqual(environment, {
      cluster: {
        nodePools: {
          default: { machineType: "m5.4xlarge", diskType: "gp3", nodes: 4 },
          search: { machineType: "r5.8xlarge", diskType: "gp3" },
        },
      },
      storageClass: { type: "gp3" },
      databases: { main: { machine: "db.m5.xlarge", version: "12" } },
    });
  });

  it("doubles the Redis that must not forget", () => {
    const { redis } = kubernetes({
      redis: { cache: { type: "managed" }, store: { type: "managed" } },
    });
    assert.partialDeepStrictEqual(redis, {
      cache: { highAvailability: false },
      store: { highAvailability: true },
    });
  });

  it("fills in PostgreSQL 16 from 6.0 on", () => {
    const changes = { release: "6.0.12741", databases: { main: { type: "managed" } } };
    assert.partialDeepStrictEqual(kubernetes(changes), { databases: { main: { version: "16" } } });
  });

  it("lets throw-away disks go", () => {
    assert.equal(kubernetes({ protect: false }).storageClass.reclaimPolicy, "Delete");
  });

  it("keeps test environments quiet", () => {
    const environment = kubernetes({ category: "test", purpose: "A test", expires: "2026-12-31" });
    assert.equal(environment.alerts.enabled, false);
    assert.deepEqual(environment.backups.snapshots, {});
  });

  it("sizes a box by its profile", () => {
    for (const [provider, machineType] of [
      ["gcp", "n2-standard-32"],
      ["aws", "m6a.8xlarge"],
    ] as const) {
      const cloud =
        provider === "gcp"
          ? { provider, project: "sourcegraph-test", zone: "us-central1-f" }
          : { provider, region: "us-east-1" };
      const environment = parsed("box", { cloud, size: { profile: "M" } });
      assert.partialDeepStrictEqual(environment, { box: { machineType } });
    }
  });

  it("writes CPU cores as text", () => {
    const written = [6, 0.5, "500m", "2"].map((cpu) => {
      const services = { gitserver: { resources: { requests: { cpu } } } };
      return kubernetes({ services }).services["gitserver"]?.resources?.requests?.cpu;
    });
    assert.deepEqual(written, ["6", "0.5", "500m", "2"]);
  });

  it("takes a day that Pulumi has read as a time", () => {
    assert.equal(kubernetes({ expires: "2026-12-31T00:00:00Z" }).expires, "2026-12-31");
  });

  it("passes over other namespaces", () => {
    const { environment } = parse("kubernetes", {});
    assert.ok(environment);
    const text = "config: {gcp:project: x, sourcegraph:kind: kubernetes}";
    const { problems } = parseEnvironmentFile(text, { catalog });
    assert.deepEqual(problems.map(({ key }) => key).toSorted(), [
      "sourcegraph:cloud",
      "sourcegraph:owner",
      "sourcegraph:release",
    ]);
  });

  const rows: readonly (readonly [string, string, Readonly<Record<string, unknown>>, string])[] = [
    [
      "an unknown key",
      "kubernetes",
      { clustr: {} },
      "sourcegraph:clustr: no such key. Did you mean cluster?",
    ],
    [
      "a key of another kind",
      "kubernetes",
      { box: {} },
      "sourcegraph:box: no such key here. It is for kind box.",
    ],
    [
      "a key of two other kinds",
      "registry-mirror",
      { alerts: {} },
      "sourcegraph:alerts: no such key here. It is for kind kubernetes or box.",
    ],
    [
      "a key of another choice",
      "kubernetes",
      { databases: { main: { type: "built-in", host: "a" } } },
      "sourcegraph:databases.main.host: no such key here. It goes with type: external.",
    ],
    [
      "a path as a key",
      "kubernetes",
      { "services.gitserver.replicas": 3 },
      "sourcegraph:services.gitserver.replicas: no such key. Write it as a mapping, or set it with: pulumi config set --path 'sourcegraph:services.gitserver.replicas' …",
    ],
    [
      "a wrong choice",
      "kubernetes",
      { category: "prod" },
      "sourcegraph:category is prod. It takes production, internal or test. Did you mean production?",
    ],
    [
      "a wrong cloud",
      "box",
      { cloud: { provider: "existing" } },
      "sourcegraph:cloud.provider is existing. It takes gcp, aws or local.",
    ],
    [
      "no discriminator",
      "kubernetes",
      { tls: {} },
      "sourcegraph:tls.mode is missing. It is none, cert-manager, managed, existing-secret, certificate, letsencrypt or behind-proxy.",
    ],
    [
      "a number for text",
      "kubernetes",
      { databases: { main: { type: "managed", version: 16 } } },
      "sourcegraph:databases.main.version is a number. It takes text. Put it in quotes.",
    ],
    [
      "a number too small",
      "kubernetes",
      { services: { gitserver: { replicas: -1 } } },
      "sourcegraph:services.gitserver.replicas is -1. It takes at least 0.",
    ],
    [
      "a number too large",
      "kubernetes",
      { services: { gitserver: { replicas: 1e300 } } },
      "sourcegraph:services.gitserver.replicas is 1e+300. It takes at most 500.",
    ],
    [
      "a limit with its reason",
      "box",
      { box: { dataDisk: { gib: 100 } } },
      "sourcegraph:box.dataDisk.gib is 100. It takes at least 250: upstream's smallest, 3 x the repositories.",
    ],
    [
      "a list too short",
      "kubernetes",
      { tls: { mode: "behind-proxy", trustedProxies: [] } },
      "sourcegraph:tls.trustedProxies has 0 entries. It takes at least 1 entries.",
    ],
    [
      "a bare amount",
      "kubernetes",
      { services: { gitserver: { storage: "4TB" } } },
      "sourcegraph:services.gitserver.storage is 4TB. It takes an amount with its unit, such as 500Gi, 4Ti or 8G.",
    ],
    [
      "half of an alternative",
      "kubernetes",
      { cluster: { nodePools: { default: { nodes: { min: 3 } } } } },
      "sourcegraph:cluster.nodePools.default.nodes.max is missing. Set it. Most nodes.",
    ],
    [
      "a wrong alternative",
      "kubernetes",
      { cluster: { nodePools: { default: { nodes: "three" } } } },
      "sourcegraph:cluster.nodePools.default.nodes is text. It takes a number of nodes, or {min: 3, max: 10} to scale with the load.",
    ],
    [
      "an impossible name",
      "kubernetes",
      { cluster: { nodePools: { "BIG POOL": {} } } },
      'sourcegraph:cluster.nodePools["BIG POOL"]: no such name is possible here. It takes a name of up to 63 lower-case letters, digits and hyphens.',
    ],
    [
      "a misspelt required key",
      "kubernetes",
      { cloud: { provider: "gcp", projct: "x", zone: "us-central1-f" } },
      "sourcegraph:cloud.projct: no such key. Did you mean project?",
    ],
    [
      "nothing",
      "kubernetes",
      { network: null },
      "sourcegraph:network is empty. It takes a mapping.",
    ],
    [
      "a wrong day",
      "kubernetes",
      { expires: "2026-02-30" },
      "sourcegraph:expires is 2026-02-30. It takes a day such as 2026-12-31.",
    ],
    [
      "no kind",
      "kubernetes",
      { kind: undefined },
      "sourcegraph:kind is missing. It takes kubernetes, box or registry-mirror.",
    ],
    [
      "a wrong kind",
      "kubernetes",
      { kind: "kubernets" },
      "sourcegraph:kind is kubernets. It takes kubernetes, box or registry-mirror. Did you mean kubernetes?",
    ],
  ];
  for (const [what, kind, changes, line] of rows) {
    it(`refuses ${what}`, () => {
      assert.ok(kind === "kubernetes" || kind === "box" || kind === "registry-mirror");
      assert.deepEqual(linesOf(kind, changes), [line]);
    });
  }

  it("finds all problems of a file at once, each by key", () => {
    const text = [
      "config:",
      "  sourcegraph:kind: kubernetes",
      "  sourcegraph:release: 3.27",
      "  sourcegraph:owner: Distribution Team",
      "  sourcegraph:cloud: { provider: gcp, project: sourcegraph-test, zone: us-central1-f }",
      "  sourcegraph:domian: k8s.sgdev.org",
      "  sourcegraph:services:",
      "    gitservr: { replicas: 2 }",
      "    pgsql: { replicas: 2, storage: 500, env: { PGPASSWORD: hunter2 } }",
      "  sourcegraph:cluster: { nodePools: { default: { machineType: m5.4xlarge } } }",
    ].join("\n");
    const { environment, problems } = parseEnvironmentFile(text, { catalog, today });
    assert.equal(environment, undefined);
    assert.equal(
      formatProblems("environments/Pulumi.dogfood.yaml", problems),
      [
        "environments/Pulumi.dogfood.yaml:",
        "- sourcegraph:owner is Distribution Team. It takes a team or a person in lower-case letters, digits and hyphens.",
        "- sourcegraph:services.pgsql.storage is a number. It takes text. Put it in quotes.",
        "- sourcegraph:domian: no such key. Did you mean domain?",
        "- sourcegraph:release is 3.27: a release has three numbers. Known ones near it: 3.27.5. All: sgstack releases list.",
        "- sourcegraph:services.gitservr: no such service in 3.27.5. Did you mean gitserver?",
        "- sourcegraph:services.pgsql.replicas is 2: pgsql can't have more than one. Give it more CPU and memory instead.",
        "- sourcegraph:services.pgsql.env.PGPASSWORD is named like a secret, but anyone can read it. Move it to secretEnv: there it is encrypted, or read from an existing secret.",
        "- sourcegraph:cluster.nodePools.default.machineType is m5.4xlarge, not a machine of provider gcp. Use one such as n1-standard-16.",
      ].join("\n"),
    );
  });

  it("returns warnings beside the environment", () => {
    const { environment, problems } = parse("kubernetes", { expires: "2026-01-01" });
    assert.ok(environment);
    assert.deepEqual(
      problems.map(({ severity }) => severity),
      ["warning"],
    );
  });

  it("compares nothing with today unless it is told the day", () => {
    const changes = { expires: "2026-01-01" };
    assert.deepEqual(linesOf("kubernetes", changes, { today: "2025-12-31" }), []);
  });
});
