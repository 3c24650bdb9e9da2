import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { projectRoot } from "../../toolchain/project-root.ts";

export interface Ending {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs bin/sgstack as a person would, by this very Node. */
export function sgstack(args: readonly string[], root = projectRoot, cwd = tmpdir()): Ending {
  const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const { status, stdout, stderr } = spawnSync(join(root, "bin", "sgstack"), args, {
    encoding: "utf8",
    cwd,
    env: { ...process.env, PATH: path },
  });
  return { status, stdout, stderr };
}
