import { z } from "zod";
import { namespace } from "./problems.ts";
import { isSecretText } from "./schema-walk.ts";
import { environmentSchema } from "./schema.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * The JSON schema of a whole `Pulumi.<name>.yaml`, for editors. Keys that mean the same for several
 * kinds are described once, below `$defs`.
 */
export function stackFileSchema(): Json {
  const definitions = new Map<string, { readonly name: string; readonly schema: unknown }>();
  const define = (kind: string, key: string, schema: unknown): Json => {
    const text = `${key} ${JSON.stringify(schema)}`;
    const taken = [...definitions.values()].some(({ name }) => name === key);
    const { name } = definitions.get(text) ?? { name: taken ? `${kind}.${key}` : key };
    definitions.set(text, { name, schema });
    return { $ref: `#/$defs/${name}` };
  };
  const kinds = environmentSchema.options.map((option) => {
    const [kind = ""] = option.shape.kind.values;
    const {
      properties = {},
      required = [],
      $defs = {},
    } = z.toJSONSchema(option, {
      io: "input",
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => allowEncrypted(zodSchema, jsonSchema),
    });
    for (const [name, { id: _, ...schema }] of Object.entries($defs)) {
      definitions.set(name, { name, schema });
    }
    const entries = Object.entries(properties).map(([key, schema]) => [
      `${namespace}:${key}`,
      key === "kind" ? schema : define(kind, key, schema),
    ]);
    return {
      title: kind,
      type: "object",
      properties: Object.fromEntries(entries),
      required: required.map((key) => `${namespace}:${key}`),
      // Configuration of Pulumi's own providers, such as gcp:project.
      patternProperties: { [`^(?!${namespace}:)[^:]+:.+$`]: {} },
      additionalProperties: false,
    };
  });
  const byName = [...definitions.values()].toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Environment of Sourcegraph",
    description: "Generated from environments/schema.ts by environments/write-json-schema.ts.",
    type: "object",
    properties: {
      config: { description: "What the environment is.", oneOf: kinds },
      secretsprovider: { type: "string" },
      encryptedkey: { type: "string" },
      encryptionsalt: { type: "string" },
      environment: {},
    },
    required: ["config"],
    additionalProperties: false,
    $defs: Object.fromEntries(byName.map(({ name, schema }) => [name, schema])),
  };
}

/** In a file, a secret is a mapping that Pulumi has encrypted. */
function allowEncrypted(schema: z.core.$ZodType, json: z.core.JSONSchema.BaseSchema): void {
  if (!isSecretText(schema)) return;
  for (const key of Object.keys(json)) if (key !== "description") delete json[key];
  Object.assign(json, {
    type: "object",
    properties: { secure: { type: "string" } },
    required: ["secure"],
    additionalProperties: false,
  });
}

/** The file's text. */
export function stackFileSchemaText(): string {
  return `${JSON.stringify(stackFileSchema(), null, 1)}\n`;
}
