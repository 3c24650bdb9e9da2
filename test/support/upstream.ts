import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { DeploymentSource } from "../../releases/schema/sources.ts";
import { deploymentSources } from "../../releases/schema/sources.ts";
import { projectRoot } from "../../toolchain/project-root.ts";

/**
 * Where copies of upstream's releases are, one folder a repository and in it one a tag. They are no part
 * of the project: what compares with them is skipped where they aren't.
 */
export const upstreamDirectory =
  process.env["UPSTREAM_DIR"] ?? join(projectRoot, "..", "shared", "upstream");

export const hasUpstream = existsSync(upstreamDirectory);

export interface UpstreamRelease {
  readonly source: DeploymentSource;
  readonly version: string;
  readonly directory: string;
}

/** Every release at hand, in each of its sources. */
export function upstreamReleases(): readonly UpstreamRelease[] {
  if (!hasUpstream) {
    console.log(`    skipped: there are no copies of upstream's releases in ${upstreamDirectory}`);
    return [];
  }
  return (["base", "kustomize", "compose"] as const).flatMap((source) => {
    const home = join(upstreamDirectory, deploymentSources[source].repository);
    return readdirSync(home)
      .filter((tag) => tag.startsWith("v"))
      .toSorted()
      .map((tag) => ({ source, version: tag.slice(1), directory: join(home, tag) }));
  });
}
