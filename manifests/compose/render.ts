import type { ComposeRelease } from "../../releases/catalog.ts";
import { configurationFiles } from "./configurations.ts";
import type { Transformation } from "./map-services.ts";
import type { ComposeOptions } from "./options.ts";
import type { ComposeProject } from "./project.ts";
import { composeService } from "./project.ts";
import {
  useExternalDatabases,
  useExternalRedis,
  useObjectStorage,
} from "./options/external-services.ts";
import { leaveOut } from "./options/left-out.ts";
import { overridden } from "./options/override.ts";
import { sized } from "./options/profile.ts";
import { named, onDataDisk } from "./options/project.ts";
import { scale } from "./options/replicas.ts";
import { exposed } from "./options/reverse-proxy.ts";
import { applyServices, pullFrom } from "./options/services.ts";

/** A Compose project, and the files that it mounts. */
export interface ComposeFiles {
  readonly project: ComposeProject;
  /** Configuration files by path from the folder that holds `docker-compose/`. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The Compose project of a release. Without options it is upstream's.
 *
 * @throws OptionError for an option that the release can't have.
 */
export function renderCompose(release: ComposeRelease, options: ComposeOptions = {}): ComposeFiles {
  const { volumes = [], networks = [] } = release.layout;
  const upstream: ComposeProject = {
    services: Object.fromEntries(
      [...release.services].map(([name, facts]) => [
        name,
        composeService(name, facts, (key) => imageOf(release, key)),
      ]),
    ),
    volumes: Object.fromEntries(volumes.map((name) => [name, {}])),
    networks: Object.fromEntries(networks.map((name) => [name, {}])),
  };
  const project = transformations(release, options).reduce(
    (changed, transform) => transform(changed),
    upstream,
  );
  return { project, files: configurationFiles(release, project, options) };
}

/** What the options do, in the order in which it has to happen. */
function transformations(
  { version }: ComposeRelease,
  options: ComposeOptions,
): readonly Transformation[] {
  return [
    leaveOut(options),
    pullFrom(options),
    scale(options),
    sized(options),
    // After the registry: an image that is named for one service is meant as it stands.
    applyServices(options),
    useExternalDatabases(options),
    useExternalRedis(options),
    useObjectStorage(options, version),
    exposed(options),
    onDataDisk(options),
    named(options),
    overridden(options),
  ];
}

function imageOf({ images, version }: ComposeRelease, key: string): string {
  const image = images.get(key);
  if (image === undefined) throw new Error(`the catalog has no image ${key} in ${version}`);
  return image;
}
