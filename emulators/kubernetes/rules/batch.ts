import type { Properties } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, invalid, required, unsupported } from "../cause.ts";
import { numberAt, objectAt, textAt } from "../read.ts";
import { scheduleProblem } from "./cron.ts";
import { selectorCauses, selects } from "./metadata.ts";
import { templateCauses } from "./pods.ts";
import { nonNegative } from "./probes.ts";
import type { Rule } from "./rule.ts";

/** batch/validation, ValidateJobSpec. */
export const jobRules: Rule = (job) => {
  const spec = objectAt(job, "spec");
  const selector = objectAt(spec, "selector");
  const labels = objectAt(spec, "template", "metadata", "labels");
  const chosen = spec["manualSelector"] === true;
  return [
    ...(spec["selector"] !== undefined && !chosen && !isGenerated(selector)
      ? [invalid("spec.selector", selector, "`selector` not auto-generated")]
      : []),
    ...jobSpecCauses(spec, "spec"),
    ...(chosen && spec["selector"] === undefined ? [required("spec.selector")] : []),
    ...selectorCauses(spec["selector"], "spec.selector"),
    ...(chosen && !selects(selector, labels)
      ? [
          invalid(
            "spec.template.metadata.labels",
            labels,
            "`selector` does not match template `labels`",
          ),
        ]
      : []),
  ];
};

/** batch/validation, validateCronJobSpec. */
export const cronJobRules: Rule = (job) => {
  const spec = objectAt(job, "spec");
  const template = objectAt(spec, "jobTemplate", "spec");
  const name = textAt(job, "metadata", "name");
  const policy = textAt(spec, "concurrencyPolicy");
  const zone = spec["timeZone"];
  return [
    // A Job's name is the CronJob's and eleven characters of time.
    ...(name.length > 52
      ? [invalid("metadata.name", name, "must be no more than 52 characters")]
      : []),
    ...scheduleCauses(textAt(spec, "schedule")),
    ...["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"].flatMap(
      (field) => nonNegative(numberAt(spec, field), child("spec", field)),
    ),
    ...(typeof zone === "string" ? timeZoneCauses(zone) : []),
    ...(["Allow", "Forbid", "Replace"].includes(policy)
      ? []
      : [unsupported("spec.concurrencyPolicy", policy, ["Allow", "Forbid", "Replace"])]),
    ...jobSpecCauses(template, "spec.jobTemplate.spec"),
    ...(template["selector"] === undefined
      ? []
      : [
          invalid(
            "spec.jobTemplate.spec.selector",
            template["selector"],
            "`selector` will be auto-generated",
          ),
        ]),
  ];
};

/** The label by which the Job controller finds a Job's pods. */
export const jobLabel = "batch.kubernetes.io/controller-uid";

function isGenerated(selector: Properties): boolean {
  return textAt(selector, "matchLabels", jobLabel) !== "";
}

const jobCounts = [
  "parallelism",
  "completions",
  "activeDeadlineSeconds",
  "backoffLimit",
  "ttlSecondsAfterFinished",
] as const;

function jobSpecCauses(spec: Properties, field: string): readonly Cause[] {
  const template = objectAt(spec, "template");
  const restart = textAt(template, "spec", "restartPolicy");
  const at = child(field, "template", "spec", "restartPolicy");
  const mode = textAt(spec, "completionMode");
  return [
    ...jobCounts.flatMap((count) => nonNegative(numberAt(spec, count), child(field, count))),
    ...(["", "NonIndexed", "Indexed"].includes(mode)
      ? []
      : [unsupported(child(field, "completionMode"), mode, ["NonIndexed", "Indexed"])]),
    ...(mode === "Indexed" && spec["completions"] === undefined
      ? [required(child(field, "completions"), "when completion mode is Indexed")]
      : []),
    ...templateCauses(template, child(field, "template")),
    ...(restart === "" || restart === "Always"
      ? [required(at, 'valid values: "OnFailure", "Never"')]
      : []),
    ...(spec["podFailurePolicy"] !== undefined && restart === "OnFailure"
      ? [invalid(at, restart, 'only "Never" is supported when podFailurePolicy is specified')]
      : []),
  ];
}

function scheduleCauses(schedule: string): readonly Cause[] {
  if (schedule === "") return [required("spec.schedule")];
  if (schedule.includes("TZ")) {
    const detail = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
    return [invalid("spec.schedule", schedule, detail)];
  }
  const problem = scheduleProblem(schedule);
  return problem === undefined ? [] : [invalid("spec.schedule", schedule, problem)];
}

function timeZoneCauses(zone: string): readonly Cause[] {
  if (zone === "") {
    return [invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string")];
  }
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
    return [];
  } catch {
    return [invalid("spec.timeZone", zone, `unknown time zone ${zone}`)];
  }
}
