import type { Properties, Value } from "../../core/values.ts";
import { isObject } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, forbidden, invalid, invalids, required, unsupported } from "../cause.ts";
import { listAt, numberAt, objectAt, textAt } from "../read.ts";
import { claimSpecCauses } from "./storage.ts";
import { selectorCauses, selects } from "./metadata.ts";
import { dns1123Label } from "./names.ts";
import { templateCauses } from "./pods.ts";
import { nonNegative } from "./probes.ts";
import type { Rule } from "./rule.ts";

/** apps/validation, ValidateDeploymentSpec. */
export const deploymentRules: Rule = (deployment) => {
  const spec = objectAt(deployment, "spec");
  const deadline = numberAt(spec, "progressDeadlineSeconds") ?? 600;
  const minReady = numberAt(spec, "minReadySeconds") ?? 0;
  return [
    ...countCauses(spec, ["replicas", "minReadySeconds", "revisionHistoryLimit"]),
    ...templateOwnerCauses(spec, "deployment"),
    ...strategyCauses(objectAt(spec, "strategy")),
    ...(deadline <= minReady
      ? [invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds")]
      : []),
  ];
};

export const replicaSetRules: Rule = (set) => {
  const spec = objectAt(set, "spec");
  return [
    ...countCauses(spec, ["replicas", "minReadySeconds"]),
    ...templateOwnerCauses(spec, "replicaset"),
  ];
};

/** apps/validation, ValidateDaemonSetSpec. */
export const daemonSetRules: Rule = (set) => {
  const spec = objectAt(set, "spec");
  const strategy = textAt(spec, "updateStrategy", "type");
  return [
    ...countCauses(spec, ["minReadySeconds", "revisionHistoryLimit"]),
    ...templateOwnerCauses(spec, "daemonset"),
    ...(["", "RollingUpdate", "OnDelete"].includes(strategy)
      ? []
      : [unsupported("spec.updateStrategy", strategy, ["RollingUpdate", "OnDelete"])]),
  ];
};

/** apps/validation, ValidateStatefulSetSpec. */
export const statefulSetRules: Rule = (set) => {
  const spec = objectAt(set, "spec");
  const policy = textAt(spec, "podManagementPolicy");
  const strategy = objectAt(spec, "updateStrategy");
  const service = textAt(spec, "serviceName");
  const templates = listAt(spec, "volumeClaimTemplates");
  return [
    ...(["", "OrderedReady", "Parallel"].includes(policy)
      ? []
      : [invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'")]),
    ...updateStrategyCauses(strategy),
    ...["whenDeleted", "whenScaled"].flatMap((part) => {
      const value = textAt(spec, "persistentVolumeClaimRetentionPolicy", part);
      return ["", "Retain", "Delete"].includes(value)
        ? []
        : [
            unsupported(`spec.persistentVolumeClaimRetentionPolicy.${part}`, value, [
              "Retain",
              "Delete",
            ]),
          ];
    }),
    ...templates.flatMap((template, index) =>
      claimSpecCauses(
        objectAt(template, "spec"),
        child("spec", "volumeClaimTemplates", index, "spec"),
      ),
    ),
    ...countCauses(spec, ["replicas", "minReadySeconds"]),
    ...(service === "" ? [] : invalids("spec.serviceName", service, dns1123Label(service))),
    ...templateOwnerCauses(withClaimVolumes(spec, templates), "statefulset"),
  ];
};

/** A claim template is a volume of that name, and hides a volume that has it already. */
function withClaimVolumes(spec: Properties, templates: readonly Value[]): Properties {
  const claims = templates.map((template) => textAt(template, "metadata", "name"));
  const template = objectAt(spec, "template");
  const podSpec = objectAt(template, "spec");
  const volumes = [
    ...claims.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })),
    ...listAt(podSpec, "volumes").filter((volume) => !claims.includes(textAt(volume, "name"))),
  ];
  return { ...spec, template: { ...template, spec: { ...podSpec, volumes } } };
}

/** What all owners of a pod template have in common: the selector, and pods that run for ever. */
function templateOwnerCauses(spec: Properties, owner: string): readonly Cause[] {
  const template = objectAt(spec, "template");
  const labels = objectAt(template, "metadata", "labels");
  const selector = spec["selector"];
  const restart = textAt(template, "spec", "restartPolicy");
  return [
    ...ownSelectorCauses(selector, owner),
    // No selector at all selects nothing, an empty one everything.
    ...(!isObject(selector) || !selects(selector, labels)
      ? [
          invalid(
            "spec.template.metadata.labels",
            Object.keys(labels).length === 0 ? null : labels,
            "`selector` does not match template `labels`",
          ),
        ]
      : []),
    ...templateCauses(template, "spec.template"),
    ...(restart === "" || restart === "Always"
      ? []
      : [unsupported("spec.template.spec.restartPolicy", restart, ["Always"])]),
    ...(numberAt(template, "spec", "activeDeadlineSeconds") === undefined
      ? []
      : [
          forbidden(
            "spec.template.spec.activeDeadlineSeconds",
            `activeDeadlineSeconds in ${ownerNames[owner] ?? owner} is not Supported`,
          ),
        ]),
  ];
}

const ownerNames: Readonly<Record<string, string>> = {
  deployment: "ReplicaSet",
  replicaset: "ReplicaSet",
  daemonset: "DaemonSet",
  statefulset: "StatefulSet",
};

function ownSelectorCauses(selector: Value, owner: string): readonly Cause[] {
  if (!isObject(selector)) return [required("spec.selector")];
  return [
    ...selectorCauses(selector, "spec.selector"),
    ...(isEmptySelector(selector)
      ? [invalid("spec.selector", selector, `empty selector is invalid for ${owner}`)]
      : []),
  ];
}

function isEmptySelector(selector: Value): boolean {
  return (
    Object.keys(objectAt(selector, "matchLabels")).length === 0 &&
    listAt(selector, "matchExpressions").length === 0
  );
}

function countCauses(spec: Properties, fields: readonly string[]): readonly Cause[] {
  return fields.flatMap((field) => nonNegative(numberAt(spec, field), child("spec", field)));
}

function strategyCauses(strategy: Properties): readonly Cause[] {
  const type = textAt(strategy, "type");
  const rolling = objectAt(strategy, "rollingUpdate");
  if (type === "Recreate") {
    return strategy["rollingUpdate"] === undefined
      ? []
      : [
          forbidden(
            "spec.strategy.rollingUpdate",
            "may not be specified when strategy `type` is 'Recreate'",
          ),
        ];
  }
  if (type !== "RollingUpdate") {
    return [unsupported("spec.strategy.type", type, ["Recreate", "RollingUpdate"])];
  }
  const [surge, unavailable] = [rolling["maxSurge"], rolling["maxUnavailable"]];
  const field = "spec.strategy.rollingUpdate";
  return [
    ...countOrPercentCauses(unavailable, `${field}.maxUnavailable`),
    ...countOrPercentCauses(surge, `${field}.maxSurge`, false),
    ...(isZero(unavailable) && isZero(surge)
      ? [invalid(`${field}.maxUnavailable`, unavailable, "may not be 0 when `maxSurge` is 0")]
      : []),
  ];
}

function updateStrategyCauses(strategy: Properties): readonly Cause[] {
  const type = textAt(strategy, "type");
  if (type === "OnDelete" && strategy["rollingUpdate"] !== undefined) {
    return [
      invalid(
        "spec.updateStrategy.rollingUpdate",
        strategy["rollingUpdate"],
        "only allowed for updateStrategy 'RollingUpdate'",
      ),
    ];
  }
  return ["", "OnDelete", "RollingUpdate"].includes(type)
    ? []
    : [invalid("spec.updateStrategy", strategy, "must be 'RollingUpdate' or 'OnDelete'")];
}

/** `2` or `25%`; at most all of them, unless more are allowed. */
export function countOrPercentCauses(
  value: Value,
  field: string,
  atMostAll = true,
): readonly Cause[] {
  if (typeof value === "number") return nonNegative(value, field);
  if (typeof value !== "string") return [];
  if (!/^[0-9]+%$/.test(value)) {
    return [
      invalid(
        field,
        value,
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ),
    ];
  }
  return atMostAll && Number(value.slice(0, -1)) > 100
    ? [invalid(field, value, "must not be greater than 100%")]
    : [];
}

function isZero(value: Value): boolean {
  return value === 0 || value === "0%";
}
