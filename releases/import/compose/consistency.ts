import type { FileProblem } from "../../file-problem.ts";
import { nearest } from "../../nearest.ts";
import type { UpstreamCompose } from "./upstream-compose.ts";

/** What services name and the project doesn't have: Compose would refuse it. */
export function inconsistencies(file: string, compose: UpstreamCompose): readonly FileProblem[] {
  const volumes = Object.keys(compose.volumes ?? {});
  const networks = Object.keys(compose.networks ?? {});
  const services = Object.keys(compose.services);
  return Object.entries(compose.services).flatMap(([name, service]) => {
    const { depends_on: waitsFor = [] } = service;
    const mounted = (service.volumes ?? []).map((volume) => volume.split(":")[0] ?? "");
    return [
      ...missing(
        "volume",
        mounted.filter((volume) => !/^[./~]/.test(volume)),
        volumes,
      ),
      ...missing("network", service.networks ?? [], [...networks, "default"]),
      ...missing("service", Array.isArray(waitsFor) ? waitsFor : Object.keys(waitsFor), services),
    ].map((found) => ({ file, path: `services.${name}`, found }));
  });
}

function missing(
  what: string,
  names: readonly string[],
  known: readonly string[],
): readonly string[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      const hint = meant === undefined ? "" : ` Did it mean ${meant}?`;
      return `names a ${what} ${name} that the file doesn't have.${hint}`;
    });
}
