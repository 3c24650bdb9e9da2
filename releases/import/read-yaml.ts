import { YAML11_SCHEMA, YAMLException, loadAll } from "js-yaml";
import type { ImportProblem } from "./import-error.ts";
import { ImportError, shownValue } from "./import-error.ts";

/** One document of a YAML file. */
export interface SourceDocument {
  readonly file: string;
  readonly value: unknown;
}

/**
 * The documents of a file, by the rules of YAML 1.1, as kubectl and Compose read it: `0777` is 511.
 * What is null is left out, at every level: it says nothing. Empty documents are left out too.
 *
 * @throws ImportError with the line, when it is no YAML: tabs, a key twice, an end in the middle.
 */
export function readYaml(file: string, text: string): readonly SourceDocument[] {
  try {
    return loadAll(text, { schema: YAML11_SCHEMA, filename: file })
      .map((value) => ({ file, value: withoutNulls(value) }))
      .filter(({ value }) => value !== undefined);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new ImportError([yamlProblem(file, text, error)]);
  }
}

function yamlProblem(file: string, text: string, error: YAMLException): ImportProblem {
  const line = error.mark?.line ?? 0;
  const content = text.split("\n")[line] ?? "";
  return {
    file,
    path: `line ${line + 1}`,
    found: `${error.reason} (${shownValue(content.trim())})`,
  };
}

function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    return value.map(withoutNulls).filter((item) => item !== undefined);
  }
  if (typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, withoutNulls(item)] as const)
      .filter(([, item]) => item !== undefined),
  );
}
