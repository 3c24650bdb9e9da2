import { isDeepStrictEqual } from "node:util";
import type { CloudStore } from "../emulators/core/store.ts";
import type { StateResource } from "./emulated-stack.ts";

/**
 * The id of the thing that was created with a resource's inputs, as a person would look for it in a
 * cloud's console: of that type, with that name, and all else that was asked for.
 */
export function findCreated(resource: StateResource, store: CloudStore): string | undefined {
  const wanted = Object.entries(resource.inputs ?? {}).filter(([key, value]) =>
    isComparable(key, value),
  );
  return store
    .list(resource.type)
    .find(({ properties }) =>
      wanted.every(([key, value]) => isDeepStrictEqual(properties[key], value)),
    )?.id;
}

/** Secrets are encrypted in an exported state, and keys of the SDK's own are no properties. */
function isComparable(key: string, value: unknown): boolean {
  return !key.startsWith("__") && !JSON.stringify(value).includes('"ciphertext"');
}
