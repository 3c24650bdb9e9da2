import { formatProblem } from "../../environments/problems.ts";
import type { ParseContext, ParseResult } from "../../environments/parse.ts";
import { parseEnvironment } from "../../environments/parse.ts";
import type { Environment, Kind } from "../../environments/schema.ts";
import { loadCatalog } from "../../releases/catalog.ts";

export const catalog = loadCatalog();
export const today = "2026-11-21";

type Values = Readonly<Record<string, unknown>>;

const gcp = { provider: "gcp", project: "sourcegraph-test", zone: "us-central1-f" };

/** The least that each kind takes, without the namespace. */
export const smallest: Readonly<Record<Kind, Values>> = {
  kubernetes: { kind: "kubernetes", release: "3.27.5", owner: "distribution", cloud: gcp },
  box: { kind: "box", release: "3.27.5", owner: "distribution", cloud: gcp },
  "registry-mirror": {
    kind: "registry-mirror",
    owner: "distribution",
    cloud: gcp,
    mirror: { backend: "artifact-registry", releases: { from: "3.17.2" } },
  },
};

/** Configuration as in a file: keys get the namespace; `undefined` takes one away. */
export function configOf(kind: Kind, changes: Values = {}): Values {
  const entries = Object.entries({ ...smallest[kind], ...changes });
  return Object.fromEntries(
    entries
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [`sourcegraph:${key}`, value]),
  );
}

export function parse(
  kind: Kind,
  changes: Values = {},
  context: Partial<ParseContext> = {},
): ParseResult {
  return parseEnvironment(configOf(kind, changes), { catalog, today, ...context });
}

/** The lines that are printed, errors and warnings. */
export function linesOf(
  kind: Kind,
  changes: Values,
  context: Partial<ParseContext> = {},
): string[] {
  return parse(kind, changes, context).problems.map(formatProblem);
}

/** The environment, for tests that expect one. */
export function parsed(kind: Kind, changes: Values = {}): Environment {
  const { environment, problems } = parse(kind, changes);
  if (environment === undefined) throw new Error(problems.map(formatProblem).join("\n"));
  return environment;
}

/** Configuration as Pulumi gives it to a program: every value of the top level is text. */
export function asPulumiGivesIt(config: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
