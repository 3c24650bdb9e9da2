import type { RedisFacts } from "../../releases/schema/configuration.ts";

/** What an operator asks of a directive, where its name and value don't say it. */
const reasons: Readonly<Record<string, string>> = {
  appendonly: "Sessions and queued jobs have to survive a restart.",
  "client-output-buffer-limit":
    "A client that doesn't keep up is cut off before it takes all memory.",
  maxmemory: "Below the container's limit: a rewrite of the file needs memory of its own.",
  "maxmemory-policy": "What goes when memory is full; with noeviction, writes fail instead.",
};

/** `redis.conf` with the release's directives, in their order. Syntax: comments in Redis' own redis.conf. */
export function redisConfiguration({ directives }: RedisFacts): string {
  const commented = new Set<string>();
  const lines = directives.map((words) => {
    const [name = ""] = words;
    const reason = commented.has(name) ? undefined : reasons[name];
    commented.add(name);
    return `${reason === undefined ? "" : `# ${reason}\n`}${words.map(quoted).join(" ")}\n`;
  });
  return lines.join("");
}

/** `#` needs no quotes: it begins a comment at the beginning of a line only. */
function quoted(word: string): string {
  return word !== "" && !/["'\s\\]/.test(word) ? word : JSON.stringify(word);
}
