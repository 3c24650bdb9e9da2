import type { Cause } from "../cause.ts";
import { forbidden, invalid, unsupported } from "../cause.ts";
import { listAt, numberAt, objectAt, textAt } from "../read.ts";
import { selectorCauses } from "./metadata.ts";
import type { Rule } from "./rule.ts";
import { countOrPercentCauses } from "./workloads.ts";

const evictionPolicies = ["AlwaysAllow", "IfHealthyBudget"] as const;

/** policy/validation, ValidatePodDisruptionBudgetSpec. */
export const disruptionBudgetRules: Rule = (budget) => {
  const spec = objectAt(budget, "spec");
  const policy = textAt(spec, "unhealthyPodEvictionPolicy");
  return [
    ...(spec["minAvailable"] !== undefined && spec["maxUnavailable"] !== undefined
      ? [invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set")]
      : []),
    ...countOrPercentCauses(spec["minAvailable"], "spec.minAvailable"),
    ...countOrPercentCauses(spec["maxUnavailable"], "spec.maxUnavailable"),
    ...selectorCauses(spec["selector"], "spec.selector"),
    ...(policy === "" || evictionPolicies.some((item) => item === policy)
      ? []
      : [unsupported("spec.unhealthyPodEvictionPolicy", policy, evictionPolicies)]),
  ];
};

/** scheduling.HighestUserDefinablePriority. */
const highestPriority = 1_000_000_000;

/** scheduling/validation, ValidatePriorityClass. */
export const priorityClassRules: Rule = (priorityClass) => {
  const name = textAt(priorityClass, "metadata", "name");
  const value = numberAt(priorityClass, "value") ?? 0;
  if (name.startsWith("system-")) {
    return [
      forbidden(
        "metadata.name",
        `priority class names with 'system-' prefix are reserved for system use only. error: ${name} is not a known system priority class`,
      ),
    ];
  }
  return value > highestPriority
    ? [forbidden("value", `maximum allowed value of a user defined priority is ${highestPriority}`)]
    : [];
};

/** apiextensions/validation: the name says what the definition defines. */
export const customResourceDefinitionRules: Rule = (definition) => {
  const spec = objectAt(definition, "spec");
  const expected = `${textAt(spec, "names", "plural")}.${textAt(spec, "group")}`;
  const name = textAt(definition, "metadata", "name");
  const scope = textAt(spec, "scope");
  const storing = listAt(spec, "versions").filter(
    (version) => objectAt(version)["storage"] === true,
  ).length;
  const causes: Cause[] = [];
  if (name !== expected) {
    causes.push(invalid("metadata.name", name, 'must be spec.names.plural+"."+spec.group'));
  }
  if (scope !== "Cluster" && scope !== "Namespaced") {
    causes.push(unsupported("spec.scope", scope, ["Cluster", "Namespaced"]));
  }
  if (storing !== 1) {
    const detail = "must have exactly one version marked as storage version";
    causes.push(invalid("spec.versions", spec["versions"], detail));
  }
  return causes;
};
