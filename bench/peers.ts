// What kubectl and Helm get to do beside `sgstack render`.
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { yamlText } from "../manifests/yaml.ts";
import type { ServiceObjects } from "../manifests/kubernetes/objects.ts";
import { hasUpstream, upstreamDirectory } from "../test/support/upstream.ts";

/** Where kubectl's objects are from, for a person. */
export const baseOrigin = hasUpstream ? "upstream's base" : "our objects";

/**
 * A kustomize base in `DIRECTORY/base`: upstream's own files of the release where they are at hand, else the
 * objects that we render. The copies have no kustomization.yaml, which lists the files.
 */
export function writeBase(
  directory: string,
  version: string,
  services: readonly ServiceObjects[],
): void {
  const base = join(directory, "base");
  if (hasUpstream) {
    cpSync(join(upstreamDirectory, "deploy-sourcegraph", `v${version}`, "base"), base, {
      recursive: true,
    });
  } else {
    writeObjects(base, services);
  }
  const files = readdirSync(base, { recursive: true, encoding: "utf8" });
  const resources = files.filter((name) => name.endsWith(".yaml")).toSorted();
  writeFileSync(join(base, "kustomization.yaml"), yamlText({ resources }));
}

/** A Helm chart in `DIRECTORY/chart`, its templates the objects that we render. */
export function writeChart(
  directory: string,
  version: string,
  services: readonly ServiceObjects[],
): void {
  const chart = join(directory, "chart");
  writeObjects(join(chart, "templates"), services);
  writeFileSync(
    join(chart, "Chart.yaml"),
    yamlText({ apiVersion: "v2", name: "sourcegraph", version }),
  );
}

/** One file an object, as upstream has them. */
function writeObjects(folder: string, services: readonly ServiceObjects[]): void {
  mkdirSync(folder, { recursive: true });
  for (const object of services.flatMap(({ objects }) => objects)) {
    const name = `${object.metadata.name}.${object.kind}.yaml`;
    writeFileSync(join(folder, name), yamlText(object));
  }
}
