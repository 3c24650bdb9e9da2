import assert from "node:assert/strict";
import { writeConfiguration } from "../../../../manifests/configuration/write-configuration.ts";
import { loadCatalog } from "../../../../releases/catalog.ts";
import { readConfiguration } from "../../../../releases/import/configuration/read-configuration.ts";
import type { ConfigurationFacts } from "../../../../releases/schema/configuration.ts";
import { kubernetesReleases } from "../../../support/changed-facts.ts";
import { contextOf } from "../../../support/configuration-context.ts";

type NamedFacts = readonly [file: string, facts: ConfigurationFacts];

function onKubernetes(): readonly NamedFacts[] {
  return kubernetesReleases()
    .flatMap(({ services }) => [...services.values()])
    .flatMap(({ configMaps = {} }) => Object.values(configMaps))
    .flatMap(({ files = {} }) => Object.entries(files));
}

function onCompose(): readonly NamedFacts[] {
  const catalog = loadCatalog();
  return catalog.versionsOf("compose").flatMap((version) => {
    const release = catalog.release(version, "compose");
    return release?.type === "compose" ? [...release.files] : [];
  });
}

/** Without repetition: most releases have what the one before had. */
function distinct(all: readonly NamedFacts[]): readonly NamedFacts[] {
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

// Needs no copies of upstream's: what the importer understands is only what upstream's files mean.
describe("configuration of the catalog's releases", () => {
  for (const [place, all] of [
    ["Kubernetes", onKubernetes()],
    ["Compose", onCompose()],
  ] as const) {
    it(`is the same when what we write is read again: ${place}`, () => {
      const files = distinct(all);
      assert.ok(files.length > 20);
      for (const [file, facts] of files) {
        assert.deepEqual(
          readConfiguration(file, writeConfiguration(facts, contextOf(facts))),
          facts,
          file,
        );
      }
    });
  }
});
