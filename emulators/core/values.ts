import { isDeepStrictEqual } from "node:util";

/** What travels between the engine and a provider, once secrets and wire types are taken off. */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Value[]
  | { readonly [key: string]: Value };

export type Properties = { readonly [key: string]: Value };

/** Keys and indexes from the outermost object to a value. */
export type Path = readonly (string | number)[];

/** How the engine writes a value that is not known before it is made (SDK, runtime/rpc.ts). */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export function isUnknown(value: Value): boolean {
  return value === unknown;
}

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value);
}

/** Equal as the engine sees it: a key without a value is no key. */
export function same(left: Value, right: Value): boolean {
  return isDeepStrictEqual(withoutUndefined(left), withoutUndefined(right));
}

/** The value at a path, or undefined where the path ends early. */
export function valueAt(value: Value, path: Path): Value {
  let current = value;
  for (const step of path) {
    if (isList(current) && typeof step === "number") current = current[step];
    else if (isObject(current)) current = current[String(step)];
    else return undefined;
  }
  return current;
}

/** True when the value at the path, or anything around it, is not known yet. */
export function isUnknownAt(value: Value, path: Path): boolean {
  return [...path.keys(), path.length].some((length) =>
    isUnknown(valueAt(value, path.slice(0, length))),
  );
}

/** True when anything in the value, however deep, is not known yet. */
export function hasUnknown(value: Value): boolean {
  if (isList(value)) return value.some(hasUnknown);
  return isObject(value) ? Object.values(value).some(hasUnknown) : isUnknown(value);
}

/** Takes the secret wrappers off, and says where they were. */
export function unwrapSecrets(
  value: unknown,
  path: Path = [],
): { readonly value: Value; readonly secrets: readonly Path[] } {
  if (isList(value)) {
    const items = value.map((item, index) => unwrapSecrets(item, [...path, index]));
    return { value: items.map((item) => item.value), secrets: items.flatMap((i) => i.secrets) };
  }
  if (!isObject(value)) return { value: plain(value), secrets: [] };
  if (value[signatureKey] === secretSignature) {
    return { value: unwrapSecrets(value["value"], path).value, secrets: [path] };
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [key, unwrapSecrets(item, [...path, key])] as const,
  );
  return {
    value: Object.fromEntries(entries.map(([key, item]) => [key, item.value])),
    secrets: entries.flatMap(([, item]) => item.secrets),
  };
}

/** Puts the secret wrappers back at the given places; a place that is gone is passed over. */
export function wrapSecrets(value: Value, secrets: readonly Path[]): Value {
  if (secrets.some((path) => path.length === 0)) {
    return value === undefined ? undefined : { [signatureKey]: secretSignature, value };
  }
  const below = (step: string | number): readonly Path[] =>
    secrets.filter((path) => path[0] === step).map((path) => path.slice(1));
  if (isList(value)) return value.map((item, index) => wrapSecrets(item, below(index)));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, wrapSecrets(item, below(key))]),
  );
}

/** `nodeConfig.oauthScopes[0]` or `labels["app.kubernetes.io/name"]`, as the engine reads a path. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (step === "" || /[.[\]"]/.test(step)) return `["${step.replaceAll('"', '\\"')}"]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** Every value that a pattern such as `networkInterfaces[].network` or `subnetIds[]` leads to. */
export function valuesAt(value: Value, pattern: string): readonly Value[] {
  let found: readonly Value[] = [value];
  for (const step of pattern.split(".")) {
    const name = step.replaceAll("[]", "");
    found = found.map((item) => (isObject(item) ? item[name] : undefined));
    const depth = (step.length - name.length) / 2;
    for (let level = 0; level < depth; level++) {
      found = found.flatMap((item) => (isList(item) ? item : []));
    }
  }
  return found.filter((item) => item !== undefined && item !== null);
}

function withoutUndefined(value: Value): Value {
  if (isList(value)) return value.map(withoutUndefined);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutUndefined(item)]),
  );
}

function plain(value: unknown): Value {
  if (
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean" ||
    value === undefined ||
    value === null
  ) {
    return value;
  }
  throw new TypeError(`a ${typeof value} can't be a resource's property`);
}
