import type { FileProblem } from "../file-problem.ts";
import { composeServiceSchema } from "./compose.ts";
import { configurationSchema } from "./configuration.ts";
import { entrySchema, layoutSchema } from "./entry.ts";
import { kubernetesServiceSchema } from "./kubernetes.ts";
import { schemaProblems } from "./schema-problems.ts";

/** What each of the catalog's files has to be. */
export const catalogSchemas = {
  entry: entrySchema,
  layout: layoutSchema,
  kubernetes: kubernetesServiceSchema,
  compose: composeServiceSchema,
  configuration: configurationSchema,
} as const;

export type CatalogSchemaName = keyof typeof catalogSchemas;

/** All that is wrong with the content of one of the catalog's files. */
export function contentProblems(
  schema: CatalogSchemaName,
  file: string,
  content: unknown,
): readonly FileProblem[] {
  const result = catalogSchemas[schema].safeParse(content);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => schemaProblems(file, "", content, issue));
}
