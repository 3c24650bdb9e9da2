import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { ownCatalog } from "../../../releases/catalog-files.ts";
import { importRelease } from "../../../releases/import/import-release.ts";
import { hasUpstream, upstreamReleases } from "../../support/upstream.ts";

/** Every file of a catalog with its text. */
function filesOf(directory: string): Readonly<Record<string, string>> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Object.fromEntries(
    files.map((file) => [relative(directory, file), readFileSync(file, "utf8")]),
  );
}

describe("the committed catalog", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "sgstack-import-"));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  if (hasUpstream) {
    it("is what the importer makes of upstream's files, byte for byte, in any order", () => {
      // Newest first: the committed one was made in another order.
      for (const { source, version, directory: from } of upstreamReleases().toReversed()) {
        const kind = source === "compose" ? "compose" : "kubernetes";
        importRelease({ version, [kind]: from, catalog: directory });
      }
      const [made, committed] = [filesOf(directory), filesOf(ownCatalog)];
      assert.deepEqual(Object.keys(made), Object.keys(committed));
      const differing = Object.keys(made).filter((file) => made[file] !== committed[file]);
      assert.deepEqual(differing, []);
    }).timeout(120_000);
  } else {
    it.skip("is what the importer makes of upstream's files (they aren't here)");
  }
});
