import type { SecretKey } from "../external-services.ts";
import { ownSecret } from "../external-services.ts";
import type { VariableValue } from "../external-variables.ts";

/**
 * The variable of the project's environment file that holds a secret: `DATABASES_MAIN_PASSWORD` for what
 * an environment has at `databases.main.password`.
 */
export function secretVariable({ secret, key }: SecretKey): string {
  const path = secret === ownSecret ? key : `${secret}.${key}`;
  return path.replaceAll(/[^A-Za-z0-9]+/g, "_").toUpperCase();
}

/** Compose refuses to start without the variable, and says which one it is. */
export function secretReference(key: SecretKey): string {
  const name = secretVariable(key);
  return `\${${name}:?is missing in the environment file}`;
}

/** A value as it stands in a Compose file, where `$$` is one `$`. */
export function composeValue(value: VariableValue): string {
  return typeof value === "string" ? value.replaceAll("$", "$$$$") : secretReference(value);
}

export function composeValues(
  variables: Readonly<Record<string, VariableValue>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, composeValue(value)]),
  );
}
