import type { Properties, Value } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, forbidden, invalid, required, unsupported } from "../cause.ts";
import { listAt, numberAt, objectAt, textAt } from "../read.ts";
import type { Rule } from "./rule.ts";

/** autoscaling/validation, validateHorizontalPodAutoscalerSpec. */
export const autoscalerRules: Rule = (autoscaler) => {
  const spec = objectAt(autoscaler, "spec");
  const least = numberAt(spec, "minReplicas");
  const most = numberAt(spec, "maxReplicas") ?? 0;
  const target = objectAt(spec, "scaleTargetRef");
  const metrics = listAt(spec, "metrics");
  return [
    ...(least !== undefined && least < 1
      ? [invalid("spec.minReplicas", least, "must be greater than or equal to 1")]
      : []),
    ...(most === 0 ? [required("spec.maxReplicas", "must be set and greater than 0")] : []),
    ...(most < 0 ? [invalid("spec.maxReplicas", most, "must be greater than or equal to 1")] : []),
    ...(least !== undefined && most < least
      ? [invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`")]
      : []),
    ...["kind", "name"].flatMap((part) =>
      textAt(target, part) === "" ? [required(`spec.scaleTargetRef.${part}`)] : [],
    ),
    ...metrics.flatMap((metric, index) =>
      metricCauses(objectAt(metric), child("spec", "metrics", index)),
    ),
  ];
};

/** What each type of metric calls the field that describes it. */
const metricFields: Readonly<Record<string, string>> = {
  ContainerResource: "containerResource",
  External: "external",
  Object: "object",
  Pods: "pods",
  Resource: "resource",
};

function metricCauses(metric: Properties, field: string): readonly Cause[] {
  const type = textAt(metric, "type");
  const own = metricFields[type];
  if (type === "") return [required(child(field, "type"), "must specify a metric source type")];
  if (own === undefined) {
    return [unsupported(child(field, "type"), type, Object.keys(metricFields))];
  }
  const others = Object.keys(metric).filter((name) => name !== "type" && name !== own);
  return [
    ...(metric[own] === undefined
      ? [required(child(field, own), "must populate information for the given metric source")]
      : targetCauses(objectAt(metric, own)["target"], child(field, own, "target"))),
    ...others.map((name) =>
      forbidden(child(field, name), "must populate the given metric source only"),
    ),
  ];
}

function targetCauses(target: Value, field: string): readonly Cause[] {
  const type = textAt(target, "type");
  const utilization = numberAt(target, "averageUtilization");
  return [
    ...(type === "" ? [required(child(field, "type"), "must specify a metric target type")] : []),
    ...(["", "Utilization", "Value", "AverageValue"].includes(type)
      ? []
      : [
          invalid(child(field, "type"), type, "must be either Utilization, Value, or AverageValue"),
        ]),
    ...(utilization !== undefined && utilization < 1
      ? [invalid(child(field, "averageUtilization"), utilization, "must be greater than 0")]
      : []),
  ];
}
