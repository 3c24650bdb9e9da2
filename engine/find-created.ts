import type { CloudStore } from "../emulators/core/store.ts";
import { isList, isObject, valueAt } from "../emulators/core/values.ts";
import type { StateResource } from "./adopt-pending.ts";

/**
 * The id of what was created with a resource's inputs, found as a person would find it in a cloud's
 * console: of that type, with that name, and with all else that was asked for.
 *
 * @param taken ids of that type that have an owner in the state.
 */
export function findCreated(
  { type, inputs = {} }: StateResource,
  store: CloudStore,
  taken: ReadonlySet<string>,
): string | undefined {
  if (type.startsWith("kubernetes:")) return objectId(inputs);
  const wanted = Object.entries(inputs).filter(([key, value]) => isComparable(key, value));
  return store
    .list(type)
    .find(
      ({ id, properties }) =>
        !taken.has(id) && wanted.every(([key, value]) => covers(properties[key], value)),
    )?.id;
}

/** All that was asked for is there; a cloud adds to it. */
function covers(live: unknown, asked: unknown): boolean {
  if (isList(asked)) {
    return (
      isList(live) &&
      live.length === asked.length &&
      asked.every((item, index) => covers(live[index], item))
    );
  }
  if (isObject(asked)) {
    return isObject(live) && Object.keys(asked).every((key) => covers(live[key], asked[key]));
  }
  return live === asked;
}

/** An object's id follows from its inputs; if there is no such object, a refresh finds that out. */
function objectId(inputs: Readonly<Record<string, unknown>>): string | undefined {
  const { metadata } = inputs;
  if (!isObject(metadata)) return undefined;
  const name = valueAt(metadata, ["name"]);
  const namespace = valueAt(metadata, ["namespace"]);
  if (typeof name !== "string") return undefined;
  return typeof namespace === "string" ? `${namespace}/${name}` : name;
}

/** Secrets are encrypted in an exported state, and keys of the SDK's own are no properties. */
function isComparable(key: string, value: unknown): boolean {
  return !key.startsWith("__") && !(JSON.stringify(value) ?? "").includes('"ciphertext"');
}
