import type { Catalog, Release } from "../releases/catalog.ts";
import { findRelease } from "../releases/catalog.ts";
import type { DeploymentType } from "../releases/schema/sources.ts";
import { nearestVersions } from "../releases/versions.ts";
import { Failure, status } from "../toolchain/failure.ts";

/** One of the two sources of Kubernetes manifests. */
export type Flavour = "base" | "kustomize";

/** A release that a person named. */
export function knownRelease(
  catalog: Catalog,
  version: string,
  type: DeploymentType,
  flavour?: Flavour,
): Release {
  const found = findRelease(catalog, version, type);
  if (found === undefined) throw unknownRelease(catalog, version, type);
  if (flavour === undefined || flavour === found.source) return found;
  const other = catalog.release(version, flavour);
  if (other !== undefined) return other;
  throw new Failure(
    `${version} has no ${flavour} manifests. It has ${found.source}: leave --flavour out.`,
    status.badInput,
  );
}

/** @param type @default - any */
export function unknownRelease(catalog: Catalog, version: string, type?: DeploymentType): Failure {
  const types = type === undefined ? (["kubernetes", "compose"] as const) : [type];
  const versions = types.flatMap((each) => catalog.versions(each));
  const near = nearestVersions([...new Set(versions)], version);
  const [what, flag] = type === undefined ? ["", ""] : [` for ${type}`, ` --type ${type}`];
  const known =
    near.length === 0
      ? "The catalog has none."
      : `Known ones near it: ${near.join(", ")}. All: sgstack releases list${flag}`;
  return new Failure(`${version}: no such release${what}. ${known}`, status.badInput);
}
