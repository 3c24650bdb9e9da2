import { YAMLException, load } from "js-yaml";
import { parseEnvironment } from "../environments/parse.ts";
import { formatProblems } from "../environments/problems.ts";
import { isMapping } from "../environments/schema-walk.ts";
import type { Environment } from "../environments/schema.ts";
import type { Catalog } from "../releases/catalog.ts";
import type { DeploymentType } from "../releases/schema/sources.ts";
import { Failure, status } from "../toolchain/failure.ts";

/** An environment that is nowhere but on the command line, and what is doubtful about it. */
export interface OptionEnvironment {
  readonly environment: Environment;
  /** As they are shown: a line for each below `--option:`; empty without any. */
  readonly warnings: string;
}

/**
 * What `--option key=value` says, over the least that an environment has: the keys are an environment
 * file's own, and so are all checks and messages.
 *
 * @param options as typed.
 */
export function optionEnvironment(
  options: readonly string[],
  version: string,
  type: DeploymentType,
  catalog: Catalog,
): OptionEnvironment {
  const given = options.reduce<unknown>((values, option) => {
    const { path, value } = parsedOption(option);
    return withValue(values, path, value, option);
  }, {});
  const config = withLeast(isMapping(given) ? given : {}, type, version);
  const result = parseEnvironment(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [`sourcegraph:${key}`, value])),
    { catalog, source: "file" },
  );
  const problems = result.problems.map((each) => ({
    ...each,
    key: each.key.replace(/^sourcegraph:/, ""),
    fix: fixHere(each.fix),
  }));
  const warnings = problems.length > 0 ? formatProblems("--option", problems) : "";
  if (result.environment === undefined) throw new Failure(warnings, status.badInput);
  return { environment: result.environment, warnings };
}

/** Nothing can be encrypted on a command line, which others on the machine can read as well. */
function fixHere(fix: string): string {
  if (fix.startsWith("Encrypt it")) return "Name the Secret that keeps it: {existingSecret: NAME}.";
  return fix.replaceAll("sourcegraph:", "");
}

type Values = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** Of the cluster, nothing is known: the class of its disks is there, as the release expects it. */
function withLeast(given: Values, type: DeploymentType, release: string): Values {
  const least = { release, owner: "nobody" };
  if (type === "compose") {
    return { ...least, kind: "box", cloud: { provider: "local" }, ...given };
  }
  const { storageClass = {} } = given;
  return {
    ...least,
    kind: "kubernetes",
    cloud: { provider: "existing" },
    ...given,
    storageClass: isMapping(storageClass) ? { create: false, ...storageClass } : storageClass,
  };
}

/** What the command line says in another way. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ["release", "--release"],
  ["kind", "--type"],
]);

function parsedOption(option: string): { readonly path: Path; readonly value: unknown } {
  const steps = /^(?:sourcegraph:)?((?:[^=[\]]|\[\d+\]|\["[^"]*"\])*)=([\s\S]*)$/.exec(option);
  const [, key = "", text = ""] = steps ?? [];
  const path = steps === null ? [] : parsedKey(key);
  if (path.length === 0) {
    throw refused(
      option,
      'it takes key=value, with a key as in an environment file: services.gitserver.replicas=3, or services.gitserver.podLabels["a.b/c"]=d',
    );
  }
  const flag = elsewhere.get(String(path[0]));
  if (flag !== undefined) throw refused(option, `${flag} says that`);
  try {
    return { path, value: text.trim() === "" ? null : load(text, { maxAliases: 0, maxDepth: 40 }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw refused(
      key,
      "its value can't be read as YAML. Put it into quotes of its own if it is text",
    );
  }
}

/** `a.b["c.d"][0]`, as `pulumi config set --path` takes it; empty if it is no key. */
function parsedKey(key: string): Path {
  const step = /\.?([^.[\]"\s]+)|\[(\d+)\]|\["([^"]*)"\]/y;
  const path: (string | number)[] = [];
  while (step.lastIndex < key.length) {
    const isFirst = step.lastIndex === 0;
    const match = step.exec(key);
    if (match === null) return [];
    const [all, name, index, text = ""] = match;
    if (name === undefined ? isFirst : all.startsWith(".") === isFirst) return [];
    path.push(name ?? (index === undefined ? text : Number(index)));
  }
  return path;
}

/** The values with one more; one that is there already is never replaced silently. */
function withValue(values: unknown, path: Path, value: unknown, option: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (values === undefined) return value;
    throw refused(option, "another --option says that already");
  }
  const present = values ?? (typeof key === "number" ? [] : {});
  if (typeof key === "number" ? !Array.isArray(present) : !isMapping(present)) {
    throw refused(option, "another --option says that already");
  }
  const entries: readonly (readonly [string, unknown])[] = Object.entries(present);
  const own = entries.find(([name]) => name === String(key))?.[1];
  const changed = Object.fromEntries([
    ...entries,
    [String(key), withValue(own, rest, value, option)],
  ]);
  return typeof key === "number" ? Object.assign([], changed) : changed;
}

function refused(option: string, why: string): Failure {
  return new Failure(`--option ${option}: ${why}.`, status.badInput);
}
