import type { Properties } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { invalid, invalids, key, required, tooLong } from "../cause.ts";
import { objectAt, textAt, textsAt } from "../read.ts";
import { configMapKey } from "./names.ts";
import type { Rule } from "./rule.ts";

/** core.MaxSecretSize, for both kinds. */
const sizeLimit = 1024 * 1024;

/** core/validation, ValidateConfigMap. */
export const configMapRules: Rule = (map) => {
  const data = textsAt(map, "data");
  const binary = textsAt(map, "binaryData");
  return [
    ...[...data.keys()].flatMap((name) => invalids(key("data", name), name, configMapKey(name))),
    ...[...data.keys()]
      .filter((name) => binary.has(name))
      .map((name) => invalid(key("data", name), name, "duplicate of key present in binaryData")),
    ...[...binary.keys()].flatMap((name) =>
      invalids(key("binaryData", name), name, configMapKey(name)),
    ),
    ...(textSize(data) + binarySize(binary) > sizeLimit ? [tooLong("", sizeLimit)] : []),
  ];
};

/** core/validation, ValidateSecret. */
export const secretRules: Rule = (secret) => {
  const data = textsAt(secret, "data");
  return [
    ...[...data.keys()].flatMap((name) => invalids(key("data", name), name, configMapKey(name))),
    ...(binarySize(data) > sizeLimit ? [tooLong("data", sizeLimit)] : []),
    ...typeCauses(textAt(secret, "type"), data, objectAt(secret, "metadata", "annotations")),
  ];
};

/** Keys that a type of Secret has to have. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
};

function typeCauses(
  type: string,
  data: ReadonlyMap<string, string>,
  annotations: Properties,
): readonly Cause[] {
  const account = "kubernetes.io/service-account.name";
  if (type === "kubernetes.io/service-account-token") {
    return textAt(annotations, account) === ""
      ? [required(key("metadata.annotations", account))]
      : [];
  }
  if (type === "kubernetes.io/basic-auth") {
    return data.has("username") || data.has("password")
      ? []
      : [required(key("data", "username")), required(key("data", "password"))];
  }
  const names = requiredKeys[type] ?? [];
  return names.flatMap((name) => {
    const value = data.get(name);
    if (value === undefined) return [required(key("data", name))];
    return name.startsWith(".docker") ? jsonCauses(value, key("data", name)) : [];
  });
}

function jsonCauses(encoded: string, field: string): readonly Cause[] {
  try {
    JSON.parse(Buffer.from(encoded, "base64").toString());
    return [];
  } catch {
    const detail = "invalid character looking for beginning of value";
    return [invalid(field, "<secret contents redacted>", detail)];
  }
}

function textSize(values: ReadonlyMap<string, string>): number {
  return [...values.values()].reduce((sum, value) => sum + Buffer.byteLength(value), 0);
}

function binarySize(values: ReadonlyMap<string, string>): number {
  return [...values.values()].reduce((sum, value) => sum + Buffer.byteLength(value, "base64"), 0);
}
