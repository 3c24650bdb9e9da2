import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { ConfigurationContext } from "../../../manifests/configuration/context.ts";
import { alertmanager } from "../../../manifests/configuration/prometheus.ts";
import { jobNames, scrapeJob } from "../../../manifests/configuration/scrape-jobs.ts";
import type { PrometheusFacts, ScrapeJob } from "../../schema/configuration.ts";
import { readCadvisorByName, readReplicasByName, readServicesByName } from "./scrape-by-name.ts";
import type { FoundJob } from "./scrape-form.ts";
import { alertmanagerSchema, scrapeConfigSchema } from "./scrape-form.ts";
import { bodyError, readYamlBody } from "./yaml-body.ts";

const formSchema = z.strictObject({
  global: z.strictObject({ scrape_interval: z.string(), evaluation_interval: z.string() }),
  alerting: z.strictObject({ alertmanagers: z.array(alertmanagerSchema) }),
  rule_files: z.array(z.string()),
  scrape_configs: z.array(scrapeConfigSchema),
});

/** As upstream's files are: for a whole cluster, and no namespace in particular. */
const upstreams: ConfigurationContext = { services: {}, namespace: undefined, clusterWide: true };

/**
 * Intervals, rule files and scrape jobs of a `prometheus.yml`. A job is understood when our own of the
 * same facts does the same to every label: anything more or less is an error.
 */
export function readPrometheus(body: string): PrometheusFacts {
  const found = readYamlBody(body, formSchema);
  return {
    generator: "prometheus",
    scrapeInterval: found.global.scrape_interval,
    evaluationInterval: found.global.evaluation_interval,
    ruleFiles: found.rule_files,
    alertmanagers: found.alerting.alertmanagers.map((each, index) => {
      const which = (["bundled", "discovered"] as const).find((name) =>
        isDeepStrictEqual(each, alertmanagerSchema.parse(alertmanager(name, upstreams))),
      );
      if (which !== undefined) return which;
      const path = ["alerting", "alertmanagers", index];
      throw bodyError(body, path, "the catalog knows no such Alertmanager");
    }),
    jobs: found.scrape_configs.map((job, index) => readJob(job, body, index)),
  };
}

function readJob(job: FoundJob, body: string, index: number): ScrapeJob {
  const path = ["scrape_configs", index];
  switch (job.job_name) {
    case jobNames["replicas-by-name"]:
      return readReplicasByName(job) ?? unknownJob();
    case jobNames["services-by-name"]:
      return readServicesByName(job) ?? unknownJob();
  }
  if (job.dns_sd_configs !== undefined) return readCadvisorByName(job) ?? unknownJob();
  const facts = likelyFacts(job);
  if (facts === undefined) return unknownJob();
  const ours = scrapeConfigSchema.parse(scrapeJob(facts, upstreams));
  for (const list of ["relabel_configs", "metric_relabel_configs"] as const) {
    const strange = job[list].find(
      (rule) => !ours[list].some((own) => isDeepStrictEqual(own, rule)),
    );
    if (strange !== undefined) {
      const { source_labels: from, target_label: to, action } = strange;
      const rule = `${action} ${[...from, ...(to === "" ? [] : ["->", to])].join(" ")}`;
      throw bodyError(body, [...path, list], `the catalog knows no such rule: ${rule}`);
    }
  }
  return isDeepStrictEqual(job, ours) ? facts : unknownJob();

  function unknownJob(): never {
    throw bodyError(body, path, `${job.job_name}: the catalog knows no such job`);
  }
}

/** What the job has to be, going by its name and what only some releases have. */
function likelyFacts(job: FoundJob): ScrapeJob | undefined {
  const writes = (label: string): boolean =>
    [...job.relabel_configs, ...job.metric_relabel_configs].some(
      ({ target_label: target }) => target === label,
    );
  const nodename = writes("nodename") && ({ nodename: true } as const);
  const app =
    job.static_configs?.some(({ labels }) => labels !== undefined) && ({ app: true } as const);
  switch (job.job_name) {
    case jobNames["api-servers"]:
      return { kind: "api-servers" };
    case jobNames.nodes:
      return { kind: "nodes" };
    case jobNames["service-endpoints"]: {
      const skipped = job.relabel_configs.find(({ action }) => action === "drop")?.regex.split("|");
      return {
        kind: "service-endpoints",
        ...(skipped !== undefined && { skipContainers: skipped }),
        ...nodename,
      };
    }
    case jobNames.federation:
      return { kind: "federation", match: job.params?.["match[]"] ?? [] };
    case jobNames.probes:
      return { kind: "probes" };
    case jobNames.pods: {
      const kept = job.relabel_configs.find(({ action }) => action === "keep");
      const onService = kept?.source_labels.some((label) => label.includes("_service_annotation_"));
      return {
        kind: "pods",
        annotatedOn: onService ? "service" : "pod",
        ...(writes("name") && { containerNames: true }),
        ...nodename,
      };
    }
    case jobNames["target-files"]:
      return {
        kind: "target-files",
        files: job.file_sd_configs?.flatMap(({ files }) => files) ?? [],
      };
    case jobNames.prometheus:
      return { kind: "prometheus", ...app };
    case jobNames.alertmanager:
      return { kind: "alertmanager", ...app };
    default:
      return undefined;
  }
}
