import assert from "node:assert/strict";
import { join } from "node:path";
import { composeFiles } from "../../../manifests/compose/files.ts";
import { renderCompose } from "../../../manifests/compose/render.ts";
import { kubernetesFiles } from "../../../manifests/kubernetes/files.ts";
import { renderKubernetes } from "../../../manifests/kubernetes/render.ts";
import { loadCatalog } from "../../../releases/catalog.ts";
import type { CatalogFiles } from "../../../releases/catalog-files.ts";
import { readCatalogFiles } from "../../../releases/catalog-files.ts";
import { importRelease } from "../../../releases/import/import-release.ts";
import type { DeploymentSource } from "../../../releases/schema/sources.ts";
import { inTemporaryFolder, writeFiles } from "../../support/folders.ts";

const catalog = loadCatalog();
const committed = readCatalogFiles();

/** The first release of each layout. */
function versionsWithLayouts(source: DeploymentSource): readonly string[] {
  const layouts = new Map<string, string>();
  for (const version of catalog.versionsOf(source)) {
    const { layout = "" } = committed.entry(version)?.[source] ?? {};
    if (!layouts.has(layout)) layouts.set(layout, version);
  }
  return [...layouts.values()];
}

/** Writes a release as `sgstack render` does. */
function write(source: DeploymentSource, version: string, folder: string): void {
  const release = catalog.release(version, source);
  if (release === undefined) throw new Error(`the catalog has no ${version} from ${source}`);
  const files =
    release.type === "kubernetes"
      ? // PodSecurityPolicies are rendered for clusters that have them.
        kubernetesFiles(renderKubernetes(release, { kubernetesVersion: "1.24" }))
      : composeFiles(renderCompose(release));
  writeFiles(folder, files);
}

/** All that a catalog says of a release in one source, the shapes of its services by their ids. */
function described(files: CatalogFiles, source: DeploymentSource, version: string) {
  const { layout: id = "", faults: _, ...rest } = files.entry(version)?.[source] ?? {};
  const layout = files.layout(source === "compose" ? "compose" : "kubernetes", id);
  // Kustomize's Prometheus also names targets that its base hasn't; we render those that are there.
  const { prometheus: _prometheus, ...others } = layout.services;
  const services = source === "kustomize" ? others : layout.services;
  return { ...rest, layout: { ...layout, services } };
}

// Needs no copies of upstream's, of which the same is asked in committed.test.ts.
describe("a release that was rendered", () => {
  for (const source of ["base", "kustomize", "compose"] as const) {
    for (const version of versionsWithLayouts(source)) {
      it(
        `is imported as what it was: ${version} (${source})`,
        inTemporaryFolder((folder) => {
          const rendered = join(folder, "rendered");
          write(source, version, rendered);
          const to = join(folder, "catalog");
          const from = source === "compose" ? { compose: rendered } : { kubernetes: rendered };
          importRelease({ version, catalog: to, ...from });
          assert.deepEqual(
            described(readCatalogFiles(to), source, version),
            described(committed, source, version),
          );
        }),
      );
    }
  }
});
