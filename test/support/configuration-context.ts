import type { ConfigurationContext } from "../../manifests/configuration/context.ts";
import { serviceOf } from "../../manifests/configuration/scrape-jobs.ts";
import type { ConfigurationFacts } from "../../releases/schema/configuration.ts";

/** An instance in no namespace of its own, with all services that the facts name, one replica each. */
export function contextOf(facts: ConfigurationFacts): ConfigurationContext {
  const services = Object.fromEntries(servicesIn(facts).map((name) => [name, [name]]));
  return { services, namespace: undefined, clusterWide: true };
}

function servicesIn(facts: ConfigurationFacts): readonly string[] {
  switch (facts.generator) {
    case "prometheus":
      return facts.jobs.flatMap((job) => {
        if (job.kind === "replicas-by-name") return Object.keys(job.ports);
        return job.kind === "services-by-name" ? job.targets.map(serviceOf) : [];
      });
    case "prometheus-targets":
      return Object.values(facts.jobs).flat().map(serviceOf);
    default:
      return [];
  }
}
