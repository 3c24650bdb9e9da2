/** What a fact is about, in the order in which a person wants to know. */
export const factAreas = [
  "kind",
  "replicas",
  "env",
  "ports",
  "resources",
  "storage",
  "configuration",
  "other",
] as const;

export type FactArea = (typeof factAreas)[number];

/** A fact that isn't the same, or is on one side only. */
export interface ChangedFact {
  readonly path: readonly string[];
  readonly from?: unknown;
  readonly to?: unknown;
}

export interface FactChange extends ChangedFact {
  readonly area: FactArea;
}

export type AreaOf = (path: readonly string[]) => FactArea;

/**
 * Where two objects differ. What is on one side only is one change as a whole, unless it consists of
 * facts that count each for itself: variables, resources, ports, disks, settings.
 */
export function factChanges(
  from: unknown,
  to: unknown,
  areaOf: AreaOf,
  path: readonly string[] = [],
): readonly FactChange[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  const [left, right] = [itemsOf(from, path), itemsOf(to, path)];
  const bothHaveItems = left !== undefined && right !== undefined;
  const someHasItems = left !== undefined || right !== undefined;
  const isOneSided = from === undefined || to === undefined;
  if (bothHaveItems || (someHasItems && isOneSided && countsItemwise(path))) {
    const keys = new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])]);
    return [...keys].flatMap((key) =>
      factChanges(left?.get(key), right?.get(key), areaOf, [...path, key]),
    );
  }
  return [
    {
      area: areaOf(path),
      path,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    },
  ];
}

const itemwise: ReadonlySet<string> = new Set([
  ...["env", "environment", "resources", "requests", "limits", "ports", "expose", "volumes"],
  ...["claims", "claimTemplates", "services", "configMaps", "variables", "files", "settings"],
  ...["containers", "initContainers", "volumeMounts"],
]);

function countsItemwise(path: readonly string[]): boolean {
  return itemwise.has(path.at(-1) ?? "");
}

/** Of a map, or of a list whose items have names: by these. */
function itemsOf(
  value: unknown,
  path: readonly string[],
): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const nameOf = namesOfItems[path.at(-1) ?? ""];
    if (nameOf === undefined) return undefined;
    return new Map(value.map((item: unknown) => [nameOf(item), item]));
  }
  return isMapping(value) ? new Map(Object.entries(value)) : undefined;
}

const namesOfItems: Readonly<Record<string, (item: unknown) => string>> = {
  ports: (item) => {
    if (!isMapping(item)) return String(item);
    const { port, containerPort, protocol } = item;
    const number = String(containerPort ?? port);
    return typeof protocol === "string" ? `${number}/${protocol}` : number;
  },
  expose: String,
  volumes: String,
  networks: String,
  volumeMounts: (item) => String(isMapping(item) ? item["mountPath"] : item),
};

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
