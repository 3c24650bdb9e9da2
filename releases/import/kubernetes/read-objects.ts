import type { z } from "zod";
import type { ImportProblem } from "../import-error.ts";
import { ImportError, shownValue } from "../import-error.ts";
import type { SourceDocument } from "../read-yaml.ts";
import type { UpstreamObject } from "./upstream-objects.ts";
import { upstreamObjectSchema } from "./upstream-objects.ts";

/** One object of upstream's, and where it stands. */
export interface SourceObject {
  readonly file: string;
  readonly object: UpstreamObject;
}

/**
 * The objects of a release's files. Kustomize's own files are passed over: they say how objects are put
 * together, and are none.
 *
 * @throws ImportError with all that isn't understood.
 */
export function readObjects(documents: readonly SourceDocument[]): readonly SourceObject[] {
  const problems: ImportProblem[] = [];
  const objects: SourceObject[] = [];
  const seen = new Map<string, string>();
  for (const { file, value } of documents.flatMap(items)) {
    if (isKustomization(value)) continue;
    const result = upstreamObjectSchema.safeParse(value);
    if (!result.success) {
      problems.push(...result.error.issues.flatMap((issue) => problemsOf(file, value, issue)));
      continue;
    }
    const object = result.data;
    const identity = `${object.kind} ${object.metadata.name}`;
    const earlier = seen.get(identity);
    if (earlier !== undefined) {
      problems.push({ file, path: identity, found: `is there twice, also in ${earlier}` });
    }
    seen.set(identity, file);
    objects.push({ file, object });
  }
  if (problems.length > 0) throw new ImportError(problems);
  return objects;
}

/** A List stands for its items. */
function items(document: SourceDocument): readonly SourceDocument[] {
  const { file, value } = document;
  if (!isMapping(value) || value["kind"] !== "List" || !Array.isArray(value["items"])) {
    return [document];
  }
  return value["items"].map((item: unknown) => ({ file, value: item }));
}

function isKustomization(value: unknown): boolean {
  if (!isMapping(value)) return false;
  const { apiVersion } = value;
  return typeof apiVersion === "string" && apiVersion.startsWith("kustomize.config.k8s.io/");
}

function problemsOf(file: string, value: unknown, issue: z.core.$ZodIssue): readonly ImportProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { file, path: shownPath(value, path), found: `is ${shownAt(value, path)}: not known here` };
    });
  }
  // The best of several forms is the one that got furthest: its problems are the ones that help.
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const [best = []] = issue.errors.toSorted((a, b) => a.length - b.length);
    return best.flatMap((inner) =>
      problemsOf(file, value, { ...inner, path: [...issue.path, ...inner.path] }),
    );
  }
  const found = `is ${shownAt(value, issue.path)}: ${issue.message}`;
  return [{ file, path: shownPath(value, issue.path), found }];
}

function shownPath(value: unknown, path: readonly PropertyKey[]): string {
  const where = path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
  return [identityOf(value), where].filter((part) => part !== "").join(": ");
}

function identityOf(value: unknown): string {
  if (!isMapping(value)) return "";
  const { kind, metadata } = value;
  const name = isMapping(metadata) ? metadata["name"] : undefined;
  return [kind, name].filter((part) => typeof part === "string").join(" ");
}

function shownAt(value: unknown, path: readonly PropertyKey[]): string {
  let at: unknown = value;
  for (const part of path) at = isMapping(at) || Array.isArray(at) ? Reflect.get(at, part) : undefined;
  return at === undefined ? "missing" : shownValue(at);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
