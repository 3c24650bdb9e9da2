import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Supervision } from "./supervised-programs.ts";
import { SupervisedPrograms, newProgramDirectory } from "./supervised-programs.ts";

const shell = (name: string, script: string) => ({ name, file: "/bin/sh", args: ["-c", script] });

/** A program that notes its process id, as the two below do, and then does nothing for long. */
const sleeper = (name: string) => shell(name, `echo $$ > ${name}.pid; exec sleep 600`);

describe("SupervisedPrograms", () => {
  let directory: string;
  beforeEach(() => {
    directory = newProgramDirectory("supervised");
  });

  it("kills all and removes their folder when they are stopped", async () => {
    const programs = new SupervisedPrograms({
      directory,
      programs: [sleeper("one"), sleeper("other")],
    });
    const pids = [await pidOf(directory, "one"), await pidOf(directory, "other")];
    await programs.stop();
    assert.deepEqual(pids.filter(isRunning), []);
    assert.equal(existsSync(directory), false);
  });

  it("tells which one ended by itself, and what it said last", async () => {
    const failing = shell("failing", "echo the disk is full >&2; exit 3");
    const programs = new SupervisedPrograms({ directory, programs: [sleeper("one"), failing] });
    assert.equal(await programs.firstEnd, "failing ended with status 3\nthe disk is full");
    await programs.stop();
  });

  it("tells which one can't be started", async () => {
    const missing = { name: "missing", file: join(directory, "none"), args: [] };
    const programs = new SupervisedPrograms({ directory, programs: [missing] });
    assert.match(await programs.firstEnd, /^missing can't be started: spawn .* ENOENT\n/);
    await programs.stop();
  });

  it("leaves nothing when the process that started them is killed", async () => {
    const starter = spawnStarter({ directory, programs: [sleeper("one")] });
    const pid = await pidOf(directory, "one");
    starter.kill("SIGKILL");
    await once(starter, "exit");
    await until(() => !existsSync(directory));
    assert.equal(isRunning(pid), false);
  });
});

function spawnStarter(supervision: Supervision): ReturnType<typeof spawn> {
  const module = JSON.stringify(join(import.meta.dirname, "supervised-programs.ts"));
  const program = `
    const { SupervisedPrograms } = await import(${module});
    new SupervisedPrograms(${JSON.stringify(supervision)});
  `;
  return spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "ignore" });
}

async function pidOf(directory: string, name: string): Promise<number> {
  const file = join(directory, `${name}.pid`);
  await until(() => existsSync(file) && readFileSync(file, "utf8").endsWith("\n"));
  return Number(readFileSync(file, "utf8"));
}

/** Ends by the test's own time limit, if ever. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(10);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
