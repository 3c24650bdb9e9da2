import type { Transformation } from "../map-services.ts";
import type { ComposeOptions } from "../options.ts";
import type { ComposeProject } from "../project.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** Keys whose list is replaced as a whole (Compose specification, "Merge": shell commands). */
const replaced: ReadonlySet<string> = new Set(["command", "entrypoint", "test"]);

/**
 * One more Compose file over the project, by Compose's own rules: mappings go into each other, lists are
 * appended to, a mount takes the place of the one at the same path, a command that of the other.
 */
export function overridden({ override }: ComposeOptions): Transformation {
  if (override === undefined) return (project) => project;
  return (project) => mergedProject(project, override);
}

function mergedProject(project: ComposeProject, override: Mapping): ComposeProject {
  return Object.assign({}, project, merged({ ...project }, override));
}

function merged(base: Mapping, over: Mapping): Mapping {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      Object.hasOwn(over, key) ? mergedValue(key, base[key], over[key]) : base[key],
    ]),
  );
}

function mergedValue(key: string, base: unknown, over: unknown): unknown {
  if (key === "environment") return merged(asMapping(base), asMapping(over));
  if (isMapping(base) && isMapping(over)) return merged(base, over);
  if (!Array.isArray(base) || !Array.isArray(over) || replaced.has(key)) return over;
  if (key !== "volumes") return [...new Set([...base, ...over])];
  const targets = new Set(over.map(targetOf));
  return [...base.filter((mount) => !targets.has(targetOf(mount))), ...over];
}

/** Variables as a list of `NAME=value` are the same as a mapping. */
function asMapping(environment: unknown): Mapping {
  if (!Array.isArray(environment)) return isMapping(environment) ? environment : {};
  return Object.fromEntries(
    environment.map((variable) => {
      const [name = "", ...value] = String(variable).split("=");
      return [name, value.join("=")];
    }),
  );
}

/** The path in the container that something is mounted at. */
function targetOf(mount: unknown): unknown {
  if (typeof mount === "string") return mount.split(":")[1] ?? mount;
  return isMapping(mount) ? mount["target"] : undefined;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
