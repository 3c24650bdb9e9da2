import type { Properties, Value } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, invalid, invalids, required, unsupported } from "../cause.ts";
import { listAt, numberAt, objectAt, textAt } from "../read.ts";
import { containerCauses } from "./containers.ts";
import { annotationCauses, labelCauses, selectorCauses } from "./metadata.ts";
import { dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from "./names.ts";
import type { Rule } from "./rule.ts";
import { volumeCauses } from "./volumes.ts";

const restartPolicies = ["Always", "OnFailure", "Never"] as const;
const dnsPolicies = ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"] as const;

export const podRules: Rule = (pod) => podSpecCauses(objectAt(pod, "spec"), "spec");

/** A pod template: its labels and annotations, and the pod spec in it. */
export function templateCauses(template: Properties, field: string): readonly Cause[] {
  const metadata = objectAt(template, "metadata");
  return [
    ...labelCauses(objectAt(metadata, "labels"), child(field, "labels")),
    ...annotationCauses(metadata, child(field, "annotations")),
    ...podSpecCauses(objectAt(template, "spec"), child(field, "spec")),
  ];
}

/** core/validation, ValidatePodSpec. */
export function podSpecCauses(spec: Properties, field: string): readonly Cause[] {
  const [restart, dns] = [textAt(spec, "restartPolicy"), textAt(spec, "dnsPolicy")];
  const account = textAt(spec, "serviceAccountName");
  const deadline = numberAt(spec, "activeDeadlineSeconds");
  return [
    ...volumeCauses(listAt(spec, "volumes"), child(field, "volumes")),
    ...containerCauses(spec, field),
    ...hostNetworkCauses(spec, field),
    ...(restart === "" || restartPolicies.some((item) => item === restart)
      ? []
      : [unsupported(child(field, "restartPolicy"), restart, restartPolicies)]),
    ...(dns === "" || dnsPolicies.some((item) => item === dns)
      ? []
      : [unsupported(child(field, "dnsPolicy"), dns, dnsPolicies)]),
    ...labelCauses(objectAt(spec, "nodeSelector"), child(field, "nodeSelector")),
    ...affinityCauses(objectAt(spec, "affinity"), child(field, "affinity")),
    ...listAt(spec, "tolerations").flatMap((toleration, index) =>
      tolerationCauses(toleration, child(field, "tolerations", index)),
    ),
    ...listAt(spec, "topologySpreadConstraints").flatMap((constraint, index) =>
      spreadCauses(constraint, child(field, "topologySpreadConstraints", index)),
    ),
    ...(account === ""
      ? []
      : invalids(child(field, "serviceAccountName"), account, dns1123Subdomain(account))),
    ...["hostname", "subdomain"].flatMap((part) => {
      const name = textAt(spec, part);
      return name === "" ? [] : invalids(child(field, part), name, dns1123Label(name));
    }),
    ...(deadline !== undefined && (deadline < 1 || deadline > 2 ** 31 - 1)
      ? [
          invalid(
            child(field, "activeDeadlineSeconds"),
            deadline,
            "must be between 1 and 2147483647, inclusive",
          ),
        ]
      : []),
  ];
}

function hostNetworkCauses(spec: Properties, field: string): readonly Cause[] {
  if (spec["hostNetwork"] !== true) return [];
  return listAt(spec, "containers").flatMap((container, at) =>
    listAt(container, "ports").flatMap((port, index) => {
      const [host, own] = [numberAt(port, "hostPort"), numberAt(port, "containerPort")];
      return host === undefined || host === own
        ? []
        : [
            invalid(
              child(field, "containers", at, "ports", index, "containerPort"),
              own,
              "must match `hostPort` when `hostNetwork` is true",
            ),
          ];
    }),
  );
}

const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;

function tolerationCauses(toleration: Value, field: string): readonly Cause[] {
  const [name, operator, value, effect] = (["key", "operator", "value", "effect"] as const).map(
    (part) => textAt(toleration, part),
  );
  const operation = child(field, "operator");
  return [
    ...(name === "" || name === undefined
      ? []
      : invalids(child(field, "key"), name, qualifiedName(name))),
    ...(name === "" && operator !== "Exists"
      ? [
          invalid(
            operation,
            operator,
            'operator must be Exists when `key` is empty, which means "match all values and all keys"',
          ),
        ]
      : []),
    ...(numberAt(toleration, "tolerationSeconds") !== undefined && effect !== "NoExecute"
      ? [
          invalid(
            child(field, "effect"),
            effect,
            "effect must be 'NoExecute' when `tolerationSeconds` is set",
          ),
        ]
      : []),
    ...(operator === "Exists" && value !== ""
      ? [invalid(operation, value, "value must be empty when `operator` is 'Exists'")]
      : []),
    ...(operator === "" || operator === "Equal"
      ? invalids(operation, value, labelValue(value ?? ""))
      : []),
    ...(["", "Equal", "Exists"].includes(operator ?? "")
      ? []
      : [unsupported(operation, operator, ["Equal", "Exists"])]),
    ...(effect === "" || effects.some((item) => item === effect)
      ? []
      : [unsupported(child(field, "effect"), effect, effects)]),
  ];
}

function spreadCauses(constraint: Value, field: string): readonly Cause[] {
  const skew = numberAt(constraint, "maxSkew") ?? 0;
  const action = textAt(constraint, "whenUnsatisfiable");
  return [
    ...(skew <= 0 ? [invalid(child(field, "maxSkew"), skew, "must be greater than zero")] : []),
    ...(textAt(constraint, "topologyKey") === ""
      ? [required(child(field, "topologyKey"), "can not be empty")]
      : []),
    ...(action === "DoNotSchedule" || action === "ScheduleAnyway"
      ? []
      : [
          unsupported(child(field, "whenUnsatisfiable"), action, [
            "DoNotSchedule",
            "ScheduleAnyway",
          ]),
        ]),
    ...selectorCauses(objectAt(constraint)["labelSelector"], child(field, "labelSelector")),
  ];
}

const requiredTerms = "requiredDuringSchedulingIgnoredDuringExecution";
const preferredTerms = "preferredDuringSchedulingIgnoredDuringExecution";

function affinityCauses(affinity: Properties, field: string): readonly Cause[] {
  const node = objectAt(affinity, "nodeAffinity");
  const nodeField = child(field, "nodeAffinity");
  const nodeTerms = listAt(node, requiredTerms, "nodeSelectorTerms");
  return [
    ...(node[requiredTerms] !== undefined && nodeTerms.length === 0
      ? [
          required(
            child(nodeField, requiredTerms, "nodeSelectorTerms"),
            "must have at least one node selector term",
          ),
        ]
      : []),
    ...listAt(node, preferredTerms).flatMap((term, index) =>
      weightCauses(term, child(nodeField, preferredTerms, index)),
    ),
    ...["podAffinity", "podAntiAffinity"].flatMap((type) =>
      podAffinityCauses(objectAt(affinity, type), child(field, type)),
    ),
  ];
}

function podAffinityCauses(affinity: Properties, field: string): readonly Cause[] {
  const preferred = listAt(affinity, preferredTerms);
  return [
    ...listAt(affinity, requiredTerms).flatMap((term, index) =>
      podTermCauses(term, child(field, requiredTerms, index)),
    ),
    ...preferred.flatMap((term, index) => weightCauses(term, child(field, preferredTerms, index))),
    ...preferred.flatMap((term, index) =>
      podTermCauses(
        objectAt(term)["podAffinityTerm"],
        child(field, preferredTerms, index, "podAffinityTerm"),
      ),
    ),
  ];
}

function weightCauses(term: Value, field: string): readonly Cause[] {
  const weight = numberAt(term, "weight") ?? 0;
  return weight >= 1 && weight <= 100
    ? []
    : [invalid(child(field, "weight"), weight, "must be in the range 1-100")];
}

function podTermCauses(term: Value, field: string): readonly Cause[] {
  return [
    ...selectorCauses(objectAt(term)["labelSelector"], child(field, "labelSelector")),
    ...(textAt(term, "topologyKey") === ""
      ? [required(child(field, "topologyKey"), "can not be empty")]
      : []),
  ];
}
