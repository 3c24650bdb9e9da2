import type { CatalogFiles } from "./catalog-files.ts";
import type { Entry } from "./schema/entry.ts";
import type { DeploymentSource, DeploymentType } from "./schema/sources.ts";
import { deploymentSources } from "./schema/sources.ts";
import { compareVersions } from "./versions.ts";

/** One version as one of upstream's repositories has it, in short. */
export interface DeploymentOverview {
  readonly source: DeploymentSource;
  readonly type: DeploymentType;
  readonly services: number;
  readonly layout: string;
  /** The oldest version with the same layout: it differs from this one in images alone. */
  readonly layoutOf: string;
  readonly faults: number;
}

export interface VersionOverview {
  readonly version: string;
  readonly deployments: readonly DeploymentOverview[];
}

/** How few shapes the releases of a source have. */
export interface SourceOverview {
  readonly source: DeploymentSource;
  readonly versions: number;
  readonly layouts: number;
  /** Different shapes of services, over all layouts. */
  readonly shapes: number;
  /** What there would be if each version kept its services for itself. */
  readonly services: number;
}

export interface CatalogOverview {
  readonly versions: readonly VersionOverview[];
  readonly sources: readonly SourceOverview[];
}

const allSources = Object.keys(deploymentSources).filter(isSource);

/** All that a catalog knows, the oldest version first. */
export function overviewOf(files: CatalogFiles, type?: DeploymentType): CatalogOverview {
  const entries = files
    .versions()
    .toSorted(compareVersions)
    .flatMap((version) => files.entry(version) ?? []);
  const sources = allSources.filter(
    (source) => type === undefined || deploymentSources[source].type === type,
  );
  const layouts = new Map<string, Readonly<Record<string, string>>>();
  const oldest = new Map<string, string>();
  const versions = entries.flatMap((entry) => {
    const deployments = sources.flatMap((source) =>
      overview(files, entry, source, layouts, oldest),
    );
    return deployments.length === 0 ? [] : [{ version: entry.version, deployments }];
  });
  return {
    versions,
    sources: sources.flatMap((source) => sourceOverview(source, versions, layouts)),
  };
}

/** @param layouts services with their shapes, by layout; what is read is added. */
function overview(
  files: CatalogFiles,
  entry: Entry,
  source: DeploymentSource,
  layouts: Map<string, Readonly<Record<string, string>>>,
  oldest: Map<string, string>,
): readonly DeploymentOverview[] {
  const deployment = entry[source];
  if (deployment === undefined) return [];
  const { type } = deploymentSources[source];
  const { layout, faults = [] } = deployment;
  const services = layouts.get(layout) ?? files.layout(type, layout).services;
  layouts.set(layout, services);
  const layoutOf = oldest.get(layout) ?? entry.version;
  oldest.set(layout, layoutOf);
  const count = Object.keys(services).length;
  return [{ source, type, services: count, layout, layoutOf, faults: faults.length }];
}

function sourceOverview(
  source: DeploymentSource,
  versions: readonly VersionOverview[],
  layouts: ReadonlyMap<string, Readonly<Record<string, string>>>,
): readonly SourceOverview[] {
  const own = versions.flatMap(({ deployments }) =>
    deployments.filter((each) => each.source === source),
  );
  if (own.length === 0) return [];
  const used = new Set(own.map(({ layout }) => layout));
  const shapes = [...used].flatMap((layout) =>
    Object.entries(layouts.get(layout) ?? {}).map(([name, id]) => `${name} ${id}`),
  );
  return [
    {
      source,
      versions: own.length,
      layouts: used.size,
      shapes: new Set(shapes).size,
      services: own.reduce((sum, { services }) => sum + services, 0),
    },
  ];
}

function isSource(source: string): source is DeploymentSource {
  return Object.hasOwn(deploymentSources, source);
}
