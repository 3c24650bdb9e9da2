import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownCatalog } from "../../../releases/catalog-files.ts";
import { importRelease } from "../../../releases/import/import-release.ts";
import { filesBelow } from "../../support/folders.ts";
import { hasUpstream, upstreamReleases } from "../../support/upstream.ts";

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
      const [made, committed] = [filesBelow(directory), filesBelow(ownCatalog)];
      assert.deepEqual(Object.keys(made), Object.keys(committed));
      const differing = Object.keys(made).filter((file) => made[file] !== committed[file]);
      assert.deepEqual(differing, []);
    }).timeout(120_000);
  } else {
    it.skip("is what the importer makes of upstream's files (they aren't here)");
  }
});
