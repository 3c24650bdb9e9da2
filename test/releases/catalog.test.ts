import assert from "node:assert/strict";
import type { DeploymentType } from "../../releases/catalog.ts";
import {
  assembleCatalog,
  compareVersions,
  findRelease,
  loadCatalog,
  nearestReleases,
} from "../../releases/catalog.ts";

const catalog = loadCatalog();

function versionsOf(type: DeploymentType): readonly string[] {
  return catalog.releases
    .filter((each) => each.deploymentType === type)
    .map(({ version }) => version);
}

function servicesOf(version: string, type: DeploymentType): readonly string[] {
  return [...(findRelease(catalog, version, type)?.services.keys() ?? [])];
}

describe("loadCatalog", () => {
  it("knows releases of both deployment types, oldest first", () => {
    assert.deepEqual(
      [versionsOf("kubernetes").at(0), versionsOf("kubernetes").at(-1)],
      ["3.13.2-1", "7.2.1943"],
    );
    assert.deepEqual(
      [versionsOf("compose").at(0), versionsOf("compose").at(-1)],
      ["3.13.2", "7.5.4453"],
    );
    assert.deepEqual(versionsOf("kubernetes"), versionsOf("kubernetes").toSorted(compareVersions));
  });

  it("knows the services of each release", () => {
    assert.deepEqual(servicesOf("3.27.5", "kubernetes"), [
      "cadvisor",
      "codeinsights-db",
      "codeintel-db",
      "github-proxy",
      "gitserver",
      "grafana",
      "indexed-search",
      "jaeger",
      "minio",
      "pgsql",
      "precise-code-intel-worker",
      "prometheus",
      "query-runner",
      "redis-cache",
      "redis-store",
      "repo-updater",
      "searcher",
      "sourcegraph-frontend",
      "symbols",
      "syntect-server",
    ]);
    assert.ok(servicesOf("3.27.5", "compose").includes("zoekt-webserver"));
    assert.ok(servicesOf("4.2.1", "kubernetes").includes("blobstore"));
    assert.ok(!servicesOf("7.2.1943", "kubernetes").includes("symbols"));
  });

  it("knows containers and disks", () => {
    const services = findRelease(catalog, "3.43.2", "kubernetes")?.services;
    assert.deepEqual(services?.get("indexed-search"), {
      containers: ["zoekt-webserver", "zoekt-indexserver"],
      disk: true,
    });
    assert.equal(services?.get("searcher")?.disk, false);
  });

  it("has the frontend of every release on Kubernetes, pinned by tag", () => {
    for (const { version, deploymentType, frontend } of catalog.releases) {
      assert.equal(frontend !== undefined, deploymentType === "kubernetes", version);
      if (frontend === undefined) continue;
      const containers = [...frontend.initContainers, ...frontend.containers];
      const names = containers.map(({ name }) => name);
      assert.deepEqual(Object.keys(frontend.images).toSorted(), names.toSorted(), version);
      const release = version.replace(/-\d+$/, "");
      // From 3.37 the migrator goes first.
      const migrates = compareVersions(version, "3.37.0") >= 0;
      assert.deepEqual(
        frontend.initContainers.map(({ name }) => name),
        migrates ? ["migrator"] : [],
      );
      assert.match(
        frontend.images["frontend"] ?? "",
        new RegExp(`/frontend:${release.replaceAll(".", "[.]")}(@sha256:[0-9a-f]{64})?$`),
      );
    }
  });

  it("has the facts of 3.27.5's frontend", () => {
    const { frontend } = findRelease(catalog, "3.27.5", "kubernetes") ?? {};
    assert.partialDeepStrictEqual(frontend, {
      replicas: 2,
      strategy: { maxSurge: 2, maxUnavailable: 0 },
      serviceAccountName: "sourcegraph-frontend",
      services: [
        {
          name: "sourcegraph-frontend",
          ports: [{ name: "http", port: 30_080, targetPort: "http" }],
        },
        { name: "sourcegraph-frontend-internal", ports: [{ port: 80 }] },
      ],
      roleRules: [
        { apiGroups: [""], resources: ["endpoints", "services"], verbs: ["get", "list", "watch"] },
      ],
    });
    const container = frontend?.containers.find(({ name }) => name === "frontend");
    assert.deepEqual(container?.ports, [
      { name: "http", containerPort: 3080 },
      { name: "http-internal", containerPort: 3090 },
      { name: "debug", containerPort: 6060 },
    ]);
    assert.deepEqual(container?.readinessProbe, {
      path: "/ready",
      port: "debug",
      periodSeconds: 5,
      timeoutSeconds: 5,
    });
    assert.deepEqual(container?.resources?.limits, {
      cpu: "2",
      "ephemeral-storage": "8Gi",
      memory: "4G",
    });
  });

  it("keeps upstream's order of variables, since $(NAME) looks back", () => {
    for (const { version, frontend } of catalog.releases) {
      for (const { env } of frontend?.containers ?? []) {
        for (const [index, variable] of env.entries()) {
          const [, used] = "value" in variable ? (/\$\((\w+)\)/.exec(variable.value) ?? []) : [];
          const earlier = env.slice(0, index).map(({ name }) => name);
          assert.ok(used === undefined || earlier.includes(used), `${version} ${variable.name}`);
        }
      }
    }
  });
});

describe("assembleCatalog", () => {
  it("refuses data that names what isn't there", () => {
    const index = {
      serviceSets: {},
      releases: { kubernetes: { "1.0.0": { source: "x", services: "gone" } }, compose: {} },
    };
    const frontend = { shapes: {}, releases: {} };
    assert.throws(() => assembleCatalog(index, frontend), /names gone, which it doesn't hold/);
    assert.throws(() => assembleCatalog({}, frontend));
  });
});

describe("nearestReleases", () => {
  const rows = [
    ["a patch that isn't there", "3.27.4", "kubernetes", ["3.27.5"]],
    ["a minor", "3.17", "kubernetes", ["3.17.2", "3.17.3-1"]],
    ["between two", "4.9.1", "compose", ["4.5.1", "5.0.6", "5.1.9"]],
    ["before the first", "2.0.0", "compose", ["3.13.2", "3.14.4"]],
    ["after the last", "99.0.0", "compose", ["7.5.4453"]],
    ["no version at all", "latest", "compose", ["3.13.2", "3.14.4"]],
  ] as const;
  for (const [what, version, type, expected] of rows) {
    it(`finds neighbours of ${what}`, () => {
      assert.deepEqual(nearestReleases(catalog, version, type), expected);
    });
  }
});

describe("compareVersions", () => {
  it("orders numbers as numbers, and a second cut after the first", () => {
    const versions = ["5.11.6271", "3.17.3-1", "5.2.7", "3.17.3", "3.9.0"];
    assert.deepEqual(versions.toSorted(compareVersions), [
      "3.9.0",
      "3.17.3",
      "3.17.3-1",
      "5.2.7",
      "5.11.6271",
    ]);
    assert.equal(compareVersions("3.17.3", "3.17.3"), 0);
  });
});
