import { dump, load } from "js-yaml";

/** A number from 0 up to `below`, the same sequence for the same seed (mulberry32). */
export type Random = (below: number) => number;

export function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export interface Mutation {
  readonly name: string;
  readonly apply: (text: string, random: Random) => string;
}

const strange: readonly unknown[] = [
  null,
  "",
  " ",
  true,
  false,
  0,
  -1,
  -4096,
  1.5,
  1e21,
  Number.MAX_SAFE_INTEGER,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  "3.27",
  "yes",
  "дистрибуция",
  "🙂".repeat(30),
  "‮txt.exe",
  "two\nlines",
  "nul\0",
  "x".repeat(100_000),
  "4ti",
  "-5Gi",
  "999999999999999Ti",
  "1e5Gi",
  "10.0.0.0/33",
  "999.0.0.1/8",
  "../../etc/passwd",
  "$(reboot)",
  "${jndi:ldap://x}",
  [],
  {},
  [[[[[[]]]]]],
  { secure: "v1:abc" },
  { secure: 5 },
  { a: { b: { c: { d: {} } } } },
];

const strangeKeys = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
  " ",
  "a.b[0]",
  "ключ",
  "🙂",
  "two\nlines",
  "x".repeat(5000),
  "<<",
  "kind ",
  "0",
];

/** Replaces a random value somewhere below `config`. */
function onRandomPlace(
  change: (container: Record<string, unknown>, key: string, random: Random) => void,
): Mutation["apply"] {
  return (text, random) => {
    const document: unknown = load(text);
    const places: { readonly container: Record<string, unknown>; readonly key: string }[] = [];
    const collect = (value: unknown): void => {
      if (!isObject(value)) return;
      for (const key of Object.keys(value)) {
        places.push({ container: value, key });
        collect(value[key]);
      }
    };
    if (isObject(document)) collect(document["config"]);
    const place = places[random(places.length)];
    if (place !== undefined) change(place.container, place.key, random);
    return dump(document, { lineWidth: -1 });
  };
}

function onRandomLine(
  change: (line: string, random: Random) => string | readonly string[],
): Mutation["apply"] {
  return (text, random) => {
    const lines = text.split("\n");
    const index = random(lines.length);
    return lines.flatMap((line, at) => (at === index ? change(line, random) : line)).join("\n");
  };
}

function insertAt(piece: (random: Random) => string): Mutation["apply"] {
  return (text, random) => {
    const at = random(text.length);
    return text.slice(0, at) + piece(random) + text.slice(at);
  };
}

/** What happens to files: typing mistakes, wrong merges, half a download, and malice. */
export const mutations: readonly Mutation[] = [
  { name: "drop a key", apply: onRandomPlace((container, key) => void delete container[key]) },
  {
    name: "misspell a key",
    apply: onRandomPlace((container, key, random) => {
      const at = random(key.length);
      rename(container, key, key.slice(0, at) + key.slice(at + 1));
    }),
  },
  {
    name: "rename a key",
    apply: onRandomPlace((container, key, random) => {
      rename(container, key, strangeKeys[random(strangeKeys.length)] ?? "x");
    }),
  },
  {
    name: "add a key",
    apply: onRandomPlace((container, key, random) => {
      const name = strangeKeys[random(strangeKeys.length)] ?? "x";
      define(container, random(2) === 0 ? `sourcegraph:${name}` : name, container[key]);
    }),
  },
  {
    name: "change a value",
    apply: onRandomPlace((container, key, random) => {
      container[key] = strange[random(strange.length)];
    }),
  },
  {
    name: "swap two values",
    apply: onRandomPlace((container, key, random) => {
      const keys = Object.keys(container);
      const other = keys[random(keys.length)] ?? key;
      [container[key], container[other]] = [container[other], container[key]];
    }),
  },
  {
    name: "turn a value into a list or a text",
    apply: onRandomPlace((container, key, random) => {
      const value = container[key];
      container[key] = random(2) === 0 ? [value] : JSON.stringify(value);
    }),
  },
  {
    name: "multiply a number",
    apply: onRandomPlace((container, key, random) => {
      const value = container[key];
      if (typeof value === "number") container[key] = value * (random(2) === 0 ? -1 : 1e12);
      if (typeof value === "string") container[key] = value.replace(/\d+/, "99999999999");
    }),
  },
  {
    name: "nest deeply",
    apply: onRandomPlace((container, key, random) => {
      let value: unknown = container[key];
      for (let depth = 0; depth < 2 + random(70); depth++)
        value = random(2) === 0 ? [value] : { a: value };
      container[key] = value;
    }),
  },
  { name: "truncate", apply: (text, random) => text.slice(0, random(text.length)) },
  { name: "duplicate a line", apply: onRandomLine((line) => [line, line]) },
  { name: "drop a line", apply: onRandomLine(() => []) },
  {
    name: "indent a line",
    apply: onRandomLine((line, random) => " ".repeat(1 + random(3)) + line),
  },
  { name: "indent with a tab", apply: onRandomLine((line) => `\t${line.trimStart()}`) },
  { name: "insert a tab", apply: insertAt(() => "\t") },
  {
    name: "insert garbage",
    apply: insertAt((random) =>
      Array.from({ length: 1 + random(8) }, () => String.fromCharCode(random(0x2_00))).join(""),
    ),
  },
  {
    name: "insert unicode",
    apply: insertAt(
      (random) => ["\u2028", "\uFEFF", "\u00A0", "é", "🙂", "\uD800"][random(6)] ?? "",
    ),
  },
  {
    name: "insert syntax",
    apply: insertAt((random) => {
      const pieces = [
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        ":",
        ": ",
        "#",
        "- ",
        "? ",
        "|\n",
        ">",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "@",
        "`",
        "!",
        "&",
        "*",
        ",",
      ];
      return pieces[random(pieces.length)] ?? "";
    }),
  },
  {
    name: "anchor and alias",
    apply: (text) => `${text.replace(": kubernetes", ": &k kubernetes")}  sourcegraph:domain: *k\n`,
  },
  { name: "merge key", apply: (text) => `${text}  <<: { sourcegraph:domain: a.example.com }\n` },
  {
    name: "tag",
    apply: onRandomLine((line, random) =>
      line.replace(
        ": ",
        [": !!binary ", ": !ruby/object ", ": !!set ", ": !<tag:x> ", ": !!str "][random(5)] ?? "",
      ),
    ),
  },
  { name: "Windows line ends", apply: (text) => text.replaceAll("\n", "\r\n") },
];

function rename(container: Record<string, unknown>, key: string, name: string): void {
  const value = container[key];
  delete container[key];
  define(container, name, value);
}

/** Also for `__proto__`, which an assignment would take for the prototype. */
function define(container: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(container, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
