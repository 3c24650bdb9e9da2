import type { z } from "zod";
import { nearest } from "../releases/nearest.ts";
import type { Problem } from "./problems.ts";
import { problem, shownName } from "./problems.ts";
import {
  allowedValues,
  asUnion,
  bare,
  chosen,
  holdsSecret,
  keysOf,
  placeAt,
  valueAt,
} from "./schema-walk.ts";

type Schema = z.core.$ZodType;
type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

interface Root {
  readonly schema: Schema;
  readonly value: unknown;
  /** Says where else a key of the top level belongs, if anywhere. */
  readonly elsewhere: (key: string) => string | undefined;
}

/** What the schema library found, in the words of the file's author. Never echoes a secret. */
export function schemaProblems(root: Root, issues: readonly Issue[]): readonly Problem[] {
  const problems = issues.flatMap((issue) => problemsOf(root, issue, issue.path));
  // A required key that is misspelt is missing as well: say so once.
  const meant = new Set(
    problems.flatMap(({ key, fix }) => {
      const [, name] = /^Did you mean (\S+)\?$/.exec(fix) ?? [];
      return name === undefined ? [] : [key.replace(/[^.:]+$/, name)];
    }),
  );
  return problems.filter(({ key, found }) => found !== "is missing" || !meant.has(key));
}

function problemsOf(root: Root, issue: Issue, path: Path): readonly Problem[] {
  const place = placeAt(root.schema, root.value, path);
  const value = place?.value;
  const description = place && descriptionOf(place.schema);
  if (place && value === undefined && issue.code !== "unrecognized_keys") {
    return [problem(path, "is missing", `Set it. ${description ?? ""}`.trim())];
  }
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(root, path, key));
    case "invalid_union":
      return unionProblems(root, issue, path);
    case "invalid_key": {
      const wanted = issue.issues[0]?.message ?? "a valid name";
      return [problem(path, `no such name is possible here`, `It takes ${wanted}.`)];
    }
    case "invalid_value":
      return [wrongChoice(root, path, issue.values)];
    case "invalid_type":
      return [wrongType(root, path, issue)];
    case "too_small":
    case "too_big":
      return [outOfRange(root, path, issue)];
    case "invalid_format":
    case "not_multiple_of":
    case "invalid_element":
    case "custom":
      break;
  }
  return [problem(path, `is ${shownValue(root, path)}`, `It takes ${issue.message}.`)];
}

function unknownKey(root: Root, path: Path, key: string): Problem {
  const place = [...path, key];
  const container = placeAt(root.schema, root.value, path);
  const elsewhere = path.length === 0 ? root.elsewhere(key) : otherChoice(container?.schema, key);
  if (elsewhere !== undefined) return problem(place, "no such key here", elsewhere);
  const union = container && asUnion(container.schema).options.length > 0;
  const schema = union ? chosen(container.schema, container.value) : container?.schema;
  const keys = schema ? keysOf(schema) : [];
  if (path.length === 0 && key.includes(".")) {
    const fix = `Write it as a mapping, or set it with: pulumi config set --path 'sourcegraph:${shownName(key)}' …`;
    return problem(place, "no such key", fix);
  }
  const guess = nearest(key, keys);
  if (guess !== undefined) return problem(place, "no such key", `Did you mean ${guess}?`);
  const fix = keys.length > 0 && keys.length <= 14 ? `It takes ${listed(keys)}.` : "Remove it.";
  return problem(place, "no such key", fix);
}

/** For a key that another choice of a union has: "It goes with type: managed." */
function otherChoice(schema: Schema | undefined, key: string): string | undefined {
  if (schema === undefined) return undefined;
  const { options, discriminator } = asUnion(schema);
  if (discriminator === undefined) return undefined;
  const having = options.filter((option) => keysOf(option).includes(key));
  const values = having.flatMap((option) => allowedValues(option, discriminator));
  return values.length === 0 ? undefined : `It goes with ${discriminator}: ${values.join(" or ")}.`;
}

function unionProblems(
  root: Root,
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
): readonly Problem[] {
  const place = placeAt(root.schema, root.value, path);
  // The library puts the discriminator's own key at the end of the path.
  const above = placeAt(root.schema, root.value, path.slice(0, -1));
  const last = path.at(-1);
  const union = above && asUnion(above.schema);
  if (above && union?.discriminator !== undefined && union.discriminator === last) {
    const values = union.options.flatMap((option) => allowedValues(option, last));
    const found = valueAt(above.value, last);
    if (found === undefined) return [problem(path, "is missing", `It is ${listed(values)}.`)];
    return [wrongChoice(root, path, values, found)];
  }
  if (place === undefined) return [problem(path, "is not valid", "See the schema.")];
  const { options } = asUnion(place.schema);
  const option = chosen(place.schema, place.value);
  const inner = option && issue.errors[options.indexOf(option)];
  if (inner && inner.length > 0 && typeof place.value === "object") {
    return inner.flatMap((each) => problemsOf(root, each, [...path, ...each.path]));
  }
  const found = option === undefined ? typeName(place.value) : shownValue(root, path);
  return [problem(path, `is ${found}`, `It takes ${issue.message}.`)];
}

function wrongChoice(
  root: Root,
  path: Path,
  values: readonly unknown[],
  found: unknown = placeAt(root.schema, root.value, path)?.value,
): Problem {
  const texts = values.map(String);
  const guess = typeof found === "string" ? nearest(found, texts) : undefined;
  const shown = typeof found === "string" ? shownText(found) : typeName(found);
  const fix = `It takes ${listed(texts)}.${guess === undefined ? "" : ` Did you mean ${guess}?`}`;
  return problem(path, `is ${shown}`, fix);
}

function wrongType(root: Root, path: Path, issue: z.core.$ZodIssueInvalidType): Problem {
  const value = placeAt(root.schema, root.value, path)?.value;
  const custom = issue.message.startsWith("Invalid input") ? undefined : issue.message;
  const wanted = wantedType(issue.expected) ?? "another value";
  const quote =
    wanted === "text" && (typeof value === "number" || typeof value === "boolean")
      ? " Put it in quotes."
      : "";
  return problem(path, `is ${typeName(value)}`, `It takes ${custom ?? wanted}.${quote}`);
}

function outOfRange(
  root: Root,
  path: Path,
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
): Problem {
  const small = issue.code === "too_small";
  const bound = Number(small ? issue.minimum : issue.maximum);
  const exclusive = issue.inclusive === false;
  const counted = issue.origin === "string" || issue.origin === "array";
  const unit = issue.origin === "string" ? " characters" : " entries";
  const value = placeAt(root.schema, root.value, path)?.value;
  const has = Array.isArray(value) || typeof value === "string" ? value.length : 0;
  const found = counted ? `has ${has}${unit}` : `is ${shownValue(root, path)}`;
  const standard = `${small ? (exclusive ? "more than" : "at least") : "at most"} ${bound}`;
  const custom = /^(Too (small|big)|Invalid)/.test(issue.message) ? undefined : issue.message;
  return problem(path, found, `It takes ${custom ?? `${standard}${counted ? unit : ""}`}.`);
}

/** A value as it may be repeated in a message: not when it is a secret or could contain one. */
function shownValue(root: Root, path: Path): string {
  const place = placeAt(root.schema, root.value, path);
  if (place === undefined || insideSecret(root, path)) return "not valid";
  const { value } = place;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? shownText(value) : typeName(value);
}

/** At a secret, or in what was given in its place: a password typed as the name of one. */
function insideSecret(root: Root, path: Path): boolean {
  return [...path.keys(), path.length].some((length) => {
    const place = placeAt(root.schema, root.value, path.slice(0, length));
    return place !== undefined && holdsSecret(place.schema);
  });
}

export function shownText(text: string): string {
  const harmless = text.length <= 64 && /^[\x20-\x7e]*$/.test(text) && !/@|:\/\/|-----/.test(text);
  if (text === "") return "empty";
  return harmless ? text : "not valid";
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "string"
    ? "text"
    : typeof value === "number"
      ? "a number"
      : "true or false";
}

function wantedType(expected: string): string | undefined {
  const names: Readonly<Record<string, string>> = {
    string: "text",
    int: "a whole number",
    number: "a number",
    boolean: "true or false",
    array: "a list",
    object: "a mapping",
    record: "a mapping",
  };
  return names[expected];
}

function descriptionOf(schema: Schema): string | undefined {
  return ownDescription(schema) ?? ownDescription(bare(schema));
}

function ownDescription(schema: Schema): string | undefined {
  return "description" in schema && typeof schema.description === "string"
    ? schema.description
    : undefined;
}

function listed(values: readonly unknown[]): string {
  const texts = values.map(String);
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} or ${last}`;
}
