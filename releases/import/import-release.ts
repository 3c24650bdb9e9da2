import type { z } from "zod";
import { join } from "node:path";
import { existsSync } from "node:fs";
import { serviceObjects } from "../../manifests/kubernetes/service-objects.ts";
import { catalogPaths, checksumOf, readCatalogFiles } from "../catalog-files.ts";
import { ImportError } from "../file-problem.ts";
import { resolveImage } from "../images.ts";
import type { CatalogSchemaName } from "../schema/check.ts";
import { catalogSchemas } from "../schema/check.ts";
import type { DeploymentEntry, Entry, Fault, Layout } from "../schema/entry.ts";
import type { DeploymentSource, DeploymentType } from "../schema/sources.ts";
import { schemaProblems } from "../schema/schema-problems.ts";
import { deploymentSources } from "../schema/sources.ts";
import { versionPattern } from "../versions.ts";
import { importCompose, mountedPaths, readCompose } from "./compose/import-compose.ts";
import type { UsedImage } from "./faults.ts";
import { imageFaults, otherRelease } from "./faults.ts";
import type { ImageTable } from "./image-keys.ts";
import { importKubernetes } from "./kubernetes/import-kubernetes.ts";
import { readObjects } from "./kubernetes/read-objects.ts";
import { sharedClaims } from "./kubernetes/shared-claims.ts";
import { checkRoundTrip } from "./round-trip.ts";
import { readComposeFolder, readKubernetesFolder } from "./upstream-folder.ts";
import type { CatalogFile } from "./write-catalog.ts";
import { catalogText, shapeFile, writeCatalog } from "./write-catalog.ts";

export interface ImportRequest {
  readonly version: string;
  /** Folder with upstream's Kubernetes manifests. */
  readonly kubernetes?: string | undefined;
  /** Folder with upstream's Compose file. */
  readonly compose?: string | undefined;
  /** The catalog's folder. */
  readonly catalog: string;
}

/** One way to deploy the release, as it was imported. */
export interface ImportedDeployment {
  readonly source: DeploymentSource;
  readonly services: number;
  readonly layoutId: string;
  readonly faults: readonly Fault[];
  /** Files that no release before had, apart from its entry. */
  readonly newShapes: number;
}

/**
 * Reads a release from upstream's files and puts it into the catalog. What the catalog knows of it from
 * another source stays.
 *
 * @throws ImportError with all that isn't understood. The catalog is as it was then.
 */
export function importRelease(request: ImportRequest): readonly ImportedDeployment[] {
  const { version, catalog } = request;
  if (!versionPattern.test(version)) {
    const found = `is ${JSON.stringify(version)}: a release has three numbers, such as 3.17.2 or 3.17.3-1`;
    throw new ImportError([{ file: "--version", path: "", found }]);
  }
  const deployments = [
    ...(request.kubernetes === undefined
      ? []
      : [kubernetesDeployment(request.kubernetes, request)]),
    ...(request.compose === undefined ? [] : [composeDeployment(request.compose, request)]),
  ];
  const known = existsSync(join(catalog, catalogPaths.entries))
    ? readCatalogFiles(catalog).entry(version)
    : undefined;
  const written = deployments.map(({ source, files, entry, services }) => ({
    source,
    services,
    layoutId: entry.layout,
    faults: entry.faults ?? [],
    newShapes: writeCatalog(catalog, files),
  }));
  writeCatalog(catalog, [entryFile(version, known, deployments)]);
  return written;
}

/** The facts of a service, if the catalog takes them. */
function fitting<Facts>(
  schema: z.ZodType<Facts>,
  file: string,
  service: string,
  facts: unknown,
): Facts {
  const result = schema.safeParse(facts);
  if (result.success) return result.data;
  throw new ImportError(
    result.error.issues.flatMap((issue) => schemaProblems(file, service, facts, issue)),
  );
}

interface Deployment {
  readonly source: DeploymentSource;
  readonly services: number;
  readonly entry: DeploymentEntry;
  readonly files: readonly CatalogFile[];
}

function kubernetesDeployment(folder: string, request: ImportRequest): Deployment {
  const documents = readKubernetesFolder(folder);
  const { version } = request;
  const { flavour, images, services } = importKubernetes(documents, version);
  if (!services.has("sourcegraph-frontend")) {
    const found = "is no release of Sourcegraph: it has no workload sourcegraph-frontend";
    throw new ImportError([{ file: folder, path: "", found }]);
  }
  const checked = new Map(
    [...services].map(([name, facts]) => [
      name,
      fitting(catalogSchemas.kubernetes, folder, name, facts),
    ]),
  );
  const rendered = [...checked].flatMap(([name, facts]) =>
    serviceObjects(name, facts, (key) =>
      resolveImage(key, images.images[key] ?? "", images.imagePattern),
    ),
  );
  checkRoundTrip(readObjects(documents), rendered);
  const used = [...checked].flatMap(([name, { workloads = [] }]) =>
    workloads.flatMap(({ pod }) =>
      [...(pod.initContainers ?? []), ...pod.containers].map((container) => ({
        reference: resolveImage(
          container.image,
          images.images[container.image] ?? "",
          images.imagePattern,
        ),
        where: `${name}/${container.name}`,
      })),
    ),
  );
  mustBeOfVersion(folder, used, version);
  const faults = [...imageFaults(used, version), ...sharedClaims(checked)];
  return deployment(flavour, "kubernetes", checked, {}, images, faults);
}

function composeDeployment(folder: string, request: ImportRequest): Deployment {
  const { document, mounted, sideImages } = readComposeFolder(folder);
  const { version } = request;
  const files = mounted(mountedPaths(readCompose(document)));
  const { images, services, volumes, networks, ...imported } = importCompose(
    document,
    files,
    version,
  );
  if (!services.has("sourcegraph-frontend-0")) {
    const found = "is no release of Sourcegraph: it has no service sourcegraph-frontend-0";
    throw new ImportError([{ file: document.file, path: "", found }]);
  }
  const checked = new Map(
    [...services].map(([name, facts]) => [
      name,
      fitting(catalogSchemas.compose, document.file, name, facts),
    ]),
  );
  const used = [...checked].map(([name, { image }]): UsedImage => ({
    reference: resolveImage(image, images.images[image] ?? "", images.imagePattern),
    where: name,
  }));
  mustBeOfVersion(folder, used, version);
  const faults = imageFaults([...used, ...sideImages], version);
  const configurations = [...imported.files].map(([path, facts]) => ({
    path,
    file: shapeFile(catalogSchemas.configuration.parse(facts), catalogPaths.configuration),
  }));
  const layout = {
    volumes: [...volumes],
    networks: [...networks],
    files: Object.fromEntries(configurations.map(({ path, file }) => [path, file.id])),
  };
  const made = deployment("compose", "compose", checked, layout, images, faults);
  return { ...made, files: [...configurations.map(({ file }) => file), ...made.files] };
}

function mustBeOfVersion(folder: string, images: readonly UsedImage[], version: string): void {
  const other = otherRelease(images, version);
  if (other === undefined) return;
  const found = `is ${other} by its images, not ${version}: name the folder of ${version}, or --version ${other}`;
  throw new ImportError([{ file: folder, path: "", found }]);
}

function deployment(
  source: DeploymentSource,
  schema: DeploymentType & CatalogSchemaName,
  services: ReadonlyMap<string, unknown>,
  rest: Omit<Layout, "services">,
  images: ImageTable,
  faults: readonly Fault[],
): Deployment {
  const { type } = deploymentSources[source];
  const shapes = [...services].map(([name, facts]) => ({
    name,
    file: shapeFile(facts, (id) => catalogPaths.service(schema, name, id)),
  }));
  const layout = shapeFile(
    { services: Object.fromEntries(shapes.map(({ name, file }) => [name, file.id])), ...rest },
    (id) => catalogPaths.layout(type, id),
  );
  return {
    source,
    services: services.size,
    entry: {
      layout: layout.id,
      imagePattern: images.imagePattern,
      images: images.images,
      ...(faults.length > 0 && { faults }),
    },
    files: [...shapes.map(({ file }) => file), layout],
  };
}

/** The whole entry of a version: what is imported now, and what is known from other sources. */
function entryFile(
  version: string,
  known: Entry | undefined,
  deployments: readonly Deployment[],
): CatalogFile {
  const imported = Object.fromEntries(deployments.map(({ source, entry }) => [source, entry]));
  const all = Object.keys(deploymentSources).flatMap((source) => {
    const entry: unknown = imported[source] ?? Reflect.get(known ?? {}, source);
    return entry === undefined ? [] : [[source, entry] as const];
  });
  const content = { version, ...Object.fromEntries(all) };
  const checked = catalogSchemas.entry.parse({ checksum: "", ...content });
  const text = catalogText({ ...checked, checksum: checksumOf(checked) });
  return { path: catalogPaths.entry(version), text };
}
