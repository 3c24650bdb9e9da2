import assert from "node:assert/strict";
import { load } from "js-yaml";
import {
  prometheusConfiguration,
  prometheusFile,
} from "../../../manifests/configuration/prometheus.ts";
import type { ConfigurationContext } from "../../../manifests/configuration/context.ts";
import type { PrometheusFacts, ScrapeJob } from "../../../releases/schema/configuration.ts";
import { isGolden } from "../../support/golden.ts";

const wholeCluster: ConfigurationContext = {
  services: {},
  namespace: undefined,
  clusterWide: true,
};
const ownNamespace: ConfigurationContext = { services: {}, namespace: "sg", clusterWide: false };

function factsOf(...jobs: ScrapeJob[]): PrometheusFacts {
  return {
    generator: "prometheus",
    scrapeInterval: "30s",
    evaluationInterval: "15s",
    ruleFiles: ["/rules/*.yml"],
    alertmanagers: ["bundled"],
    jobs,
  };
}

const byApi: readonly ScrapeJob[] = [
  { kind: "api-servers" },
  { kind: "nodes" },
  { kind: "service-endpoints", skipContainers: ["jaeger-agent"], nodename: true },
  { kind: "federation", match: ['{__name__="up"}'] },
  { kind: "probes" },
  { kind: "pods", annotatedOn: "pod", containerNames: true, nodename: true },
  { kind: "prometheus", app: true },
  { kind: "alertmanager" },
];

function jobOf(job: ScrapeJob, context: ConfigurationContext): object {
  const [config] = prometheusConfiguration(factsOf(job), context).scrape_configs;
  return config ?? {};
}

describe("prometheusConfiguration", () => {
  it("has intervals, rules and Alertmanagers of the release", () => {
    const { scrape_configs: jobs, ...rest } = prometheusConfiguration(
      { ...factsOf(), alertmanagers: ["bundled", "discovered"] },
      wholeCluster,
    );
    assert.deepEqual(jobs, []);
    assert.deepEqual(rest, {
      global: { scrape_interval: "30s", evaluation_interval: "15s" },
      alerting: {
        alertmanagers: [
          { static_configs: [{ targets: ["127.0.0.1:9093"] }], path_prefix: "/alertmanager" },
          {
            kubernetes_sd_configs: [{ role: "endpoints" }],
            relabel_configs: [
              {
                source_labels: ["__meta_kubernetes_service_name"],
                regex: "alertmanager",
                action: "keep",
              },
            ],
          },
        ],
      },
      rule_files: ["/rules/*.yml"],
    });
  });

  it("finds everything in the cluster where it may", () => {
    const { scrape_configs: jobs } = prometheusConfiguration(factsOf(...byApi), wholeCluster);
    assert.deepEqual(
      jobs.map(({ job_name: name }) => name),
      [
        "kubernetes-apiservers",
        "kubernetes-nodes",
        "kubernetes-service-endpoints",
        "kubernetes-federate",
        "kubernetes-services",
        "kubernetes-pods",
        "builtin-prometheus",
        "builtin-alertmanager",
      ],
    );
    assert.ok(!JSON.stringify(jobs).includes('"namespaces"'));
  });

  it("keeps to its own namespace without access to the cluster: neither nodes nor API servers", () => {
    const { scrape_configs: jobs } = prometheusConfiguration(factsOf(...byApi), ownNamespace);
    assert.deepEqual(
      jobs.map(({ job_name: name, kubernetes_sd_configs: discovery }) => [name, discovery]),
      [
        ["kubernetes-service-endpoints", [{ role: "endpoints", namespaces: { names: ["sg"] } }]],
        ["kubernetes-federate", [{ role: "endpoints", namespaces: { names: ["sg"] } }]],
        ["kubernetes-services", [{ role: "service", namespaces: { names: ["sg"] } }]],
        ["kubernetes-pods", [{ role: "pod", namespaces: { names: ["sg"] } }]],
        ["builtin-prometheus", undefined],
        ["builtin-alertmanager", undefined],
      ],
    );
  });

  it("names the namespace default where none is known and one has to be", () => {
    assert.partialDeepStrictEqual(
      jobOf({ kind: "probes" }, { ...ownNamespace, namespace: undefined }),
      {
        kubernetes_sd_configs: [{ role: "service", namespaces: { names: ["default"] } }],
      },
    );
  });

  it("leaves out cAdvisor's series of other namespaces where its own is known", () => {
    const pods = { kind: "pods", annotatedOn: "pod", containerNames: true } as const;
    const ofNamespace = {
      source_labels: ["container_label_io_kubernetes_pod_namespace"],
      regex: "^$|sg",
      action: "keep",
    };
    const naming = {
      source_labels: [
        "container_label_io_kubernetes_container_name",
        "container_label_io_kubernetes_pod_name",
      ],
      regex: "(.+)",
      separator: "-",
      target_label: "name",
    };
    const inNamespace = { ...wholeCluster, namespace: "sg" };
    assert.partialDeepStrictEqual(jobOf(pods, inNamespace), {
      metric_relabel_configs: [ofNamespace, naming],
    });
    assert.partialDeepStrictEqual(jobOf(pods, wholeCluster), { metric_relabel_configs: [naming] });
  });

  it("asks DNS for the replicas of services that there are, and knows their ports", () => {
    const job: ScrapeJob = {
      kind: "replicas-by-name",
      ports: { gitserver: 6060, searcher: 6060, symbols: 6060, "indexed-search": 6070 },
    };
    const services = {
      gitserver: ["gitserver"],
      searcher: ["searcher"],
      "indexed-search": ["indexed-search"],
    };
    assert.partialDeepStrictEqual(jobOf(job, { ...ownNamespace, services }), {
      job_name: "sourcegraph-statefulsets",
      dns_sd_configs: [{ names: ["gitserver", "searcher", "indexed-search"], type: "SRV" }],
      relabel_configs: [
        { regex: String.raw`(?:gitserver|searcher);(.+)\.`, replacement: "$1:6060" },
        { regex: String.raw`(?:indexed-search);(.+)\.`, replacement: "$1:6070" },
      ],
    });
  });

  it("leaves out targets of services that there are not", () => {
    const job: ScrapeJob = {
      kind: "services-by-name",
      targets: ["worker:6060", "pgsql:9187"],
      labels: { group: "sourcegraph-service" },
    };
    assert.partialDeepStrictEqual(
      jobOf(job, { ...ownNamespace, services: { worker: ["worker"] } }),
      {
        static_configs: [{ targets: ["worker:6060"], labels: { group: "sourcegraph-service" } }],
      },
    );
  });
});

describe("prometheusFile", () => {
  const byName: readonly ScrapeJob[] = [
    { kind: "cadvisor-by-name", port: 48080 },
    { kind: "replicas-by-name", ports: { gitserver: 6060, "indexed-search": 6070 } },
    { kind: "services-by-name", targets: ["worker:6060"], labels: { group: "service" } },
    { kind: "services-by-name", targets: ["pgsql:9187"], labels: { job: "postgres" } },
    { kind: "target-files", files: ["/sg_config_prometheus/*_targets.yml"] },
    { kind: "prometheus" },
    { kind: "alertmanager", app: true },
  ];
  const names = ["gitserver", "indexed-search", "pgsql", "worker"];
  const services = Object.fromEntries(names.map((name) => [name, [name]]));

  for (const [file, context] of [
    ["prometheus-of-a-cluster.yml", { ...wholeCluster, services }],
    ["prometheus-of-a-namespace.yml", { ...ownNamespace, services }],
  ] as const) {
    it(`writes every kind of job: test/golden/${file}`, () => {
      isGolden(file, prometheusFile(factsOf(...byApi, ...byName), context));
    });
  }

  it("says the same as the data", () => {
    const facts = factsOf(...byApi);
    assert.deepEqual(
      load(prometheusFile(facts, ownNamespace)),
      JSON.parse(JSON.stringify(prometheusConfiguration(facts, ownNamespace))),
    );
  });

  it("says why above a job", () => {
    assert.match(
      prometheusFile(factsOf({ kind: "probes" }), wholeCluster),
      /\n# For a blackbox exporter, which has to be added\.\n- job_name: kubernetes-services\n/,
    );
  });
});
