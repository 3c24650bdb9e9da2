import type { FileProblem } from "../../file-problem.ts";
import { ImportError, shownValue } from "../../file-problem.ts";
import type { SourceDocument } from "../read-yaml.ts";
import { withoutNulls } from "../read-yaml.ts";
import { schemaProblems } from "../../schema/schema-problems.ts";
import { inconsistencies, looseEnds } from "./consistency.ts";
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
  const problems: FileProblem[] = [];
  const objects: SourceObject[] = [];
  const seen = new Map<string, string>();
  for (const { file, value: read } of documents.flatMap(items)) {
    const value = withoutNulls(read);
    if (isKustomization(value)) continue;
    if (!isMapping(value)) {
      problems.push({ file, path: "", found: `is ${shownValue(value)}: no Kubernetes object` });
      continue;
    }
    const result = upstreamObjectSchema.safeParse(value);
    if (!result.success) {
      const subject = identityOf(value);
      problems.push(
        ...result.error.issues.flatMap((issue) => schemaProblems(file, subject, value, issue)),
      );
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
    problems.push(...inconsistencies({ file, object }));
  }
  if (problems.length === 0) problems.push(...looseEnds(objects));
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

function identityOf(value: unknown): string {
  if (!isMapping(value)) return "";
  const { kind, metadata } = value;
  const name = isMapping(metadata) ? metadata["name"] : undefined;
  return [kind, name].filter((part) => typeof part === "string").join(" ");
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
