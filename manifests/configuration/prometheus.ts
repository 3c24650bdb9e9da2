import type { PrometheusFacts, ScrapeJob } from "../../releases/schema/configuration.ts";
import type { ConfigurationContext } from "./context.ts";
import { keep } from "./relabel-rules.ts";
import type { ScrapeConfig } from "./scrape-jobs.ts";
import { discovery, jobReasons, local, scrapeJob } from "./scrape-jobs.ts";
import { commented, yaml } from "./yaml.ts";

export interface PrometheusConfiguration {
  readonly global: { readonly scrape_interval: string; readonly evaluation_interval: string };
  readonly alerting: { readonly alertmanagers: readonly object[] };
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly ScrapeConfig[];
}

/** `prometheus.yml` as data (Prometheus documentation, "Configuration"). */
export function prometheusConfiguration(
  facts: PrometheusFacts,
  context: ConfigurationContext,
): PrometheusConfiguration {
  return {
    ...withoutJobs(facts, context),
    scrape_configs: jobs(facts, context).map(([, job]) => job),
  };
}

/** The same as text, with a comment above each job that isn't plain by its name. */
export function prometheusFile(facts: PrometheusFacts, context: ConfigurationContext): string {
  const items = jobs(facts, context).map(([kind, job]) => {
    const reason = jobReasons[kind];
    return reason === undefined ? yaml([job]) : commented(reason, yaml([job]));
  });
  return `${yaml(withoutJobs(facts, context))}scrape_configs:\n${items.join("")}`;
}

function withoutJobs(
  facts: PrometheusFacts,
  context: ConfigurationContext,
): Omit<PrometheusConfiguration, "scrape_configs"> {
  return {
    global: {
      scrape_interval: facts.scrapeInterval,
      evaluation_interval: facts.evaluationInterval,
    },
    alerting: { alertmanagers: facts.alertmanagers.map((which) => alertmanager(which, context)) },
    rule_files: facts.ruleFiles,
  };
}

function jobs(
  facts: PrometheusFacts,
  context: ConfigurationContext,
): readonly (readonly [ScrapeJob["kind"], ScrapeConfig])[] {
  return facts.jobs.flatMap((job) => {
    const config = scrapeJob(job, context);
    return config === undefined ? [] : [[job.kind, config] as const];
  });
}

/** One that alerts are sent to: prom-wrapper's own, or a Service called `alertmanager`. */
export function alertmanager(
  which: PrometheusFacts["alertmanagers"][number],
  context: ConfigurationContext,
): object {
  switch (which) {
    case "bundled":
      return { static_configs: [local(9093)], path_prefix: "/alertmanager" };
    case "discovered":
      return {
        ...discovery("endpoints", context),
        relabel_configs: [keep("__meta_kubernetes_service_name", "alertmanager")],
      };
  }
}
