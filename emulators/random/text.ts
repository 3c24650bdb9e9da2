import { randomInt } from "node:crypto";

/** Whether a kind of character may be in a text, and how many of it have to be. */
interface Share {
  readonly allowed: boolean;
  readonly atLeast: number;
}

export interface TextRules {
  readonly length: number;
  readonly upper: Share;
  readonly lower: Share;
  readonly numeric: Share;
  readonly special: Share;
  /** Taken instead of the usual special characters, unless empty. */
  readonly overrideSpecial: string;
}

const lowerCase = "abcdefghijklmnopqrstuvwxyz";
const usualSpecial = "!@#$%&*()-_=+[]{}<>:?";

/** A text by the rules. As with the real provider, a minimum counts for a kind that isn't allowed, too. */
export function randomText(rules: TextRules): string {
  const special = rules.overrideSpecial === "" ? usualSpecial : rules.overrideSpecial;
  const kinds = [
    { characters: lowerCase.toUpperCase(), ...rules.upper },
    { characters: lowerCase, ...rules.lower },
    { characters: "0123456789", ...rules.numeric },
    { characters: special, ...rules.special },
  ];
  const demanded = kinds.flatMap(({ characters, atLeast }) => pick(characters, atLeast));
  const allowed = kinds.map(({ characters, allowed: may }) => (may ? characters : "")).join("");
  return shuffled([...demanded, ...pick(allowed, rules.length - demanded.length)]).join("");
}

/** Lower-case words such as `gently-brave-otter`: adverbs, an adjective, an animal. */
export function petName(length: number, prefix: string, separator: string): string {
  const name = [
    ...Array.from({ length: Math.max(length - 2, 0) }, () => oneOf(adverbs)),
    ...(length > 1 ? [oneOf(adjectives)] : []),
    oneOf(animals),
  ];
  return [...(prefix === "" ? [] : [prefix]), ...name].join(separator);
}

function pick(characters: string, count: number): readonly string[] {
  return Array.from({ length: count }, () => characters.charAt(randomInt(characters.length)));
}

function shuffled(items: readonly string[]): readonly string[] {
  const places = items.map((item) => ({ item, place: randomInt(2 ** 47) }));
  return places.toSorted((left, right) => left.place - right.place).map(({ item }) => item);
}

function oneOf(list: readonly string[]): string {
  return list[randomInt(list.length)] ?? "";
}

const adverbs = words("boldly calmly deeply evenly firmly gladly keenly lightly neatly openly");
const adjectives = words(
  "amber brave clever dapper eager fluent gentle humble jolly keen lucid mellow nimble proud quiet",
);
const animals = words(
  "badger beaver crane dolphin egret falcon gecko heron ibis jackal koala lemur marten newt otter",
);

function words(list: string): readonly string[] {
  return list.split(" ");
}
