import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { markerFile, writeOutputDirectory } from "../../cli/output-directory.ts";
import { filesBelow, inTemporaryFolder } from "../support/folders.ts";

/** What the folder has besides the marker. */
function written(folder: string): Readonly<Record<string, string>> {
  const { [markerFile]: _, ...files } = filesBelow(folder);
  return files;
}

describe("writeOutputDirectory", () => {
  it(
    "makes the folder, and those above it",
    inTemporaryFolder((folder) => {
      const out = join(folder, "a", "b");
      writeOutputDirectory(out, { "pgsql.yaml": "a: 1\n", "caddy/http.Caddyfile": ":80\n" });
      assert.deepEqual(written(out), { "pgsql.yaml": "a: 1\n", "caddy/http.Caddyfile": ":80\n" });
      assert.deepEqual(Object.keys(filesBelow(folder)).toSorted(), [
        `a/b/${markerFile}`,
        "a/b/caddy/http.Caddyfile",
        "a/b/pgsql.yaml",
      ]);
    }),
  );

  it(
    "takes an empty folder, and replaces all that it wrote before",
    inTemporaryFolder((folder) => {
      const out = join(folder, "out");
      mkdirSync(out);
      writeOutputDirectory(out, { "old.yaml": "a\n", "same.yaml": "b\n" });
      writeOutputDirectory(out, { "same.yaml": "b\n", "new.yaml": "c\n" });
      assert.deepEqual(written(out), { "same.yaml": "b\n", "new.yaml": "c\n" });
      assert.deepEqual(Object.keys(written(folder)).length, 3);
    }),
  );

  it(
    "takes a folder from which files of a former render were removed",
    inTemporaryFolder((folder) => {
      const out = join(folder, "out");
      writeOutputDirectory(out, { "a.yaml": "a\n", "b.yaml": "b\n" });
      rmSync(join(out, "a.yaml"));
      writeOutputDirectory(out, { "c.yaml": "c\n" });
      assert.deepEqual(written(out), { "c.yaml": "c\n" });
    }),
  );

  it(
    "refuses a folder with files of somebody else, and changes nothing",
    inTemporaryFolder((folder) => {
      const out = join(folder, "out");
      writeOutputDirectory(out, { "pgsql.yaml": "a\n" });
      writeFileSync(join(out, "pgsql.yaml"), "a\nmine: true\n");
      writeFileSync(join(out, "kustomization.yaml"), "resources: []\n");
      symlinkSync("pgsql.yaml", join(out, "link.yaml"));
      const before = filesBelow(out);
      assert.throws(() => writeOutputDirectory(out, { "pgsql.yaml": "b\n" }), {
        name: "Failure",
        status: 3,
        message: [
          `--output-dir ${out} has files that no earlier render wrote, or that were changed since:`,
          "- kustomization.yaml",
          "- link.yaml",
          "- pgsql.yaml",
          "Nothing was written. Name another folder, or move them away first.",
        ].join("\n"),
      });
      assert.deepEqual(filesBelow(out), before);
    }),
  );

  it(
    "names five files, and counts the others",
    inTemporaryFolder((folder) => {
      for (const name of "abcdefg") writeFileSync(join(folder, name), "");
      assert.throws(() => writeOutputDirectory(folder, {}), /- e\n- and 2 more\nNothing/);
    }),
  );

  it(
    "replaces what a link leads to, and keeps the link",
    inTemporaryFolder((folder) => {
      const real = join(folder, "real");
      mkdirSync(real);
      symlinkSync(real, join(folder, "link"));
      writeOutputDirectory(join(folder, "link"), { "a.yaml": "a\n" });
      assert.deepEqual(written(real), { "a.yaml": "a\n" });
    }),
  );

  it(
    "refuses a file, and the folder one is in",
    inTemporaryFolder((folder) => {
      const file = join(folder, "file");
      writeFileSync(file, "");
      assert.throws(() => writeOutputDirectory(file, {}), {
        message: `--output-dir ${file} is a file: name a folder.`,
        status: 2,
      });
      assert.throws(() => writeOutputDirectory(".", {}), {
        message:
          "--output-dir . is the folder you are in, and it would be replaced as a whole: name one below it.",
        status: 2,
      });
    }),
  );

  it(
    "says what the system has against it, and is done",
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "file"), "");
      const below = join(folder, "file", "out");
      assert.throws(() => writeOutputDirectory(below, { "a.yaml": "" }), {
        message: new RegExp(`^--output-dir ${below} can't be written: ENOTDIR: `),
        status: 1,
      });
    }),
  );

  for (const path of ["../a.yaml", "/a.yaml", "b/../../a.yaml", ".."]) {
    it(
      `writes nothing to ${path}`,
      inTemporaryFolder((folder) => {
        assert.throws(() => writeOutputDirectory(join(folder, "out"), { [path]: "" }), {
          message: `The catalog has a file named ${path}, which is outside of any folder for it: nothing was written.`,
          status: 2,
        });
        assert.deepEqual(filesBelow(folder), {});
      }),
    );
  }
});
