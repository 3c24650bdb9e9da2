import type { Catalog, Release } from "../../releases/catalog.ts";
import { loadCatalog } from "../../releases/catalog.ts";
import type { ReleaseDiff } from "../../releases/diff.ts";
import { diffReleases } from "../../releases/diff.ts";
import type { DeploymentType } from "../../releases/schema/sources.ts";
import { Failure, status } from "../../toolchain/failure.ts";
import { knownRelease, unknownRelease } from "../known-release.ts";

export interface DiffFlags {
  readonly type?: DeploymentType;
  readonly catalog?: string;
  readonly json?: boolean;
  readonly format: "text" | "markdown" | "json";
}

/** `sgstack releases diff` */
export async function diffCommand(from: string, to: string, flags: DiffFlags): Promise<void> {
  const diffs = plannedDiffs(loadCatalog(flags.catalog), from, to, flags.type);
  if (flags.json === true || flags.format === "json") {
    console.log(JSON.stringify(diffs, undefined, 2));
    return;
  }
  const { diffAsMarkdown, diffAsText } = await import("./format-diff.ts");
  const format = flags.format === "markdown" ? diffAsMarkdown : diffAsText;
  console.log(diffs.map(format).join("\n\n"));
}

/** One for each type that both releases have, or for the one that is asked for. */
export function plannedDiffs(
  catalog: Catalog,
  from: string,
  to: string,
  type?: DeploymentType,
): readonly ReleaseDiff[] {
  const types = (["kubernetes", "compose"] as const).filter(
    (each) => type === undefined || type === each,
  );
  const has = (version: string, each: DeploymentType) => catalog.versions(each).includes(version);
  const missing = [from, to].find((version) => !types.some((each) => has(version, each)));
  if (missing !== undefined) throw unknownRelease(catalog, missing, type);
  const common = types.filter((each) => has(from, each) && has(to, each));
  if (common.length === 0) {
    throw new Failure(
      `${from} and ${to} can't be compared: one is known for kubernetes, the other for compose.`,
      status.badInput,
    );
  }
  return common.map((each) => diffReleases(...pair(catalog, from, to, each)));
}

/** Both from one source, if there is one that has both: another one has other shapes. */
function pair(
  catalog: Catalog,
  from: string,
  to: string,
  type: DeploymentType,
): readonly [Release, Release] {
  const [left, right] = [knownRelease(catalog, from, type), knownRelease(catalog, to, type)];
  if (left.source === right.source) return [left, right];
  return [catalog.release(from, right.source) ?? left, catalog.release(to, left.source) ?? right];
}
