import type { PrometheusTargetsFacts } from "../../releases/schema/configuration.ts";
import type { ConfigurationContext } from "./context.ts";
import { serviceOf } from "./scrape-jobs.ts";
import { commented, yaml } from "./yaml.ts";

/** The targets of Prometheus' file discovery, by job: every replica of every service that there is. */
export function prometheusTargets(
  { nodename, jobs }: PrometheusTargetsFacts,
  context: ConfigurationContext,
): readonly object[] {
  return Object.entries(jobs)
    .map(([job, targets]) => ({
      labels: { job, ...(nodename !== undefined && { nodename }) },
      targets: targets.flatMap((target) => replicas(target, context)),
    }))
    .filter(({ targets }) => targets.length > 0);
}

export function prometheusTargetsFile(
  facts: PrometheusTargetsFacts,
  context: ConfigurationContext,
): string {
  return commented(
    "Made from the services of this instance.",
    yaml(prometheusTargets(facts, context)),
  );
}

function replicas(target: string, { services }: ConfigurationContext): readonly string[] {
  const service = serviceOf(target);
  return (services[service] ?? []).map((host) => `${host}${target.slice(service.length)}`);
}
