import { OptionError } from "../../option-error.ts";
import type { Transformation } from "../map-services.ts";
import { baseName, mapServices, volumeOf, withUsedVolumes } from "../map-services.ts";
import type { ComposeOptions } from "../options.ts";
import type { ComposeProject, ComposeService } from "../project.ts";

/**
 * Several of a numbered service: each with a name, host name and volume of its own, and in every list of
 * addresses that the release has. Services that share a volume (zoekt's two) go in step.
 *
 * @throws OptionError for a service that can't have more than one.
 */
export function scale({ services = {} }: ComposeOptions): Transformation {
  const wanted = Object.entries(services).flatMap(([name, { replicas }]) =>
    replicas === undefined ? [] : [[name, replicas] as const],
  );
  return (project) => {
    const counts = new Map<string, number>();
    const askedBy = new Map<string, string>();
    for (const [name, replicas] of wanted) {
      const group = groupOf(name, project);
      if (group.length === 0) continue;
      const key = `services.${name}.replicas is ${replicas}`;
      if (replicas < 1) throw new OptionError(`${key}: leave it out with enabled: false.`);
      if (replicas > 1 && !Object.hasOwn(project.services, `${name}-0`)) {
        throw new OptionError(`${key}: on Compose there can be only one ${name}.`);
      }
      for (const other of group) {
        const known = counts.get(other);
        if (known !== undefined && known !== replicas) {
          const first = askedBy.get(other) ?? other;
          throw new OptionError(`${key}, but ${first}, which shares its volume, has ${known}.`);
        }
        counts.set(other, replicas);
        askedBy.set(other, name);
      }
    }
    const scaled = new Map([...counts].filter(([, count]) => count > 1));
    return scaled.size === 0 ? project : withUsedVolumes(wired(cloned(project, scaled), scaled));
  };
}

/** A service and those that mount the same volume, by their names without numbers. */
function groupOf(name: string, { services }: ComposeProject): readonly string[] {
  const own = Object.entries(services).filter(([other]) => baseName(other) === name);
  const shared = new Set(own.flatMap(([, service]) => volumesOf(service)));
  const others = Object.entries(services)
    .filter(([, service]) => volumesOf(service).some((volume) => shared.has(volume)))
    .map(([other]) => baseName(other));
  return [...new Set([...own.map(([other]) => baseName(other)), ...others])];
}

function volumesOf({ volumes = [] }: ComposeService): readonly string[] {
  return volumes.map(volumeOf).filter((volume) => volume !== "");
}

function cloned(project: ComposeProject, counts: ReadonlyMap<string, number>): ComposeProject {
  const services = Object.entries(project.services).flatMap(([name, service]) => {
    const base = baseName(name);
    const count = name === base ? 1 : (counts.get(base) ?? 1);
    return Array.from({ length: count }, (_, index) => [
      index === 0 ? name : `${base}-${index}`,
      index === 0 ? service : replica(service, index, counts),
    ]);
  });
  return { ...project, services: Object.fromEntries(services) };
}

/** What says `-0` of the services that are scaled says the replica's number. */
function replica(
  service: ComposeService,
  index: number,
  counts: ReadonlyMap<string, number>,
): ComposeService {
  const { container_name, hostname, environment, volumes } = service;
  const numbered = (text: string): string =>
    [...counts.keys()].reduce(
      (result, base) => result.replaceAll(new RegExp(`\\b${base}-0\\b`, "g"), `${base}-${index}`),
      text,
    );
  return {
    ...service,
    container_name: numbered(container_name),
    ...(hostname !== undefined && { hostname: numbered(hostname) }),
    ...(environment !== undefined && {
      environment: Object.fromEntries(
        Object.entries(environment).map(([key, value]) => [key, numbered(value)]),
      ),
    }),
    ...(volumes !== undefined && {
      volumes: volumes.map((mount) =>
        volumeOf(mount) === ""
          ? mount
          : mount.replace(/^([^:]*?)-0(?=[-:])/, (_, before: string) => `${before}-${index}`),
      ),
    }),
  };
}

/** Every list of addresses names all replicas. Its own replicas' variables are about each one alone. */
function wired(project: ComposeProject, counts: ReadonlyMap<string, number>): ComposeProject {
  return mapServices(project, (service, name) => {
    if (service.environment === undefined || counts.has(baseName(name))) return service;
    const environment = Object.entries(service.environment).map(([key, value]) => [
      key,
      key === "SRC_PROF_SERVICES" ? profiles(value, counts) : addresses(value, counts),
    ]);
    return { ...service, environment: Object.fromEntries(environment) };
  });
}

/** `http://searcher-0:3181` becomes one address for each; some releases have the list in quotes. */
function addresses(value: string, counts: ReadonlyMap<string, number>): string {
  return value.replaceAll(
    /((?:[a-z]+:\/\/)?)\b([a-z][a-z-]*?)-0(:\d+)/g,
    (address, scheme: string, base: string, port: string) =>
      Array.from(
        { length: counts.get(base) ?? 0 },
        (_, index) => `${scheme}${base}-${index}${port}`,
      ).join(" ") || address,
  );
}

/** The frontend's list of whom to ask for profiles is JSON. */
function profiles(value: string, counts: ReadonlyMap<string, number>): string {
  const list: readonly { readonly Name: string; readonly Host: string }[] = JSON.parse(value);
  const all = list.flatMap((entry) => {
    const [, base = "", port = ""] = /^(.+)-0(:\d+)$/.exec(entry.Host) ?? [];
    return Array.from({ length: counts.get(base) ?? 1 }, (_, index) =>
      index === 0
        ? entry
        : {
            ...entry,
            Name: entry.Name.replace(/0$/, String(index)),
            Host: `${base}-${index}${port}`,
          },
    );
  });
  return all.length === list.length ? value : JSON.stringify(all);
}
