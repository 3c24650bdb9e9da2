import assert from "node:assert/strict";
import { prometheusTargetsFile } from "../../../manifests/configuration/prometheus-targets.ts";
import type { PrometheusTargetsFacts } from "../../../releases/schema/configuration.ts";

const facts: PrometheusTargetsFacts = {
  generator: "prometheus-targets",
  nodename: "one-host",
  jobs: { gitserver: ["gitserver:6060"], pgsql: ["pgsql-exporter:9187"] },
};

describe("prometheusTargetsFile", () => {
  it("has every replica of services that there are, and no jobs without any", () => {
    const services = { gitserver: ["gitserver-0", "gitserver-1"] };
    assert.equal(
      prometheusTargetsFile(facts, { services, namespace: undefined, clusterWide: true }),
      [
        "# Made from the services of this instance.",
        "- labels:",
        "    job: gitserver",
        "    nodename: one-host",
        "  targets:",
        "    - gitserver-0:6060",
        "    - gitserver-1:6060",
        "",
      ].join("\n"),
    );
  });
});
