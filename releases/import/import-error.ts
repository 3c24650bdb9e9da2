/** One thing in upstream's files that the importer does not understand. */
export interface ImportProblem {
  /** Path of the file, as it was given. */
  readonly file: string;
  /** Where in it: `Deployment pgsql: spec.replicas`, or `line 12`. */
  readonly path: string;
  /** What stands there, and what is wrong with it. */
  readonly found: string;
}

/** Upstream's files are not what the importer knows: nothing of them was taken. */
export class ImportError extends Error {
  override readonly name = "ImportError";
  readonly problems: readonly ImportProblem[];

  constructor(problems: readonly ImportProblem[]) {
    super(problems.map(formatImportProblem).join("\n"));
    this.problems = problems;
  }
}

export function formatImportProblem({ file, path, found }: ImportProblem): string {
  return path === "" ? `${file}: ${found}` : `${file}: ${path}: ${found}`;
}

/** A value as it may be shown in a message: one line, not too long. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
