import { compareVersions } from "../../../releases/versions.ts";
import { databaseNames, redisNames } from "../../external-services.ts";
import type { SecretKey } from "../../external-services.ts";
import {
  connectsTo,
  databaseVariables,
  redisVariables,
  uploadKinds,
  uploadVariables,
} from "../../external-variables.ts";
import { programOf, usesRedis } from "../../programs.ts";
import type { Transformation } from "../map-services.ts";
import { baseName, mapServices, withEnvironment } from "../map-services.ts";
import type { ComposeOptions } from "../options.ts";
import type { ComposeProject } from "../project.ts";
import { composeValues, secretReference } from "../secrets.ts";

/** Leads every service that connects to a database to the one that runs elsewhere. */
export function useExternalDatabases({ databases = {} }: ComposeOptions): Transformation {
  return (project) =>
    databaseNames.reduce((changed, name) => {
      const database = databases[name];
      if (database === undefined) return changed;
      const variables = expanded(database.password, (reference) =>
        databaseVariables(name, database, reference),
      );
      return setVariables(
        changed,
        (environment) => connectsTo(name, (variable) => Object.hasOwn(environment, variable)),
        variables,
      );
    }, project);
}

/** Leads all of Sourcegraph's programs to a Redis that runs elsewhere. */
export function useExternalRedis({ redis = {} }: ComposeOptions): Transformation {
  return (project) =>
    redisNames.reduce((changed, name) => {
      const server = redis[name];
      if (server === undefined) return changed;
      const variables = expanded(server.password, (reference) =>
        redisVariables(name, server, reference),
      );
      return setVariables(changed, (_, program) => usesRedis(program), variables);
    }, project);
}

/** Leads those who read and write uploads to a bucket at a cloud. */
export function useObjectStorage(
  { objectStorage }: ComposeOptions,
  version: string,
): Transformation {
  if (objectStorage === undefined) return (project) => project;
  return (project) =>
    uploadKinds
      .filter(({ since }) => compareVersions(version, since) >= 0)
      .reduce((changed, { prefix, programs, bucket }) => {
        const names: ReadonlySet<string> = new Set(programs);
        const variables = uploadVariables(prefix, bucket(objectStorage), objectStorage);
        return setVariables(changed, (_, program) => names.has(program), composeValues(variables));
      }, project);
}

function setVariables(
  project: ComposeProject,
  isMeant: (environment: Readonly<Record<string, string>>, program: string) => boolean,
  variables: Readonly<Record<string, string>>,
): ComposeProject {
  return mapServices(project, (service, name) =>
    isMeant(service.environment ?? {}, programOf(baseName(name)))
      ? withEnvironment(service, variables)
      : service,
  );
}

/** Text that names the password's variable names the environment file's, which Compose puts in. */
function expanded(
  password: SecretKey | undefined,
  variables: (reference: () => string) => Parameters<typeof composeValues>[0],
): Readonly<Record<string, string>> {
  const mark = "\u0000";
  const values = composeValues(variables(() => mark));
  const reference = password === undefined ? "" : secretReference(password);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value.replaceAll(mark, () => reference)]),
  );
}
