import type { OpenTelemetryFacts } from "../../releases/schema/configuration.ts";
import { commented, yaml } from "./yaml.ts";

/**
 * A collector's or an agent's configuration (OpenTelemetry documentation, "Collector configuration").
 * Addresses are explicit: collectors from 0.104 on listen on localhost where none is given.
 */
export function openTelemetry(facts: OpenTelemetryFacts): object {
  const { otlp, healthCheck, zpages, metrics, forward } = facts;
  return {
    receivers: {
      otlp: {
        protocols: {
          grpc: { endpoint: `0.0.0.0:${otlp.grpc}` },
          http: { endpoint: `0.0.0.0:${otlp.http}` },
        },
      },
    },
    exporters: forward === undefined ? {} : { otlp: exporter(forward) },
    extensions: {
      health_check: { endpoint: `0.0.0.0:${healthCheck}` },
      zpages: { endpoint: `localhost:${zpages}` },
    },
    service: {
      ...(metrics !== undefined && { telemetry: { metrics: { address: `:${metrics}` } } }),
      extensions: ["health_check", "zpages"],
      pipelines: {
        traces: { receivers: ["otlp"], exporters: forward === undefined ? [] : ["otlp"] },
      },
    },
  };
}

export function openTelemetryFile(facts: OpenTelemetryFacts): string {
  const reason =
    facts.forward === undefined
      ? "A template: it starts once exporters has one, and service.pipelines.traces names it."
      : "On every node: takes spans from the pods beside it and hands them on.";
  return commented(reason, yaml(openTelemetry(facts)));
}

function exporter({
  endpoint,
  insecure,
  queue,
}: NonNullable<OpenTelemetryFacts["forward"]>): object {
  return {
    endpoint,
    tls: { insecure },
    sending_queue: { num_consumers: queue.consumers, queue_size: queue.size },
    retry_on_failure: { enabled: true },
  };
}
