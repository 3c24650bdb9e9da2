import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fs } from "../system/builtins.ts";
import { sha256 } from "../system/sha256.ts";
import { CatalogError } from "./file-problem.ts";
import type { CatalogSchemaName, contentProblems } from "./schema/check.ts";
import type { ComposeServiceFacts } from "./schema/compose.ts";
import type { ConfigurationFacts } from "./schema/configuration.ts";
import type { Entry, Layout } from "./schema/entry.ts";
import type { KubernetesServiceFacts } from "./schema/kubernetes.ts";
import type { DeploymentType } from "./schema/sources.ts";

/** The catalog's files, one by one. */
export interface CatalogFiles {
  /** Versions that have an entry, in no order. */
  versions(): readonly string[];
  entry(version: string): Entry | undefined;
  layout(type: DeploymentType, id: string): Layout;
  kubernetesService(name: string, id: string): KubernetesServiceFacts;
  composeService(name: string, id: string): ComposeServiceFacts;
  configuration(id: string): ConfigurationFacts;
}

export const ownCatalog = fileURLToPath(new URL("data", import.meta.url));

/** Where a file stands, from the catalog's folder. */
export const catalogPaths = {
  entries: "entries",
  entry: (version: string): string => join("entries", `${version}.json`),
  layout: (type: DeploymentType, id: string): string => join(type, "layouts", `${id}.json`),
  service: (type: DeploymentType, name: string, id: string): string =>
    join(type, "services", name, `${id}.json`),
  configuration: (id: string): string => join("compose", "configurations", `${id}.json`),
};

/** The name of a shape's file: the beginning of its content's SHA-256. */
export function shapeIdOf(text: string): string {
  return sha256(text).slice(0, 12);
}

/** What an entry's `checksum` is of: the entry without it, as JSON. */
export function checksumOf(entry: object): string {
  return sha256(JSON.stringify({ ...entry, checksum: undefined }));
}

/** The catalog in a folder: nothing is read until it is asked for. */
export function readCatalogFiles(directory = ownCatalog): CatalogFiles {
  const entries = join(directory, catalogPaths.entries);
  if (!fs.existsSync(entries)) {
    const found = `is no catalog: it has no folder ${catalogPaths.entries}. \`sgstack releases import\` makes one.`;
    throw new CatalogError([{ file: directory, path: "", found }]);
  }
  return {
    versions: () =>
      fs
        .readdirSync(entries)
        .filter((file) => file.endsWith(".json"))
        .map((file) => file.slice(0, -".json".length)),
    entry: (version) => {
      const file = join(directory, catalogPaths.entry(version));
      if (!fs.existsSync(file)) return undefined;
      return readContent<Entry>(
        file,
        "entry",
        (_, entry) => entry.version === version && entry.checksum === checksumOf(entry),
      );
    },
    layout: (type, id) =>
      readContent(join(directory, catalogPaths.layout(type, id)), "layout", isNamed(id)),
    kubernetesService: (name, id) =>
      readContent(
        join(directory, catalogPaths.service("kubernetes", name, id)),
        "kubernetes",
        isNamed(id),
      ),
    composeService: (name, id) =>
      readContent(
        join(directory, catalogPaths.service("compose", name, id)),
        "compose",
        isNamed(id),
      ),
    configuration: (id) =>
      readContent(join(directory, catalogPaths.configuration(id)), "configuration", isNamed(id)),
  };
}

function isNamed(id: string): (text: string) => boolean {
  return (text) => shapeIdOf(text) === id;
}

/**
 * What stands in a file. One that is as the importer wrote it was checked then; only one that was edited
 * by hand is checked again, since loading the schemas takes longer than rendering a release.
 */
function readContent<Content>(
  file: string,
  schema: CatalogSchemaName,
  isUnchanged: (text: string, content: Content) => boolean,
): Content {
  let text: string;
  let content: Content;
  try {
    text = fs.readFileSync(file, "utf8");
    content = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const found = `can't be read: ${reason}. Restore it, or import its release again.`;
    throw new CatalogError([{ file, path: "", found }]);
  }
  if (content === null || typeof content !== "object" || !isUnchanged(text, content)) {
    const problems = loadChecks().contentProblems(schema, file, content);
    if (problems.length > 0) throw new CatalogError(problems);
  }
  return content;
}

/** Node loads an ES module this way too, and at once: what reads the catalog doesn't wait. */
const loadChecks: () => { readonly contentProblems: typeof contentProblems } = () =>
  createRequire(import.meta.url)("./schema/check.ts");
