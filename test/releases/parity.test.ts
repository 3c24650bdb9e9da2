import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderCompose } from "../../manifests/compose/render.ts";
import { renderKubernetes } from "../../manifests/kubernetes/render.ts";
import { loadCatalog } from "../../releases/catalog.ts";
import { readYaml } from "../../releases/import/read-yaml.ts";
import type { Difference } from "../support/parity.ts";
import {
  byObject,
  composeFacts,
  differences,
  kubernetesFacts,
  projectFacts,
} from "../support/parity.ts";
import type { UpstreamRelease } from "../support/upstream.ts";
import { hasUpstream, upstreamReleases } from "../support/upstream.ts";
import deliberate from "./deliberate-differences.json" with { type: "json" };

const catalog = loadCatalog();

function differencesOf({ source, version, directory }: UpstreamRelease): readonly Difference[] {
  const release = catalog.release(version, source);
  if (release === undefined) throw new Error(`the catalog has no ${version} from ${source}`);
  if (release.type === "kubernetes") {
    const objects = renderKubernetes(release).flatMap((service) => service.objects);
    const folder = join(directory, source === "base" ? "base" : "built");
    return differences(kubernetesFacts(folder), byObject(objects));
  }
  const file = join(directory, "docker-compose", "docker-compose.yaml");
  const [document] = readYaml(file, readFileSync(file, "utf8"));
  return differences(composeFacts(document?.value), projectFacts(renderCompose(release).project));
}

/** The row of the table that a difference falls under. */
function rowOf(source: string, { object, path }: Difference) {
  return deliberate.find(
    (row) => row.source === source && row.object === object && row.path === path,
  );
}

describe("a release rendered without options", () => {
  const found = new Map<string, number>();
  for (const release of upstreamReleases()) {
    it(`is upstream's, fact by fact: ${release.version} (${release.source})`, () => {
      const rest = differencesOf(release).filter((difference) => {
        const row = rowOf(release.source, difference);
        if (row === undefined) return true;
        const key = `${row.object} ${row.path}`;
        found.set(key, (found.get(key) ?? 0) + 1);
        return false;
      });
      assert.deepEqual(rest, []);
    });
  }

  if (hasUpstream) {
    it("differs deliberately in as many releases as the table says, and in no more", () => {
      const counted = Object.fromEntries(
        deliberate.map(({ object, path, releases }) => [`${object} ${path}`, releases]),
      );
      assert.deepEqual(Object.fromEntries(found), counted);
    });
  }
});
