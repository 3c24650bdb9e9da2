import { readFileSync } from "node:fs";
import type { Path } from "../core/values.ts";
import { isList, isObject } from "../core/values.ts";

/** What the pinned OpenAPI document says of a value (openapi/update.ts). */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
}

/** A kind of object that the API server stores. */
export interface Kind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** As it stands in URLs and in messages, such as `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** Name of its schema; a custom resource has none. */
  readonly definition?: string;
}

interface OpenApi {
  readonly version: string;
  readonly kinds: readonly Kind[];
  readonly definitions: Readonly<Record<string, Schema>>;
}

const openApi = load();

/** The Kubernetes version whose kinds these are. */
export const kubernetesVersion: string = openApi.version;

export const builtInKinds: readonly Kind[] = openApi.kinds;

export const definitions: Readonly<Record<string, Schema>> = openApi.definitions;

export const quantityDefinition = "io.k8s.apimachinery.pkg.api.resource.Quantity";
export const intOrStringDefinition = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

/** The definition that a schema stands for, and its name; an inline schema has no name. */
export function resolved(schema: Schema): { readonly schema: Schema; readonly name?: string } {
  if (schema.$ref === undefined) return { schema };
  const name = schema.$ref.slice("#/definitions/".length);
  const definition = definitions[name];
  if (definition === undefined) throw new Error(`the OpenAPI data has no definition ${name}`);
  return { schema: definition, name };
}

export function schemaOf(kind: Kind): Schema | undefined {
  return kind.definition === undefined ? undefined : { $ref: `#/definitions/${kind.definition}` };
}

/** The schema of a field, an item or a map's value. */
export function schemaBelow(schema: Schema, step: string | number): Schema | undefined {
  const { schema: own } = resolved(schema);
  if (own.items !== undefined) return own.items;
  return own.properties?.[step] ?? own.additionalProperties;
}

/** The schema at a path, and the name of the definition that the last field belongs to. */
export function schemaAt(
  schema: Schema,
  path: Path,
): { readonly schema: Schema | undefined; readonly owner: string | undefined } {
  let current: Schema | undefined = schema;
  let owner: string | undefined;
  for (const step of path) {
    if (current === undefined) break;
    const { schema: own, name } = resolved(current);
    if (own.properties !== undefined) owner = name ?? owner;
    current = schemaBelow(current, step);
  }
  return { schema: current, owner };
}

function load(): OpenApi {
  const file = new URL("openapi/kubernetes.json", import.meta.url);
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isOpenApi(content)) throw new Error(`${file.pathname} is not what update.ts writes`);
  return content;
}

function isOpenApi(content: unknown): content is OpenApi {
  return (
    isObject(content) &&
    typeof content["version"] === "string" &&
    isList(content["kinds"]) &&
    isObject(content["definitions"])
  );
}
