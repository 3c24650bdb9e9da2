import type { Properties, Value } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, invalid, invalids, required, unsupported } from "../cause.ts";
import { listAt, objectAt, textAt } from "../read.ts";
import { dns1123Subdomain, pathSegment } from "./names.ts";
import type { Rule } from "./rule.ts";

const group = "rbac.authorization.k8s.io";

export const roleRules: Rule = (role) => policyRuleCauses(role, true);
export const clusterRoleRules: Rule = (role) => policyRuleCauses(role, false);
export const roleBindingRules: Rule = (binding) => bindingCauses(binding, ["Role", "ClusterRole"]);
export const clusterRoleBindingRules: Rule = (binding) => bindingCauses(binding, ["ClusterRole"]);

/** rbac/validation, ValidatePolicyRule. */
function policyRuleCauses(role: Properties, namespaced: boolean): readonly Cause[] {
  return listAt(role, "rules").flatMap((rule, index) => {
    const at = child("rules", index);
    const [verbs, groups, resources, urls] = (
      ["verbs", "apiGroups", "resources", "nonResourceURLs"] as const
    ).map((part) => listAt(rule, part));
    const names = listAt(rule, "resourceNames");
    const about = (groups?.length ?? 0) + (resources?.length ?? 0) + names.length;
    const causes: Cause[] = [];
    if (verbs?.length === 0) {
      causes.push(required(child(at, "verbs"), "verbs must contain at least one value"));
    }
    if (urls !== undefined && urls.length > 0) {
      const field = child(at, "nonResourceURLs");
      if (namespaced) {
        causes.push(invalid(field, urls, "namespaced rules cannot apply to non-resource URLs"));
      }
      if (about > 0) {
        const detail = "rules cannot apply to both regular resources and non-resource URLs";
        causes.push(invalid(field, urls, detail));
      }
      return causes;
    }
    if (groups?.length === 0) {
      const detail = "resource rules must supply at least one api group";
      causes.push(required(child(at, "apiGroups"), detail));
    }
    if (resources?.length === 0) {
      const detail = "resource rules must supply at least one resource";
      causes.push(required(child(at, "resources"), detail));
    }
    return causes;
  });
}

/** rbac/validation, ValidateRoleBinding and ValidateClusterRoleBinding. */
function bindingCauses(binding: Properties, kinds: readonly string[]): readonly Cause[] {
  const reference = objectAt(binding, "roleRef");
  const [apiGroup, kind, name] = [
    textAt(reference, "apiGroup"),
    textAt(reference, "kind"),
    textAt(reference, "name"),
  ];
  return [
    ...(apiGroup === group ? [] : [unsupported("roleRef.apiGroup", apiGroup, [group])]),
    ...(kinds.includes(kind) ? [] : [unsupported("roleRef.kind", kind, kinds)]),
    ...(name === ""
      ? [required("roleRef.name")]
      : invalids("roleRef.name", name, pathSegment(name))),
    ...listAt(binding, "subjects").flatMap((subject, index) =>
      subjectCauses(subject, child("subjects", index)),
    ),
  ];
}

function subjectCauses(subject: Value, field: string): readonly Cause[] {
  const [kind, apiGroup, name] = [
    textAt(subject, "kind"),
    textAt(subject, "apiGroup"),
    textAt(subject, "name"),
  ];
  const unnamed = name === "" ? [required(child(field, "name"))] : [];
  if (kind === "ServiceAccount") {
    return [
      ...unnamed,
      ...(name === "" ? [] : invalids(child(field, "name"), name, dns1123Subdomain(name))),
      ...(apiGroup === "" ? [] : [unsupported(child(field, "apiGroup"), apiGroup, [""])]),
      ...(textAt(subject, "namespace") === "" ? [required(child(field, "namespace"))] : []),
    ];
  }
  if (kind === "User" || kind === "Group") {
    return [
      ...unnamed,
      ...(apiGroup === group ? [] : [unsupported(child(field, "apiGroup"), apiGroup, [group])]),
    ];
  }
  return [...unnamed, unsupported(child(field, "kind"), kind, ["ServiceAccount", "User", "Group"])];
}
