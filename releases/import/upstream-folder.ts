import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ImportError } from "../file-problem.ts";
import type { MountedFile } from "./compose/import-compose.ts";
import type { UsedImage } from "./faults.ts";
import type { SourceDocument } from "./read-yaml.ts";
import { readYaml } from "./read-yaml.ts";

/**
 * All documents of a release's Kubernetes manifests.
 *
 * @param directory a checkout of upstream's repository (`built/` or `base/` in it is read), or a folder
 *   of manifests.
 * @throws ImportError when there is no such folder, or no YAML in it.
 */
export function readKubernetesFolder(directory: string): readonly SourceDocument[] {
  const folder = ["built", "base"].map((name) => join(directory, name)).find(isFolder) ?? directory;
  mustBeFolder(folder);
  const files = filesIn(folder).filter(
    (file) => /\.ya?ml$/.test(file) && !/(^|\/)kustomization\.ya?ml$/.test(file),
  );
  const documents = files.flatMap((file) => readYaml(file, readText(file)));
  if (documents.length === 0) {
    const found =
      "has no manifests: it takes a checkout of deploy-sourcegraph, or of deploy-sourcegraph-k8s with built/ in it";
    throw new ImportError([{ file: folder, path: "", found }]);
  }
  return documents;
}

/** A release's Compose file, and how to read the files that it mounts. */
export interface ComposeFolder {
  readonly document: SourceDocument;
  /**
   * Files below the given paths, which are as a Compose file has them, from its own folder. A file that
   * is mounted alone brings the others of its folder: it is one choice of several.
   */
  readonly mounted: (paths: readonly string[]) => readonly MountedFile[];
  /** Images that the project's other Compose files name: optional services, tools. */
  readonly sideImages: readonly UsedImage[];
}

/**
 * A release's Compose project.
 *
 * @param directory a checkout of deploy-sourcegraph-docker, or its folder `docker-compose`.
 */
export function readComposeFolder(directory: string): ComposeFolder {
  mustBeFolder(directory);
  const file = [join(directory, "docker-compose"), directory]
    .map((folder) => join(folder, "docker-compose.yaml"))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) {
    const found =
      "has no docker-compose/docker-compose.yaml: it takes a checkout of deploy-sourcegraph-docker";
    throw new ImportError([{ file: directory, path: "", found }]);
  }
  const [document, ...more] = readYaml(file, readText(file));
  if (document === undefined || more.length > 0) {
    const found = `has ${document === undefined ? "no" : "several"} documents, where there is one project`;
    throw new ImportError([{ file, path: "", found }]);
  }
  const home = dirname(file);
  const root = dirname(home);
  return {
    document,
    mounted: (paths) => {
      const folders = paths.map((path) => {
        const full = join(home, path);
        if (relative(root, full).startsWith("..")) {
          throw new ImportError([
            { file, path: "volumes", found: `mounts ${path}, which is outside of the release` },
          ]);
        }
        if (existsSync(full)) return isFolder(full) ? full : dirname(full);
        throw new ImportError([
          { file, path: "volumes", found: `mounts ${path}, which isn't there` },
        ]);
      });
      return [...new Set(folders.flatMap(filesIn))].map((each) => ({
        file: each,
        path: relative(root, each),
        body: readText(each),
      }));
    },
    sideImages: filesIn(home)
      .filter((each) => each !== file && /\.ya?ml$/.test(each))
      .flatMap((each) =>
        imagesIn(readText(each)).map((reference) => ({ reference, where: relative(root, each) })),
      ),
  };
}

/** By the lines that name them: override files have tags that only Compose knows. */
function imagesIn(text: string): readonly string[] {
  return [...text.matchAll(/^\s+image:\s*['"]?([^\s'"#]+)/gm)].flatMap(([, image]) => image ?? []);
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function mustBeFolder(path: string): void {
  if (isFolder(path)) return;
  const found = existsSync(path) ? "is a file, not a folder" : "doesn't exist";
  throw new ImportError([{ file: path, path: "", found }]);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function readText(file: string): string {
  return readFileSync(file, "utf8");
}
