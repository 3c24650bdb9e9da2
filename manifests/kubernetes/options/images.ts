import { imageFrom } from "../../image-reference.ts";
import type { Transformation } from "../map-objects.ts";
import { mapContainers, mapObjects, mapWorkloads, withPod } from "../map-objects.ts";
import type { KubernetesOptions } from "../options.ts";

/** Every image from another registry. What a service's own option names is taken as it stands. */
export function pullFrom({ images }: KubernetesOptions): Transformation {
  if (images === undefined) return (services) => services;
  return (services) =>
    mapContainers(services, (container) => ({
      ...container,
      image: imageFrom(container.image, images),
    }));
}

/** The Secret with the registry's login, on each pod: one on its ServiceAccount alone comes too late for some. */
export function pullWith({ pullSecret }: KubernetesOptions): Transformation {
  if (pullSecret === undefined) return (services) => services;
  const imagePullSecrets = [{ name: pullSecret }];
  return (services) =>
    mapObjects(
      mapWorkloads(services, (workload) =>
        withPod(workload, (pod) => ({ ...pod, imagePullSecrets })),
      ),
      (object) => (object.kind === "ServiceAccount" ? { ...object, imagePullSecrets } : object),
    );
}
