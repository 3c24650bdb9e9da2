import type { z } from "zod";
import type { Catalog } from "../releases/catalog.ts";
import { findSummary } from "../releases/summary.ts";
import { nearest } from "../releases/nearest.ts";
import { coerceConfig } from "./config-values.ts";
import { withDependentDefaults } from "./dependent-defaults.ts";
import { readEnvironmentFile } from "./file.ts";
import type { Problem } from "./problems.ts";
import { namespace, problem } from "./problems.ts";
import { ruleProblems } from "./rules/all.ts";
import type { RuleContext } from "./rules/rule.ts";
import { deploymentTypeOf } from "./rules/rule.ts";
import { schemaProblems, shownText } from "./schema-problems.ts";
import { isMapping } from "./schema-walk.ts";
import type { Environment, Kind } from "./schema.ts";
import { environmentSchema } from "./schema.ts";
import { replaceSecured, secretProblems } from "./secrets.ts";

export interface ParseContext {
  readonly catalog: Catalog;
  /** Today, as `2026-11-21`; without it nothing is compared with today. */
  readonly today?: string;
  /**
   * Where the values come from: the engine has decrypted secrets, a file must not hold any as text.
   * @default "engine"
   */
  readonly source?: "engine" | "file";
}

export type ParseResult =
  /** Problems are warnings only. */
  | { readonly environment: Environment; readonly problems: readonly Problem[] }
  | { readonly environment?: undefined; readonly problems: readonly Problem[] };

/** The environment in a file's text, or everything that is wrong with it. Throws nothing. */
export function parseEnvironmentFile(
  text: string,
  context: Omit<ParseContext, "source">,
): ParseResult {
  const file = readEnvironmentFile(text);
  if (file.problems) return { problems: file.problems };
  return parseEnvironment(file.config, { ...context, source: "file" });
}

/**
 * The environment in a stack's configuration, or everything that is wrong with it. Keys are
 * `sourcegraph:release` and so on, other namespaces are passed over. Throws nothing.
 */
export function parseEnvironment(
  config: Readonly<Record<string, unknown>>,
  context: ParseContext,
): ParseResult {
  const own = ownValues(coerceConfig(config));
  const unsafe = unsafeKeys(own);
  if (unsafe.length > 0) return { problems: unsafe };
  const { value, secured } = replaceSecured(own);
  const written = isMapping(value) ? value : {};
  const { kind, problems: kindProblems } = kindOf(written);
  const schema = schemas[kind];
  const values = withDependentDefaults({ ...written, kind });

  const parsed = schema.safeParse(values);
  const issues = parsed.success ? [] : parsed.error.issues;
  const aboutSecrets = context.source === "file" ? secretProblems(schema, values, secured) : [];
  const misplaced = new Set(aboutSecrets.map(({ key }) => key));
  const byThemselves = [
    ...kindProblems,
    ...schemaProblems({ schema, value: values, elsewhere }, issues).filter(
      ({ key }) => !misplaced.has(key),
    ),
    ...aboutSecrets,
  ];
  // The rules see what is right by itself, so that one reading of the file finds everything.
  const { rest, skipped } = withoutWrong(values, issues);
  const whole = parsed.success ? parsed : schema.safeParse({ ...standIns[kind], ...rest });
  const given = new Set(Object.keys(written));
  const combined = whole.success
    ? ruleProblems(whole.data, ruleContext(whole.data, given, context), skipped)
    : [];
  const problems = unique([...byThemselves, ...combined]);
  const failed = !parsed.success || problems.some(({ severity }) => severity === "error");
  return failed ? { problems } : { environment: parsed.data, problems };
}

const [kubernetes, box, mirror] = environmentSchema.options;
const schemas = { kubernetes, box, "registry-mirror": mirror } as const;

/** Takes the place of a required key that is wrong, for rules that don't look at it. */
const standIns = {
  kubernetes: { release: "0.0.0", owner: "unknown", cloud: { provider: "existing" } },
  box: { release: "0.0.0", owner: "unknown", cloud: { provider: "local" } },
  "registry-mirror": {
    owner: "unknown",
    cloud: { provider: "existing" },
    mirror: { backend: "self-hosted", releases: { from: "0.0.0" } },
  },
} as const;

function ruleContext(
  environment: Environment,
  given: ReadonlySet<string>,
  { catalog, today }: ParseContext,
): RuleContext {
  const release =
    environment.kind === "registry-mirror"
      ? undefined
      : findSummary(catalog, environment.release, deploymentTypeOf(environment.kind));
  return { catalog, release, given, today };
}

/** The keys of our namespace, without it. */
function ownValues(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const prefix = `${namespace}:`;
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

const deepest = 32;
const mostValues = 20_000;

/** Nesting that would never end, and `__proto__`, which some code below would drop silently. */
function unsafeKeys(values: Readonly<Record<string, unknown>>): readonly Problem[] {
  const open: { readonly path: readonly PropertyKey[]; readonly value: unknown }[] = [
    { path: [], value: values },
  ];
  const problems: Problem[] = [];
  for (let seen = 0; open.length > 0; seen++) {
    const { path, value } = open.pop() ?? { path: [], value: undefined };
    if (typeof value !== "object" || value === null) continue;
    const top = path.slice(0, 1);
    if (path.length > deepest) {
      return [problem(top, "is nested too deeply", "Compare it with another environment's file.")];
    }
    if (seen > mostValues) {
      return [problem(top, "is too large", "Compare it with another environment's file.")];
    }
    for (const [key, inner] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(key) : key;
      if (key === "__proto__") problems.push(problem([...path, key], "no such key", "Remove it."));
      open.push({ path: [...path, step], value: inner });
    }
  }
  return problems;
}

/** The kind, or the one that was most likely meant. */
function kindOf(values: Readonly<Record<string, unknown>>): {
  readonly kind: Kind;
  readonly problems: readonly Problem[];
} {
  const kinds: readonly Kind[] = ["kubernetes", "box", "registry-mirror"];
  const found = values["kind"];
  const exact = kinds.find((kind) => kind === found);
  if (exact !== undefined) return { kind: exact, problems: [] };
  const name = typeof found === "string" ? nearest(found, kinds) : undefined;
  const guess = kinds.find((kind) => kind === name);
  const byKeys = Object.hasOwn(values, "mirror")
    ? "registry-mirror"
    : Object.hasOwn(values, "box")
      ? "box"
      : "kubernetes";
  const clause =
    found === undefined
      ? "is missing"
      : `is ${typeof found === "string" ? shownText(found) : "not a kind"}`;
  const hint = guess === undefined ? "" : ` Did you mean ${guess}?`;
  const fix = `It takes kubernetes, box or registry-mirror.${hint}`;
  return { kind: guess ?? byKeys, problems: [problem(["kind"], clause, fix)] };
}

/** For a key that another kind has: "It is for kind box." */
function elsewhere(key: string): string | undefined {
  const kinds = Object.entries(schemas).filter(([, schema]) => Object.hasOwn(schema.shape, key));
  return kinds.length === 0
    ? undefined
    : `It is for kind ${kinds.map(([kind]) => kind).join(" or ")}.`;
}

/**
 * Values without those that are wrong by themselves. Of a service, only the wrong fields go; of other
 * keys of the top level all, since the rest of them might mean something else without it.
 */
function withoutWrong(
  values: Readonly<Record<string, unknown>>,
  issues: readonly z.core.$ZodIssue[],
): {
  readonly rest: Readonly<Record<string, unknown>>;
  readonly skipped: ReadonlySet<string>;
} {
  const paths = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => [...issue.path, key])
      : [issue.path],
  );
  const inServices = paths.filter((path) => path[0] === "services" && path.length > 1);
  const wrongServices = new Set(
    inServices.filter((path) => path.length === 2).map(([, service]) => String(service)),
  );
  const wrongFields = new Set(
    inServices.map(([, service, field]) => `${String(service)} ${String(field)}`),
  );
  const skipped = new Set(
    paths.filter((path) => !inServices.includes(path)).map(([top]) => String(top)),
  );
  const rightFields = (service: string, fields: unknown): unknown =>
    isMapping(fields)
      ? Object.fromEntries(
          Object.entries(fields).filter(([field]) => !wrongFields.has(`${service} ${field}`)),
        )
      : fields;
  const rightServices = (services: unknown): unknown =>
    isMapping(services)
      ? Object.fromEntries(
          Object.entries(services)
            .filter(([service]) => !wrongServices.has(service))
            .map(([service, fields]) => [service, rightFields(service, fields)]),
        )
      : services;
  const rest = Object.fromEntries(Object.entries(values).filter(([key]) => !skipped.has(key)));
  return {
    rest: "services" in rest ? { ...rest, services: rightServices(rest["services"]) } : rest,
    skipped,
  };
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  // Of two limits of one number, the library names the tighter one last.
  return [...new Map(problems.map((each) => [`${each.key} ${each.found}`, each])).values()];
}
