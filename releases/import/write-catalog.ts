import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import stringify from "json-stringify-pretty-compact";
import { makeFolder } from "../../system/make-folder.ts";
import { shapeIdOf } from "../catalog-files.ts";

/** A file of the catalog, by its path from the catalog's folder. */
export interface CatalogFile {
  readonly path: string;
  readonly text: string;
}

/** Content as it stands in the catalog's files: short lists and objects on one line. */
export function catalogText(content: unknown): string {
  return `${stringify(content, { maxLength: 100 })}\n`;
}

/** A file that is named after its content, so that the same shape is there once. */
export function shapeFile(
  content: unknown,
  pathOf: (id: string) => string,
): CatalogFile & { id: string } {
  const text = catalogText(content);
  const id = shapeIdOf(text);
  return { id, path: pathOf(id), text };
}

/**
 * Puts files into the catalog's folder, the last one last: what it names is there before it is.
 * Whatever stops this in the middle leaves a catalog in which nothing has changed.
 *
 * @returns how many of them are new or changed.
 */
export function writeCatalog(directory: string, files: readonly CatalogFile[]): number {
  // Two services may have the very same shape: its file is written once.
  const distinct = [...new Map(files.map((file) => [file.path, file])).values()];
  const changed = distinct.filter(({ path, text }) => {
    const file = join(directory, path);
    return !existsSync(file) || readFileSync(file, "utf8") !== text;
  });
  const moves = changed.map(({ path, text }) => {
    const to = join(directory, path);
    return { from: `${to}.${process.pid}.tmp`, to, text };
  });
  try {
    for (const { from, text } of moves) {
      makeFolder(dirname(from));
      writeFileSync(from, text);
    }
    for (const { from, to } of moves) renameSync(from, to);
  } finally {
    for (const { from } of moves) rmSync(from, { force: true });
  }
  return changed.length;
}
