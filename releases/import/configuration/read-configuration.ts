import type { ConfigurationFacts } from "../../schema/configuration.ts";
import { readCaddyfile } from "./caddy.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { readGrafanaContainers } from "./grafana-containers.ts";
import { readGrafanaDatasources } from "./grafana-datasources.ts";
import { readOpenTelemetry } from "./opentelemetry.ts";
import { readPostgresql } from "./postgresql.ts";
import { readPrometheusRules } from "./prometheus-rules.ts";
import { readPrometheusTargets } from "./prometheus-targets.ts";
import { readPrometheus } from "./prometheus.ts";
import { readRedis } from "./redis.ts";

interface ConfigurationKind {
  /** Of the file, without its folder. */
  readonly name: RegExp;
  /** What the body has to hold as well, where a name has two meanings. */
  readonly holds?: RegExp;
  readonly read: (body: string) => ConfigurationFacts;
}

/** Which file is what, the same on Kubernetes (key of a ConfigMap) and on compose (mounted file). */
export const configurationKinds: readonly ConfigurationKind[] = [
  { name: /^postgresql\.conf$/, read: readPostgresql },
  { name: /^redis\.conf$/, read: readRedis },
  // Kubernetes to 3.17: Grafana's data sources, under the name of Prometheus' configuration.
  { name: /^prometheus\.yml$/, holds: /^datasources:/m, read: readGrafanaDatasources },
  { name: /^prometheus\.yml$/, read: readPrometheus },
  { name: /^\w+_targets\.yml$/, read: readPrometheusTargets },
  { name: /^\w+_rules\.yml$/, read: readPrometheusRules },
  {
    name: /^(datasources\.yml|(prometheus|datasources(-pgsql)?)\.yaml)$/,
    read: readGrafanaDatasources,
  },
  { name: /^containers\.json$/, read: readGrafanaContainers },
  { name: /^config\.yaml$/, read: readOpenTelemetry },
  { name: /^https?(\.[a-z-]+)?\.Caddyfile$/, read: readCaddyfile },
];

/**
 * The facts of one of upstream's configuration files.
 *
 * @param file its name; a folder in front of it makes no difference.
 * @throws ConfigurationError on a file of a name that isn't known, and on what a reader doesn't understand.
 */
export function readConfiguration(file: string, body: string): ConfigurationFacts {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const kind = configurationKinds.find(
    (each) => each.name.test(name) && (each.holds?.test(body) ?? true),
  );
  if (kind === undefined) throw new ConfigurationError(`${file}: the catalog knows no such file`);
  return kind.read(body);
}
