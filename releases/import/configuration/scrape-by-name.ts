import { containerName, notOfSystem } from "../../../manifests/configuration/relabel-rules.ts";
import { serviceOf } from "../../../manifests/configuration/scrape-jobs.ts";
import type { ScrapeJob } from "../../schema/configuration.ts";
import type { FoundJob, FoundRule } from "./scrape-form.ts";

// Upstream's jobs without the API server take more rules than needed, many of them without effect. So
// they are read by what they do to a target of each service, not by how they are written.

type Labels = Readonly<Record<string, string>>;

/** cAdvisor's pods; undefined where the job does anything else. */
export function readCadvisorByName(job: FoundJob): ScrapeJob | undefined {
  const [{ names, type, port }] = job.dns_sd_configs ?? [{ names: [], type: "" }];
  const address = `10.0.0.1:${port}`;
  const after = relabelled({ __address__: address }, job.relabel_configs);
  const known =
    type === "A" &&
    port !== undefined &&
    names.every((name) => firstPart(name) === "cadvisor") &&
    after?.["__address__"] === address &&
    hasOnly(after, ["__address__", "instance"]) &&
    job.metric_relabel_configs.some((rule) => isNaming(rule)) &&
    job.metric_relabel_configs.every((rule) => isNaming(rule) || isSystemDrop(rule));
  return known ? { kind: "cadvisor-by-name", port } : undefined;
}

/** The port of each Service's replicas; undefined where the job does anything else. */
export function readReplicasByName(job: FoundJob): ScrapeJob | undefined {
  const [{ names, type, port }] = job.dns_sd_configs ?? [{ names: [], type: "" }];
  if (type !== "SRV" || port !== undefined || !job.metric_relabel_configs.every(isIdle)) {
    return undefined;
  }
  const ports = new Map<string, number>();
  for (const name of names.toReversed()) {
    const service = firstPart(name);
    const replica = `${service}-0.${service}.default.svc.cluster.local`;
    const target = {
      __address__: `${replica}:0`,
      __meta_dns_name: name,
      __meta_dns_srv_record_target: `${replica}.`,
    };
    const after = relabelled(target, job.relabel_configs);
    const found = /:(\d+)$/.exec(after?.["__address__"] ?? "")?.[1];
    const known =
      after?.["__address__"] === `${replica}:${found}` &&
      found !== "0" &&
      after["job"] === service &&
      after["instance"]?.includes(`${service}-0`) &&
      hasOnly(after, ["__address__", "job", "instance"]);
    if (!known) return undefined;
    ports.set(service, Number(found));
  }
  return { kind: "replicas-by-name", ports: Object.fromEntries([...ports].toReversed()) };
}

/** The targets as they stand there, and their labels; undefined where the job does anything else. */
export function readServicesByName(job: FoundJob): ScrapeJob | undefined {
  const [found, ...more] = job.static_configs ?? [];
  const { targets, labels = {} } = found ?? { targets: [] };
  const known = targets.every((target) => {
    const after = relabelled({ ...labels, __address__: target }, job.relabel_configs);
    return (
      after?.["__address__"] === target &&
      after["job"] === (labels["job"] ?? serviceOf(target)) &&
      hasOnly(after, ["__address__", "job", "instance", ...Object.keys(labels)])
    );
  });
  return known &&
    targets.length > 0 &&
    more.length === 0 &&
    job.metric_relabel_configs.every(isSystemDrop)
    ? { kind: "services-by-name", targets, labels }
    : undefined;
}

/** Labels after rules that write labels; undefined with a rule that does anything else. */
function relabelled(labels: Labels, rules: readonly FoundRule[]): Labels | undefined {
  if (rules.some(({ action }) => action !== "replace")) return undefined;
  const after: Record<string, string> = { ...labels };
  for (const rule of rules) {
    const value = rule.source_labels.map((label) => after[label] ?? "").join(rule.separator);
    const pattern = new RegExp(`^(?:${rule.regex})$`);
    if (pattern.test(value)) after[rule.target_label] = value.replace(pattern, rule.replacement);
  }
  return after;
}

/** What discovery knows goes after relabelling, and an empty label is none. */
function hasOnly(labels: Labels, names: readonly string[]): boolean {
  return Object.entries(labels).every(
    ([name, value]) => value === "" || name.startsWith("__meta_") || names.includes(name),
  );
}

/** A rule on samples that looks at labels which they don't have: discovery's, or cAdvisor's elsewhere. */
function isIdle({ source_labels: sources }: FoundRule): boolean {
  return sources.every((label) => label.startsWith("__") || label.startsWith("container_label_"));
}

function isNaming(rule: FoundRule): boolean {
  return (
    rule.target_label === "name" &&
    rule.source_labels.join() === containerName.source_labels?.join() &&
    rule.separator === containerName.separator &&
    rule.regex === containerName.regex
  );
}

function isSystemDrop(rule: FoundRule): boolean {
  return (
    rule.action === "drop" &&
    rule.source_labels.join() === notOfSystem.source_labels?.join() &&
    rule.regex === notOfSystem.regex
  );
}

function firstPart(name: string): string {
  return name.split(".")[0] ?? "";
}
