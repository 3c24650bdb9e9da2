import type { z } from "zod";
import type { PropertyChange } from "./provider.ts";
import { schemaBelow, traitsOf } from "./traits.ts";
import type { Path, Properties, Value } from "./values.ts";
import { isList, isObject, isUnknown, same } from "./values.ts";

/** What differs between two sets of inputs, leaf by leaf, and which of it makes the resource anew. */
export function diffInputs(
  schema: z.ZodType,
  olds: Properties,
  news: Properties,
): readonly PropertyChange[] {
  return diffValue(schema, olds, news, [], false);
}

function diffValue(
  schema: z.ZodType | undefined,
  from: Value,
  to: Value,
  path: Path,
  replacedAbove: boolean,
): readonly PropertyChange[] {
  const traits = schema === undefined ? {} : traitsOf(schema);
  if (same(from, to)) return [];
  if (!isUnknown(to) && (traits.equivalent?.(from, to) ?? false)) return [];
  if (traits.unordered === true && isList(from) && isList(to) && sameSet(from, to)) return [];

  const { replaces } = traits;
  const replacesHere =
    replacedAbove ||
    replaces === true ||
    // What isn't known yet may turn out to be any value: the real providers plan for the worst.
    (replaces !== undefined && (isUnknown(to) || replaces(from, to)));

  const steps = stepsInto(from, to);
  if (steps !== undefined && schema !== undefined) {
    return steps.flatMap((step) =>
      diffValue(
        schemaBelow(schema, step),
        childOf(from, step),
        childOf(to, step),
        [...path, step],
        replacesHere,
      ),
    );
  }
  const kind = from === undefined ? "add" : to === undefined ? "delete" : "update";
  return [{ path, kind, replaces: replacesHere }];
}

function stepsInto(from: Value, to: Value): readonly (string | number)[] | undefined {
  if (isList(from) && isList(to)) {
    return [...(from.length > to.length ? from : to).keys()];
  }
  if (isObject(from) && isObject(to)) {
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].toSorted();
  }
  return undefined;
}

function childOf(value: Value, step: string | number): Value {
  if (isList(value) && typeof step === "number") return value[step];
  return isObject(value) ? value[String(step)] : undefined;
}

function sameSet(left: readonly Value[], right: readonly Value[]): boolean {
  return (
    left.length === right.length && left.every((item) => right.some((other) => same(item, other)))
  );
}
