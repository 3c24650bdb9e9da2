import { isMapping, valueAt } from "../environments/schema-walk.ts";
import type { KubernetesEnvironment } from "../environments/schema.ts";
import { ownSecret } from "../manifests/external-services.ts";
import type { ServiceObjects } from "../manifests/kubernetes/objects.ts";

/**
 * Data of the instance's own Secret: the environment's secrets that its objects read from it, by the keys
 * they read. What nothing reads is in no Secret.
 *
 * @returns `missing`, the keys whose secret isn't in the environment, but in a secret manager.
 */
export function instanceSecrets(
  environment: KubernetesEnvironment,
  services: readonly ServiceObjects[],
): {
  readonly data: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
} {
  const keys = [...new Set(keysReadFrom(ownSecret, services))].toSorted();
  const found = keys.map(
    (key) => [key, key.split(".").reduce<unknown>(valueAt, environment)] as const,
  );
  return {
    data: Object.fromEntries(
      found.flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
    ),
    missing: found.filter(([, value]) => typeof value !== "string").map(([key]) => key),
  };
}

/** Wherever objects name a key of the Secret. */
function keysReadFrom(secret: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => keysReadFrom(secret, each));
  if (!isMapping(value)) return [];
  const { secretKeyRef } = value;
  if (isMapping(secretKeyRef) && secretKeyRef["name"] === secret) {
    return [String(secretKeyRef["key"])];
  }
  return Object.values(value).flatMap((each) => keysReadFrom(secret, each));
}
