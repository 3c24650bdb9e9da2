import type { z } from "zod";
import type { PropertyChange } from "./provider.ts";
import { schemaBelow, traitsOf } from "./traits.ts";
import type { Path, Properties, Value } from "./values.ts";
import { isList, isObject, isUnknown, same, unknown } from "./values.ts";

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
  return [{ path, kind, replaces: replacesHere || replacesBelow(schema, from, to) }];
}

/** Whether something inside a block that comes, goes or isn't known yet makes the resource anew. */
function replacesBelow(schema: z.ZodType | undefined, from: Value, to: Value): boolean {
  if (schema === undefined) return false;
  const block = [from, to].find((side) => isList(side) || isObject(side));
  const other = block === to ? from : to;
  if (block === undefined || !(other === undefined || isUnknown(other))) return false;
  return (stepsInto(block, block) ?? []).some((step) => {
    const inside = childOf(block, step);
    const outside = other === undefined ? undefined : unknown;
    const [old, next] = block === from ? [inside, outside] : [outside, inside];
    return diffValue(schemaBelow(schema, step), old, next, [], false).some((one) => one.replaces);
  });
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

/** A set has an item or hasn't: saying it twice says no more. */
function sameSet(left: readonly Value[], right: readonly Value[]): boolean {
  return isWithin(left, right) && isWithin(right, left);
}

function isWithin(items: readonly Value[], set: readonly Value[]): boolean {
  return items.every((item) => set.some((other) => same(item, other)));
}
