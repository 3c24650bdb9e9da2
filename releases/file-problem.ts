/** Something wrong with a file, in the words of whoever reads it. */
export interface FileProblem {
  readonly file: string;
  /** Where in it: `Deployment pgsql: spec.replicas`, or `line 12`; empty for all of it. */
  readonly path: string;
  /** What stands there, and what is wrong with it. */
  readonly found: string;
}

/** Files that can't be used, each with all that is wrong with it. */
class FilesError extends Error {
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(formatFileProblem).join("\n"));
    this.problems = problems;
  }
}

/** Upstream's files are not what the importer knows: nothing of them was taken. */
export class ImportError extends FilesError {
  override readonly name = "ImportError";
}

/** A file of the catalog is missing, or isn't what it should be. */
export class CatalogError extends FilesError {
  override readonly name = "CatalogError";
}

function formatFileProblem({ file, path, found }: FileProblem): string {
  return path === "" ? `${file}: ${found}` : `${file}: ${path}: ${found}`;
}

/** A value as it may be shown in a message: one line, not too long. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
