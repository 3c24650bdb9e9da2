import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface SupervisedProgram {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
}

/** What the supervisor is told. */
export interface Supervision {
  /** Their working directory, with a log of each. It is removed in the end. */
  readonly directory: string;
  readonly programs: readonly SupervisedProgram[];
}

/** A new folder for programs, which their end removes. */
export function newProgramDirectory(name: string): string {
  return mkdtempSync(join(tmpdir(), `sgstack-${name}-`));
}

/**
 * Programs that run until they are stopped or this process ends in whatever way, killed included;
 * after that neither they nor their folder exist.
 */
export class SupervisedPrograms {
  /** Resolves when one of them ends by itself, with a sentence and the end of its log. */
  readonly firstEnd: Promise<string>;
  readonly #supervisor: ChildProcess;
  readonly #closed: Promise<unknown>;

  constructor(supervision: Supervision) {
    const program = join(import.meta.dirname, "supervisor.ts");
    // In a group of its own: an interrupt at the terminal ends us, and our end reaches it by stdin.
    const supervisor = spawn(process.execPath, [program, JSON.stringify(supervision)], {
      stdio: ["pipe", "pipe", "inherit"],
      detached: true,
    });
    this.#supervisor = supervisor;
    this.#closed = new Promise((resolve) => {
      supervisor.once("close", resolve);
    });
    this.firstEnd = new Promise((resolve) => {
      createInterface({ input: supervisor.stdout }).once("line", (line) => {
        resolve(`${line}\n${lastLines(supervision.directory, line.split(" ")[0] ?? "")}`);
      });
    });
  }

  /** Kills them, and removes their folder. */
  async stop(): Promise<void> {
    this.#supervisor.stdin?.end();
    await this.#closed;
  }
}

function lastLines(directory: string, name: string): string {
  try {
    return readFileSync(join(directory, `${name}.log`), "utf8")
      .trimEnd()
      .split("\n")
      .slice(-5)
      .join("\n");
  } catch {
    return "(no log)";
  }
}
