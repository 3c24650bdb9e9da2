/** What decides where an object is sent; the rest of it is the API server's business. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: unknown; readonly namespace?: unknown };
}

/** The answer to /api and to /apis, in the form that has every group with its resources. */
export interface DiscoveryDocument {
  readonly items: readonly {
    /** No name: the core group, whose API version is `v1` alone. */
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind: string };
        readonly scope: string;
      }[];
    }[];
  }[];
}

interface Resource {
  /** Such as `/apis/apps/v1`. */
  readonly root: string;
  readonly plural: string;
  readonly isNamespaced: boolean;
}

/** The resources of an API server, by `apps/v1 Deployment`. */
export type Resources = ReadonlyMap<string, Resource>;

export function resourcesOf(documents: readonly DiscoveryDocument[]): Resources {
  const resources = documents.flatMap(({ items }) =>
    items.flatMap(({ metadata: { name: group = "" }, versions }) =>
      versions.flatMap(({ version, resources: known = [] }) =>
        known.map(({ resource: plural, responseKind, scope }) => {
          const apiVersion = group === "" ? version : `${group}/${version}`;
          const root = `/${group === "" ? "api" : "apis"}/${apiVersion}`;
          const resource = { root, plural, isNamespaced: scope === "Namespaced" };
          return [`${apiVersion} ${responseKind?.kind}`, resource] as const;
        }),
      ),
    ),
  );
  return new Map(resources);
}

/**
 * The path of an object's collection, such as `/apis/apps/v1/namespaces/sourcegraph/deployments`;
 * nothing for a kind that the API server doesn't serve.
 *
 * @param namespace for an object that names none
 */
export function collectionPath(
  resources: Resources,
  { apiVersion, kind, metadata }: ApiObject,
  namespace: string,
): string | undefined {
  const resource = resources.get(`${apiVersion} ${kind}`);
  if (resource === undefined) return undefined;
  const { root, plural, isNamespaced } = resource;
  if (!isNamespaced) return `${root}/${plural}`;
  const own = typeof metadata.namespace === "string" ? metadata.namespace : namespace;
  return `${root}/namespaces/${encodeURIComponent(own)}/${plural}`;
}
