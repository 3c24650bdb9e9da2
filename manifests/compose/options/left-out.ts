import { servicesElsewhere } from "../../external-services.ts";
import { without } from "../../without.ts";
import type { Transformation } from "../map-services.ts";
import { baseName, mapServices, withUsedVolumes } from "../map-services.ts";
import type { ComposeOptions } from "../options.ts";

/** Leaves out services that aren't wanted, and those whose work is done elsewhere. Nobody waits for them. */
export function leaveOut(options: ComposeOptions): Transformation {
  const { services = {} } = options;
  const names = new Set([
    ...Object.keys(services).filter((name) => services[name]?.enabled === false),
    ...servicesElsewhere(options),
  ]);
  if (names.size === 0) return (project) => project;
  return (project) =>
    withUsedVolumes(
      mapServices(project, (service, name) => {
        if (names.has(baseName(name))) return undefined;
        const waits = Object.entries(service.depends_on ?? {}).filter(
          ([other]) => !names.has(baseName(other)),
        );
        return {
          ...without(service, ["depends_on"]),
          ...(waits.length > 0 && { depends_on: Object.fromEntries(waits) }),
        };
      }),
    );
}
