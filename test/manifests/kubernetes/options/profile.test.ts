import assert from "node:assert/strict";
import { amount } from "../../../../releases/amounts.ts";
import { isWorkload } from "../../../../manifests/kubernetes/objects.ts";
import { renderKubernetes } from "../../../../manifests/kubernetes/render.ts";
import {
  changedFacts,
  kubernetesRelease,
  kubernetesReleases,
} from "../../../support/changed-facts.ts";

const release = kubernetesRelease("7.2.1943", "kustomize");

function memoryInXL(service: string): string | undefined {
  const workload = renderKubernetes(release, { profile: "XL" })
    .filter((each) => each.service === service)
    .flatMap(({ objects }) => objects)
    .find((object) => isWorkload(object));
  return workload?.spec.template.spec.containers[0]?.resources?.limits?.["memory"];
}

describe("profile", () => {
  it("gives services upstream's limits, and replicas with the addresses that follow them", () => {
    const lines = changedFacts(release, { profile: "L" });
    const search = "StatefulSet indexed-search spec";
    assert.deepEqual(
      lines.filter((line) => line.includes("indexed-search")),
      [
        "ConfigMap sourcegraph-frontend-env data/INDEXED_SEARCH_SERVERS: indexed-search-0.indexed-search:6070 → indexed-search-0.indexed-search:6070 indexed-search-1.indexed-search:6070",
        `${search}/replicas: 1 → 2`,
        `${search}/template/spec/containers/zoekt-indexserver/resources/limits/cpu: 8 → 4`,
        `${search}/template/spec/containers/zoekt-indexserver/resources/limits/memory: 8000000000 → 16000000000`,
        `${search}/template/spec/containers/zoekt-webserver/resources/limits/cpu: 2 → 8`,
        `${search}/template/spec/containers/zoekt-webserver/resources/limits/memory: 4000000000 → 16000000000`,
      ],
    );
  });

  it("tells the databases apart, whose containers are called alike", () => {
    const databases = ["pgsql", "codeintel-db", "codeinsights-db"];
    assert.deepEqual(databases.map(memoryInXL), ["32G", "4G", "2G"]);
  });

  it("asks for no more than it may use, in any size of any release", () => {
    for (const profile of ["XS", "S", "M", "L", "XL"] as const) {
      for (const each of kubernetesReleases()) {
        const workloads = renderKubernetes(each, { profile }).flatMap(({ objects }) => objects);
        for (const { spec } of workloads.filter(isWorkload)) {
          for (const { name, resources } of spec.template.spec.containers) {
            for (const [key, request] of Object.entries(resources?.requests ?? {})) {
              const most = resources?.limits?.[key];
              assert.ok(most === undefined || amount(request) <= amount(most), `${name} ${key}`);
            }
          }
        }
      }
    }
  });

  it("lets an environment's own values win", () => {
    const services = { gitserver: { replicas: 3, resources: { limits: { memory: "64G" } } } };
    const lines = changedFacts(release, { profile: "XL", services });
    assert.ok(lines.includes("StatefulSet gitserver spec/replicas: 1 → 3"));
    assert.ok(
      lines.includes(
        "StatefulSet gitserver spec/template/spec/containers/gitserver/resources/limits/memory: 8000000000 → 64000000000",
      ),
    );
  });

  it("drops everything for low-resource, and keeps one replica of each", () => {
    const base = kubernetesRelease("5.1.9");
    const lines = changedFacts(base, { profile: "low-resource" });
    assert.deepEqual(
      lines.filter((line) => !/^- .*\/resources\/(limits|requests)\//.test(line)),
      [
        "Deployment precise-code-intel-worker spec/replicas: 2 → 1",
        "Deployment searcher spec/replicas: 2 → 1",
        "Deployment sourcegraph-frontend spec/replicas: 2 → 1",
      ],
    );
  });
});
