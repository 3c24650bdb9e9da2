import { resolveImage } from "./images.ts";
import type { ComposeServiceFacts } from "./schema/compose.ts";
import type { ConfigurationFacts } from "./schema/configuration.ts";
import type { DeploymentEntry, Entry, Fault, Layout } from "./schema/entry.ts";
import type { KubernetesServiceFacts } from "./schema/kubernetes.ts";
import type { DeploymentSource, DeploymentType } from "./schema/sources.ts";
import { deploymentSources } from "./schema/sources.ts";
import type { CatalogFiles } from "./catalog-files.ts";
import { readCatalogFiles } from "./catalog-files.ts";
import { compareVersions, nearestVersions } from "./versions.ts";

interface ReleaseBasics {
  readonly version: string;
  readonly source: DeploymentSource;
  /** References of images by their keys, with tag and digest as upstream has them. */
  readonly images: ReadonlyMap<string, string>;
  /** What is wrong with it as upstream published it. */
  readonly faults: readonly Fault[];
  readonly layout: Layout;
  /** The layout's name: releases with the same one differ in nothing but images. */
  readonly layoutId: string;
}

/** One version of Sourcegraph on Kubernetes. */
export interface KubernetesRelease extends ReleaseBasics {
  readonly type: "kubernetes";
  /** By upstream's names. */
  readonly services: ReadonlyMap<string, KubernetesServiceFacts>;
}

/** One version of Sourcegraph on Docker Compose. */
export interface ComposeRelease extends ReleaseBasics {
  readonly type: "compose";
  /** By upstream's names, a replica's number included: `gitserver-0`. */
  readonly services: ReadonlyMap<string, ComposeServiceFacts>;
  /** Configuration files that services mount, by path from the folder above the Compose file's. */
  readonly files: ReadonlyMap<string, ConfigurationFacts>;
}

export type Release = KubernetesRelease | ComposeRelease;

/** The facts of every known release, read when they are asked for. */
export class Catalog {
  readonly #files: CatalogFiles;
  readonly #releases = new Map<string, Release | undefined>();
  #versions: Readonly<Record<DeploymentSource, readonly string[]>> | undefined;

  constructor(files: CatalogFiles) {
    this.#files = files;
  }

  /** Versions that can be deployed in a way, oldest first. */
  versions(type: DeploymentType): readonly string[] {
    const versions = sourcesOf(type).flatMap((source) => this.versionsOf(source));
    return [...new Set(versions)].toSorted(compareVersions);
  }

  /** Versions that one of upstream's repositories has, oldest first. */
  versionsOf(source: DeploymentSource): readonly string[] {
    this.#versions ??= bySource(this.#files);
    return this.#versions[source];
  }

  /** A release as one of upstream's repositories has it. */
  release(version: string, source: DeploymentSource): Release | undefined {
    const key = `${source} ${version}`;
    if (!this.#releases.has(key)) this.#releases.set(key, this.#read(version, source));
    return this.#releases.get(key);
  }

  #read(version: string, source: DeploymentSource): Release | undefined {
    const entry = this.#files.entry(version);
    const deployment = entry?.[source];
    if (deployment === undefined) return undefined;
    const { type } = deploymentSources[source];
    const layout = this.#files.layout(type, deployment.layout);
    const basics = {
      version,
      source,
      images: imagesOf(deployment),
      faults: deployment.faults ?? [],
      layout,
      layoutId: deployment.layout,
    };
    const shapes = Object.entries(layout.services);
    return type === "kubernetes"
      ? {
          ...basics,
          type,
          services: new Map(
            shapes.map(([name, id]) => [name, this.#files.kubernetesService(name, id)]),
          ),
        }
      : {
          ...basics,
          type,
          services: new Map(
            shapes.map(([name, id]) => [name, this.#files.composeService(name, id)]),
          ),
          files: new Map(
            Object.entries(layout.files ?? {}).map(([path, id]) => [
              path,
              this.#files.configuration(id),
            ]),
          ),
        };
  }
}

/** The catalog of a folder. @default - the project's own */
export function loadCatalog(directory?: string): Catalog {
  return new Catalog(readCatalogFiles(directory));
}

/**
 * A release in a way to deploy it. Of the two sources of Kubernetes manifests, `base` comes first: it
 * is what instances of those versions run.
 */
export function findRelease(
  catalog: Catalog,
  version: string,
  type: "kubernetes",
): KubernetesRelease | undefined;
export function findRelease(
  catalog: Catalog,
  version: string,
  type: "compose",
): ComposeRelease | undefined;
export function findRelease(
  catalog: Catalog,
  version: string,
  type: DeploymentType,
): Release | undefined;
export function findRelease(
  catalog: Catalog,
  version: string,
  type: DeploymentType,
): Release | undefined {
  for (const source of sourcesOf(type)) {
    const release = catalog.release(version, source);
    if (release !== undefined) return release;
  }
  return undefined;
}

/** Known versions around one that isn't. */
export function nearestReleases(
  catalog: Catalog,
  version: string,
  type: DeploymentType,
): readonly string[] {
  return nearestVersions(catalog.versions(type), version);
}

function sourcesOf(type: DeploymentType): readonly DeploymentSource[] {
  return type === "compose" ? ["compose"] : ["base", "kustomize"];
}

function bySource(files: CatalogFiles): Readonly<Record<DeploymentSource, readonly string[]>> {
  const entries: readonly Entry[] = files
    .versions()
    .toSorted(compareVersions)
    .flatMap((version) => files.entry(version) ?? []);
  const having = (source: DeploymentSource): readonly string[] =>
    entries.flatMap((entry) => (entry[source] === undefined ? [] : [entry.version]));
  return { base: having("base"), kustomize: having("kustomize"), compose: having("compose") };
}

function imagesOf({ images, imagePattern }: DeploymentEntry): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(images).map(([key, image]) => [key, resolveImage(key, image, imagePattern)]),
  );
}
