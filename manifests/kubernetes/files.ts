import { yamlDocuments } from "../yaml.ts";
import type { ServiceObjects } from "./objects.ts";

/** Files for `kubectl apply`, by name: one for each service, its objects in the order they are made. */
export function kubernetesFiles(
  services: readonly ServiceObjects[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    services
      .filter(({ objects }) => objects.length > 0)
      .map(({ service, objects }) => [`${service}.yaml`, yamlDocuments(objects)]),
  );
}
