/** What the engine's state holds of one resource. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom: boolean;
  /** It has been replaced, and is still to be deleted. */
  readonly delete?: boolean;
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
 */
export function adoptPending(
  deployment: Deployment,
  findCreated: (resource: StateResource) => string | undefined,
): Adoption {
  let resources = deployment.resources ?? [];
  const adopted: string[] = [];
  const forgotten: string[] = [];
  for (const { type, resource } of deployment.pending_operations ?? []) {
    if (type !== "creating") continue;
    const id = resource.custom ? findCreated(resource) : undefined;
    if (id === undefined) {
      forgotten.push(resource.urn);
      continue;
    }
    // A replacement is created under the URN of what it replaces, which is then still to be deleted.
    resources = [
      ...resources.filter(({ urn }) => urn !== resource.urn),
      { ...resource, id },
      ...resources
        .filter(({ urn }) => urn === resource.urn)
        .map((replaced) => ({ ...replaced, delete: true })),
    ];
    adopted.push(resource.urn);
  }
  return {
    deployment: { ...deployment, resources, pending_operations: [] },
    adopted,
    forgotten,
  };
}
