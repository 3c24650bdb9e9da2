import { isMapping } from "../environments/schema-walk.ts";

/**
 * A stack's configuration with a stand-in for every secret: an encrypted value can be read only with
 * its environment's own key, and a rehearsal has no business with the real ones.
 *
 * @param stackFile the content of a `Pulumi.<stack>.yaml`, parsed.
 */
export function standInForSecrets(stackFile: unknown): Readonly<Record<string, unknown>> {
  if (!isMapping(stackFile)) return {};
  const { config, environment } = stackFile;
  return {
    ...(isMapping(config) && { config: withStandIns(config, "") }),
    ...(environment !== undefined && { environment }),
  };
}

function withStandIns(value: unknown, path: string): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => withStandIns(item, `${path}[${index}]`));
  if (!isMapping(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && typeof value["secure"] === "string") return `stand-in for ${path}`;
  return Object.fromEntries(
    keys.map((key) => [key, withStandIns(value[key], path === "" ? key : `${path}.${key}`)]),
  );
}
