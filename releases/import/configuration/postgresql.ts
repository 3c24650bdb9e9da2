import type { PostgresqlFacts } from "../../schema/configuration.ts";
import { ConfigurationError } from "./configuration-error.ts";

/** A name, `=` or a blank, a value in quotes or without, and perhaps a comment (PostgreSQL 12, section 19.1). */
const settingPattern =
  /^(?<name>[A-Za-z_][\w$.]*)(?:\s*=\s*|\s+)(?:'(?<quoted>(?:[^'\\]|''|\\['\\])*)'|(?<plain>[\w+.:/-]+))\s*(?:#.*)?$/;

/**
 * Every active setting of a `postgresql.conf`. Their order has no meaning, but for the last of several of
 * one name, which counts: so they are sorted.
 *
 * @throws ConfigurationError on a line that is no setting, and on `include`.
 */
export function readPostgresql(body: string): PostgresqlFacts {
  const settings = new Map<string, string>();
  for (const [index, content] of body.split("\n").entries()) {
    const line = content.trim();
    if (line === "" || line.startsWith("#")) continue;
    const groups = settingPattern.exec(line)?.groups;
    const name = groups?.["name"]?.toLowerCase();
    if (name === undefined) throw new ConfigurationError(`no setting: ${line}`, index + 1);
    if (name.startsWith("include")) {
      throw new ConfigurationError(`${name}: what another file sets isn't known here`, index + 1);
    }
    settings.set(name, groups?.["plain"] ?? unquoted(groups?.["quoted"] ?? ""));
  }
  const sorted = [...settings].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { generator: "postgresql", settings: Object.fromEntries(sorted) };
}

function unquoted(text: string): string {
  return text.replaceAll(
    /''|\\(.)/g,
    (pair, escaped: string | undefined) => escaped ?? pair.slice(1),
  );
}
