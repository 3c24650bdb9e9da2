import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../system/make-folder.ts";
import { inTemporaryFolder } from "../support/folders.ts";

describe("makeFolder", () => {
  it(
    "makes all that is missing, and minds nothing that is there",
    inTemporaryFolder((folder) => {
      mkdirSync(join(folder, "a"));
      makeFolder(join(folder, "a", "b", "c"));
      makeFolder(join(folder, "a", "b", "c"));
      assert.ok(statSync(join(folder, "a", "b", "c")).isDirectory());
    }),
  );

  it(
    "says what the system says where a file is in the way",
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "file"), "");
      assert.throws(() => makeFolder(join(folder, "file", "a", "b")), { code: "ENOTDIR" });
    }),
  );

  it("ends where the system makes no folders", function () {
    if (process.platform !== "linux") this.skip();
    // In a process of its own: one that doesn't end can be stopped.
    const module = JSON.stringify(new URL("../../system/make-folder.ts", import.meta.url).href);
    const script = `const { makeFolder } = await import(${module}); makeFolder("/proc/a/b");`;
    const { signal, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", script],
      { encoding: "utf8", timeout: 10_000 },
    );
    assert.equal(signal, null);
    assert.match(stderr, /ENOENT: .*'\/proc\/a'/);
  });
});
