import { amount } from "../../../releases/amounts.ts";
import { imageFrom } from "../../image-reference.ts";
import { programOf, readsCommonVariables } from "../../programs.ts";
import type { ResourceOptions } from "../../resources.ts";
import type { Transformation } from "../map-services.ts";
import { baseName, mapServices, withEnvironment } from "../map-services.ts";
import type { ComposeOptions } from "../options.ts";
import type { ComposeService } from "../project.ts";
import { composeValues } from "../secrets.ts";

/** Every image from another registry. */
export function pullFrom({ images }: ComposeOptions): Transformation {
  if (images === undefined) return (project) => project;
  return (project) =>
    mapServices(project, (service) => ({ ...service, image: imageFrom(service.image, images) }));
}

/** What is said of one service, and of all. */
export function applyServices({ services = {}, env = {} }: ComposeOptions): Transformation {
  return (project) =>
    mapServices(project, (service, name) => {
      const own = services[baseName(name)] ?? {};
      const common = readsCommonVariables(programOf(baseName(name))) ? env : {};
      const told = withEnvironment(service, composeValues({ ...common, ...own.env }));
      return {
        ...withLimits(told, own.resources),
        ...(own.image !== undefined && { image: own.image }),
      };
    });
}

/** Compose knows no requests, and of cores decimals only: a machine of one's own has nothing to set aside. */
export function withLimits(
  service: ComposeService,
  resources: ResourceOptions | undefined,
): ComposeService {
  const { cpu, memory } = resources?.limits ?? {};
  return {
    ...service,
    ...(cpu !== undefined && { cpus: amount(cpu) }),
    ...(memory !== undefined && { mem_limit: memoryLimit(memory) }),
  };
}

/** Compose counts in powers of 1024 and calls them `m` and `g`; never more than was asked for. */
export function memoryLimit(memory: string): string {
  const bytes = amount(memory);
  const gib = bytes / 2 ** 30;
  return Number.isInteger(gib) ? `${gib}g` : `${Math.floor(bytes / 2 ** 20)}m`;
}
