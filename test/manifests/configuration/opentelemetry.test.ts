import assert from "node:assert/strict";
import { load } from "js-yaml";
import {
  openTelemetry,
  openTelemetryFile,
} from "../../../manifests/configuration/opentelemetry.ts";
import type { OpenTelemetryFacts } from "../../../releases/schema/configuration.ts";

const template: OpenTelemetryFacts = {
  generator: "opentelemetry",
  otlp: { grpc: 4317, http: 4318 },
  healthCheck: 13_133,
  zpages: 55_679,
};
const agent: OpenTelemetryFacts = {
  ...template,
  forward: { endpoint: "collector:4317", insecure: true, queue: { consumers: 4, size: 100 } },
};

describe("openTelemetry", () => {
  it("listens on every address, for the collector's default has become localhost", () => {
    assert.partialDeepStrictEqual(openTelemetry(template), {
      receivers: {
        otlp: {
          protocols: { grpc: { endpoint: "0.0.0.0:4317" }, http: { endpoint: "0.0.0.0:4318" } },
        },
      },
      extensions: { health_check: { endpoint: "0.0.0.0:13133" } },
    });
  });

  it("hands spans on where there is a place for them", () => {
    assert.partialDeepStrictEqual(openTelemetry(agent), {
      exporters: { otlp: { endpoint: "collector:4317", tls: { insecure: true } } },
      service: { pipelines: { traces: { receivers: ["otlp"], exporters: ["otlp"] } } },
    });
  });

  it("serves its own metrics where the release does", () => {
    assert.partialDeepStrictEqual(openTelemetry({ ...template, metrics: 8888 }), {
      service: { telemetry: { metrics: { address: ":8888" } } },
    });
  });
});

describe("openTelemetryFile", () => {
  for (const [name, facts, reason] of [
    ["a template", template, /^# A template: /],
    ["an agent", agent, /^# On every node: /],
  ] as const) {
    it(`says what ${name} is for, and the same as the data`, () => {
      const text = openTelemetryFile(facts);
      assert.match(text, reason);
      assert.deepEqual(load(text), openTelemetry(facts));
    });
  }
});
