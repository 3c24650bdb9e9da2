import type { Transformation } from "../map-objects.ts";
import { mapObjects, withContainers } from "../map-objects.ts";
import type { ServiceObjects } from "../objects.ts";
import { isWorkload } from "../objects.ts";

/**
 * Lists of addresses follow the number of replicas: `gitserver-0.gitserver:3178` becomes one such
 * address for each. Whichever variables of a release list addresses, in a container or in a ConfigMap.
 */
export const followReplicas: Transformation = (services) => {
  const replicas = replicasOf(services);
  return mapObjects(services, (object) => {
    if (object.kind === "ConfigMap") {
      const data = Object.entries(object.data).map(([key, value]) => [
        key,
        isVariable(key) ? addresses(value, replicas) : value,
      ]);
      return { ...object, data: Object.fromEntries(data) };
    }
    if (!isWorkload(object)) return object;
    return withContainers(object, (container) => ({
      ...container,
      ...(container.env !== undefined && {
        env: container.env.map((variable) =>
          variable.value === undefined
            ? variable
            : { ...variable, value: addresses(variable.value, replicas) },
        ),
      }),
    }));
  });
};

function isVariable(key: string): boolean {
  return /^[A-Z_][A-Z0-9_]*$/.test(key);
}

/** Only a StatefulSet's replicas have names of their own. */
function replicasOf(services: readonly ServiceObjects[]): ReadonlyMap<string, number> {
  const sets = services
    .flatMap(({ objects }) => objects)
    .filter(isWorkload)
    .filter(({ kind }) => kind === "StatefulSet");
  return new Map(sets.map(({ metadata, spec }) => [metadata.name, spec.replicas ?? 1]));
}

/** A list that names no replica by its number is as it was. */
function addresses(list: string, replicas: ReadonlyMap<string, number>): string {
  const [first = "", ...others] = list.split(" ");
  const [, before = "", name = "", after = ""] =
    /^(|[a-z]+:\/\/)([a-z0-9-]+)-0\.(\2[.:/].*)$/.exec(first) ?? [];
  const count = replicas.get(name);
  if (count === undefined || count === 0 || others.length > 0) return list;
  return Array.from({ length: count }, (_, index) => `${before}${name}-${index}.${after}`).join(
    " ",
  );
}
