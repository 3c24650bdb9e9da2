import type { Path, Properties, Value } from "../core/values.ts";
import { isList, isObject, valueAt } from "../core/values.ts";

/** The object at a path; an empty one where there is none, as Go's zero values are. */
export function objectAt(value: Value, ...path: Path): Properties {
  const found = valueAt(value, path);
  return isObject(found) ? found : {};
}

/** The list at a path; an empty one where there is none. */
export function listAt(value: Value, ...path: Path): readonly Value[] {
  const found = valueAt(value, path);
  return isList(found) ? found : [];
}

/** The text at a path; an empty one where there is none. */
export function textAt(value: Value, ...path: Path): string {
  const found = valueAt(value, path);
  return typeof found === "string" ? found : "";
}

/** The texts in the list at a path. */
export function textListAt(value: Value, ...path: Path): readonly string[] {
  return listAt(value, ...path).filter((item) => typeof item === "string");
}

export function numberAt(value: Value, ...path: Path): number | undefined {
  const found = valueAt(value, path);
  return typeof found === "number" ? found : undefined;
}

/** A map of labels, annotations or the like. */
export function textsAt(value: Value, ...path: Path): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(objectAt(value, ...path)).flatMap(([key, item]) =>
      typeof item === "string" ? [[key, item]] : [],
    ),
  );
}

/** The object with one value put in at a path, whatever of the path was missing. */
export function withValue(object: Properties, path: readonly string[], value: Value): Properties {
  const [first, ...rest] = path;
  if (first === undefined) return isObject(value) ? value : object;
  const below = rest.length === 0 ? value : withValue(objectAt(object, first), rest, value);
  return { ...object, [first]: below };
}

/** The object without the value at a path. */
export function without(object: Properties, path: readonly string[]): Properties {
  const [first, ...rest] = path;
  if (first === undefined || object[first] === undefined) return object;
  if (rest.length === 0) {
    return Object.fromEntries(Object.entries(object).filter(([key]) => key !== first));
  }
  return { ...object, [first]: without(objectAt(object, first), rest) };
}
