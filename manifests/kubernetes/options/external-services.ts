import { compareVersions } from "../../../releases/versions.ts";
import { databaseNames, redisNames } from "../../external-services.ts";
import {
  connectsTo,
  databaseVariables,
  redisVariables,
  uploadKinds,
  uploadVariables,
} from "../../external-variables.ts";
import { usesRedis } from "../../programs.ts";
import type { Transformation } from "../map-objects.ts";
import type { KubernetesOptions } from "../options.ts";
import { setVariables, variablesOf } from "../variables.ts";

const reference = (name: string): string => `$(${name})`;

/** Leads every container that connects to a database to the one that runs elsewhere. */
export function useExternalDatabases({ databases = {} }: KubernetesOptions): Transformation {
  return (services) => {
    let changed = services;
    for (const name of databaseNames) {
      const database = databases[name];
      if (database === undefined) continue;
      changed = setVariables(
        changed,
        (container, service) => {
          const variables = variablesOf(container, service);
          return connectsTo(name, (variable) => variables.has(variable));
        },
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
    for (const name of redisNames) {
      const server = redis[name];
      if (server === undefined) continue;
      changed = setVariables(
        changed,
        (container) => usesRedis(container.name),
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
    for (const { prefix, since, programs, bucket } of uploadKinds) {
      if (compareVersions(version, since) < 0) continue;
      const names: ReadonlySet<string> = new Set(programs);
      changed = setVariables(
        changed,
        (container) => names.has(container.name),
        uploadVariables(prefix, bucket(objectStorage), objectStorage),
      );
    }
    return changed;
  };
}
