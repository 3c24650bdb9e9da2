import assert from "node:assert/strict";
import { amount } from "../../../../releases/amounts.ts";
import { isWorkload } from "../../../../manifests/kubernetes/objects.ts";
import type { Profile } from "../../../../manifests/profiles.ts";
import { renderKubernetes } from "../../../../manifests/kubernetes/render.ts";
import {
  changedFacts,
  kubernetesRelease,
  kubernetesReleases,
} from "../../../support/changed-facts.ts";

const release = kubernetesRelease("7.2.1943", "kustomize");

/** What each main container, by service, and each other one may use. */
function limitsIn(profile: Profile): Readonly<Record<string, string>> {
  const workloads = renderKubernetes(release, { profile }).flatMap(({ objects }) => objects);
  return Object.fromEntries(
    workloads.filter(isWorkload).flatMap(({ metadata, spec }) =>
      spec.template.spec.containers.map(({ name, resources }, index) => {
        const { cpu, memory } = resources?.limits ?? {};
        const container = index === 0 ? metadata.name : name;
        return [container, `${cpu} ${memory}`] as const;
      }),
    ),
  );
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

  it("knows all services that upstream's sizes are about", () => {
    assert.partialDeepStrictEqual(limitsIn("XL"), {
      blobstore: "2 2G",
      gitserver: "12 20G",
      "indexed-search": "12 16G",
      "precise-code-intel-worker": "2 50G",
      "redis-cache": "1 5G",
      "redis-store": "1 8G",
      searcher: "10 16G",
      "sourcegraph-frontend": "9 24G",
      "syntect-server": "4 6G",
      worker: "4 4G",
      "zoekt-indexserver": "5 10G",
    });
  });

  it("tells the databases apart, whose containers are called alike", () => {
    assert.partialDeepStrictEqual(limitsIn("XL"), {
      pgsql: "8 32G",
      "codeintel-db": "4 4G",
      "codeinsights-db": "4 2G",
    });
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
