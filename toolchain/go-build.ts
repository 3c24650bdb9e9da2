import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { projectRoot } from "./project-root.ts";
import type { Report } from "./run-reporting.ts";
import { runReporting } from "./run-reporting.ts";

/** A program that is built from Go modules. */
export interface GoProgram {
  /** The file that is built. */
  readonly name: string;
  /** The folder in toolchain/ whose go.mod pins what it is built from. */
  readonly folder: string;
  readonly package: string;
  /** For the person who waits: how long on two cores, with nothing built before. */
  readonly takes: string;
  /** Variables of its source that hold its version, which Go's linker fills in. */
  readonly versionVariables: (version: string) => Readonly<Record<string, string>>;
}

export interface GoBuild {
  /** All of them end up in one folder. */
  readonly programs: readonly GoProgram[];
  readonly version: string;
  readonly bin: string;
  /** The Go command. */
  readonly go: string;
}

/** Whether a folder has them all. */
export function hasPrograms(bin: string, programs: readonly Pick<GoProgram, "name">[]): boolean {
  return programs.every(({ name }) => existsSync(join(bin, name)));
}

/**
 * Builds programs aside and then moves all of them into place at once: a build that is cut off
 * leaves nothing that looks complete, and of two at the same time the first one stays.
 */
export async function buildGoPrograms(build: GoBuild, report: Report): Promise<void> {
  mkdirSync(dirname(build.bin), { recursive: true });
  removeAbandoned(build.bin);
  const aside = mkdtempSync(`${build.bin}.building-`);
  try {
    for (const program of build.programs) await buildOne(program, build, aside, report);
    moveIntoPlace(aside, build);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * What a person can do about a build that failed.
 *
 * @param sentence the sentence's beginning, which names what was to be built: `Building etcd 3.6.11`
 * @param otherwise another way than to install Go
 */
export function buildAdvice(error: unknown, sentence: string, otherwise = ""): string {
  const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return missing
    ? `${sentence} needs Go 1.26 or newer, which is not on PATH. Install Go (go.dev/doc/install)${otherwise}, then run it again.`
    : `${sentence} from Go modules failed: ${error instanceof Error ? error.message : String(error)}. Mend that (Go 1.26 or newer, and a module proxy that can be reached), then run this again: what was built so far is kept.`;
}

async function buildOne(
  program: GoProgram,
  { go, version }: GoBuild,
  aside: string,
  report: Report,
): Promise<void> {
  report(`Building ${program.name} (${program.takes} on two cores, once) …`);
  const variables = Object.entries(program.versionVariables(version));
  const linkerFlags = ["-s", "-w", ...variables.map(([name, value]) => `-X ${name}=${value}`)];
  const output = ["-o", join(aside, program.name)];
  const args = ["build", "-v", "-trimpath", "-ldflags", linkerFlags.join(" "), ...output];
  const started = Date.now();
  let packages = 0;
  let told = started;
  await runReporting(
    go,
    [...args, program.package],
    join(projectRoot, "toolchain", program.folder),
    { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" },
    (line) => {
      if (/\s/.test(line) && !line.startsWith("go: downloading")) return report(line);
      packages += 1;
      if (Date.now() - told < 10_000) return undefined;
      told = Date.now();
      return report(`  ${packages} packages, ${Math.round((told - started) / 1000)} s`);
    },
  );
  report(`  ${program.name} is built (${Math.round((Date.now() - started) / 1000)} s)`);
}

/**
 * Moving is one step for the file system, and is refused where a folder stands: then that is
 * another process' complete one, which may be in use and stays, or one that lacks a part.
 */
function moveIntoPlace(aside: string, { bin, programs }: GoBuild): void {
  if (hasPrograms(bin, programs)) return;
  // Never deleted in its place, where another process could meanwhile put a complete one.
  if (existsSync(bin)) renameSync(bin, join(aside, "incomplete"));
  try {
    renameSync(aside, bin);
  } catch (error) {
    if (!hasPrograms(bin, programs)) throw error;
  }
  rmSync(join(bin, "incomplete"), { recursive: true, force: true });
}

/** What builds left behind that were killed. None takes an hour. */
function removeAbandoned(bin: string): void {
  const prefix = `${basename(bin)}.building-`;
  for (const name of readdirSync(dirname(bin)).filter((each) => each.startsWith(prefix))) {
    const folder = join(dirname(bin), name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > 3_600_000) rmSync(folder, { recursive: true, force: true });
  }
}
