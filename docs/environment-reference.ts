import { stackFileSchema } from "../environments/json-schema.ts";
import { rules } from "../environments/rules/all.ts";
import { isMapping } from "../environments/schema-walk.ts";
import type { Kind } from "../environments/schema.ts";
import { keysNotDeployedYet } from "../stacks/deployed-keys.ts";
import { examples } from "./environment-examples.ts";

type Json = Readonly<Record<string, unknown>>;

/** A key of the top level, for all kinds that have it. */
interface TopKey {
  readonly name: string;
  readonly uses: readonly Use[];
}

/** How one kind takes a key. */
interface Use {
  readonly kind: Kind;
  readonly schema: Json;
  readonly required: boolean;
}

/** A key below one of the top level. */
interface Row {
  readonly path: string;
  readonly values: string;
  readonly description: string;
}

/** The part of docs/environments.md that follows from the schema and the rules. */
export function environmentReference(): string {
  const { definitions, keys } = topKeys();
  return [
    "## Keys",
    "",
    "| key | for | what it is |",
    "| --- | --- | --- |",
    ...keys.map(
      ({ name, uses }) =>
        `| [\`${name}\`](#${name.toLowerCase()}) | ${kindsOf(uses)} | ${cell(summary(uses))} |`,
    ),
    "",
    ...keys.flatMap((key) => section(key, definitions)),
    "## Rules over more than one key",
    "",
    "Each breach is an error that names the key, what was found, and what to do.",
    "",
    ...Object.entries(ruleGroups).flatMap(([group, title]) => rulesOf(group, title)),
    "",
  ].join("\n");
}

/** For which kinds the groups of rules are. */
const ruleGroups = {
  common: "Every kind",
  knownRelease: "What runs Sourcegraph: the release",
  instance: "What runs Sourcegraph",
  kubernetes: "kubernetes",
  box: "box",
  mirror: "registry-mirror",
} satisfies Readonly<Record<keyof typeof rules, string>>;

function rulesOf(group: string, title: string): readonly string[] {
  const own = Object.entries(rules).find(([name]) => name === group)?.[1] ?? [];
  const names = own.map(({ name }) => name).join("; ");
  return [`- ${title}: ${names}.`];
}

/** Every key that may stand below `config:`, without `sourcegraph:`. */
export function topLevelKeys(): readonly string[] {
  return topKeys().keys.map(({ name }) => name);
}

function topKeys(): { readonly definitions: Json; readonly keys: readonly TopKey[] } {
  const { properties, $defs } = stackFileSchema();
  const definitions = mapping($defs);
  const kinds = list(mapping(mapping(properties)["config"])["oneOf"]).map(mapping);
  const keys = new Map<string, Use[]>();
  for (const { title, properties: own, required } of kinds) {
    for (const [key, schema] of Object.entries(mapping(own))) {
      const name = key.replace(/^sourcegraph:/, "");
      const use = {
        kind: kindNamed(title),
        schema: resolved(mapping(schema), definitions),
        required: list(required).includes(key),
      };
      keys.set(name, [...(keys.get(name) ?? []), use]);
    }
  }
  return { definitions, keys: [...keys].map(([name, uses]) => ({ name, uses })) };
}

function section({ name, uses }: TopKey, definitions: Json): readonly string[] {
  return [
    `### ${name}`,
    "",
    `For ${kindsOf(uses)}. ${summary(uses)} ${deployedText(name, uses)}`.trimEnd(),
    "",
    "```yaml",
    example(name),
    "```",
    "",
    ...keyTable(name, uses, definitions),
  ];
}

/** What stands below a key, for all kinds that have it. */
function keyTable(name: string, uses: readonly Use[], definitions: Json): readonly string[] {
  const lines = new Map<string, Kind[]>();
  const acting = new Map<string, Kind[]>();
  for (const { kind, schema } of uses) {
    for (const { path, values, description } of rowsBelow(schema, "", definitions)) {
      const line = `| \`${path}\` | ${cell(values)} | ${cell(description || "-")} |`;
      lines.set(line, [...(lines.get(line) ?? []), kind]);
      const deployed = isDeployed(kind, `${name}.${path}`) ? [kind] : [];
      acting.set(line, [...(acting.get(line) ?? []), ...deployed]);
    }
  }
  if (lines.size === 0) return [];
  return [
    "| key | takes | what it is | deployed |",
    "| --- | --- | --- | --- |",
    ...[...lines].map(([line, kinds]) => `${line} ${among(acting.get(line) ?? [], kinds)} |`),
    "",
  ];
}

/** Whether a stack program acts on the key, or on one below it. */
function isDeployed(kind: Kind, path: string): boolean {
  const [first = ""] = path.split("[]");
  const given = first.split(".").reduceRight<Json>((below, name) => ({ [name]: below }), {});
  return keysNotDeployedYet(kind, given).length === 0;
}

function deployedText(name: string, uses: readonly Use[]): string {
  const kinds = uses.map(({ kind }) => kind);
  const acting = kinds.filter((kind) => isDeployed(kind, name));
  const where = among(acting, kinds);
  if (where === "yes") return "";
  return where === "no" ? "Checked, and not deployed yet." : `Checked; deployed for ${where} only.`;
}

function among(acting: readonly Kind[], kinds: readonly Kind[]): string {
  if (acting.length === 0) return "no";
  return acting.length === kinds.length ? "yes" : acting.join(", ");
}

const secretSource = "#/$defs/secretSource";

/** All keys below a schema; what can be one of several things is told per thing. */
function rowsBelow(given: Json, prefix: string, definitions: Json): readonly Row[] {
  if (given["$ref"] === secretSource) {
    return [row(prefix, "a [secret](#secrets)", {}, "")];
  }
  const schema = resolved(given, definitions);
  const { properties, additionalProperties, items, oneOf, anyOf } = schema;
  const choices = [...list(oneOf), ...list(anyOf)].map(mapping);
  if (choices.length > 0) {
    return choices.flatMap((choice) => rowsBelow(choice, prefix, definitions));
  }
  if (isMapping(items)) return rowsBelow(items, `${prefix}[]`, definitions);
  if (isMapping(additionalProperties)) {
    return rowsBelow(additionalProperties, `${prefix}.<name>`, definitions);
  }
  const own = Object.entries(mapping(properties));
  const constant = own.find(([, property]) => "const" in mapping(property));
  const only = constant === undefined ? "" : ` (${valuesOf(mapping(constant[1]), definitions)})`;
  return own.flatMap(([key, property]) => {
    // A secret's forms are told once, in the text.
    if (mapping(property)["$ref"] === secretSource || key === "secure") {
      return [row(`${prefix}.${key}`, "a [secret](#secrets)", mapping(property), only)];
    }
    const whole = resolved(mapping(property), definitions);
    const below = rowsBelow(whole, `${prefix}.${key}`, definitions);
    const first =
      constant?.[0] === key
        ? []
        : [row(`${prefix}.${key}`, valuesOf(whole, definitions), whole, only)];
    return first.concat(below);
  });
}

function row(path: string, values: string, { description }: Json, only: string): Row {
  return {
    path: path.replace(/^\./, ""),
    values,
    description: `${typeof description === "string" ? description : ""}${only}`.trim(),
  };
}

/** What may stand there, in a few words. */
function valuesOf(schema: Json, definitions: Json): string {
  const whole = resolved(schema, definitions);
  const { enum: values, const: constant, type, minimum, maximum, items } = whole;
  if (constant !== undefined) return `\`${JSON.stringify(constant).replaceAll('"', "")}\``;
  if (Array.isArray(values)) return values.map((value) => `\`${String(value)}\``).join(", ");
  if (type === "integer" || type === "number") return numbers(type, minimum, maximum);
  if (type === "array") return `a list of ${plural(valuesOf(mapping(items), definitions))}`;
  if (type === "object") return "a mapping";
  if (type === "string") return "text";
  if (type === "boolean") return "`true`, `false`";
  if (Array.isArray(type)) return "text, a number or a boolean";
  const choices = [...list(whole["oneOf"]), ...list(whole["anyOf"])];
  return [...new Set(choices.map((choice) => valuesOf(mapping(choice), definitions)))].join(" or ");
}

function numbers(type: string, minimum: unknown, maximum: unknown): string {
  const noun = type === "integer" ? "a whole number" : "a number";
  return typeof minimum === "number" && typeof maximum === "number"
    ? `${minimum} to ${maximum}`
    : noun;
}

function plural(values: string): string {
  return values === "a mapping" ? "mappings" : values;
}

function summary(uses: readonly Use[]): string {
  const texts = [...new Set(uses.map(({ schema }) => String(schema["description"])))];
  const said = texts.map((text) => {
    const kinds = uses.filter(({ schema }) => schema["description"] === text);
    return texts.length === 1 ? text : `${kinds.map(({ kind }) => kind).join(", ")}: ${text}`;
  });
  return said.join(" ") + (uses.every(({ required }) => required) ? " Required." : "");
}

function kindsOf(uses: readonly Use[]): string {
  return uses.length === 3 ? "every kind" : uses.map(({ kind }) => kind).join(", ");
}

function example(name: string): string {
  const found = Object.entries(examples).find(([key]) => key === name);
  if (found === undefined) throw new Error(`environment-examples.ts has no example of ${name}`);
  return found[1];
}

function resolved(schema: Json, definitions: Json): Json {
  const { $ref: reference, ...own } = schema;
  if (typeof reference !== "string") return schema;
  return { ...mapping(definitions[reference.replace("#/$defs/", "")]), ...own };
}

function kindNamed(title: unknown): Kind {
  return title === "box" || title === "registry-mirror" ? title : "kubernetes";
}

function mapping(value: unknown): Json {
  return isMapping(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text that stays in its cell of a table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
