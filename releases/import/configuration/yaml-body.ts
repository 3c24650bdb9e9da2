import { EVENT_ID, YAML11_SCHEMA, YAMLException, getScalarValue, load, parseEvents } from "js-yaml";
import type { z } from "zod";
import { ConfigurationError } from "./configuration-error.ts";

type Path = readonly PropertyKey[];

/**
 * A YAML body of the given form, by the rules of YAML 1.1.
 *
 * @throws ConfigurationError with the line of what is no YAML, or is not of that form.
 */
export function readYamlBody<Form extends z.ZodType>(body: string, form: Form): z.output<Form> {
  const result = form.safeParse(loaded(body));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const path = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])];
  const found = unknown === undefined ? issue?.message : "the catalog knows no such setting";
  throw bodyError(body, path, found ?? "it is not of the form that is expected");
}

/** An error about the value at `path`, such as `scrape_configs.2.params`. */
export function bodyError(body: string, path: Path, found: string): ConfigurationError {
  const where = path.length === 0 ? "" : `${path.map(String).join(".")}: `;
  return new ConfigurationError(`${where}${found}`, lineOf(body, path));
}

/** `undefined` for a body that holds nothing but comments. */
function loaded(body: string): unknown {
  if (body.split("\n").every((line) => /^\s*(#|$)/.test(line))) return undefined;
  try {
    return load(body, { schema: YAML11_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark === undefined ? undefined : error.mark.line + 1;
    throw new ConfigurationError(error.reason, line, { cause: error });
  }
}

/** Line of the key or the list item at `path`, or of what is nearest above it. */
function lineOf(body: string, path: Path): number {
  const events = body.trim() === "" ? [] : parseEvents(body, {});
  let next = 0;
  let position = 0;
  const visit = (here: Path, keyStart?: number): boolean => {
    const event = events[next++];
    if (event === undefined || event.type === EVENT_ID.POP) return false;
    const start = keyStart ?? startOf(event);
    if (start !== undefined && here.every((part, depth) => part === path[depth])) position = start;
    if (event.type === EVENT_ID.DOCUMENT) visit(here);
    if (event.type === EVENT_ID.SEQUENCE) for (let index = 0; visit([...here, index]); index++);
    if (event.type === EVENT_ID.MAPPING) {
      for (let key = events[next++]; key?.type === EVENT_ID.SCALAR; key = events[next++]) {
        visit([...here, getScalarValue(body, key)], key.valueStart);
      }
    }
    return true;
  };
  visit([]);
  return body.slice(0, position).split("\n").length;
}

function startOf(event: ReturnType<typeof parseEvents>[number]): number | undefined {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  return event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING
    ? event.start
    : undefined;
}
