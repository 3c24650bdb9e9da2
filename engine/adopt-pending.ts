import type { PendingOperation, StateResource } from "./emulated-stack.ts";

/** The part of an exported stack that an interrupted run leaves in disorder. */
export interface Deployment {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly PendingOperation[];
}

/**
 * A stack's deployment without pending operations. What was being created when the engine died is
 * taken into the state under the id that `findCreated` gives, or forgotten where it gives none:
 * without this, the next `up` would make it a second time and nobody would own the first. Updates
 * and deletions need nothing: their resources are in the state, and a refresh sees how far they got.
 */
export function adoptPending<D extends Deployment>(
  deployment: D,
  findCreated: (resource: StateResource) => string | undefined,
): {
  readonly deployment: D;
  readonly adopted: readonly string[];
  readonly forgotten: readonly string[];
} {
  const adopted: StateResource[] = [];
  const forgotten: string[] = [];
  const known = new Set((deployment.resources ?? []).map(({ urn }) => urn));
  for (const { type, resource } of deployment.pending_operations ?? []) {
    if (type !== "creating") continue;
    const id = resource.custom ? findCreated(resource) : undefined;
    // A replacement is created under the URN of what it replaces: the old one keeps its place.
    if (id === undefined || known.has(resource.urn)) forgotten.push(resource.urn);
    else adopted.push({ ...resource, id });
  }
  return {
    deployment: {
      ...deployment,
      resources: [...(deployment.resources ?? []), ...adopted],
      pending_operations: [],
    },
    adopted: adopted.map(({ urn }) => urn),
    forgotten,
  };
}
