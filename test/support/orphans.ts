import type { StateResource } from "../../engine/adopt-pending.ts";
import type { EmulatedStack } from "../../engine/emulated-stack.ts";
import type { StoredResource } from "../../emulators/core/store.ts";

/**
 * What exists in the emulated cloud and in no state, and what the state has and the cloud hasn't.
 * `foreign` is what was there before the first `up`: the stack takes it for granted and never owns it.
 */
export async function mismatches(
  stack: EmulatedStack,
  foreign: readonly StoredResource[],
): Promise<{ readonly orphaned: readonly string[]; readonly lost: readonly string[] }> {
  const { resources } = await stack.state();
  const known = resources.filter(isInCloud).map(({ type, id = "" }) => `${type} ${id}`);
  const others = new Set(foreign.map(nameOf));
  const existing = stack.cloud.store
    .list()
    .map(nameOf)
    .filter((name) => !others.has(name));
  return {
    orphaned: existing.filter((name) => !known.includes(name)),
    lost: known.filter((name) => !existing.includes(name)),
  };
}

function nameOf({ type, id }: StoredResource): string {
  return `${type} ${plainId(type, id)}`;
}

function isInCloud({ type, custom }: StateResource): boolean {
  return custom && !type.startsWith("pulumi:") && !type.startsWith("random:");
}

/** The store has the cluster before an object's id, since one store holds all clusters. */
function plainId(type: string, id: string): string {
  return type.startsWith("kubernetes:") ? id.slice(id.indexOf(" ") + 1) : id;
}
