import type { Value } from "../core/values.ts";
import { isObject } from "../core/values.ts";

/** One thing that is wrong with an object, in the words of the API server's field errors. */
export interface Cause {
  /** `spec.template.spec.containers[0].image` */
  readonly field: string;
  readonly body: string;
}

/** `spec.ports[0].name`; keys of maps stand in brackets. */
export function child(field: string, ...steps: readonly (string | number)[]): string {
  return steps.reduce<string>(
    (path, step) =>
      typeof step === "number" ? `${path}[${step}]` : path === "" ? step : `${path}.${step}`,
    field,
  );
}

export function key(field: string, name: string): string {
  return `${field}[${name}]`;
}

export function required(field: string, detail = ""): Cause {
  return cause(field, "Required value", detail);
}

export function invalid(field: string, value: Value, detail: string): Cause {
  return cause(field, `Invalid value: ${shown(value)}`, detail);
}

export function forbidden(field: string, detail: string): Cause {
  return cause(field, "Forbidden", detail);
}

export function duplicate(field: string, value: Value): Cause {
  return cause(field, `Duplicate value: ${shown(value)}`);
}

export function notFound(field: string, value: Value): Cause {
  return cause(field, `Not found: ${shown(value)}`);
}

export function tooLong(field: string, bytes: number): Cause {
  return cause(field, "Too long", `may not be more than ${bytes} bytes`);
}

export function unsupported(field: string, value: Value, supported: readonly string[]): Cause {
  return cause(
    field,
    `Unsupported value: ${shown(value)}`,
    `supported values: ${supported.map((item) => JSON.stringify(item)).join(", ")}`,
  );
}

/** Each message about a value becomes a cause of its own. */
export function invalids(
  field: string,
  value: Value,
  messages: readonly string[],
): readonly Cause[] {
  return messages.map((message) => invalid(field, value, message));
}

/** `Deployment.apps "web" is invalid: [first, second]` */
export function invalidMessage(
  qualifiedKind: string,
  name: string,
  causes: readonly Cause[],
): string {
  const distinct = [...new Set(causes.map(({ field, body }) => `${field}: ${body}`))];
  const list = distinct.length === 1 ? distinct.join("") : `[${distinct.join(", ")}]`;
  return `${qualifiedKind} ${JSON.stringify(name)} is invalid: ${list}`;
}

function cause(field: string, kind: string, detail = ""): Cause {
  return { field, body: detail === "" ? kind : `${kind}: ${detail}` };
}

/** As Go writes a value into a field error: plain, quoted, or JSON with sorted keys. */
function shown(value: Value): string {
  if (value === undefined) return "null";
  return JSON.stringify(value, (_, item: unknown) =>
    isObject(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
