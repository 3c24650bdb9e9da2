import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { composeFile, composeFiles } from "../../manifests/compose/files.ts";
import { renderCompose } from "../../manifests/compose/render.ts";
import { loadCatalog } from "../../releases/catalog.ts";
import { composeConfig } from "../support/compose.ts";

const catalog = loadCatalog();

describe("docker compose config", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "sgstack-compose-releases-"));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  for (const version of catalog.versionsOf("compose")) {
    it(`takes ${version} without a warning, service by service`, async () => {
      const release = catalog.release(version, "compose");
      if (release?.type !== "compose") throw new Error(`the catalog has no ${version}`);
      for (const [path, text] of Object.entries(composeFiles(renderCompose(release)))) {
        const file = join(directory, version, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      const verdict = await composeConfig(join(directory, version, composeFile));
      if (!verdict.accepted) assert.fail(verdict.message);
      assert.deepEqual(verdict.warnings, []);
      const services = verdict.config["services"];
      assert.deepEqual(Object.keys(services ?? {}).toSorted(), [...release.services.keys()]);
    });
  }
});
