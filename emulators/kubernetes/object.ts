import type { Path, Properties, Value } from "../core/values.ts";
import { isList, isObject, same } from "../core/values.ts";
import { canonicalQuantity } from "./quantity.ts";
import { listAt, objectAt, textAt, without } from "./read.ts";
import type { Kind, Schema } from "./schema.ts";
import { quantityDefinition, resolved, schemaBelow, schemaOf } from "./schema.ts";

/**
 * What the client sends: no nulls, no fields that only the server writes, and a CRD's extensions
 * under their real names, which no program can write (pulumi-kubernetes, provider.go).
 */
export function sent(kind: Kind, inputs: Properties): Properties {
  const plain = withoutNulls(inputs);
  const named = kind.kind === "CustomResourceDefinition" ? dashed(plain) : plain;
  const object = isObject(named) ? named : {};
  return readOnlyMetadata.reduce<Properties>(
    (rest, field) => without(rest, ["metadata", field]),
    without(object, ["status"]),
  );
}

/** Fields of metadata that no client sets. */
export const readOnlyMetadata = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
] as const;

/** The one form of a value that can be written in several, such as a quantity. */
export function canonical(kind: Kind, object: Properties): Properties {
  const schema = schemaOf(kind);
  const value = schema === undefined ? object : canonicalValue(schema, object);
  return isObject(value) ? value : object;
}

/** What is sent as it is stored: a Secret's `stringData` is written into `data` and forgotten. */
export function stored(kind: Kind, object: Properties): Properties {
  const plain = canonical(kind, object);
  const texts = objectAt(plain, "stringData");
  if (kind.group !== "" || kind.kind !== "Secret") return plain;
  if (Object.keys(texts).length === 0) return without(plain, ["stringData"]);
  const encoded = Object.entries(texts).map(([name, value]) => [name, base64(value)]);
  const data = { ...objectAt(plain, "data"), ...Object.fromEntries(encoded) };
  return { ...without(plain, ["stringData"]), data };
}

function base64(value: Value): string {
  return Buffer.from(typeof value === "string" ? value : "").toString("base64");
}

function canonicalValue(schema: Schema, value: Value): Value {
  const { name } = resolved(schema);
  if (name === quantityDefinition && (typeof value === "string" || typeof value === "number")) {
    return canonicalQuantity(value);
  }
  const below = (step: string | number, item: Value): Value => {
    const inner = schemaBelow(schema, step);
    return inner === undefined ? item : canonicalValue(inner, item);
  };
  if (isList(value)) return value.map((item, index) => below(index, item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([step, item]) => [step, below(step, item)]));
}

/** The live values of what the inputs name, so that drift shows and the server's own fields don't. */
export function pruned(kind: Kind, live: Properties, inputs: Properties): Properties {
  const value = prunedValue(schemaOf(kind) ?? {}, decodedSecret(kind, live, inputs), inputs);
  return isObject(value) ? value : {};
}

function decodedSecret(kind: Kind, live: Properties, inputs: Properties): Properties {
  const texts = objectAt(inputs, "stringData");
  if (kind.group !== "" || kind.kind !== "Secret" || Object.keys(texts).length === 0) return live;
  const decoded = Object.keys(texts).flatMap((name) => {
    const value = objectAt(live, "data")[name];
    return typeof value === "string" ? [[name, Buffer.from(value, "base64").toString()]] : [];
  });
  return { ...live, stringData: Object.fromEntries(decoded) };
}

function prunedValue(schema: Schema, live: Value, input: Value): Value {
  if (isObject(live) && isObject(input)) {
    return Object.fromEntries(
      Object.keys(input)
        .filter((step) => live[step] !== undefined)
        .map((step) => [
          step,
          prunedValue(schemaBelow(schema, step) ?? {}, live[step], input[step]),
        ]),
    );
  }
  if (isList(live) && isList(input)) {
    const below = schemaBelow(schema, 0) ?? {};
    return live.map((item, index) => prunedValue(below, item, input[index] ?? item));
  }
  // What was written in another form is no drift.
  const { name } = resolved(schema);
  const alike =
    name === quantityDefinition &&
    typeof input !== "object" &&
    input !== undefined &&
    live !== undefined
      ? canonicalQuantity(String(input)) === live
      : same(live, input);
  return alike ? input : live;
}

const underscored = new Map(
  [
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
  ].map((name) => [name.replaceAll("-", "_"), name]),
);

function dashed(value: Value): Value {
  if (isList(value)) return value.map(dashed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([step, item]) => [underscored.get(step) ?? step, dashed(item)]),
  );
}

/** How a stored CRD is shown to a program. */
export function shown(kind: Kind, object: Properties): Properties {
  if (kind.kind !== "CustomResourceDefinition") return object;
  const names = new Map([...underscored].map(([under, dash]) => [dash, under]));
  const rename = (value: Value): Value => {
    if (isList(value)) return value.map(rename);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([step, item]) => [names.get(step) ?? step, rename(item)]),
    );
  };
  const renamed = rename(object);
  return isObject(renamed) ? renamed : object;
}

function withoutNulls(value: Value): Value {
  if (isList(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([step, item]) => [step, withoutNulls(item)]),
  );
}

export function nameOf(object: Value): string {
  return textAt(object, "metadata", "name");
}

export function namespaceOf(object: Value): string {
  return textAt(object, "metadata", "namespace");
}

/** Labels of the pods that a workload makes, or of the pod itself. */
export function podLabels(object: Properties): Properties {
  const template = podTemplatePath(object);
  return objectAt(object, ...template, "metadata", "labels");
}

/** The pod spec in an object that holds one. */
export function podSpecOf(object: Properties): Properties | undefined {
  const spec = objectAt(object, ...podTemplatePath(object), "spec");
  return listAt(spec, "containers").length > 0 ? spec : undefined;
}

export function podTemplatePath(object: Properties): Path {
  switch (textAt(object, "kind")) {
    case "Pod":
      return [];
    case "CronJob":
      return ["spec", "jobTemplate", "spec", "template"];
    default:
      return ["spec", "template"];
  }
}
