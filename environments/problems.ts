/** Something in an environment file that is wrong or doubtful, in its author's own terms. */
export interface Problem {
  /** Where: `sourcegraph:services.gitserver.replicas`, or `line 12` when the text can't be read. */
  readonly key: string;
  /** What stands there and why that can't be: "is 20: at least 50 is needed", "no such service". */
  readonly found: string;
  /** What to do, as a sentence. */
  readonly fix: string;
  /** An error stops everything; a warning is only shown. */
  readonly severity: "error" | "warning";
}

export const namespace = "sourcegraph";

/** A name of one line: keys come from the file, so anything may stand in them. */
export function shownName(name: string): string {
  const printable = JSON.stringify(name)
    .slice(1, -1)
    .replaceAll(/[^\x20-\x7e]/g, escaped);
  return printable.length > 60 ? `${printable.slice(0, 57)}…` : printable;
}

/** A path as `pulumi config set --path` takes it: `sourcegraph:services["a.b"].tolerations[0]`. */
export function shownKey(path: readonly PropertyKey[]): string {
  const parts = path.map((part, index) => {
    if (typeof part === "number") return `[${part}]`;
    const name = shownName(String(part));
    if (!/^[A-Za-z0-9_$-]+$/.test(name) && index > 0) return `["${name}"]`;
    return index === 0 ? name : `.${name}`;
  });
  return `${namespace}:${parts.join("")}`;
}

/** An error at a path below `config:`, without the namespace. */
export function problem(path: readonly PropertyKey[], found: string, fix: string): Problem {
  return { key: shownKey(path), found, fix, severity: "error" };
}

export function warning(path: readonly PropertyKey[], found: string, fix: string): Problem {
  return { ...problem(path, found, fix), severity: "warning" };
}

/** All of a file's problems, one to a line, errors first. */
export function formatProblems(file: string, problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  return [`${file}:`, ...[...errors, ...warnings].map((each) => `- ${formatProblem(each)}`)].join(
    "\n",
  );
}

export function formatProblem({ key, found, fix, severity }: Problem): string {
  const prefix = severity === "warning" ? "warning: " : "";
  const clause = /^(is|are|has) /.test(found) ? `${key} ${found}` : `${key}: ${found}`;
  return `${prefix}${clause}. ${fix}`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
