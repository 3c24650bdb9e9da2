import assert from "node:assert/strict";
import { findRelease, loadCatalog } from "../../releases/catalog.ts";
import { releaseDetails } from "../../releases/details.ts";
import { mustBeFound } from "../support/releases.ts";

const catalog = loadCatalog();

describe("releaseDetails", () => {
  it("has workloads, containers and disks on Kubernetes", () => {
    const { services } = releaseDetails(mustBeFound(findRelease(catalog, "5.1.9", "kubernetes")));
    const named = new Map(services.map((service) => [service.service, service]));
    assert.deepEqual(named.get("gitserver")?.disks, [
      { name: "repos", size: "200Gi", eachReplica: true },
    ]);
    assert.deepEqual(named.get("pgsql")?.disks, [{ name: "pgsql", size: "200Gi" }]);
    assert.partialDeepStrictEqual(named.get("sourcegraph-frontend"), {
      workloads: [
        {
          name: "sourcegraph-frontend",
          kind: "Deployment",
          replicas: 2,
          containers: [
            { name: "migrator", init: true, limits: { cpu: "500m", memory: "100M" } },
            { name: "frontend", requests: { cpu: "2", memory: "2G" } },
          ],
        },
      ],
    });
    assert.equal(named.get("cadvisor")?.workloads[0]?.replicas, undefined);
  });

  it("has limits and volumes on Compose", () => {
    const { services } = releaseDetails(mustBeFound(findRelease(catalog, "5.1.9", "compose")));
    const gitserver = services.find(({ service }) => service === "gitserver-0");
    assert.partialDeepStrictEqual(gitserver, {
      workloads: [{ containers: [{ limits: { cpu: "4", memory: "8g" } }] }],
      disks: [{ name: "gitserver-0" }],
    });
  });

  it("says faults in words", () => {
    const { faults } = releaseDetails(mustBeFound(findRelease(catalog, "7.2.1943", "compose")));
    assert.ok(faults.length > 0);
    for (const { text, about } of faults) assert.ok(text.startsWith(`${about} `), text);
  });
});
