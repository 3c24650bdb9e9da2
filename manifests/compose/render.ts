import type { ComposeRelease } from "../../releases/catalog.ts";
import { configurationFiles } from "./configurations.ts";
import type { ComposeOptions } from "./options.ts";
import type { ComposeProject } from "./project.ts";
import { composeService } from "./project.ts";

/** A Compose project, and the files that it mounts. */
export interface ComposeFiles {
  readonly project: ComposeProject;
  /** Configuration files by path from the folder that holds `docker-compose/`. */
  readonly files: Readonly<Record<string, string>>;
}

/** The Compose project of a release. Without options it is upstream's. */
export function renderCompose(release: ComposeRelease, options: ComposeOptions = {}): ComposeFiles {
  void options;
  const { volumes = [], networks = [] } = release.layout;
  const project: ComposeProject = {
    services: Object.fromEntries(
      [...release.services].map(([name, facts]) => [
        name,
        composeService(name, facts, (key) => imageOf(release, key)),
      ]),
    ),
    volumes: Object.fromEntries(volumes.map((name) => [name, {}])),
    networks: Object.fromEntries(networks.map((name) => [name, {}])),
  };
  return { project, files: configurationFiles(release, project) };
}

function imageOf({ images, version }: ComposeRelease, key: string): string {
  const image = images.get(key);
  if (image === undefined) throw new Error(`the catalog has no image ${key} in ${version}`);
  return image;
}
