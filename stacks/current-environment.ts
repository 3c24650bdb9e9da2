import * as pulumi from "@pulumi/pulumi";
import { parseEnvironment } from "../environments/parse.ts";
import { formatProblem, formatProblems } from "../environments/problems.ts";
import type { Environment } from "../environments/schema.ts";
import type { Catalog } from "../releases/catalog.ts";

/**
 * The environment of the stack that the program runs for. A file with errors stops the run before
 * anything is registered, with all of them in one message; warnings are shown and passed over.
 */
export function currentEnvironment(catalog: Catalog): Environment {
  const file = `environments/Pulumi.${pulumi.getStack()}.yaml`;
  const result = parseEnvironment(pulumi.runtime.allConfig() ?? {}, {
    catalog,
    today: new Date().toISOString().slice(0, 10),
  });
  if (result.environment === undefined) {
    throw new pulumi.RunError(formatProblems(file, result.problems));
  }
  for (const warning of result.problems) {
    void pulumi.log.warn(`${file}: ${formatProblem(warning)}`);
  }
  return result.environment;
}
