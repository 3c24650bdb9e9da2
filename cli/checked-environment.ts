import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseEnvironmentFile } from "../environments/parse.ts";
import { formatProblems } from "../environments/problems.ts";
import type { Environment } from "../environments/schema.ts";
import type { Catalog } from "../releases/catalog.ts";
import { loadCatalog } from "../releases/catalog.ts";
import { nearest } from "../releases/nearest.ts";
import { projectRoot } from "../toolchain/project-root.ts";
import { Failure, status } from "../toolchain/failure.ts";

const environments = join(projectRoot, "environments");

/** Names of the environments that have a file, sorted. */
export function environmentNames(directory = environments): readonly string[] {
  return readdirSync(directory)
    .flatMap((file) => {
      const name = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
      return name === undefined ? [] : [name];
    })
    .toSorted();
}

/** An environment's file in which nothing is wrong. */
export interface CheckedEnvironment {
  readonly text: string;
  readonly environment: Environment;
  /** As they are shown: the file, then a line for each; empty without any. */
  readonly warnings: string;
}

/**
 * The text of an environment's file, if all is well with it. What is wrong is told before anything
 * is installed or started.
 *
 * @param directory @default - the project's environments
 */
export function checkedEnvironment(name: string, directory?: string): string {
  return readEnvironment(name, loadCatalog(), directory).text;
}

/** The same with all that it says, by the releases of a catalog. */
export function readEnvironment(
  name: string,
  catalog: Catalog,
  directory = environments,
): CheckedEnvironment {
  const names = environmentNames(directory);
  const file = `environments/Pulumi.${name}.yaml`;
  if (!names.includes(name)) {
    const meant = nearest(name, names);
    const suggestion = meant === undefined ? "" : ` Did you mean ${meant}?`;
    throw new Failure(
      `There is no environment ${name} (${file}).${suggestion}\nThere are: ${names.join(", ")}`,
      status.badInput,
    );
  }
  const text = readFileSync(join(directory, `Pulumi.${name}.yaml`), "utf8");
  const result = parseEnvironmentFile(text, {
    catalog,
    today: new Date().toISOString().slice(0, 10),
  });
  const problems = result.problems.length > 0 ? formatProblems(file, result.problems) : "";
  if (result.environment === undefined) throw new Failure(problems, status.badInput);
  return { text, environment: result.environment, warnings: problems };
}
