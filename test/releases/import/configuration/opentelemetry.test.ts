import assert from "node:assert/strict";
import { readOpenTelemetry } from "../../../../releases/import/configuration/opentelemetry.ts";

const template = `
receivers: { otlp: { protocols: { grpc: , http: } } }
exporters:
extensions: { health_check: { port: 1313 }, zpages: { endpoint: "localhost:5567" } }
service:
  extensions: [zpages, health_check]
  pipelines: { traces: { receivers: [otlp], exporters: } }
`;
const forward = {
  endpoint: "collector:4317",
  tls: { insecure: true },
  sending_queue: { num_consumers: 4, queue_size: 100 },
  retry_on_failure: { enabled: true },
};
const agent = template
  .replace("exporters:\n", `exporters: { otlp: ${JSON.stringify(forward)} }\n`)
  .replace("exporters: }", "exporters: [otlp] }");

describe("readOpenTelemetry", () => {
  it("takes OTLP's own ports where none stand there, and either spelling of the health check", () => {
    const facts = {
      generator: "opentelemetry",
      otlp: { grpc: 4317, http: 4318 },
      healthCheck: 1313,
      zpages: 5567,
    };
    assert.deepEqual(readOpenTelemetry(template), facts);
    assert.deepEqual(readOpenTelemetry(template.replace("port: 1313", 'endpoint: ":1313"')), facts);
  });

  it("takes ports that stand there, and the one of its own metrics", () => {
    const body = template
      .replace("grpc: ,", 'grpc: { endpoint: "0.0.0.0:4320" },')
      .replace("service:\n", 'service:\n  telemetry: { metrics: { address: ":8888" } }\n');
    assert.partialDeepStrictEqual(readOpenTelemetry(body), {
      otlp: { grpc: 4320, http: 4318 },
      metrics: 8888,
    });
  });

  it("takes the way onward", () => {
    assert.deepEqual(readOpenTelemetry(agent).forward, {
      endpoint: "collector:4317",
      insecure: true,
      queue: { consumers: 4, size: 100 },
    });
  });

  for (const [what, body, message] of [
    [
      "an exporter",
      template.replace("exporters:\n", "exporters: { logging: {} }\n"),
      "line 3: exporters.logging: the catalog knows no such setting",
    ],
    [
      "a pipeline that uses none of the exporters",
      agent.replace("exporters: [otlp] }", "exporters: }"),
      "line 7: service.pipelines: it has to use the exporters that are defined",
    ],
    [
      "an extension less",
      template.replace("[zpages, health_check]", "[zpages]"),
      "line 6: service.extensions: health_check and zpages both have to be on",
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readOpenTelemetry(body), { name: "ConfigurationError", message });
    });
  }
});
