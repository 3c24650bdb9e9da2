import assert from "node:assert/strict";
import { load } from "js-yaml";
import { grafanaContainersFile } from "../../../manifests/configuration/grafana-containers.ts";
import { grafanaDatasourcesFile } from "../../../manifests/configuration/grafana-datasources.ts";

describe("grafanaDatasourcesFile", () => {
  it("has each data source as Grafana takes it, Prometheus as the default", () => {
    const text = grafanaDatasourcesFile({
      generator: "grafana-datasources",
      datasources: [
        { type: "prometheus", name: "Metrics", url: "http://metrics:9090" },
        { type: "jaeger", name: "Traces", url: "http://traces:16686" },
        {
          type: "postgres",
          name: "main",
          url: "$HOST:$PORT",
          user: "$USER",
          database: "$DATABASE",
          password: "$PASSWORD",
          sslmode: "$SSLMODE",
        },
      ],
    });
    assert.deepEqual(load(text), {
      apiVersion: 1,
      datasources: [
        {
          name: "Metrics",
          type: "prometheus",
          access: "proxy",
          url: "http://metrics:9090",
          isDefault: true,
        },
        { name: "Traces", type: "jaeger", access: "proxy", url: "http://traces:16686" },
        {
          name: "main",
          type: "postgres",
          url: "$HOST:$PORT",
          user: "$USER",
          database: "$DATABASE",
          jsonData: { sslmode: "$SSLMODE" },
          secureJsonData: { password: "$PASSWORD" },
        },
      ],
    });
  });
});

describe("grafanaContainersFile", () => {
  it("shows CPU and memory of each container, under the release's uid", () => {
    const text = grafanaContainersFile({
      generator: "grafana-containers",
      uid: "containers",
      title: "Containers",
    });
    assert.partialDeepStrictEqual(JSON.parse(text), {
      uid: "containers",
      title: "Containers",
      panels: [{ title: "CPU cores" }, { title: "Memory that can't be reclaimed" }],
    });
  });
});
