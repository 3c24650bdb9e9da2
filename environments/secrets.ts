import type { Problem } from "./problems.ts";
import { problem, shownKey } from "./problems.ts";
import type { Environment } from "./schema.ts";
import { environmentSchema } from "./schema.ts";
import { holdsSecret, isMapping, isSecretText, placeAt, places, takesText } from "./schema-walk.ts";

type Path = readonly PropertyKey[];

/** Stands for a secret that only the engine can read. */
export const unreadable = "[secret]";

/**
 * Where an environment holds secrets as text. The stack program wraps each of them, whatever else it
 * does with the environment.
 */
export function secretPaths(environment: Environment): readonly (readonly (string | number)[])[] {
  return [...places(environmentSchema, environment)]
    .filter(({ schema, value }) => typeof value === "string" && holdsSecret(schema))
    .map(({ path }) => path.map((key) => (typeof key === "number" ? key : String(key))));
}

/** A file's values with `unreadable` in place of each `secure: …`, and where those were. */
export function replaceSecured(value: unknown): {
  readonly value: unknown;
  readonly secured: readonly Path[];
} {
  const secured: Path[] = [];
  const replace = (each: unknown, path: Path): unknown => {
    if (Array.isArray(each)) return each.map((item, index) => replace(item, [...path, index]));
    if (!isMapping(each)) return each;
    if (Object.keys(each).length === 1 && typeof each["secure"] === "string") {
      secured.push(path);
      return unreadable;
    }
    return Object.fromEntries(
      Object.entries(each).map(([key, item]) => [key, replace(item, [...path, key])]),
    );
  };
  return { value: replace(value, []), secured };
}

/** Secrets in plain text, and encrypted values where no secret belongs. */
export function secretProblems(
  schema: Parameters<typeof placeAt>[0],
  value: unknown,
  secured: readonly Path[],
): readonly Problem[] {
  const encrypted = new Set(secured.map(shownKey));
  const plain = [...places(schema, value)]
    .filter((place) => typeof place.value === "string" && holdsSecret(place.schema))
    .filter(({ path }) => !encrypted.has(shownKey(path)))
    .map(({ path, schema: at }) => plainSecret(path, !isSecretText(at)));
  const misplaced = secured.flatMap((path) => {
    const place = placeAt(schema, value, path);
    if (place === undefined || holdsSecret(place.schema)) return [];
    const fix =
      path.length === 1 && !takesText(place.schema)
        ? `Encrypt only the secrets in it: pulumi config set --secret --path '${shownKey(path)}.…'.`
        : `Write it in plain text: pulumi config set --path '${shownKey(path)}' ….`;
    return [problem(path, "is encrypted, but not a secret", fix)];
  });
  return [...plain, ...misplaced];
}

function plainSecret(path: Path, canRefer: boolean): Problem {
  const reference = canRefer
    ? ", or name where it is kept with existingSecret or secretManager"
    : "";
  const fix = `Encrypt it with: pulumi config set --secret --path '${shownKey(path)}'${reference}. Change the secret as well if the file was shared.`;
  return problem(path, "is a secret in plain text", fix);
}
