import assert from "node:assert/strict";
import { readConfiguration } from "../../../../releases/import/configuration/read-configuration.ts";

const datasources = [
  "apiVersion: 1",
  "datasources:",
  "- { name: P, type: prometheus, url: 'http://p:9090', isDefault: true }",
].join("\n");

describe("readConfiguration", () => {
  for (const [file, body, generator] of [
    ["postgresql.conf", "", "postgresql"],
    ["redis.conf", "", "redis"],
    ["prometheus.yml", datasources, "grafana-datasources"],
    ["datasources.yml", datasources, "grafana-datasources"],
    ["datasources-pgsql.yaml", datasources, "grafana-datasources"],
    ["prometheus_targets.yml", "", "prometheus-targets"],
    ["extra_rules.yml", "", "prometheus-rules"],
    ["containers.json", '{"uid": "c", "title": "C", "panels": []}', "grafana-containers"],
    ["http.Caddyfile", ":80\nreverse_proxy {$SRC_FRONTEND_ADDRESSES}\n", "caddy"],
  ] as const) {
    it(`reads ${file}, in whatever folder, as ${generator}`, () => {
      assert.equal(readConfiguration(file, body).generator, generator);
      assert.equal(readConfiguration(`folder/${file}`, body).generator, generator);
    });
  }

  it("refuses a file of a name that it doesn't know", () => {
    assert.throws(() => readConfiguration("nginx/nginx.conf", ""), {
      name: "ConfigurationError",
      message: "nginx/nginx.conf: the catalog knows no such file",
    });
  });
});
