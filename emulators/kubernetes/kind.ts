import { CloudError } from "../core/provider.ts";
import { builtInKinds } from "./schema.ts";
import type { Kind } from "./schema.ts";

/** What a Pulumi type token names. */
export interface TypeName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * `kubernetes:apps/v1:Deployment`. The SDK's own names for groups are the API's, except that the
 * core group is called core.
 */
export function typeName(token: string): TypeName {
  const [packageName, module = "", kind = ""] = token.split(":");
  const [group = "", version = "", ...rest] = module.split("/");
  if (packageName !== "kubernetes" || version === "" || kind === "" || rest.length > 0) {
    throw new CloudError(`the emulated cloud doesn't know the resource type ${token}`);
  }
  const client = clientSideTypes.find((item) => item === group);
  if (client !== undefined) {
    throw new CloudError(
      `the emulated cloud doesn't know the resource type ${token}: it has no ${client}, only the API server`,
    );
  }
  return { group: group === "core" ? "" : group, version, kind };
}

/** Modules whose resources are worked out by the provider and not by the API server. */
const clientSideTypes = ["helm.sh", "yaml", "kustomize"] as const;

/** The type's name, unless nothing could ever serve it. */
export function knownType(token: string): TypeName {
  const name = typeName(token);
  if (builtInKind(name) !== undefined) return name;
  const base = (ending: string): TypeName => ({
    ...name,
    kind: name.kind.slice(0, -ending.length),
  });
  if (name.kind.endsWith("List") && builtInKind(base("List")) !== undefined) {
    throw new CloudError(
      "list resources exist for compatibility with YAML manifests and Helm charts, and cannot be created directly. Use the underlying resource type instead",
    );
  }
  if (name.kind.endsWith("Patch") && builtInKind(base("Patch")) !== undefined) {
    throw new CloudError(
      `the emulated cloud doesn't know the resource type ${token}: it has no patches, only whole objects`,
    );
  }
  if (isBuiltInGroup(name.group)) {
    throw new CloudError(
      `the emulated cloud doesn't know the resource type ${token}: ${noMatch(name)}`,
    );
  }
  return name;
}

/** What pulumi-kubernetes makes of a kind that the API server doesn't serve. */
export function unknownKind(urn: string, name: TypeName, operation: "creation" | "update"): string {
  const kind = operation === "creation" ? ` with kind ${apiVersion(name)}/${name.kind}` : "";
  return `${operation} of resource ${JSON.stringify(urn)}${kind} failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: ${noMatch(name)}`;
}

/** The stored kind of that name. Lists and patches have names too, but are no kinds. */
export function builtInKind(name: TypeName): Kind | undefined {
  return builtInKinds.find(
    (item) => item.group === name.group && item.version === name.version && item.kind === name.kind,
  );
}

/** Whether the group is the API server's own, so that no CRD can add a kind to it. */
function isBuiltInGroup(group: string): boolean {
  return !group.includes(".") || group.endsWith(".k8s.io");
}

export function apiVersion({ group, version }: TypeName): string {
  return group === "" ? version : `${group}/${version}`;
}

/** `Deployment.apps`, as in messages about an object that is invalid. */
export function qualifiedKind({ group, kind }: TypeName): string {
  return group === "" ? kind : `${kind}.${group}`;
}

/** `deployments.apps`, as in messages about an object that exists or doesn't. */
export function qualifiedResource({ group, plural }: Kind): string {
  return group === "" ? plural : `${plural}.${group}`;
}

/** What a client says when the API server serves no such kind. */
function noMatch(name: TypeName): string {
  return `no matches for kind ${JSON.stringify(name.kind)} in version ${JSON.stringify(apiVersion(name))}`;
}

/**
 * The token under which objects of a kind are kept: one for all versions of it, since the API
 * server shows the same object under each.
 */
export function storedType(kind: Kind): string {
  const newest = builtInKinds
    .filter((item) => item.group === kind.group && item.kind === kind.kind)
    .toSorted((left, right) => rank(right.version) - rank(left.version))[0];
  const group = kind.group === "" ? "core" : kind.group;
  return `kubernetes:${group}/${(newest ?? kind).version}:${kind.kind}`;
}

function rank(version: string): number {
  return Number(version.slice(1));
}
