import type { z } from "zod";
import type { FileProblem } from "../file-problem.ts";
import { shownValue } from "../file-problem.ts";

/**
 * What a schema finds wrong with a document, in the words of whoever reads the file.
 *
 * @param subject what the document is, such as `Deployment pgsql`.
 */
export function schemaProblems(
  file: string,
  subject: string,
  value: unknown,
  issue: z.core.$ZodIssue,
): readonly FileProblem[] {
  const at = (path: readonly PropertyKey[], found: string): FileProblem => ({
    file,
    path: [subject, shownPath(path)].filter((part) => part !== "").join(": "),
    found,
  });
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return at(path, `is ${shownAt(value, path)}: not known here`);
    });
  }
  // The best of several forms is the one that got furthest: its problems are the ones that help.
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const [best = []] = issue.errors.toSorted((a, b) => a.length - b.length);
    return best.flatMap((inner) =>
      schemaProblems(file, subject, value, { ...inner, path: [...issue.path, ...inner.path] }),
    );
  }
  return [at(issue.path, `is ${shownAt(value, issue.path)}: ${messageOf(issue)}`)];
}

/** The library's own words without what the value says already. */
function messageOf({ message }: z.core.$ZodIssue): string {
  return message
    .replace(
      /^Invalid discriminator value. Expected (.*)$/,
      (_, expected: string) => `it takes ${expected.replaceAll("'", "").replaceAll(" | ", ", ")}`,
    )
    .replace(/^Invalid input: /, "")
    .replace(/, received \w+$/, "");
}

function shownPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

function shownAt(value: unknown, path: readonly PropertyKey[]): string {
  let at: unknown = value;
  for (const part of path) {
    at = typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined;
  }
  return at === undefined ? "missing" : shownValue(at);
}
