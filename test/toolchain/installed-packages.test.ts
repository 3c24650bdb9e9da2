import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { differingPackages } from "../../toolchain/installed-packages.mjs";
import { projectRoot } from "../../toolchain/project-root.ts";

const elsewhere = process.platform === "win32" ? "linux" : "win32";
const here = process.platform;

/** One package in the lock file, the same among what is installed, and whether they differ. */
const cases: readonly (readonly [
  what: string,
  locked: object,
  installed: object | undefined,
  differs: boolean,
])[] = [
  ["what is installed as locked", { version: "1.0.0" }, { version: "1.0.0" }, false],
  ["what is missing", { version: "1.0.0" }, undefined, true],
  ["what is installed in another version", { version: "1.0.1" }, { version: "1.0.0" }, true],
  ["what only tests need", { version: "1.0.0", dev: true }, undefined, true],
  ["what is missing though optional", { version: "1.0.0", optional: true }, undefined, true],
  [
    "what is optional and for another system",
    { version: "1.0.0", optional: true, os: [elsewhere] },
    undefined,
    false,
  ],
  [
    "what is optional and for another processor",
    { version: "1.0.0", optional: true, os: [here], cpu: ["s390x"] },
    undefined,
    false,
  ],
  [
    "what is optional and for another system, said without a list",
    { version: "1.0.0", optional: true, os: elsewhere },
    undefined,
    false,
  ],
  [
    "what is optional and for this system, said without a list, and missing",
    { version: "1.0.0", optional: true, os: here, cpu: process.arch },
    undefined,
    true,
  ],
  [
    "what is optional and for any system but this",
    { version: "1.0.0", optional: true, os: [`!${here}`] },
    undefined,
    false,
  ],
  [
    "what is optional, for any system but another, and missing",
    { version: "1.0.0", optional: true, os: [`!${elsewhere}`] },
    undefined,
    true,
  ],
  [
    "what is optional, for this system and processor, and missing",
    { version: "1.0.0", optional: true, os: [elsewhere, here], cpu: [process.arch] },
    undefined,
    true,
  ],
  [
    "what is for one C library or the other",
    { version: "1.0.0", optional: true, os: [here], cpu: [process.arch], libc: ["musl"] },
    undefined,
    false,
  ],
  [
    "what is for another system, but not optional",
    { version: "1.0.0", os: [elsewhere] },
    undefined,
    true,
  ],
];

describe("differingPackages", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "installed-packages-"));
    mkdirSync(join(root, "node_modules"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (file: string, packages: object): void =>
    writeFileSync(join(root, file), JSON.stringify({ packages }));

  for (const [what, locked, installed, differs] of cases) {
    it(`${differs ? "names" : "passes over"} ${what}`, () => {
      write("package-lock.json", { "": { version: "0.1.0" }, "node_modules/@scope/it": locked });
      write(
        join("node_modules", ".package-lock.json"),
        installed === undefined ? {} : { "node_modules/@scope/it": installed },
      );
      assert.deepEqual(differingPackages(root), differs ? ["@scope/it"] : []);
    });
  }

  it("tells a nested package from one of the same name", () => {
    write("package-lock.json", {
      "node_modules/a": { version: "2.0.0" },
      "node_modules/b/node_modules/a": { version: "1.0.0" },
    });
    write(join("node_modules", ".package-lock.json"), { "node_modules/a": { version: "2.0.0" } });
    assert.deepEqual(differingPackages(root), ["b/node_modules/a"]);
  });

  it("names everything in a fresh clone", () => {
    write("package-lock.json", { "node_modules/a": { version: "1.0.0" } });
    rmSync(join(root, "node_modules"), { recursive: true });
    assert.deepEqual(differingPackages(root), ["a"]);
    mkdirSync(join(root, "node_modules"));
  });

  it("finds nothing to install in the checkout that runs this", () => {
    assert.deepEqual(differingPackages(projectRoot), []);
  });
});
