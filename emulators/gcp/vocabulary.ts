import { z } from "zod";
import type { Failure } from "../core/provider.ts";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, suppressed } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList, isObject, isUnknown } from "../core/values.ts";

/** What several of Google's services have in common: names, links, labels, project and place. */

export const computeUrl = "https://www.googleapis.com/compute/v1";

/** Types that tables of other services refer to. */
export const tokens = {
  network: "gcp:compute/network:Network",
  subnetwork: "gcp:compute/subnetwork:Subnetwork",
  router: "gcp:compute/router:Router",
  routerNat: "gcp:compute/routerNat:RouterNat",
  address: "gcp:compute/address:Address",
  globalAddress: "gcp:compute/globalAddress:GlobalAddress",
  firewall: "gcp:compute/firewall:Firewall",
  disk: "gcp:compute/disk:Disk",
  regionDisk: "gcp:compute/regionDisk:RegionDisk",
  instance: "gcp:compute/instance:Instance",
  attachedDisk: "gcp:compute/attachedDisk:AttachedDisk",
  resourcePolicy: "gcp:compute/resourcePolicy:ResourcePolicy",
  diskPolicyAttachment: "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment",
  regionDiskPolicyAttachment:
    "gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment",
  cluster: "gcp:container/cluster:Cluster",
  nodePool: "gcp:container/nodePool:NodePool",
  serviceAccount: "gcp:serviceaccount/account:Account",
  serviceAccountMember: "gcp:serviceaccount/iAMMember:IAMMember",
  projectMember: "gcp:projects/iAMMember:IAMMember",
  repository: "gcp:artifactregistry/repository:Repository",
  repositoryMember: "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
  bucket: "gcp:storage/bucket:Bucket",
  bucketObject: "gcp:storage/bucketObject:BucketObject",
  bucketMember: "gcp:storage/bucketIAMMember:BucketIAMMember",
  recordSet: "gcp:dns/recordSet:RecordSet",
} as const;

/** Compute Engine's names (verify.ValidateGCEName, and RFC 1035). */
export const gceName = z.string().regex(/^(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)$/);

/** RFC 1035, two characters and more (verify.ValidateRFC1035Name(2, 63)). */
export const rfc1035Name = z.string().regex(/^(?:[a-z][-a-z0-9]{0,61}[a-z0-9])$/);

/** Labels as the API takes them: Compute Engine, "Labeling resources", requirements for labels. */
export const labels = z.record(
  z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/),
  z.string().regex(/^[a-z0-9_-]{0,63}$/),
);

/** A self link, a relative path or a bare name: which one is no change (CompareSelfLinkOrResourceName). */
export function link(): z.ZodString {
  return suppressed(z.string(), sameLink);
}

/** The same, for one that the cloud fills in where it isn't given. */
export function linkOrComputed(): z.ZodOptional<z.ZodString> {
  return suppressed(z.string().optional(), (from, to) => to === undefined || sameLink(from, to));
}

export function sameLink(left: Value, right: Value): boolean {
  if (typeof left !== "string" || typeof right !== "string") return false;
  if (!left.includes("/") || !right.includes("/")) return lastSegment(left) === lastSegment(right);
  return relativePath(left) === relativePath(right);
}

export function lastSegment(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

/** `projects/…` of a self link; other values as they are. */
export function relativePath(reference: string): string {
  return reference.replace(/^https:\/\/.*?\/(projects\/)/, "$1");
}

/** Values that the provider takes for "not given" beside leaving the property out. */
export function emptyOr(fallback: string): (from: Value, to: Value) => boolean {
  return (from, to) => (from ?? fallback) === (to ?? fallback);
}

export function text(value: Value): string {
  return typeof value === "string" ? value : "";
}

export function object(value: Value): Properties {
  return isObject(value) ? value : {};
}

export function list(value: Value): readonly Value[] {
  return isList(value) ? value : [];
}

/** The message of an error that a Google API answers, as the provider prints it. */
export function apiError(code: number, message: string, reason: string): string {
  return `googleapi: Error ${code}: ${message}, ${reason}`;
}

/** The value of an error in a field of a Compute Engine request. */
export function invalidField(field: string, value: Value, why: string): string {
  return apiError(
    400,
    `Invalid value for field 'resource.${field}': '${text(value)}'. ${why}`,
    "invalid",
  );
}

/** Inputs by which a resource finds its project and place. */
export const projectInput = { project: orComputed(fixed(z.string())) };
export const regionInput = { region: fixed(linkOrComputed()) };
export const zoneInput = { zone: fixed(linkOrComputed()) };

export function projectOf(state: Properties, scope: Scope): string {
  return text(state["project"] ?? scope.config["project"]);
}

/** Tells the place by the resource, then by the provider, then by the provider's zone. */
export function regionOf(state: Properties, scope: Scope): string {
  const given = state["region"] ?? scope.config["region"];
  if (given !== undefined) return lastSegment(text(given));
  return regionOfZone(text(scope.config["zone"]));
}

export function zoneOf(state: Properties, scope: Scope): string {
  return lastSegment(text(state["zone"] ?? scope.config["zone"]));
}

export function regionOfZone(zone: string): string {
  return zone.replace(/-[a-z]$/, "");
}

export function isZone(location: string): boolean {
  return /-[a-z]$/.test(location);
}

/** The provider's own words for a project or place that stands nowhere (tpgresource, GetProject …). */
export function placeFailures(
  inputs: Properties,
  scope: Scope,
  needs: readonly ("project" | "region" | "zone")[],
): readonly Failure[] {
  const found = {
    project: inputs["project"] ?? scope.config["project"],
    region: inputs["region"] ?? scope.config["region"] ?? scope.config["zone"],
    zone: inputs["zone"] ?? scope.config["zone"],
  };
  return needs
    .filter((need) => found[need] === undefined || found[need] === "")
    .map((need) => ({
      path: [],
      reason:
        need === "project"
          ? "Failed to retrieve project, pid: , err: project: required field is not set"
          : `Cannot determine ${need}: set in this resource, or set provider-level ${need === "zone" ? "zone" : "'region' or 'zone'"}.`,
    }));
}

/** A check over known values only: what isn't known yet can't be wrong yet. */
export function failuresOf(
  ...checks: readonly (readonly [broken: boolean, path: string, reason: string])[]
): readonly Failure[] {
  return checks
    .filter(([broken]) => broken)
    .map(([, path, reason]) => ({ path: path === "" ? [] : path.split("."), reason }));
}

/** Given, or at least about to be. */
export function isSet(value: Value): boolean {
  return value !== undefined && value !== null && value !== "" && value !== false;
}

/** A path that tells project and place by itself, or may turn out to be one. */
export function tellsPlace(reference: Value): boolean {
  return isUnknown(reference) || text(reference).includes("/");
}

export function isKnown(value: Value): boolean {
  return value !== undefined && !isUnknown(value);
}

type Rules = ResourceType["computed"];

/** What labels come to: the provider's default ones, its own one, and the resource's. */
export function labelOutputs(property: "labels" | "resourceLabels" = "labels"): Rules {
  const all = (state: Properties, scope: Scope): Properties => ({
    ...object(scope.config["defaultLabels"]),
    // Added by default since version 8 of the provider ("addPulumiAttributionLabel").
    ...(scope.config["addPulumiAttributionLabel"] === false
      ? {}
      : { "goog-pulumi-provisioned": "true" }),
    ...object(state[property]),
  });
  return { effectiveLabels: all, pulumiLabels: all };
}

export const labelSecrets = ["effectiveLabels", "pulumiLabels"] as const;

/** Compute Engine tells the time of California, in winter all year. */
export const created = {
  creationTimestamp: (): string =>
    new Date(Date.now() - 8 * 3_600_000).toISOString().replace("Z", "-08:00"),
};

export function now(): string {
  return new Date().toISOString();
}

export function fingerprint(_: Properties, scope: Scope): string {
  return Buffer.from(scope.hex(16), "hex").toString("base64").slice(0, 11).concat("=");
}

export const selfLink = {
  selfLink: (state: { readonly id: string }): string => `${computeUrl}/${state.id}`,
};

export const projectOutput = { project: projectOf };

/** A block whose coming and going makes the resource anew, while its parts have rules of their own. */
export function fixedPresence<T extends z.ZodType>(schema: T): T {
  return fixed(schema, (from, to) => (from === undefined) !== (to === undefined));
}

/** A list whose length makes the resource anew, while its items have rules of their own. */
export function fixedCount<T extends z.ZodType>(schema: T): T {
  return fixed(schema, (from, to) => countOf(from) !== countOf(to));
}

function countOf(value: Value): number {
  return isList(value) ? value.length : 0;
}
