import assert from "node:assert/strict";
import { load } from "js-yaml";
import { prometheusConfiguration } from "../../../../manifests/configuration/prometheus.ts";
import { writeConfiguration } from "../../../../manifests/configuration/write-configuration.ts";
import { yaml } from "../../../../manifests/configuration/yaml.ts";
import { readPrometheus } from "../../../../releases/import/configuration/prometheus.ts";
import type { PrometheusFacts, ScrapeJob } from "../../../../releases/schema/configuration.ts";
import { contextOf } from "../../../support/configuration-context.ts";

function factsOf(...jobs: ScrapeJob[]): PrometheusFacts {
  return {
    generator: "prometheus",
    scrapeInterval: "30s",
    evaluationInterval: "15s",
    ruleFiles: ["/rules/*.yml"],
    alertmanagers: ["discovered", "bundled"],
    jobs,
  };
}

const jobs: readonly ScrapeJob[] = [
  { kind: "api-servers" },
  { kind: "nodes" },
  { kind: "service-endpoints" },
  { kind: "service-endpoints", skipContainers: ["jaeger-agent", "other"], nodename: true },
  { kind: "federation", match: ['{__name__="up"}'] },
  { kind: "probes" },
  { kind: "pods", annotatedOn: "service" },
  { kind: "pods", annotatedOn: "pod", containerNames: true, nodename: true },
  { kind: "cadvisor-by-name", port: 48_080 },
  { kind: "replicas-by-name", ports: { gitserver: 6060, "indexed-search": 6070, searcher: 6060 } },
  { kind: "services-by-name", targets: ["worker:6060"], labels: { group: "services" } },
  { kind: "services-by-name", targets: ["worker:6060"], labels: { job: "services" } },
  { kind: "target-files", files: ["/targets/*.yml"] },
  { kind: "prometheus" },
  { kind: "prometheus", app: true },
  { kind: "alertmanager", app: true },
];

/** A job of ours with other settings, as the only one of a file. */
function bodyWith(job: ScrapeJob, change: (config: object) => object): string {
  const facts = factsOf(job);
  const { scrape_configs: configs, ...rest } = prometheusConfiguration(facts, contextOf(facts));
  return yaml({ ...rest, scrape_configs: configs.map(change) });
}

describe("readPrometheus", () => {
  for (const job of jobs) {
    it(`reads the job ${JSON.stringify(job)} that we write`, () => {
      const facts = factsOf(job);
      assert.deepEqual(readPrometheus(writeConfiguration(facts, contextOf(facts))), facts);
    });
  }

  it("takes a rule's defaults, and other spellings of the same, for what they are", () => {
    const facts = factsOf({ kind: "nodes" }, { kind: "pods", annotatedOn: "pod" });
    const body = writeConfiguration(facts, contextOf(facts))
      .replaceAll("target_label: ns", "target_label: ns\n      action: replace\n      separator: ;")
      .replaceAll('"true"', "true")
      .replaceAll("/$1/", `/\${1}/`)
      .replaceAll(String.raw`(.+):\d+;`, String.raw`(.+)(?::\d+);`);
    assert.deepEqual(readPrometheus(body), facts);
  });

  it("reads replicas by what rules do to them, however they are written", () => {
    const rules = [
      {
        source_labels: ["__meta_dns_srv_record_target"],
        target_label: "__address__",
        regex: String.raw`(.*)\.`,
        replacement: `\${1}:7000`,
      },
      {
        source_labels: ["__address__"],
        target_label: "__address__",
        regex: "(b.*):7000",
        replacement: "$1:8000",
      },
      { source_labels: ["__meta_dns_name"], target_label: "job", regex: String.raw`(\w+)\..*` },
      {
        source_labels: ["__meta_dns_srv_record_target"],
        target_label: "instance",
        regex: String.raw`(\w+-0)\..*`,
        replacement: "on-$1",
      },
    ];
    const names = [
      "a.default.svc.cluster.local",
      "b.default.svc.cluster.local",
      "b.other.svc.cluster.local",
    ];
    const body = bodyWith({ kind: "replicas-by-name", ports: {} }, (config) => ({
      ...config,
      dns_sd_configs: [{ names, type: "SRV" }],
      relabel_configs: rules,
    }));
    assert.deepEqual(readPrometheus(body).jobs, [
      { kind: "replicas-by-name", ports: { a: 7000, b: 8000 } },
    ]);
  });

  for (const [what, body, message] of [
    [
      "a job of another name",
      bodyWith({ kind: "nodes" }, (config) => ({ ...config, job_name: "own" })),
      /^line 20: scrape_configs\.0: own: the catalog knows no such job$/,
    ],
    [
      "a setting that no job has",
      bodyWith({ kind: "probes" }, (config) => ({ ...config, sample_limit: 5 })),
      /^line \d+: scrape_configs\.0\.sample_limit: the catalog knows no such setting$/,
    ],
    [
      "a rule more",
      bodyWith({ kind: "probes" }, (config) => ({
        ...config,
        metric_relabel_configs: [{ source_labels: ["le"], regex: "5", action: "drop" }],
      })),
      /^line \d+: scrape_configs\.0\.metric_relabel_configs: the catalog knows no such rule: drop le$/,
    ],
    [
      "a rule less",
      bodyWith({ kind: "probes" }, (config) => ({ ...config, relabel_configs: [] })),
      /: kubernetes-services: the catalog knows no such job$/,
    ],
    [
      "replicas at a port that isn't found",
      bodyWith({ kind: "replicas-by-name", ports: {} }, (config) => ({
        ...config,
        dns_sd_configs: [{ names: ["a"], type: "SRV" }],
      })),
      /: sourcegraph-statefulsets: the catalog knows no such job$/,
    ],
    [
      "another Alertmanager",
      yaml({
        ...prometheusConfiguration(factsOf(), contextOf(factsOf())),
        alerting: { alertmanagers: [{ static_configs: [{ targets: ["elsewhere:9093"] }] }] },
      }),
      /^line \d+: alerting\.alertmanagers\.0: the catalog knows no such Alertmanager$/,
    ],
    ["what is no YAML", "global:\n  a: [", /^line \d+: /],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readPrometheus(body), { name: "ConfigurationError", message });
    });
  }

  it("names the line that a person finds it in", () => {
    const body = bodyWith({ kind: "probes" }, (config) => ({ ...config, sample_limit: 5 }));
    const line = body.split("\n").findIndex((text) => text.includes("sample_limit")) + 1;
    assert.ok(load(body) !== undefined);
    assert.throws(() => readPrometheus(body), { line });
  });
});
