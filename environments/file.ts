import { YAMLException, load } from "js-yaml";
import type { Problem } from "./problems.ts";
import { namespace, problem, shownName } from "./problems.ts";
import { isMapping } from "./schema-walk.ts";

export type FileResult =
  | { readonly config: Readonly<Record<string, unknown>>; readonly problems?: undefined }
  | { readonly config?: undefined; readonly problems: readonly Problem[] };

/** What Pulumi itself keeps in a stack's file, besides `config`. */
const pulumisKeys = new Set(["secretsprovider", "encryptedkey", "encryptionsalt", "environment"]);

/** The `config` of a `Pulumi.<name>.yaml`, as it stands there: keys with their namespace. */
export function readEnvironmentFile(text: string): FileResult {
  const loaded = loadYaml(text);
  if (loaded.problems) return loaded;
  const { document } = loaded;
  if (!isMapping(document))
    return refused("line 1", notAMapping(document), "It starts with config:.");
  const unknown = Object.keys(document).filter((key) => key !== "config" && !pulumisKeys.has(key));
  const problems = unknown.map((key) => keyOutsideConfig(key));
  const { config } = document;
  if (config === undefined || config === null) {
    return {
      problems: [
        ...problems,
        error("config", "is missing", "Put the environment's keys below it."),
      ],
    };
  }
  if (!isMapping(config)) {
    return {
      problems: [
        ...problems,
        error("config", "is not a mapping", "Put the environment's keys below it."),
      ],
    };
  }
  problems.push(...Object.keys(config).flatMap(keyWithoutNamespace));
  return problems.length > 0 ? { problems } : { config };
}

function loadYaml(
  text: string,
):
  | { readonly document: unknown; readonly problems?: undefined }
  | { readonly problems: readonly Problem[] } {
  if (text.replace(/^\uFEFF/, "").trim() === "")
    return refused("line 1", "the file is empty", "Start it with config:.");
  try {
    // Aliases are refused, since `pulumi config set` would write them out one day anyway.
    return { document: load(text, { maxAliases: 0, maxDepth: 40 }) };
  } catch (cause) {
    if (!(cause instanceof YAMLException)) {
      return refused(
        "line 1",
        "not readable as YAML",
        "Compare it with another environment's file.",
      );
    }
    const { reason, mark } = cause;
    return refused(`line ${(mark?.line ?? 0) + 1}`, syntaxError(reason), syntaxFix(reason));
  }
}

/** The parser's reason without what it quotes from the file: that could be half a secret. */
function syntaxError(reason: string): string {
  const texts: readonly (readonly [RegExp, string])[] = [
    [/^aliases exceeded/, "aliases (*name) aren't possible here"],
    [/^unknown .* tag|cannot resolve a node|undeclared tag/, "tags (!name) aren't possible here"],
    [/^nesting exceeded/, "nested too deeply"],
    [/^expected a single document/, "more than one document"],
    [/^expected a document/, "the file is empty"],
    [/^unidentified alias/, "aliases (*name) aren't possible here"],
    [/^expected ':'/, "a key without a colon after it"],
    [/^expected the node content/, "a value is missing before a comma"],
    [/^end of the stream or a document/, "text that belongs to no key"],
  ];
  const known = texts.find(([pattern]) => pattern.test(reason));
  return (
    known?.[1] ??
    reason
      .replaceAll(/["'(<`].*$/gs, "")
      .replaceAll(/[^\x20-\x7e]/g, " ")
      .trim()
  );
}

function syntaxFix(reason: string): string {
  const fixes: readonly (readonly [RegExp, string])[] = [
    [/^duplicated mapping key/, "Keep one of the two"],
    [/^expected a document/, "Start it with config:"],
    [/^deficient indentation/, "Close the bracket or the quotes above it, or indent the line"],
    [/tab characters/, "Indent with spaces"],
    [/alias|tag|anchor/, "Write the value out"],
    [/nesting/, "Compare it with another environment's file"],
    [/^expected ':'/, "Write it as key: value"],
    [/^end of the stream or a document/, "Indent it like the lines around it"],
    [/document|directive/, "Keep one document, without --- or ..."],
    [/quoted|escape/, "Close the quotes, or use single ones"],
    [/flow collection/, "Compare the brackets and commas on this line"],
    [/indentation|indent/, "Indent keys of one mapping equally, with spaces"],
  ];
  const known = fixes.find(([pattern]) => pattern.test(reason));
  return `${known?.[1] ?? "Compare the line with another environment's file"}.`;
}

function keyOutsideConfig(key: string): Problem {
  const shown = shownName(key);
  const fix = key.startsWith(`${namespace}:`)
    ? "Indent it below config:."
    : "Put it below config:, or remove it.";
  return error(shown, `no such key at the top of the file`, fix);
}

function keyWithoutNamespace(key: string): readonly Problem[] {
  if (/^[^:]+:[^:]+(:[^:]+)?$/.test(key)) return [];
  const shown = shownName(key);
  if (key === "<<")
    return [error("<<", "merge keys aren't possible here", "Write the values out.")];
  return [error(`config.${shown}`, "has no namespace", `Write it as ${namespace}:${shown}.`)];
}

function notAMapping(document: unknown): string {
  if (document === null || document === undefined) return "the file is empty";
  return Array.isArray(document) ? "the file is a list" : "the file is text without keys";
}

function refused(
  key: string,
  found: string,
  fix: string,
): { readonly problems: readonly Problem[] } {
  return { problems: [error(key, found, fix)] };
}

function error(key: string, found: string, fix: string): Problem {
  return { ...problem([], found, fix), key };
}
