import { z } from "zod";
import type { OpenTelemetryFacts } from "../../schema/configuration.ts";
import { bodyError, readYamlBody } from "./yaml-body.ts";

const address = z.string().regex(/:\d+$/, { error: "an address with a port" });
const protocol = z.strictObject({ endpoint: address }).nullish();
const extensions = z
  .array(z.enum(["health_check", "zpages"]))
  .length(2, { error: "health_check and zpages both have to be on" });

const formSchema = z.strictObject({
  receivers: z.strictObject({
    otlp: z.strictObject({ protocols: z.strictObject({ grpc: protocol, http: protocol }) }),
  }),
  exporters: z
    .strictObject({
      otlp: z
        .strictObject({
          endpoint: address,
          tls: z.strictObject({ insecure: z.boolean() }),
          sending_queue: z.strictObject({ num_consumers: z.int(), queue_size: z.int() }),
          /** On is the collector's default. */
          retry_on_failure: z.strictObject({ enabled: z.literal(true) }),
        })
        .optional(),
    })
    .nullable(),
  extensions: z.strictObject({
    /** `port` is the older spelling of `endpoint` (upstream to 4.1 and 4.2). */
    health_check: z.union([
      z.strictObject({ endpoint: address }),
      z.strictObject({ port: z.int() }).transform(({ port }) => ({ endpoint: `:${port}` })),
    ]),
    zpages: z.strictObject({ endpoint: address }),
  }),
  service: z.strictObject({
    telemetry: z
      .strictObject({ metrics: z.strictObject({ address }) })
      .transform((telemetry) => portOf(telemetry.metrics.address))
      .optional(),
    extensions,
    pipelines: z.strictObject({
      traces: z.strictObject({
        receivers: z.tuple([z.literal("otlp")]),
        exporters: z.array(z.literal("otlp")).nullable(),
      }),
    }),
  }),
});

/** Ports and the way onward of an OpenTelemetry collector or agent; OTLP's ports are 4317 and 4318 by default. */
export function readOpenTelemetry(body: string): OpenTelemetryFacts {
  const { receivers, exporters, extensions: found, service } = readYamlBody(body, formSchema);
  const { grpc, http } = receivers.otlp.protocols;
  const forward = exporters?.otlp;
  if ((service.pipelines.traces.exporters?.length ?? 0) !== (forward === undefined ? 0 : 1)) {
    throw bodyError(body, ["service", "pipelines"], "it has to use the exporters that are defined");
  }
  return {
    generator: "opentelemetry",
    otlp: {
      grpc: portOf(grpc?.endpoint ?? ":4317"),
      http: portOf(http?.endpoint ?? ":4318"),
    },
    healthCheck: portOf(found.health_check.endpoint),
    zpages: portOf(found.zpages.endpoint),
    ...(service.telemetry !== undefined && { metrics: service.telemetry }),
    ...(forward !== undefined && {
      forward: {
        endpoint: forward.endpoint,
        insecure: forward.tls.insecure,
        queue: {
          consumers: forward.sending_queue.num_consumers,
          size: forward.sending_queue.queue_size,
        },
      },
    }),
  };
}

function portOf(endpoint: string): number {
  return Number(endpoint.slice(endpoint.lastIndexOf(":") + 1));
}
