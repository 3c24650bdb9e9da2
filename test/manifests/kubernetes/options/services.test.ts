import assert from "node:assert/strict";
import {
  changedFacts,
  kubernetesRelease,
  kubernetesReleases,
} from "../../../support/changed-facts.ts";

const release = kubernetesRelease("5.1.9");
const gitserver = "StatefulSet gitserver spec/template/spec/containers/gitserver";

describe("options of one service", () => {
  it("changes replicas, and the lists of addresses that follow them, as the release has it", () => {
    const services = { gitserver: { replicas: 3 } };
    const list = "gitserver-0.gitserver:3178 gitserver-1.gitserver:3178 gitserver-2.gitserver:3178";
    // To 3.31 in a variable of the frontend; later the API server is asked; kustomize's in a ConfigMap.
    assert.deepEqual(changedFacts(kubernetesRelease("3.24.1"), { services }), [
      `Deployment sourcegraph-frontend spec/template/spec/containers/frontend/env/SRC_GIT_SERVERS/value: gitserver-0.gitserver:3178 → ${list}`,
      "StatefulSet gitserver spec/replicas: 1 → 3",
    ]);
    assert.deepEqual(changedFacts(release, { services }), [
      "StatefulSet gitserver spec/replicas: 1 → 3",
    ]);
    assert.deepEqual(changedFacts(kubernetesRelease("5.1.9", "kustomize"), { services }), [
      `ConfigMap sourcegraph-frontend-env data/SRC_GIT_SERVERS: gitserver-0.gitserver:3178 → ${list}`,
      "StatefulSet gitserver spec/replicas: 1 → 3",
    ]);
  });

  it("keeps the scheme in lists of URLs", () => {
    const services = { searcher: { replicas: 2 }, "indexed-search": { replicas: 2 } };
    const kustomize = kubernetesRelease("7.2.1943", "kustomize");
    assert.deepEqual(changedFacts(kustomize, { services }), [
      "ConfigMap sourcegraph-frontend-env data/INDEXED_SEARCH_SERVERS: indexed-search-0.indexed-search:6070 → indexed-search-0.indexed-search:6070 indexed-search-1.indexed-search:6070",
      "ConfigMap sourcegraph-frontend-env data/SEARCHER_URL: http://searcher-0.searcher:3181 → http://searcher-0.searcher:3181 http://searcher-1.searcher:3181",
      "StatefulSet indexed-search spec/replicas: 1 → 2",
      "StatefulSet searcher spec/replicas: 1 → 2",
    ]);
  });

  it("changes resources amount by amount", () => {
    const resources = { requests: { cpu: "500m" }, limits: { memory: "16G" } };
    assert.deepEqual(changedFacts(release, { services: { gitserver: { resources } } }), [
      `${gitserver}/resources/limits/memory: 8000000000 → 16000000000`,
      `${gitserver}/resources/requests/cpu: 4 → 0.5`,
    ]);
  });

  it("adds and replaces variables, those of Secrets first", () => {
    const env = {
      ADDED: "1",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://other:4317",
      TOKEN: { secret: "tokens", key: "gitserver" },
    };
    assert.deepEqual(changedFacts(release, { services: { gitserver: { env } } }), [
      `+ ${gitserver}/env/ADDED/name: ADDED`,
      `+ ${gitserver}/env/ADDED/value: 1`,
      `- ${gitserver}/env/OTEL_EXPORTER_OTLP_ENDPOINT/expands OTEL_AGENT_HOST: true`,
      `${gitserver}/env/OTEL_EXPORTER_OTLP_ENDPOINT/value: http://$(OTEL_AGENT_HOST):4317 → http://other:4317`,
      `+ ${gitserver}/env/TOKEN/name: TOKEN`,
      `+ ${gitserver}/env/TOKEN/valueFrom/secretKeyRef/key: gitserver`,
      `+ ${gitserver}/env/TOKEN/valueFrom/secretKeyRef/name: tokens`,
    ]);
  });

  it("takes a candidate's image as it stands, another registry or not", () => {
    const image = "us.gcr.io/sourcegraph-dev/gitserver:91042_2021-04-29_1f2e3d4";
    const images = { host: "registry.example.com", keepDigest: true };
    const [line, ...others] = changedFacts(
      release,
      { images, services: { gitserver: { image } } },
      { images },
    );
    assert.deepEqual(others, []);
    assert.match(
      line ?? "",
      new RegExp(`^${gitserver}/image: registry.example.com/.* → ${image}$`),
    );
  });

  it("is about the main container; the others are named", () => {
    const containers = { "pgsql-exporter": { resources: { limits: { memory: "1Gi" } } } };
    const resources = { limits: { memory: "8Gi" } };
    const pods = "Deployment pgsql spec/template/spec/containers";
    assert.deepEqual(changedFacts(release, { services: { pgsql: { resources, containers } } }), [
      `${pods}/pgsql-exporter/resources/limits/memory: 52428800 → 1073741824`,
      `${pods}/pgsql/resources/limits/memory: 4294967296 → 8589934592`,
    ]);
  });

  it("says where pods go, and what more they say of themselves", () => {
    const searcher = {
      nodeSelector: { disk: "ssd" },
      tolerations: [{ key: "search", operator: "Exists" }],
      affinity: { podAntiAffinity: {} },
      priorityClassName: "high",
      podLabels: { team: "search", app: "not-searcher" },
      podAnnotations: { "example.com/scrape": "no" },
    };
    const template = "Deployment searcher spec/template";
    assert.deepEqual(changedFacts(release, { services: { searcher } }), [
      `+ ${template}/metadata/annotations/example.com/scrape: no`,
      `+ ${template}/metadata/labels/team: search`,
      `+ ${template}/spec/affinity/podAntiAffinity: {}`,
      `+ ${template}/spec/nodeSelector/disk: ssd`,
      `+ ${template}/spec/priorityClassName: high`,
      `+ ${template}/spec/tolerations/0/key: search`,
      `+ ${template}/spec/tolerations/0/operator: Exists`,
    ]);
  });

  it("leaves a service out with all that belongs to it, and out of what is scraped", () => {
    const lines = changedFacts(release, { services: { "github-proxy": { enabled: false } } });
    const objects = new Set(lines.map((line) => line.split(" ").slice(0, 3).join(" ")));
    assert.deepEqual([...objects], ["- Deployment github-proxy", "- Service github-proxy"]);
  });

  it("changes nothing for a service that the release doesn't have", () => {
    assert.deepEqual(changedFacts(release, { services: { replacer: { replicas: 9 } } }), []);
  });
});

describe("options of all services", () => {
  it("fills resources where neither release nor service gives a value", () => {
    const resources = { requests: { "ephemeral-storage": "1Gi" } };
    const lines = changedFacts(release, {
      defaults: { resources },
      services: { searcher: { resources: { requests: { "ephemeral-storage": "9Gi" } } } },
    });
    const added = lines.filter((line) => line.startsWith("+ "));
    assert.ok(added.every((line) => line.endsWith("requests/ephemeral-storage: 1073741824")));
    assert.deepEqual(
      lines.filter((line) => !line.startsWith("+ ")),
      [
        "Deployment searcher spec/template/spec/containers/searcher/resources/requests/ephemeral-storage: 25000000000 → 9663676416",
      ],
    );
  });

  it("drops all requests and limits, and no other fact", () => {
    for (const each of kubernetesReleases()) {
      const lines = changedFacts(each, { defaults: { withoutResources: true } });
      assert.ok(lines.length > 60);
      const others = lines.filter((line) => !/^- .*\/resources\/(limits|requests)\//.test(line));
      assert.deepEqual(others, [], each.version);
    }
  });

  it("keeps the request that a variable tells the size of a cache from", () => {
    const lines = changedFacts(release, { defaults: { withoutResources: true } });
    const searcher = "Deployment searcher spec/template/spec/containers/searcher/resources";
    assert.ok(lines.includes(`- ${searcher}/limits/ephemeral-storage: 26000000000`));
    assert.ok(!lines.includes(`- ${searcher}/requests/ephemeral-storage: 25000000000`));
  });

  it("sets variables of Sourcegraph's own programs, and of no database or exporter", () => {
    const lines = changedFacts(release, { defaults: { env: { HTTP_PROXY: "http://proxy:3128" } } });
    const containers = lines
      .filter((line) => line.endsWith("/value: http://proxy:3128"))
      .map((line) => /ontainers\/([^/]+)\/env/.exec(line)?.[1]);
    assert.deepEqual(containers, [
      ...["github-proxy", "precise-code-intel-worker", "repo-updater", "searcher"],
      ...["frontend", "migrator", "symbols", "worker", "gitserver"],
    ]);
    assert.equal(lines.length, 2 * containers.length);
  });

  it("stops all replicas of an instance that hibernates, and what runs on each node", () => {
    for (const each of kubernetesReleases()) {
      const lines = changedFacts(each, {
        hibernate: true,
        services: { gitserver: { replicas: 2 } },
      });
      const others = lines.filter(
        (line) =>
          !/^(Deployment|StatefulSet) \S+ spec\/replicas: \d → 0$/.test(line) &&
          !line.startsWith("- DaemonSet ") &&
          !/OTEL_|ConfigMap prometheus/.test(line),
      );
      assert.deepEqual(others, [], each.version);
      assert.ok(lines.length > 10);
    }
  });
});
