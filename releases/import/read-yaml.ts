import { YAML11_SCHEMA, YAMLException, loadAll } from "js-yaml";
import type { FileProblem } from "../file-problem.ts";
import { ImportError, shownValue } from "../file-problem.ts";

/** One document of a YAML file. */
export interface SourceDocument {
  readonly file: string;
  readonly value: unknown;
}

/**
 * The documents of a file, by the rules of YAML 1.1, as kubectl and Compose read it: `0777` is 511.
 * Empty documents are left out.
 *
 * @throws ImportError with the line, when it is no YAML: tabs, a key twice, an end in the middle.
 */
export function readYaml(file: string, text: string): readonly SourceDocument[] {
  try {
    return loadAll(text, { schema: YAML11_SCHEMA, filename: file })
      .filter((value) => value !== null && value !== undefined)
      .map((value) => ({ file, value }));
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new ImportError([yamlProblem(file, text, error)]);
  }
}

function yamlProblem(file: string, text: string, error: YAMLException): FileProblem {
  const line = error.mark?.line ?? 0;
  const content = text.split("\n")[line] ?? "";
  // The parser stumbles over a tab in many ways.
  const reason = /^ *\t/.test(content) ? "is indented with a tab: YAML takes spaces" : error.reason;
  return {
    file,
    path: `line ${line + 1}`,
    found: `${reason} (${shownValue(content.trim())})`,
  };
}

/**
 * The same value without what is null, at every level: `env:` with nothing behind it says nothing, and
 * neither does a mapping of nothing but such keys.
 */
export function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    return value.map(withoutNulls).filter((item) => item !== undefined);
  }
  if (typeof value !== "object" || value instanceof Date) return value;
  const entries = Object.entries(value);
  const told = entries
    .map(([key, item]) => [key, withoutNulls(item)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length > 0 && told.length === 0 ? undefined : Object.fromEntries(told);
}
