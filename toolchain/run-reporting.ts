import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Receives lines of progress for a person. */
export type Report = (line: string) => void;

/** Runs a program and reports its lines; fails, with the last one, unless it ends well. */
export async function runReporting(
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
