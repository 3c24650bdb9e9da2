import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { line, secretSource, webUrl } from "./common.ts";

export const monitoringSchema = z.strictObject({
  retentionDays: z.int().min(1).max(400).default(15).describe("Of metrics, in days. Default: 15."),
  grafanaRootUrl: webUrl()
    .optional()
    .describe("GF_SERVER_ROOT_URL. Default: below the domain, /-/debug/grafana."),
  blackboxExporter: z
    .boolean()
    .default(false)
    .describe("Probes the instance from outside the frontend. Default: false."),
  databaseExporters: z
    .boolean()
    .default(true)
    .describe("Exporters against databases that are not built in. Default: true."),
  uptimeCheck: z
    .boolean()
    .default(false)
    .describe("The cloud checks /healthz from outside. Default: false."),
  sentryDsn: secretSource().optional().describe("Sends errors to Sentry. Default: not sent."),
  tracing: z
    .strictObject({
      otlpEndpoint: webUrl().optional().describe("Where traces go (4.0 on). Default: kept inside."),
      jaeger: z
        .boolean()
        .optional()
        .describe("Runs Jaeger. Default: true to 3.43, false from 4.0."),
    })
    .prefault({})
    .describe("Traces."),
});
export type Monitoring = DeepReadonly<z.infer<typeof monitoringSchema>>;

const routing = {
  level: z
    .enum(["warning", "critical"])
    .default("critical")
    .describe("Lowest level that is sent. Default: critical."),
  owners: z
    .array(line(64))
    .default([])
    .describe("Teams whose alerts are sent. Default: everyone's."),
  sendResolved: z.boolean().default(true).describe("Says when it is over. Default: true."),
};

export const notifierSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("slack"),
    url: secretSource().describe("Webhook URL; it lets anyone write."),
    channel: line(80).optional().describe("Channel. Default: the webhook's."),
    ...routing,
  }),
  z.strictObject({
    type: z.literal("pagerduty"),
    integrationKey: secretSource().describe("Key of the service's integration."),
    severity: z
      .enum(["info", "warning", "error", "critical"])
      .optional()
      .describe("Default: by level."),
    ...routing,
  }),
  z.strictObject({
    type: z.literal("opsgenie"),
    apiKey: secretSource().describe("API key of the integration."),
    responders: z
      .array(
        z.strictObject({
          type: z.enum(["team", "user", "escalation", "schedule"]).describe("What `name` names."),
          name: line(100).describe("Its name."),
        }),
      )
      .default([])
      .describe("Who is paged. Default: the integration's team."),
    priority: z.enum(["P1", "P2", "P3", "P4", "P5"]).optional().describe("Default: by level."),
    ...routing,
  }),
  z.strictObject({
    type: z.literal("webhook"),
    url: secretSource().describe("Receives Alertmanager's JSON."),
    username: line(100).optional().describe("For basic authentication."),
    password: secretSource().optional().describe("For basic authentication."),
    ...routing,
  }),
  z.strictObject({
    type: z.literal("email"),
    address: z
      .email({ error: "a mail address" })
      .describe("Needs email.smtp in site configuration."),
    ...routing,
  }),
]);
export type Notifier = DeepReadonly<z.infer<typeof notifierSchema>>;

export const alertsSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe("Sends alerts to `notifiers`. Default: true; false in category test."),
  notifiers: z
    .record(line(63), notifierSchema)
    .default({})
    .describe(
      "Where alerts go (observability.alerts), by a name of your choice. Default: nowhere.",
    ),
  silenced: z
    .array(
      z.string().regex(/^(warning|critical)_[a-z0-9_-]+$/, {
        error: "an alert such as warning_gitserver_disk_space_remaining",
      }),
    )
    .default([])
    .describe("Alerts never sent (observability.silenceAlerts). Default: none."),
  showPatchUpdates: z
    .boolean()
    .default(true)
    .describe("Site admins are told of new patch releases. Default: true."),
});
export type Alerts = DeepReadonly<z.infer<typeof alertsSchema>>;

export const monitoringFields = {
  monitoring: monitoringSchema.prefault({}).describe("Prometheus, Grafana, traces, errors."),
  alerts: alertsSchema.prefault({}).describe("Who is told when something is wrong."),
};
