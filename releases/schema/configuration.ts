import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";

// What matters of a configuration file, without its words: from these facts manifests/configuration/
// writes files of our own. Compact on purpose, since the catalog keeps one per distinct shape.

const text = z.string().min(1);
const port = z.int().min(1).max(65_535);
const duration = z.string().regex(/^\d+(ms|s|m|h)$/, { error: "a duration such as 30s" });
const yes = z.literal(true).exactOptional();

const postgresqlSchema = z.strictObject({
  generator: z.literal("postgresql"),
  /** What the file sets, by name; of a setting that stands there twice the last one, as the server does. */
  settings: z.record(
    z.string().regex(/^[a-z_][\w$]*(\.[a-z_][\w$]*)?$/, { error: "a setting's name" }),
    z.string(),
  ),
});

const redisSchema = z.strictObject({
  generator: z.literal("redis"),
  /** Directive and arguments, in the file's order: `save` and the like add up. */
  directives: z.array(z.array(z.string()).min(1)),
});

/** A scrape job. Each kind has one `job_name`, since dashboards and alerts go by it. */
export const scrapeJobSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("api-servers") }),
  z.strictObject({ kind: z.literal("nodes") }),
  z.strictObject({
    kind: z.literal("service-endpoints"),
    /** Containers behind an annotated Service that aren't scraped. */
    skipContainers: z.array(text).exactOptional(),
    /** Says on which node a sample was taken, and drops those that don't (4.2 on). */
    nodename: yes,
  }),
  z.strictObject({
    kind: z.literal("federation"),
    /** Series taken from the other Prometheus (`match[]`). */
    match: z.array(text),
  }),
  z.strictObject({ kind: z.literal("probes") }),
  z.strictObject({
    kind: z.literal("pods"),
    /** Whose annotation counts. A pod has none of a Service's: with `service` (to 3.16) nothing is found. */
    annotatedOn: z.enum(["pod", "service"]),
    /** Calls cAdvisor's series after container and pod (3.24 on). */
    containerNames: yes,
    nodename: yes,
  }),
  /** cAdvisor's pods by DNS, where the API server can't be asked. */
  z.strictObject({ kind: z.literal("cadvisor-by-name"), port }),
  /** Every replica of a headless Service by DNS. */
  z.strictObject({ kind: z.literal("replicas-by-name"), ports: z.record(text, port) }),
  /** Services as such: one target each, whatever their replicas. */
  z.strictObject({
    kind: z.literal("services-by-name"),
    /** `service:port`. */
    targets: z.array(text),
    /** Of every target. Without `job` among them, that is the service's name. */
    labels: z.record(text, text),
  }),
  /** Targets that stand in files of their own. */
  z.strictObject({ kind: z.literal("target-files"), files: z.array(text) }),
  /** Prometheus itself; `app` labels it with its own name, as Services are. */
  z.strictObject({ kind: z.literal("prometheus"), app: yes }),
  z.strictObject({ kind: z.literal("alertmanager"), app: yes }),
]);

const prometheusSchema = z.strictObject({
  generator: z.literal("prometheus"),
  scrapeInterval: duration,
  evaluationInterval: duration,
  ruleFiles: z.array(text),
  /** `bundled` runs beside Prometheus in its container; `discovered` is a Service of that name. */
  alertmanagers: z.array(z.enum(["bundled", "discovered"])),
  jobs: z.array(scrapeJobSchema),
});

const prometheusTargetsSchema = z.strictObject({
  generator: z.literal("prometheus-targets"),
  /** Compose: the one host that everything runs on, as dashboards name it (4.2 on). */
  nodename: text.exactOptional(),
  /** By job: `service:port`, the service without its replica's number. */
  jobs: z.record(text, z.array(text).min(1)),
});

/** The rules themselves come from the monitoring specification, not from upstream's files. */
const prometheusRulesSchema = z.strictObject({ generator: z.literal("prometheus-rules") });

export const datasourceSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("prometheus"), name: text, url: text }),
  z.strictObject({ type: z.literal("jaeger"), name: text, url: text }),
  /** Each value is a variable of Grafana's environment: `$GRAFANA_PGSQL_USER`. */
  z.strictObject({
    type: z.literal("postgres"),
    name: text,
    url: text,
    user: text,
    database: text,
    password: z
      .string()
      .startsWith("$", { error: "a variable: no password stands in the catalog" }),
    sslmode: text,
  }),
]);

const grafanaDatasourcesSchema = z.strictObject({
  generator: z.literal("grafana-datasources"),
  datasources: z.array(datasourceSchema),
});

const grafanaContainersSchema = z.strictObject({
  generator: z.literal("grafana-containers"),
  /** Links to the dashboard go by it. */
  uid: text,
  title: text,
});

const openTelemetrySchema = z.strictObject({
  generator: z.literal("opentelemetry"),
  /** Ports on which spans are taken by OTLP. */
  otlp: z.strictObject({ grpc: port, http: port }),
  healthCheck: port,
  zpages: port,
  /** Of the collector's own metrics. @default - the collector's default */
  metrics: port.exactOptional(),
  /** Where spans go. @default - nowhere: a template, to which an operator adds exporters */
  forward: z
    .strictObject({
      endpoint: text,
      insecure: z.boolean(),
      queue: z.strictObject({ consumers: z.int(), size: z.int() }),
    })
    .exactOptional(),
});

const caddySchema = z.strictObject({
  generator: z.literal("caddy"),
  /** Where the certificate comes from; `none` is plain HTTP. */
  certificate: z.enum(["none", "lets-encrypt", "lets-encrypt-staging", "files"]),
  /** Ranges whose X-Forwarded-For is believed (3.41 on). @default - nobody's */
  trustedProxies: z.array(text).exactOptional(),
});

export const configurationSchema = z.discriminatedUnion("generator", [
  postgresqlSchema,
  redisSchema,
  prometheusSchema,
  prometheusTargetsSchema,
  prometheusRulesSchema,
  grafanaDatasourcesSchema,
  grafanaContainersSchema,
  openTelemetrySchema,
  caddySchema,
]);

export type PostgresqlFacts = DeepReadonly<z.infer<typeof postgresqlSchema>>;
export type RedisFacts = DeepReadonly<z.infer<typeof redisSchema>>;
export type ScrapeJob = DeepReadonly<z.infer<typeof scrapeJobSchema>>;
export type PrometheusFacts = DeepReadonly<z.infer<typeof prometheusSchema>>;
export type PrometheusTargetsFacts = DeepReadonly<z.infer<typeof prometheusTargetsSchema>>;
export type PrometheusRulesFacts = DeepReadonly<z.infer<typeof prometheusRulesSchema>>;
export type Datasource = DeepReadonly<z.infer<typeof datasourceSchema>>;
export type GrafanaDatasourcesFacts = DeepReadonly<z.infer<typeof grafanaDatasourcesSchema>>;
export type GrafanaContainersFacts = DeepReadonly<z.infer<typeof grafanaContainersSchema>>;
export type OpenTelemetryFacts = DeepReadonly<z.infer<typeof openTelemetrySchema>>;
export type CaddyFacts = DeepReadonly<z.infer<typeof caddySchema>>;
/** The facts of one configuration file. */
export type ConfigurationFacts = DeepReadonly<z.infer<typeof configurationSchema>>;
