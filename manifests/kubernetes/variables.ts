import type { ConfigMap, Container, ServiceObjects, StringMap, Variable } from "./objects.ts";
import type { VariableValue } from "../external-variables.ts";
import { mapContainers, mapObjects } from "./map-objects.ts";

type Variables = Readonly<Record<string, VariableValue>>;

/**
 * A container with more variables, or other values. Those it has stay where they are, and those that
 * come from Secrets go first: `$(NAME)` sees earlier names only.
 */
export function withVariables(container: Container, variables: Variables): Container {
  const names = Object.keys(variables);
  if (names.length === 0) return container;
  const env = container.env ?? [];
  const known = new Set(env.map(({ name }) => name));
  const added = names.filter((name) => !known.has(name)).map((name) => variable(name, variables));
  return {
    ...container,
    env: [
      ...added.filter(({ valueFrom }) => valueFrom !== undefined),
      ...env.map((own) =>
        Object.hasOwn(variables, own.name) ? variable(own.name, variables) : own,
      ),
      ...added.filter(({ valueFrom }) => valueFrom === undefined),
    ],
  };
}

function variable(name: string, variables: Variables): Variable {
  const value = variables[name] ?? "";
  if (typeof value === "string") return { name, value };
  return { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } };
}

/** The names of a container's variables, those of its service's ConfigMaps among them. */
export function variablesOf(container: Container, service: ServiceObjects): ReadonlySet<string> {
  const maps = configMapsOf(container, service);
  return new Set([
    ...(container.env ?? []).map(({ name }) => name),
    ...maps.flatMap(({ data }) => Object.keys(data)),
  ]);
}

/**
 * Sets variables of some containers. Text stays in the ConfigMap that a container has the variable from;
 * what comes from a Secret, or names another variable, which a ConfigMap can't, moves to the container.
 */
export function setVariables(
  services: readonly ServiceObjects[],
  isMeant: (container: Container, service: ServiceObjects) => boolean,
  variables: Variables,
): readonly ServiceObjects[] {
  const byName = new Map(services.map((each) => [each.service, each]));
  const inMaps = new Map<string, Map<string, string | undefined>>();
  const changed = mapContainers(services, (container, name) => {
    const service = byName.get(name);
    if (service === undefined || !isMeant(container, service)) return container;
    const left = Object.entries(variables).filter(([key, value]) => {
      const map = configMapsOf(container, service).find(({ data }) => Object.hasOwn(data, key));
      if (map === undefined) return true;
      const stays = typeof value === "string" && !value.includes("$(");
      const values = inMaps.get(map.metadata.name) ?? new Map<string, string | undefined>();
      inMaps.set(map.metadata.name, values.set(key, stays ? value : undefined));
      return !stays;
    });
    return withVariables(container, Object.fromEntries(left));
  });
  return mapObjects(changed, (object) => {
    const values = object.kind === "ConfigMap" ? inMaps.get(object.metadata.name) : undefined;
    return object.kind === "ConfigMap" && values !== undefined
      ? { ...object, data: withValues(object.data, values) }
      : object;
  });
}

/** The entries of a ConfigMap with other values, less those that have none any more. */
function withValues(data: StringMap, values: ReadonlyMap<string, string | undefined>): StringMap {
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, old]) => {
      const value = values.has(key) ? values.get(key) : old;
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function configMapsOf(
  { envFrom = [] }: Container,
  { objects }: ServiceObjects,
): readonly ConfigMap[] {
  const names = new Set(envFrom.map(({ configMapRef }) => configMapRef?.name));
  return objects.filter(
    (object): object is ConfigMap => object.kind === "ConfigMap" && names.has(object.metadata.name),
  );
}
