import type { Properties, Value } from "../core/values.ts";
import { isList, isObject } from "../core/values.ts";
import { objectAt } from "./read.ts";
import type { Kind, Schema } from "./schema.ts";
import { resolved, schemaBelow, schemaOf } from "./schema.ts";

/**
 * Server-side apply: what was applied before and is not any more goes, what is applied now stands,
 * what others wrote stays. Lists whose schema names keys are merged by them, all others are one
 * value (structured-merge-diff).
 */
export function applied(
  kind: Kind,
  live: Properties,
  before: Properties,
  now: Properties,
): Properties {
  const schema = schemaOf(kind) ?? { type: "object" };
  const result = merged(schema, live, before, now);
  return isObject(result) ? result : now;
}

function merged(schema: Schema, live: Value, before: Value, now: Value): Value {
  if (isObject(live) && isObject(now)) {
    if (resolved(schema).schema["x-kubernetes-list-type"] === "atomic") return now;
    const owned = isObject(before) ? before : {};
    return mergedObject(schema, live, owned, now);
  }
  if (isList(live) && isList(now)) {
    const keys = mapKeys(schema);
    return keys === undefined
      ? now
      : mergedList(schema, keys, live, isList(before) ? before : [], now);
  }
  return now;
}

function mergedObject(
  schema: Schema,
  live: Properties,
  before: Properties,
  now: Properties,
): Value {
  const entries = [...new Set([...Object.keys(live), ...Object.keys(now)])].flatMap(
    (step): readonly (readonly [string, Value])[] => {
      const below = schemaBelow(schema, step) ?? {};
      if (now[step] !== undefined) {
        return [[step, merged(below, live[step], before[step], now[step])]];
      }
      if (before[step] === undefined) return [[step, live[step]]];
      const rest = released(below, live[step], before[step]);
      return rest === undefined ? [] : [[step, rest]];
    },
  );
  return Object.fromEntries(entries);
}

/** What stays of a live value whose owner has given it up: only what others put into it. */
function released(schema: Schema, live: Value, before: Value): Value {
  if (!isObject(live) || !isObject(before)) return undefined;
  const rest = mergedObject(schema, live, before, {});
  return isObject(rest) && Object.keys(rest).length > 0 ? rest : undefined;
}

function mergedList(
  schema: Schema,
  keys: readonly string[],
  live: readonly Value[],
  before: readonly Value[],
  now: readonly Value[],
): Value {
  const itemSchema = schemaBelow(schema, 0) ?? {};
  const sameItem = (left: Value) => (right: Value) =>
    keys.every((name) => {
      const [a, b] = [objectAt(left)[name], objectAt(right)[name]];
      // A key that has a default may be left out on one side: protocol, for all such lists.
      return a === b || (name === "protocol" && (a ?? "TCP") === (b ?? "TCP"));
    });
  const kept = live.filter((item) => ![...now, ...before].some(sameItem(item)));
  return [
    ...now.map((item) =>
      merged(itemSchema, live.find(sameItem(item)), before.find(sameItem(item)), item),
    ),
    ...kept,
  ];
}

/** Keys by which a list's items are told apart; undefined when the list is one value. */
function mapKeys(schema: Schema): readonly string[] | undefined {
  const { schema: own } = resolved(schema);
  const list = schema["x-kubernetes-list-type"] ?? own["x-kubernetes-list-type"];
  if (list !== "map") return undefined;
  return schema["x-kubernetes-list-map-keys"] ?? own["x-kubernetes-list-map-keys"];
}

/**
 * `.spec.template.spec.containers[name="web"].env: duplicate entries for key [name="A"]`: such a
 * list can't be applied, only created.
 */
export function duplicateEntry(kind: Kind, object: Properties): string | undefined {
  const schema = schemaOf(kind);
  return schema === undefined ? undefined : duplicateIn(schema, object, "");
}

function duplicateIn(schema: Schema, value: Value, path: string): string | undefined {
  if (isObject(value)) {
    return Object.entries(value)
      .map(([step, item]) => duplicateIn(schemaBelow(schema, step) ?? {}, item, `${path}.${step}`))
      .find((found) => found !== undefined);
  }
  if (!isList(value)) return undefined;
  const keys = mapKeys(schema);
  const names = value.map((item) =>
    (keys ?? []).map((name) => `${name}=${JSON.stringify(keyOf(item, name))}`).join(","),
  );
  const twice = keys === undefined ? undefined : names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) return `${path}: duplicate entries for key [${twice}]`;
  return value
    .map((item, index) =>
      duplicateIn(
        schemaBelow(schema, index) ?? {},
        item,
        `${path}[${keys === undefined ? index : names[index]}]`,
      ),
    )
    .find((found) => found !== undefined);
}

function keyOf(item: Value, name: string): Value {
  return objectAt(item)[name] ?? (name === "protocol" ? "TCP" : undefined);
}
