import { compareVersions } from "../../../releases/versions.ts";
import {
  databaseMarkers,
  databaseVariables,
  redisVariables,
  uploadKinds,
  uploadVariables,
} from "../../external-services.ts";
import type { Transformation } from "../map-objects.ts";
import type { KubernetesOptions } from "../options.ts";
import { setVariables, variablesOf } from "../variables.ts";
import { sourcegraphContainers } from "./services.ts";

const reference = (name: string): string => `$(${name})`;

/** Leads every container that connects to a database to the one that runs elsewhere. */
export function useExternalDatabases({ databases = {} }: KubernetesOptions): Transformation {
  return (services) => {
    let changed = services;
    for (const name of ["main", "codeintel", "codeinsights"] as const) {
      const database = databases[name];
      if (database === undefined) continue;
      changed = setVariables(
        changed,
        (container, service) => variablesOf(container, service).has(databaseMarkers[name]),
        databaseVariables(name, database, reference),
      );
    }
    return changed;
  };
}

/** Leads all of Sourcegraph's programs to a Redis that runs elsewhere: most read it, few say so. */
export function useExternalRedis({ redis = {} }: KubernetesOptions): Transformation {
  return (services) => {
    let changed = services;
    for (const name of ["cache", "store"] as const) {
      const server = redis[name];
      if (server === undefined) continue;
      changed = setVariables(
        changed,
        (container) => sourcegraphContainers.has(container.name) && container.name !== "migrator",
        redisVariables(name, server, reference),
      );
    }
    return changed;
  };
}

/** Leads those who read and write uploads to a bucket at a cloud. */
export function useObjectStorage(
  { objectStorage }: KubernetesOptions,
  version: string,
): Transformation {
  if (objectStorage === undefined) return (services) => services;
  return (services) => {
    let changed = services;
    for (const { prefix, since, containers, bucket } of uploadKinds) {
      if (compareVersions(version, since) < 0) continue;
      const names: ReadonlySet<string> = new Set(containers);
      changed = setVariables(
        changed,
        (container) => names.has(container.name),
        uploadVariables(prefix, bucket(objectStorage), objectStorage),
      );
    }
    return changed;
  };
}
