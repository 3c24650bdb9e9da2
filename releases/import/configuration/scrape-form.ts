import { z } from "zod";

const texts = z.array(z.string());

/** A relabelling rule with its defaults filled in (Prometheus documentation, `<relabel_config>`). */
const ruleSchema = z
  .strictObject({
    source_labels: texts.default([]),
    separator: z.string().default(";"),
    regex: z.union([z.string(), z.boolean()]).default("(.*)"),
    target_label: z.string().default(""),
    replacement: z.string().default("$1"),
    action: z.enum(["replace", "keep", "drop", "labelmap"]).default("replace"),
  })
  .transform((rule) => ({
    ...rule,
    source_labels: rule.source_labels.map(sameLabel),
    regex: sameRegex(String(rule.regex)),
    replacement: rule.replacement.replaceAll(/\$\{(\d)\}/g, "$$$1"),
  }));

/** A Service's namespace is in no label of its own: upstream's rule for it (to 6.3) never had an effect. */
function sameLabel(label: string): string {
  return label === "__meta_kubernetes_service_namespace" ? "__meta_kubernetes_namespace" : label;
}

/** A group around the port makes no difference. */
function sameRegex(regex: string): string {
  return regex
    .replace(String.raw`(?::\d+)`, String.raw`:\d+`)
    .replace(String.raw`:(?:\d+)`, String.raw`:\d+`);
}

/** By the label they write: the order of rules counts among those that write the same. */
const rulesSchema = z
  .array(ruleSchema)
  .default([])
  .transform((rules) =>
    rules.toSorted((a, b) =>
      a.target_label < b.target_label ? -1 : Number(a.target_label > b.target_label),
    ),
  );

const kubernetesDiscovery = z
  .array(z.strictObject({ role: z.enum(["endpoints", "node", "pod", "service"]) }))
  .optional();
const staticTargets = z
  .array(z.strictObject({ targets: texts, labels: z.record(z.string(), z.string()).optional() }))
  .optional();

export const scrapeConfigSchema = z.strictObject({
  job_name: z.string(),
  honor_labels: z.boolean().optional(),
  metrics_path: z.string().optional(),
  scheme: z.string().optional(),
  params: z.record(z.string(), texts).optional(),
  tls_config: z
    .strictObject({ ca_file: z.string(), insecure_skip_verify: z.boolean().optional() })
    .optional(),
  bearer_token_file: z.string().optional(),
  kubernetes_sd_configs: kubernetesDiscovery,
  dns_sd_configs: z
    .tuple([z.strictObject({ names: texts.min(1), type: z.string(), port: z.int().optional() })])
    .optional(),
  static_configs: staticTargets,
  file_sd_configs: z.array(z.strictObject({ files: texts })).optional(),
  relabel_configs: rulesSchema,
  metric_relabel_configs: rulesSchema,
});

export const alertmanagerSchema = z.strictObject({
  kubernetes_sd_configs: kubernetesDiscovery,
  static_configs: staticTargets,
  path_prefix: z.string().optional(),
  relabel_configs: rulesSchema,
});

export type FoundRule = z.output<typeof ruleSchema>;
export type FoundJob = z.output<typeof scrapeConfigSchema>;
