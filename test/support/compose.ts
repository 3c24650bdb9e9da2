import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ensureGoProgram, goPrograms } from "../../toolchain/go-programs.ts";

/** What Compose makes of a file. */
export type ComposeVerdict =
  | {
      readonly accepted: true;
      /** The whole project in Compose's own canonical form. */
      readonly config: Readonly<Record<string, unknown>>;
      /** Such as a variable that isn't set, or a key that is obsolete. */
      readonly warnings: readonly string[];
    }
  | { readonly accepted: false; readonly message: string };

/**
 * Runs the real `docker compose config` on a file, as Compose v2 does before `up`. It needs no
 * Docker daemon, and takes nothing from this machine's environment or Docker configuration.
 */
export async function composeConfig(file: string): Promise<ComposeVerdict> {
  // The binary is the plugin of the docker command, and also a command by itself.
  const program = await ensureGoProgram(goPrograms.dockerCompose, () => {});
  const home = mkdtempSync(join(tmpdir(), "sgstack-compose-"));
  try {
    const args = ["--file", file, "config", "--format", "json"];
    const { failed, stdout, stderr } = await runProgram(program, args, dirname(file), home);
    if (failed) return { accepted: false, message: composeMessage(stderr) };
    const config: Readonly<Record<string, unknown>> = JSON.parse(stdout);
    return { accepted: true, config, warnings: composeWarnings(stderr) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Texts of the warnings that Compose logs, each once. */
export function composeWarnings(log: string): readonly string[] {
  const texts = [...log.matchAll(/ level=warning msg=("(?:[^"\\]|\\.)*"|\S+)/g)].map(
    ([, text = ""]) => (text.startsWith('"') ? String(JSON.parse(text)) : text),
  );
  return [...new Set(texts)];
}

/** What it says beside its warnings. */
export function composeMessage(log: string): string {
  return log
    .split("\n")
    .filter((line) => !/ level=warning /.test(line))
    .join("\n")
    .trim();
}

async function runProgram(
  program: string,
  args: readonly string[],
  directory: string,
  home: string,
): Promise<{ readonly failed: boolean; readonly stdout: string; readonly stderr: string }> {
  const options = { cwd: directory, env: { HOME: home }, maxBuffer: 64 * 2 ** 20 };
  return await new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== "number") reject(error);
      else resolve({ failed: error !== null, stdout, stderr });
    });
  });
}
