import type { Properties, Value } from "../../core/values.ts";
import { isObject } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, forbidden, invalid, invalids, required, tooLong } from "../cause.ts";
import { listAt, objectAt, textAt, textListAt, textsAt } from "../read.ts";
import type { Kind } from "../schema.ts";
import {
  dns1035Label,
  dns1123Label,
  dns1123Subdomain,
  labelValue,
  pathSegment,
  qualifiedName,
} from "./names.ts";

const annotationsLimit = 256 * 1024;

/** Name, namespace, labels and annotations of any object (apimachinery, api/validation). */
export function metadataCauses(kind: Kind, object: Properties): readonly Cause[] {
  const metadata = objectAt(object, "metadata");
  const name = textAt(metadata, "name");
  const namespace = textAt(metadata, "namespace");
  return [
    ...(name === ""
      ? [required("metadata.name", "name or generateName is required")]
      : invalids("metadata.name", name, nameCheck(kind)(name))),
    ...(kind.namespaced ? invalids("metadata.namespace", namespace, dns1123Label(namespace)) : []),
    ...labelCauses(objectAt(metadata, "labels"), "metadata.labels"),
    ...annotationCauses(metadata, "metadata.annotations"),
    ...textListAt(metadata, "finalizers").flatMap((finalizer) =>
      invalids("metadata.finalizers", finalizer, qualifiedName(finalizer)),
    ),
  ];
}

export function labelCauses(labels: Properties, field: string): readonly Cause[] {
  return [...textsAt(labels)].flatMap(([name, value]) =>
    invalids(field, name, qualifiedName(name)).concat(invalids(field, value, labelValue(value))),
  );
}

export function annotationCauses(metadata: Properties, field: string): readonly Cause[] {
  const annotations = [...textsAt(metadata, "annotations")];
  const size = annotations.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return [
    ...annotations.flatMap(([name]) => invalids(field, name, qualifiedName(name.toLowerCase()))),
    ...(size > annotationsLimit ? [tooLong(field, annotationsLimit)] : []),
  ];
}

/** What a label selector itself may say. */
export function selectorCauses(selector: Value, field: string): readonly Cause[] {
  if (!isObject(selector)) return [];
  return [
    ...labelCauses(objectAt(selector, "matchLabels"), child(field, "matchLabels")),
    ...listAt(selector, "matchExpressions").flatMap((expression, index) =>
      requirementCauses(expression, child(field, "matchExpressions", index)),
    ),
  ];
}

function requirementCauses(expression: Value, field: string): readonly Cause[] {
  const operator = textAt(expression, "operator");
  const values = textListAt(expression, "values");
  const causes: Cause[] = [];
  if (operator === "In" || operator === "NotIn") {
    if (values.length === 0) {
      causes.push(
        required(child(field, "values"), "must be specified when `operator` is 'In' or 'NotIn'"),
      );
    }
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    if (values.length > 0) {
      causes.push(
        forbidden(
          child(field, "values"),
          "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        ),
      );
    }
  } else {
    causes.push(invalid(child(field, "operator"), operator, "not a valid selector operator"));
  }
  const name = textAt(expression, "key");
  return [
    ...causes,
    ...invalids(child(field, "key"), name, qualifiedName(name)),
    ...values.flatMap((value, index) =>
      invalids(child(field, "values", index), value, labelValue(value)),
    ),
  ];
}

/** Whether labels satisfy a selector; an empty selector takes everything. */
export function selects(selector: Properties, labels: Properties): boolean {
  const byLabels = Object.entries(objectAt(selector, "matchLabels")).every(
    ([name, value]) => labels[name] === value,
  );
  return byLabels && listAt(selector, "matchExpressions").every((item) => satisfies(item, labels));
}

function satisfies(expression: Value, labels: Properties): boolean {
  const value = labels[textAt(expression, "key")];
  const values = listAt(expression, "values");
  switch (textAt(expression, "operator")) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    default:
      return value === undefined;
  }
}

/** Kinds whose names are labels: their objects' names become host names or parts of them. */
const labelKinds: ReadonlySet<string> = new Set(["Namespace", "StatefulSet"]);

function nameCheck(kind: Kind): (name: string) => readonly string[] {
  if (kind.group === "rbac.authorization.k8s.io") return pathSegment;
  if (kind.kind === "Service") return dns1035Label;
  if (labelKinds.has(kind.kind)) return dns1123Label;
  return dns1123Subdomain;
}
