import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import { Failure, status } from "./failure.ts";
import { buildAdvice, buildGoPrograms, hasPrograms } from "./go-build.ts";
import { goPrograms } from "./go-programs.ts";
import { projectRoot } from "./project-root.ts";
import type { Report } from "./run-reporting.ts";
import { runReporting } from "./run-reporting.ts";

/** Where a Pulumi CLI with its language host for Node stands. */
export interface PulumiCli {
  /** The folder to put on PATH. */
  readonly bin: string;
  readonly version: string;
}

const programs = [goPrograms.pulumi, goPrograms.pulumiLanguageNodejs];

/** The CLI can't be had here. The message says what to do. */
export class PulumiCliError extends Failure {
  override readonly name = "PulumiCliError";
}

/** Where the CLI may come from; a test puts something else in a part's place. */
export interface PulumiCliSources {
  /** The folder that keeps it. */
  readonly cache: string;
  /** Resolves with the reason when there is nothing to be had. */
  readonly download: (home: string, report: Report) => Promise<string | undefined>;
  /** The Go command. */
  readonly go: string;
}

/**
 * The pinned Pulumi CLI, from the user's cache, or else the official build by way of the `pulumi`
 * npm package, or else, where its downloads are blocked, built from Go modules: once, some minutes.
 *
 * @param report receives lines of progress for a person.
 */
export async function ensurePulumiCli(
  report: Report,
  sources: PulumiCliSources = { cache: cacheDirectory(), download, go: "go" },
): Promise<PulumiCli> {
  const version = pinnedVersion();
  const home = join(sources.cache, "pulumi-home");
  const official = join(home, "versions", version, "bin");
  const built = join(sources.cache, `pulumi-${version}-${process.platform}-${process.arch}`);
  const ready = [official, built].find((bin) => hasPrograms(bin, programs));
  if (ready !== undefined) return { bin: ready, version };

  report(`Getting the Pulumi CLI ${version} …`);
  const refusal = await sources.download(home, report);
  if (refusal === undefined && hasPrograms(official, programs)) return { bin: official, version };
  report("Its official build can't be downloaded here: building it from Go modules instead.");
  try {
    await buildGoPrograms({ programs, version, bin: built, go: sources.go }, report);
  } catch (error) {
    const sentence = `The Pulumi CLI ${version} can't be downloaded here, and building it`;
    const otherwise = ", or run this where get.pulumi.com can be reached";
    const advice = buildAdvice(error, sentence, otherwise);
    throw new PulumiCliError(advice, status.failed, { cause: error });
  }
  return { bin: built, version };
}

/** The version of the npm package of the CLI; the Go module of the same version is checked by a test. */
function pinnedVersion(): string {
  const manifest: { dependencies?: Record<string, string> } = JSON.parse(
    readFileSync(join(projectRoot, "package.json"), "utf8"),
  );
  const version = manifest.dependencies?.["pulumi"];
  if (version === undefined) throw new Error("package.json doesn't pin the pulumi package");
  return version;
}

async function download(home: string, report: Report): Promise<string | undefined> {
  const launcher = join(projectRoot, "node_modules", "pulumi", "run.js");
  try {
    const own = { PULUMI_HOME: home };
    await runReporting(process.execPath, [launcher, "version"], projectRoot, own, report);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
