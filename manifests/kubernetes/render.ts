import type { KubernetesRelease } from "../../releases/catalog.ts";
import type { ServiceObjects } from "./objects.ts";
import type { KubernetesOptions } from "./options.ts";
import { serviceObjects } from "./service-objects.ts";

/**
 * The Kubernetes objects of a release, service by service in alphabetical order. Without options they
 * are upstream's, in the API versions that are served today.
 */
export function renderKubernetes(
  release: KubernetesRelease,
  options: KubernetesOptions = {},
): readonly ServiceObjects[] {
  void options;
  const context = { image: (key: string) => imageOf(release, key), configuration: () => "" };
  return [...release.services].map(([service, facts]) => ({
    service,
    objects: serviceObjects(service, facts, context),
  }));
}

function imageOf({ images, version }: KubernetesRelease, key: string): string {
  const image = images.get(key);
  if (image === undefined) throw new Error(`the catalog has no image ${key} in ${version}`);
  return image;
}
