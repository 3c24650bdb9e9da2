import { readsCommonVariables } from "../../programs.ts";
import type { ResourceOptions } from "../../resources.ts";
import { mergedResources } from "../../resources.ts";
import { without } from "../../without.ts";
import type { Transformation } from "../map-objects.ts";
import {
  isMainContainer,
  mapWorkloads,
  withContainers,
  withPod,
  withReplicas,
} from "../map-objects.ts";
import type { Container, Workload } from "../objects.ts";
import type {
  ContainerOptions,
  KubernetesOptions,
  Placement,
  ServiceDefaults,
} from "../options.ts";
import { withVariables } from "../variables.ts";

/** What is said of one service, and of all: replicas, containers, where pods go. */
export function applyServices(options: KubernetesOptions): Transformation {
  const { services = {}, hibernate, profile } = options;
  const withoutResources =
    profile === "low-resource" || options.defaults?.withoutResources === true;
  const defaults = { ...options.defaults, withoutResources };
  return (all) =>
    mapWorkloads(all, (workload, service) => {
      const own = services[service] ?? {};
      const replicas = hibernate === true ? 0 : own.replicas;
      const scaled = withReplicas(workload, replicas);
      const placed = withPlacement(withPlacement(scaled, defaults), own);
      return withContainers(placed, (container) => {
        const isMain = isMainContainer(workload, container);
        const given = isMain ? own : own.containers?.[container.name];
        return withContainerOptions(
          container,
          given ?? {},
          defaults,
          readsCommonVariables(container.name),
        );
      });
    });
}

function withPlacement(workload: Workload, placement: Placement): Workload {
  const { nodeSelector, tolerations, affinity, priorityClassName } = placement;
  const placed = withPod(workload, (pod) => ({
    ...pod,
    ...(has(nodeSelector) && { nodeSelector: { ...pod.nodeSelector, ...nodeSelector } }),
    ...(tolerations !== undefined &&
      tolerations.length > 0 && { tolerations: [...(pod.tolerations ?? []), ...tolerations] }),
    ...(affinity !== undefined && { affinity }),
    ...(priorityClassName !== undefined && { priorityClassName }),
  }));
  const { podLabels, podAnnotations } = placement;
  const { spec } = placed;
  const { metadata } = spec.template;
  return {
    ...placed,
    spec: {
      ...spec,
      template: {
        ...spec.template,
        metadata: {
          ...metadata,
          // What the selector is about is not for an option to change.
          labels: { ...podLabels, ...metadata.labels },
          ...(has(podAnnotations) && {
            annotations: { ...metadata.annotations, ...podAnnotations },
          }),
        },
      },
    },
  };
}

function has(map: object | undefined): boolean {
  return map !== undefined && Object.keys(map).length > 0;
}

function withContainerOptions(
  container: Container,
  own: ContainerOptions,
  defaults: ServiceDefaults,
  isSourcegraphs: boolean,
): Container {
  const resources =
    defaults.withoutResources === true
      ? mergedResources(askedFor(container), own.resources)
      : mergedResources(defaults.resources, container.resources, own.resources);
  const env = { ...(isSourcegraphs && defaults.env), ...own.env };
  return withVariables(
    {
      ...without(container, ["resources"]),
      ...(own.image !== undefined && { image: own.image }),
      ...(defaults.imagePullPolicy !== undefined && {
        imagePullPolicy: defaults.imagePullPolicy,
      }),
      ...(has(resources) && { resources }),
    },
    env,
  );
}

/** Amounts that variables tell the program of: without them it would take its cache for nothing. */
function askedFor({ env = [], resources }: Container): ResourceOptions {
  const asked = new Set(env.map(({ valueFrom }) => valueFrom?.resourceFieldRef?.resource));
  const left = (key: "requests" | "limits") =>
    Object.fromEntries(
      Object.entries(resources?.[key] ?? {}).filter(([name]) => asked.has(`${key}.${name}`)),
    );
  return { requests: left("requests"), limits: left("limits") };
}
