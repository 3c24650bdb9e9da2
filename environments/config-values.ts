import { environmentSchema } from "./schema.ts";
import { childSchema, takesText } from "./schema-walk.ts";
import { namespace } from "./problems.ts";

/**
 * Pulumi's configuration as a program gets it, where every value of the top level is text: mappings,
 * numbers and booleans become themselves again. Text stays text even if it looks like a number:
 * `3.27` is no release, but it is also not 3.27.
 */
export function coerceConfig(
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, coerceValue(key, value)]),
  );
}

function coerceValue(key: string, value: unknown): unknown {
  if (!key.startsWith(`${namespace}:`)) return value;
  const isText = topLevelTexts.has(key.slice(namespace.length + 1));
  if (typeof value === "number" || typeof value === "boolean")
    return isText ? String(value) : value;
  if (typeof value !== "string" || isText) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    // Not what Pulumi makes of a mapping: the schema then says what belongs here.
    return value;
  }
}

/** Keys of the top level whose values are text. */
const topLevelTexts: ReadonlySet<string> = new Set(
  environmentSchema.options.flatMap((option) =>
    Object.keys(option.shape).filter((key) => {
      const field = childSchema(option, {}, key);
      return field !== undefined && takesText(field);
    }),
  ),
);
