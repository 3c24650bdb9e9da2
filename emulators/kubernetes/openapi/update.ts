import { readFileSync, writeFileSync } from "node:fs";
import { isList, isObject } from "../../core/values.ts";

/**
 * Pins the OpenAPI document of a Kubernetes version as the emulator's data:
 *
 *     node emulators/kubernetes/openapi/update.ts <swagger.json> <version>
 *
 * The document is `api/openapi-spec/swagger.json` of the Go module k8s.io/kubernetes at that version.
 * Kept: the stable API versions (alpha and beta ones are off unless a cluster's operator turns them
 * on), the kinds that are stored, and of their types what a decoder needs. Left out: prose, and what
 * only a status consists of.
 */
function main(file: string, version: string): void {
  const document: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isObject(document) || !isObject(document["definitions"]) || !isObject(document["paths"])) {
    throw new Error(`${file} is not an OpenAPI 2 document`);
  }
  const kinds = storedKinds(document["definitions"], document["paths"]);
  const definitions = reachable(
    document["definitions"],
    kinds.map(({ definition }) => definition),
  );
  const text = `{"version":${JSON.stringify(version)},"kinds":[${lines(
    kinds.map((kind) => JSON.stringify(kind)),
  )}],"definitions":{${lines(
    [...definitions].map(([name, schema]) => `${JSON.stringify(name)}:${JSON.stringify(schema)}`),
  )}}}\n`;
  writeFileSync(new URL("kubernetes.json", import.meta.url), text);
}

interface StoredKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly definition: string;
}

/** One entry to a line, so that a change of version can be read. */
function lines(entries: readonly string[]): string {
  return `\n${entries.join(",\n")}\n`;
}

type Json = { readonly [key: string]: unknown };

/** A kind is stored when one object of it can be replaced under its own name. */
function storedKinds(definitions: Json, paths: Json): readonly StoredKind[] {
  const kinds = new Map<string, StoredKind>();
  for (const [path, operations] of Object.entries(paths)) {
    const plural = /\/([a-z0-9]+)\/\{name\}$/.exec(path)?.[1];
    const put = isObject(operations) ? operations["put"] : undefined;
    const type = isObject(put) ? put["x-kubernetes-group-version-kind"] : undefined;
    if (plural === undefined || !isObject(type)) continue;
    const { group, version, kind } = type;
    if (typeof group !== "string" || typeof version !== "string" || typeof kind !== "string") {
      continue;
    }
    if (!/^v\d+$/.test(version)) continue;
    const definition = definitionOf(definitions, group, version, kind);
    const namespaced = path.includes("{namespace}");
    kinds.set(`${group}/${version}/${kind}`, {
      group,
      version,
      kind,
      plural,
      namespaced,
      definition,
    });
  }
  return [...kinds.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

function definitionOf(definitions: Json, group: string, version: string, kind: string): string {
  const found = Object.entries(definitions).find(([, schema]) => {
    const types = isObject(schema) ? schema["x-kubernetes-group-version-kind"] : undefined;
    return (
      isList(types) &&
      types.some(
        (type) =>
          isObject(type) &&
          type["group"] === group &&
          type["version"] === version &&
          type["kind"] === kind,
      )
    );
  });
  if (found === undefined) throw new Error(`no definition of ${group}/${version} ${kind}`);
  return found[0];
}

/** The named definitions and all that they consist of, sorted by name. */
function reachable(definitions: Json, roots: readonly string[]): ReadonlyMap<string, Json> {
  const kept = new Map<string, Json>();
  const pending = roots.map((name) => ({ name, root: true }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (kept.has(next.name)) continue;
    const schema = reduced(definitions[next.name], next.root);
    kept.set(next.name, schema);
    for (const [, name] of JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      if (name !== undefined) pending.push({ name, root: false });
    }
  }
  return new Map([...kept].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const keptKeywords = [
  "$ref",
  "type",
  "format",
  "items",
  "additionalProperties",
  "required",
  "x-kubernetes-list-type",
  "x-kubernetes-list-map-keys",
] as const;

function reduced(schema: unknown, root = false): Json {
  if (!isObject(schema)) throw new Error(`not a schema: ${JSON.stringify(schema)}`);
  const result: Record<string, unknown> = {};
  for (const keyword of keptKeywords) {
    const value = schema[keyword];
    if (value === undefined) continue;
    result[keyword] =
      (keyword === "items" || keyword === "additionalProperties") && isObject(value)
        ? reduced(value)
        : value;
  }
  const properties = schema["properties"];
  if (!isObject(properties)) return result;
  const entries = Object.entries(properties).map(([name, property]) => [
    name,
    // The server overwrites what is sent as a status, whatever it is.
    root && name === "status" ? { type: "object" } : reduced(property),
  ]);
  return { ...result, properties: Object.fromEntries(entries) };
}

const [file, version] = process.argv.slice(2);
if (file === undefined || version === undefined) {
  process.stderr.write("usage: update.ts <swagger.json> <version>\n");
  process.exitCode = 2;
} else {
  main(file, version);
}
