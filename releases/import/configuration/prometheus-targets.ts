import { z } from "zod";
import type { PrometheusTargetsFacts } from "../../schema/configuration.ts";
import { bodyError, readYamlBody } from "./yaml-body.ts";

/** An empty file has no targets (upstream's on Kubernetes). */
const formSchema = z
  .array(
    z.strictObject({
      labels: z.strictObject({ job: z.string(), nodename: z.string().optional() }),
      /** None where all of them are commented out (3.25 to 3.31). */
      targets: z
        .array(z.string().regex(/^[a-z0-9-]+:\d+$/, { error: "a target such as worker:6060" }))
        .nullable(),
    }),
  )
  .optional();

/** Who is scraped, by job. The number of a replica isn't taken over: an instance has its own. */
export function readPrometheusTargets(body: string): PrometheusTargetsFacts {
  const groups = readYamlBody(body, formSchema) ?? [];
  const [nodename, ...others] = new Set(groups.map(({ labels }) => labels.nodename));
  if (others.length > 0) throw bodyError(body, [], "several values of nodename");
  const byJob = Map.groupBy(groups, ({ labels }) => labels.job);
  const jobs = [...byJob].map(([job, found]) => {
    const targets = found.flatMap((group) => (group.targets ?? []).map(withoutReplica));
    return [job, targets.toSorted()] as const;
  });
  return {
    generator: "prometheus-targets",
    ...(nodename !== undefined && { nodename }),
    jobs: Object.fromEntries(jobs.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function withoutReplica(target: string): string {
  return target.replace(/-\d+(?=:)/, "");
}
