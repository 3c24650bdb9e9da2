import { profileLimits } from "../../profiles.ts";
import { without } from "../../without.ts";
import type { Transformation } from "../map-services.ts";
import { baseName, mapServices } from "../map-services.ts";
import type { ComposeOptions } from "../options.ts";
import { withLimits } from "./services.ts";

/** Limits of a size; `low-resource` has none. How many there are of a service is not a box's to say. */
export function sized({ profile }: ComposeOptions): Transformation {
  if (profile === undefined) return (project) => project;
  return (project) =>
    mapServices(project, (service, name) => {
      if (profile === "low-resource") return without(service, ["cpus", "mem_limit"]);
      const base = baseName(name);
      const container = base.startsWith("sourcegraph-frontend") ? "frontend" : base;
      return withLimits(service, { limits: profileLimits(profile, container) });
    });
}
