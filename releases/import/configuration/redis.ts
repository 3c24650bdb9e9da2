import type { RedisFacts } from "../../schema/configuration.ts";
import { ConfigurationError } from "./configuration-error.ts";

/** A word in double quotes with escapes, in single quotes, or without. */
const wordPattern = /"((?:[^"\\]|\\["\\])*)"(?=\s|$)|'([^'\\]*)'(?=\s|$)|([^\s"']+)/y;

/**
 * The directives of a `redis.conf`, in their order.
 *
 * @throws ConfigurationError on quotes it doesn't understand, and on `include`.
 */
export function readRedis(body: string): RedisFacts {
  const directives = body.split("\n").flatMap((content, index) => {
    const line = content.trim();
    if (line === "" || line.startsWith("#")) return [];
    const [name = "", ...words] = wordsOf(line, index + 1);
    if (name === "include") {
      throw new ConfigurationError("include: what another file sets isn't known here", index + 1);
    }
    return [[name.toLowerCase(), ...words]];
  });
  return { generator: "redis", directives };
}

function wordsOf(line: string, number: number): readonly string[] {
  const words: string[] = [];
  for (let position = 0; position < line.length;) {
    wordPattern.lastIndex = position;
    const match = wordPattern.exec(line);
    if (match === null) throw new ConfigurationError(`quotes that don't close: ${line}`, number);
    const [all, double, single, plain] = match;
    words.push(plain ?? single ?? (double ?? "").replaceAll(/\\(.)/g, "$1"));
    position += all.length + (/^\s*/.exec(line.slice(position + all.length))?.[0].length ?? 0);
  }
  return words;
}
