/** A leaf of a parsed file, by its path: what two files are compared by. */
export type FactsByPath = ReadonlyMap<string, string>;

/** Lists that stand for maps: the field that tells their items apart. */
const listKeys: Readonly<Record<string, (item: Readonly<Record<string, unknown>>) => unknown>> = {
  containers: ({ name }) => name,
  initContainers: ({ name }) => name,
  env: ({ name }) => name,
  volumes: ({ name }) => name,
  volumeMounts: ({ mountPath }) => mountPath,
  volumeClaimTemplates: ({ metadata }) => (isMapping(metadata) ? metadata["name"] : undefined),
  subjects: ({ name }) => name,
  ports: ({ containerPort, port, protocol }) => `${String(containerPort ?? port)}/${String(protocol ?? "TCP")}`,
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
    const key = listKeys[path.at(-1) ?? ""];
    for (const [index, item] of node.entries()) {
      const name = key !== undefined && isMapping(item) ? key(item) : undefined;
      collect(item, [...path, String(name ?? index)], facts);
    }
  } else if (isMapping(node)) {
    if (Object.keys(node).length === 0) facts.set(path.join("/"), "{}");
    for (const [key, value] of Object.entries(node)) collect(value, [...path, key], facts);
  } else if (node !== undefined && node !== null) {
    facts.set(path.join("/"), isAmount(path) ? amount(String(node)) : String(node));
  }
}

function isAmount(path: readonly string[]): boolean {
  return path.some((part) => part === "resources" || part === "requests" || part === "limits");
}

const units: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

function amount(text: string): string {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]{0,2})$/.exec(text) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined ? text : String(Number(number) * factor);
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
