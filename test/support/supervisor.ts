// Runs programs for as long as the process that started this one holds its standard input open:
// then it kills them and removes their folder. A process that is itself killed cleans nothing up,
// but the system closes its end of the pipe.
import { spawn } from "node:child_process";
import { openSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Supervision } from "./supervised-programs.ts";

const { directory, programs }: Supervision = JSON.parse(process.argv[2] ?? "");

// Nobody may be left to read.
process.stdout.on("error", () => {});
const running = programs.map(({ name, file, args }) => {
  const log = openSync(join(directory, `${name}.log`), "w");
  const child = spawn(file, args, { cwd: directory, stdio: ["ignore", log, log] });
  const ended = new Promise<void>((resolve) => {
    const end = (why: string): void => {
      console.log(`${name} ${why}`);
      resolve();
    };
    child.on("error", (error) => end(`can't be started: ${error.message}`));
    child.on("exit", (code, signal) => end(`ended with ${signal ?? `status ${code}`}`));
  });
  return { child, ended };
});

process.stdin.resume().on("close", async () => {
  // They keep nothing that is worth a graceful end.
  for (const { child } of running) child.kill("SIGKILL");
  await Promise.all(running.map(({ ended }) => ended));
  rmSync(directory, { recursive: true, force: true });
});
