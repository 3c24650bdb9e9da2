import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { projectRoot } from "../../toolchain/project-root.ts";
import { inTemporaryFolder } from "../support/folders.ts";

/** A clone of a project with one dependency, and an npm that installs what the lock file says. */
function clone(folder: string): void {
  cpSync(join(projectRoot, "toolchain"), join(folder, "toolchain"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type": "module"}\n');
  writeFileSync(join(folder, "program.ts"), 'console.log(process.argv.slice(2).join(" "));\n');
  lock(folder, "1.0.0");
  mkdirSync(join(folder, "bin"));
  const npm = join(folder, "bin", "npm");
  writeFileSync(
    npm,
    "#!/bin/sh\nrm -rf node_modules && mkdir node_modules && cp package-lock.json node_modules/.package-lock.json\n",
  );
  chmodSync(npm, 0o755);
}

function lock(folder: string, version: string): void {
  const packages = { "node_modules/a": { version } };
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages }));
}

/** How often dependencies were installed for a run of the program: it says what it was given. */
function installs(folder: string): number {
  const path = [join(folder, "bin"), dirname(process.execPath), process.env["PATH"]].join(
    delimiter,
  );
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, "toolchain", "bootstrap.mjs"), "program.ts", "a", "b"],
    { encoding: "utf8", env: { ...process.env, PATH: path } },
  );
  assert.equal(stdout, "a b\n", stderr);
  return stderr.split("Installing dependencies").length - 1;
}

describe("toolchain/bootstrap.mjs", () => {
  it(
    "installs what is missing, once",
    inTemporaryFolder((folder) => {
      clone(folder);
      assert.deepEqual([installs(folder), installs(folder), installs(folder)], [1, 0, 0]);
    }),
  );

  it(
    "installs again when either lock file changes, whatever its size and time say",
    inTemporaryFolder((folder) => {
      clone(folder);
      installs(folder);
      for (const file of ["package-lock.json", "node_modules/.package-lock.json"]) {
        const path = join(folder, file);
        const before = readFileSync(path, "utf8");
        const changed = before.replace("1.0.0", file === "package-lock.json" ? "1.0.1" : "9.9.9");
        const other = before.replace("1.0.1", "9.9.9");
        writeFileSync(path, changed === before ? other : changed);
        utimesSync(path, 0, 0);
        assert.deepEqual([installs(folder), installs(folder)], [1, 0], file);
      }
    }),
  );

  it(
    "compares each time where it can't remember",
    inTemporaryFolder((folder) => {
      clone(folder);
      installs(folder);
      const memory = join(folder, "node_modules", ".sgstack-lock-files");
      assert.ok(existsSync(memory));
      writeFileSync(memory, "nonsense");
      assert.equal(installs(folder), 0);
    }),
  );
});
