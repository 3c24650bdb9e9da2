import { Ajv } from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";
import type { Path, Properties, Value } from "../core/values.ts";
import { formatPath, valueAt } from "../core/values.ts";
import type { Cause } from "./cause.ts";
import { required } from "./cause.ts";
import { quantityFormat, quantityPattern } from "./quantity.ts";
import type { Kind, Schema } from "./schema.ts";
import {
  builtInKinds,
  definitions,
  intOrStringDefinition,
  quantityDefinition,
  resolved,
  schemaAt,
  schemaOf,
} from "./schema.ts";

/** Why the API server can't read an object at all; the first of these is all that it says. */
export interface Decoding {
  /** A value of the wrong type or form. */
  readonly mistyped: string | undefined;
  /** Fields that the kind doesn't have. */
  readonly unknownFields: readonly string[];
  /** Fields that the schema asks for. */
  readonly missing: readonly Cause[];
}

/** Reads an object as the API server does with strict field validation. */
export function decode(kind: Kind, object: Properties): Decoding {
  const schema = schemaOf(kind);
  if (schema === undefined) return { mistyped: undefined, unknownFields: [], missing: [] };
  const validate = validator(kind);
  validate(object);
  const errors = (validate.errors ?? []).map((error) => ({
    error,
    path: pathOf(schema, error.instancePath),
  }));
  return {
    mistyped: errors.map(({ error, path }) => typeError(schema, object, error, path)).find(Boolean),
    unknownFields: errors.flatMap(({ error, path }) =>
      error.keyword === "additionalProperties"
        ? [formatPath([...path, text(error.params["additionalProperty"])])]
        : [],
    ),
    missing: errors.flatMap(({ error, path }) =>
      error.keyword === "required"
        ? missing(schema, path, text(error.params["missingProperty"]))
        : [],
    ),
  };
}

/** `Deployment in version "v1" cannot be handled as a Deployment: …`, or undefined. */
export function decodingError(
  kind: Kind,
  { mistyped, unknownFields }: Decoding,
): string | undefined {
  const strict = unknownFields.map((field) => `unknown field ${JSON.stringify(field)}`).join(", ");
  const problem = mistyped ?? (strict === "" ? undefined : `strict decoding error: ${strict}`);
  if (problem === undefined) return undefined;
  return `${kind.kind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ${problem}`;
}

/**
 * Fields that the schema calls required and the API server fills in or does without, and fields
 * whose absence its own rules tell better (rules/).
 */
const filledIn: ReadonlySet<string> = new Set([
  "RoleRef.apiGroup",
  "ServicePort.port",
  "HTTPGetAction.port",
  "TCPSocketAction.port",
  "GRPCAction.port",
  "HorizontalPodAutoscalerSpec.maxReplicas",
  "HTTPIngressPath.pathType",
  "PriorityClass.value",
  "JobTemplateSpec.spec",
  "MetricIdentifier.name",
  "NetworkPolicySpec.podSelector",
]);

const timeDefinitions: ReadonlySet<string> = new Set([
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time",
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime",
]);
const timePattern = String.raw`^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$`;
const base64Pattern = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";

const validators = new Map<string, ValidateFunction>();
let ajv: Ajv | undefined;

/** Compiles the validators of the kinds that every instance has, so that no call has to wait for it. */
export function prepareValidators(): void {
  for (const kind of builtInKinds.filter(({ kind: name }) => common.has(name))) validator(kind);
}

const common: ReadonlySet<string> = new Set(["Deployment", "Ingress", "Namespace", "Service"]);

/** Compiled when first needed: a program uses a dozen of the sixty kinds. */
function validator(kind: Kind): ValidateFunction {
  const name = kind.definition ?? "";
  const known = validators.get(name);
  if (known !== undefined) return known;
  if (ajv === undefined) {
    ajv = new Ajv({
      allErrors: true,
      strict: false,
      inlineRefs: false,
      validateSchema: false,
      // A validator runs a few times in a process: making its code shorter takes longer than it saves.
      code: { optimize: false },
    });
    const schemas = Object.entries(definitions).map(([key, schema]) => [
      key,
      jsonSchema(key, schema),
    ]);
    ajv.addSchema({ $id: "kubernetes", definitions: Object.fromEntries(schemas) });
  }
  const compiled = ajv.compile({ $ref: `kubernetes#/definitions/${name}` });
  validators.set(name, compiled);
  return compiled;
}

/** The pinned schema as JSON schema: nothing but the declared fields, and Go's own scalar types. */
function jsonSchema(name: string, schema: Schema): object {
  if (name === quantityDefinition) {
    return { type: ["string", "number"], pattern: quantityPattern.source };
  }
  if (name === intOrStringDefinition) return { type: ["string", "integer"] };
  if (timeDefinitions.has(name)) return { type: "string", pattern: timePattern };
  return closed(schema);
}

function closed(schema: Schema): object {
  if (schema.$ref !== undefined) return { $ref: schema.$ref };
  if (schema.format === "byte") return { type: "string", pattern: base64Pattern };
  if (schema.format === "int32") {
    return { type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
  }
  if (schema.type === undefined) return {};
  if (schema.items !== undefined) return { type: "array", items: closed(schema.items) };
  if (schema.properties !== undefined) {
    const properties = Object.entries(schema.properties).map(([key, item]) => [key, closed(item)]);
    return {
      type: "object",
      properties: Object.fromEntries(properties),
      required: schema.required ?? [],
      additionalProperties: false,
    };
  }
  if (schema.additionalProperties !== undefined) {
    return { type: "object", additionalProperties: closed(schema.additionalProperties) };
  }
  return { type: schema.type };
}

function missing(schema: Schema, path: Path, field: string): readonly Cause[] {
  const owner = schemaAt(schema, [...path, field]).owner ?? "";
  if (filledIn.has(`${goName(owner)}.${field}`)) return [];
  return [required(formatPath([...path, field]))];
}

function typeError(
  root: Schema,
  object: Properties,
  error: ErrorObject,
  path: Path,
): string | undefined {
  const { schema, owner } = schemaAt(root, path);
  const value = valueAt(object, path);
  if (schema === undefined) return undefined;
  if (error.keyword === "pattern") return formError(schema, value);
  if (!["type", "minimum", "maximum"].includes(error.keyword)) return undefined;
  const fields = path.filter((step, index) => {
    const around = resolved(schemaAt(root, path.slice(0, index)).schema ?? {}).schema;
    return typeof step === "string" && around.properties !== undefined;
  });
  return `json: cannot unmarshal ${goValue(schema, value)} into Go struct field ${goName(owner ?? "")}.${fields.join(".")} of type ${goType(schema)}`;
}

function formError(schema: Schema, value: Value): string {
  const { name, schema: own } = resolved(schema);
  if (name === quantityDefinition) return quantityFormat;
  if (own.format === "byte") {
    const encoded = typeof value === "string" ? value : "";
    const wrong = /[^A-Za-z0-9+/]/.exec(encoded)?.index ?? encoded.length;
    return `illegal base64 data at input byte ${wrong}`;
  }
  return `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(value)} as "2006"`;
}

/** What Go's decoder calls a JSON value: numbers that don't fit are shown, others only named. */
function goValue(schema: Schema, value: Value): string {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") {
    return resolved(schema).schema.type === "integer" ? `number ${value}` : "number";
  }
  return Array.isArray(value) ? "array" : typeof value;
}

/** `int32`, `map[string]string`, `[]v1.Container`: the type in the API server's own source. */
function goType(schema: Schema): string {
  const { schema: own, name } = resolved(schema);
  if (name !== undefined) return `${name.split(".").at(-2) ?? ""}.${goName(name)}`;
  if (own.items !== undefined) return `[]${goType(own.items)}`;
  if (own.additionalProperties !== undefined) {
    return `map[string]${goType(own.additionalProperties)}`;
  }
  if (own.format === "byte") return "[]uint8";
  if (own.type === "integer") return own.format ?? "int64";
  if (own.type === "number") return "float64";
  return own.type === "boolean" ? "bool" : (own.type ?? "interface {}");
}

function goName(definition: string): string {
  return definition.split(".").at(-1) ?? definition;
}

function pathOf(schema: Schema, pointer: string): Path {
  const path: (string | number)[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const step = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const around = resolved(schemaAt(schema, path).schema ?? {}).schema;
    path.push(around.items === undefined ? step : Number(step));
  }
  return path;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
