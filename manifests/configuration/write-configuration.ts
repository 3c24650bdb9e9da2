import type { ConfigurationFacts } from "../../releases/schema/configuration.ts";
import { caddyfile } from "./caddy.ts";
import type { ConfigurationContext } from "./context.ts";
import { grafanaContainersFile } from "./grafana-containers.ts";
import { grafanaDatasourcesFile } from "./grafana-datasources.ts";
import { openTelemetryFile } from "./opentelemetry.ts";
import { postgresqlConfiguration } from "./postgresql.ts";
import { prometheusRulesFile } from "./prometheus-rules.ts";
import { prometheusTargetsFile } from "./prometheus-targets.ts";
import { prometheusFile } from "./prometheus.ts";
import { redisConfiguration } from "./redis.ts";

/** A configuration file of our own, with the release's settings. */
export function writeConfiguration(
  facts: ConfigurationFacts,
  context: ConfigurationContext,
): string {
  switch (facts.generator) {
    case "postgresql":
      return postgresqlConfiguration(facts);
    case "redis":
      return redisConfiguration(facts);
    case "prometheus":
      return prometheusFile(facts, context);
    case "prometheus-targets":
      return prometheusTargetsFile(facts, context);
    case "prometheus-rules":
      return prometheusRulesFile([]);
    case "grafana-datasources":
      return grafanaDatasourcesFile(facts);
    case "grafana-containers":
      return grafanaContainersFile(facts);
    case "opentelemetry":
      return openTelemetryFile(facts);
    case "caddy":
      return caddyfile(facts);
  }
}
