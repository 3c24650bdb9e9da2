import type { KubernetesRelease } from "../../releases/catalog.ts";
import type { ConfigurationContext } from "../configuration/context.ts";
import { writeConfiguration } from "../configuration/write-configuration.ts";
import type { Transformation } from "./map-objects.ts";
import { mapObjects } from "./map-objects.ts";
import type { ServiceObjects } from "./objects.ts";
import type { KubernetesOptions } from "./options.ts";

/** Writes the text of configuration files, which tells of all services that are there in the end. */
export function writeConfigurations(
  release: KubernetesRelease,
  { namespace, security }: KubernetesOptions,
): Transformation {
  return (services) => {
    const context: ConfigurationContext = {
      services: serviceNames(services),
      namespace,
      clusterWide: security?.clusterRoles !== "none",
    };
    return mapObjects(services, (object, service) => {
      if (object.kind !== "ConfigMap") return object;
      const { files } = release.services.get(service)?.configMaps?.[object.metadata.name] ?? {};
      const texts = Object.entries(files ?? {}).map(([file, facts]) => [
        file,
        writeConfiguration(facts, context),
      ]);
      return { ...object, data: { ...object.data, ...Object.fromEntries(texts) } };
    });
  };
}

/** A Service stands for all replicas. */
function serviceNames(
  services: readonly ServiceObjects[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    services
      .flatMap(({ objects }) => objects)
      .filter(({ kind }) => kind === "Service")
      .map(({ metadata }) => [metadata.name, [metadata.name]]),
  );
}
