import { amount } from "../amounts.ts";

/** A leaf of a parsed file, by its path: what two files are compared by. */
export type FactsByPath = ReadonlyMap<string, string>;

/** Lists that stand for maps: what tells their items apart. */
const itemNames: Readonly<Record<string, (item: unknown) => string | undefined>> = {
  containers: nameOf,
  initContainers: nameOf,
  env: nameOf,
  volumes: nameOf,
  subjects: nameOf,
  volumeMounts: (item) => textAt(item, "mountPath"),
  volumeClaimTemplates: (item) => (isMapping(item) ? nameOf(item["metadata"]) : undefined),
  ports: (item) => {
    const port = textAt(item, "containerPort") ?? textAt(item, "port");
    return port === undefined ? undefined : `${port}/${textAt(item, "protocol") ?? "TCP"}`;
  },
};

/**
 * The facts of a parsed object: its leaves, where the order of keys and of named items says nothing,
 * and amounts count by their value (`1` is `"1"`, `0.5` is `500m`).
 */
export function factsOf(object: unknown): FactsByPath {
  const facts = new Map<string, string>();
  collect(object, [], facts);
  return facts;
}

function collect(node: unknown, path: readonly string[], facts: Map<string, string>): void {
  if (Array.isArray(node)) {
    const nameOfItem = itemNames[path.at(-1) ?? ""];
    if (path.at(-1) === "env") collectExpansions(node, path, facts);
    for (const [index, item] of node.entries()) {
      collect(item, [...path, nameOfItem?.(item) ?? String(index)], facts);
    }
  } else if (isMapping(node)) {
    if (Object.keys(node).length === 0) facts.set(path.join("/"), "{}");
    for (const [key, value] of Object.entries(node)) collect(value, [...path, key], facts);
  } else if (node !== undefined && node !== null) {
    const text = typeof node === "string" ? node : JSON.stringify(node);
    facts.set(path.join("/"), isAmount(path) ? amountOf(text) : text);
  }
}

/** `$(NAME)` expands only if NAME stands before it: of the order of variables, that is a fact. */
function collectExpansions(
  env: readonly unknown[],
  path: readonly string[],
  facts: Map<string, string>,
): void {
  const earlier = new Set<string>();
  for (const variable of env) {
    const name = nameOf(variable) ?? "";
    for (const [, used = ""] of (textAt(variable, "value") ?? "").matchAll(/\$\((\w+)\)/g)) {
      facts.set([...path, name, `expands ${used}`].join("/"), String(earlier.has(used)));
    }
    earlier.add(name);
  }
}

function nameOf(item: unknown): string | undefined {
  return textAt(item, "name");
}

function textAt(item: unknown, key: string): string | undefined {
  const value = isMapping(item) ? item[key] : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function isAmount(path: readonly string[]): boolean {
  return path.includes("resources");
}

/** By its value; what is no amount, such as a resource's name, as it stands. */
function amountOf(text: string): string {
  const value = amount(text);
  return Number.isNaN(value) ? text : String(value);
}

/** Where two sets of facts differ, such as `spec/replicas: 1, not 2`. */
export function differingFacts(theirs: FactsByPath, ours: FactsByPath): readonly string[] {
  const paths = [...new Set([...theirs.keys(), ...ours.keys()])].toSorted();
  return paths
    .filter((path) => theirs.get(path) !== ours.get(path))
    .map((path) => `${path}: ${ours.get(path) ?? "nothing"}, not ${theirs.get(path) ?? "nothing"}`);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
