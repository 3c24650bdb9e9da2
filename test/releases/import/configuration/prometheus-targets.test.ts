import assert from "node:assert/strict";
import { readPrometheusTargets } from "../../../../releases/import/configuration/prometheus-targets.ts";

describe("readPrometheusTargets", () => {
  it("takes targets by job, without the number of a replica", () => {
    const body = [
      "- labels: { job: node, nodename: host }",
      "  targets: [syntect-server:6060]",
      "- labels: { job: gitserver, nodename: host }",
      "  targets: [gitserver-0:6060]",
      "- labels: { job: node, nodename: host }",
      "  targets:",
      "    # - pgsql:9187",
      "- labels: { job: node, nodename: host }",
      "  targets: [cadvisor:8080]",
    ].join("\n");
    assert.deepEqual(readPrometheusTargets(body), {
      generator: "prometheus-targets",
      nodename: "host",
      jobs: { gitserver: ["gitserver:6060"], node: ["cadvisor:8080", "syntect-server:6060"] },
    });
  });

  it("takes an empty file for one without targets", () => {
    assert.deepEqual(readPrometheusTargets("# none\n"), {
      generator: "prometheus-targets",
      jobs: {},
    });
  });

  it("refuses a label that it doesn't know", () => {
    assert.throws(
      () => readPrometheusTargets("- labels:\n    job: a\n    zone: b\n  targets: []\n"),
      {
        name: "ConfigurationError",
        message: "line 3: 0.labels.zone: the catalog knows no such setting",
      },
    );
  });
});
