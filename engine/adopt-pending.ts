/** What the engine's state holds of one resource. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom: boolean;
  /** It has been replaced, and is still to be deleted. */
  readonly delete?: boolean;
  /** It has been deleted, and its replacement is still to be made. */
  readonly pendingReplacement?: boolean;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
}

export interface PendingOperation {
  readonly type: "creating" | "updating" | "deleting" | "reading";
  readonly resource: StateResource;
}

/** The part of an exported stack that a run which is cut off leaves in disorder. */
export interface Deployment {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly PendingOperation[];
}

export interface Adoption {
  readonly deployment: Deployment;
  /** URNs of what was created and is in the state from now on. */
  readonly adopted: readonly string[];
  /** URNs of what was to be created and never was. */
  readonly forgotten: readonly string[];
}

/**
 * A stack's deployment without pending operations. What was being created when the engine died is
 * taken into the state under the id that `findCreated` gives, or forgotten where it gives none:
 * without this, the next `up` would make it a second time, and nobody would own the first. Updates
 * and deletions need nothing: their resources are in the state, and a refresh sees how far they got.
 *
 * @param findCreated gets the ids of the resource's type that have an owner by then: two things that
 * were asked for alike must not be taken for one.
 */
export function adoptPending(
  deployment: Deployment,
  findCreated: (resource: StateResource, taken: ReadonlySet<string>) => string | undefined,
): Adoption {
  let resources = deployment.resources ?? [];
  const adopted: string[] = [];
  const forgotten: string[] = [];
  for (const { type, resource } of deployment.pending_operations ?? []) {
    if (type !== "creating") continue;
    const id = resource.custom ? findCreated(resource, idsOf(resources, resource.type)) : undefined;
    if (id === undefined) {
      forgotten.push(resource.urn);
      continue;
    }
    resources = withCreated(resources, { ...resource, id });
    adopted.push(resource.urn);
  }
  return {
    deployment: { ...deployment, resources, pending_operations: [] },
    adopted,
    forgotten,
  };
}

/**
 * A replacement is created under the URN of what it replaces, and takes its place: the engine reads
 * no state in which a resource stands before one that it depends on. What it replaces is still to be
 * deleted, unless that was done first.
 */
function withCreated(
  resources: readonly StateResource[],
  created: StateResource,
): readonly StateResource[] {
  const place = resources.findIndex(
    (resource) => resource.urn === created.urn && resource.delete !== true,
  );
  const replaced = resources[place];
  if (replaced === undefined) return [...resources, created];
  return [
    ...resources.slice(0, place),
    created,
    ...(replaced.pendingReplacement === true ? [] : [{ ...replaced, delete: true }]),
    ...resources.slice(place + 1),
  ];
}

function idsOf(resources: readonly StateResource[], wanted: string): ReadonlySet<string> {
  return new Set(
    resources.flatMap(({ type, id }) => (type === wanted && id !== undefined ? [id] : [])),
  );
}
