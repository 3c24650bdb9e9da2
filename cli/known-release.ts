import type { Catalog, Release } from "../releases/catalog.ts";
import { findRelease, nearestReleases } from "../releases/catalog.ts";
import type { DeploymentType } from "../releases/schema/sources.ts";
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
  if (found === undefined) {
    const near = nearestReleases(catalog, version, type);
    const known =
      near.length === 0
        ? "The catalog has none."
        : `Known ones near it: ${near.join(", ")}. All: sgstack releases list --type ${type}`;
    throw new Failure(`${version}: no such release for ${type}. ${known}`, status.badInput);
  }
  if (flavour === undefined || flavour === found.source) return found;
  const other = catalog.release(version, flavour);
  if (other !== undefined) return other;
  throw new Failure(
    `${version} has no ${flavour} manifests. It has ${found.source}: leave --flavour out.`,
    status.badInput,
  );
}
