import { amount } from "../../../releases/amounts.ts";
import type { Limits } from "../../profiles.ts";
import { profileLimits, profileReplicas } from "../../profiles.ts";
import type { Transformation } from "../map-objects.ts";
import { isMainContainer, mapWorkloads, withContainers, withReplicas } from "../map-objects.ts";
import type { Container } from "../objects.ts";
import type { KubernetesOptions } from "../options.ts";

/** Replicas and limits of a size. Requests stay the release's, as far as the limits allow. */
export function sized({ profile }: KubernetesOptions): Transformation {
  if (profile === undefined) return (services) => services;
  return (services) =>
    mapWorkloads(services, (workload, service) => {
      const scaled = withReplicas(workload, profileReplicas(profile, service));
      return withContainers(scaled, (container) => {
        // Databases have main containers that are called alike: the service tells them apart.
        const isDatabase = service.endsWith("-db") && isMainContainer(workload, container);
        const limits = profileLimits(profile, isDatabase ? service : container.name);
        return limits === undefined ? container : withLimits(container, limits);
      });
    });
}

function withLimits(container: Container, limits: Limits): Container {
  const { requests = {}, limits: others } = container.resources ?? {};
  const capped = Object.entries(requests).map(([name, request]) => {
    const most = name === "cpu" || name === "memory" ? limits[name] : request;
    return [name, amount(request) > amount(most) ? most : request];
  });
  return {
    ...container,
    resources: {
      ...(capped.length > 0 && { requests: Object.fromEntries(capped) }),
      limits: { ...others, ...limits },
    },
  };
}
