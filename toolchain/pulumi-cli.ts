import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Failure, status } from "./failure.ts";
import { projectRoot } from "./project-root.ts";

/** Where a Pulumi CLI with its language host for Node stands. */
export interface PulumiCli {
  /** The folder to put on PATH. */
  readonly bin: string;
  readonly version: string;
}

/** The CLI can't be had here. The message says what to do. */
export class PulumiCliError extends Failure {
  override readonly name = "PulumiCliError";
}

type Report = (line: string) => void;

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
  const ready = [official, built].find((bin) => isComplete(bin));
  if (ready !== undefined) return { bin: ready, version };

  report(`Getting the Pulumi CLI ${version} …`);
  const refusal = await sources.download(home, report);
  if (refusal === undefined && isComplete(official)) return { bin: official, version };
  report("Its official build can't be downloaded here: building it from Go modules instead.");
  await build(sources.go, built, version, report);
  return { bin: built, version };
}

/** Per user and outside every clone, so that a new clone finds what an old one built. */
export function cacheDirectory(): string {
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "sgstack");
}

function isComplete(bin: string): boolean {
  return ["pulumi", "pulumi-language-nodejs"].every((name) => existsSync(join(bin, name)));
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
    await run(process.execPath, [launcher, "version"], projectRoot, { PULUMI_HOME: home }, report);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const tools = [
  {
    module: "pulumi",
    program: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    takes: "about 4 minutes",
  },
  {
    module: "language-nodejs",
    program: "pulumi-language-nodejs",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    takes: "about 20 seconds",
  },
] as const;

/** Builds both programs aside, then moves them into place: an interrupted build leaves nothing. */
async function build(go: string, bin: string, version: string, report: Report): Promise<void> {
  mkdirSync(dirname(bin), { recursive: true });
  const aside = mkdtempSync(`${bin}.building-`);
  const versionFlag = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  try {
    for (const tool of tools) {
      report(`Building ${tool.program} (${tool.takes} on two cores, once) …`);
      const started = Date.now();
      let packages = 0;
      let told = started;
      await run(
        go,
        [
          "build",
          "-v",
          "-trimpath",
          "-ldflags",
          `-s -w ${versionFlag}`,
          "-o",
          join(aside, tool.program),
          tool.package,
        ],
        join(projectRoot, "toolchain", tool.module),
        { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" },
        (line) => {
          if (/\s/.test(line) && !line.startsWith("go: downloading")) return report(line);
          packages += 1;
          if (Date.now() - told < 10_000) return undefined;
          told = Date.now();
          return report(`  ${packages} packages, ${Math.round((told - started) / 1000)} s`);
        },
      );
      report(`  ${tool.program} is built (${Math.round((Date.now() - started) / 1000)} s)`);
    }
    if (!isComplete(bin)) {
      rmSync(bin, { recursive: true, force: true });
      renameSync(aside, bin);
    }
  } catch (error) {
    throw new PulumiCliError(buildAdvice(error, version), status.failed, { cause: error });
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function buildAdvice(error: unknown, version: string): string {
  const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return missing
    ? `The Pulumi CLI ${version} can't be downloaded here, and building it needs Go 1.26 or newer, which is not on PATH. Install Go (go.dev/doc/install), or run this where get.pulumi.com can be reached, then run it again.`
    : `The Pulumi CLI ${version} can't be downloaded here, and building it from Go modules failed: ${error instanceof Error ? error.message : String(error)}. Mend that (Go 1.26 or newer, and a module proxy that can be reached), then run this again: what was built so far is kept.`;
}

async function run(
  program: string,
  args: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string>>,
  report: Report,
): Promise<void> {
  const child = spawn(program, args, {
    cwd: directory,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let last = "";
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      last = line;
      report(line);
    });
  }
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with status ${code}: ${last}`));
    });
  });
}
