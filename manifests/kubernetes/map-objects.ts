import type { Container, KubernetesObject, PodSpec, ServiceObjects, Workload } from "./objects.ts";
import { isWorkload } from "./objects.ts";

/** One option at work: objects in, objects out. */
export type Transformation = (services: readonly ServiceObjects[]) => readonly ServiceObjects[];

/** Every object, changed or left out (`undefined`). */
export function mapObjects(
  services: readonly ServiceObjects[],
  change: (object: KubernetesObject, service: string) => KubernetesObject | undefined,
): readonly ServiceObjects[] {
  return services
    .map(({ service, objects }) => ({
      service,
      objects: objects.flatMap((object) => change(object, service) ?? []),
    }))
    .filter(({ objects }) => objects.length > 0);
}

export function mapWorkloads(
  services: readonly ServiceObjects[],
  change: (workload: Workload, service: string) => Workload,
): readonly ServiceObjects[] {
  return mapObjects(services, (object, service) =>
    isWorkload(object) ? change(object, service) : object,
  );
}

/** The workload with another pod. */
export function withPod(workload: Workload, change: (pod: PodSpec) => PodSpec): Workload {
  const { spec } = workload;
  return {
    ...workload,
    spec: { ...spec, template: { ...spec.template, spec: change(spec.template.spec) } },
  };
}

/** A DaemonSet runs on every node: it has no replicas. */
export function withReplicas(workload: Workload, replicas: number | undefined): Workload {
  if (replicas === undefined || workload.kind === "DaemonSet") return workload;
  return { ...workload, spec: { ...workload.spec, replicas } };
}

/** Every container, init containers too. */
export function mapContainers(
  services: readonly ServiceObjects[],
  change: (container: Container, service: string) => Container,
): readonly ServiceObjects[] {
  return mapWorkloads(services, (workload, service) =>
    withContainers(workload, (container) => change(container, service)),
  );
}

export function withContainers(
  workload: Workload,
  change: (container: Container) => Container,
): Workload {
  return withPod(workload, (pod) => ({
    ...pod,
    ...(pod.initContainers !== undefined && { initContainers: pod.initContainers.map(change) }),
    containers: pod.containers.map(change),
  }));
}

/** The container that a service is about: upstream puts it first. */
export function isMainContainer(workload: Workload, container: Container): boolean {
  return workload.spec.template.spec.containers[0]?.name === container.name;
}
