import type { ComposeServiceFacts } from "../../schema/compose.ts";
import type { ConfigurationFacts } from "../../schema/configuration.ts";
import type { ImageTable } from "../image-keys.ts";
import { imageTable } from "../image-keys.ts";
import { ImportError, shownValue } from "../../file-problem.ts";
import { configurationFacts } from "../read-configuration.ts";
import type { SourceDocument } from "../read-yaml.ts";
import { withoutNulls } from "../read-yaml.ts";
import { schemaProblems } from "../../schema/schema-problems.ts";
import { byKey } from "../sorting.ts";
import { inconsistencies } from "./consistency.ts";
import type { UpstreamCompose, UpstreamComposeService } from "./upstream-compose.ts";
import { upstreamComposeSchema } from "./upstream-compose.ts";

/** The facts of a release's Compose project. */
export interface ComposeImport {
  readonly images: ImageTable;
  readonly services: ReadonlyMap<string, ComposeServiceFacts>;
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
  /** By path, from the folder that holds `docker-compose/`. */
  readonly files: ReadonlyMap<string, ConfigurationFacts>;
}

/** A configuration file that a service mounts. */
export interface MountedFile {
  /** Where it is, for messages. */
  readonly file: string;
  /** From the folder that holds `docker-compose/`, such as `pgsql/conf/postgresql.conf`. */
  readonly path: string;
  readonly body: string;
}

/**
 * Takes the facts out of a release's Compose file and the configuration files that it mounts.
 *
 * @throws ImportError with all that isn't understood.
 */
export function importCompose(
  document: SourceDocument,
  mounted: readonly MountedFile[],
  version: string,
): ComposeImport {
  const compose = readCompose(document);
  const entries = Object.entries(compose.services).toSorted(byKey);
  const images = imageTable(
    entries.map(([, { image }]) => image),
    version,
  );
  return {
    images,
    services: new Map(
      entries.map(([name, service]) => [name, serviceFacts(document.file, name, service, images)]),
    ),
    volumes: Object.keys(compose.volumes ?? {}).toSorted(),
    networks: Object.keys(compose.networks ?? {}).toSorted(),
    files: new Map(
      mounted
        .map(({ file, path, body }) => [path, configurationFacts(file, "", path, body)] as const)
        .toSorted(byKey),
    ),
  };
}

/**
 * The Compose file, if it is one that the importer understands.
 *
 * @throws ImportError with all that isn't understood.
 */
export function readCompose({ file, value }: SourceDocument): UpstreamCompose {
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new ImportError([
      { file, path: "", found: `is ${shownValue(value)}: no Compose project` },
    ]);
  }
  const told = withoutNulls(withDeclarations(value));
  const result = upstreamComposeSchema.safeParse(told);
  if (result.success) {
    const problems = inconsistencies(file, result.data);
    if (problems.length === 0) return result.data;
    throw new ImportError(problems);
  }
  throw new ImportError(
    result.error.issues.flatMap((issue) => schemaProblems(file, "", told, issue)),
  );
}

/** `pgsql:` below `volumes` has nothing behind it, and yet it declares a volume. */
function withDeclarations(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const declared = ["volumes", "networks"].flatMap((key) => {
    const given: unknown = Reflect.get(value, key);
    if (typeof given !== "object" || given === null) return [];
    return [
      [key, Object.fromEntries(Object.entries(given).map(([name, own]) => [name, own ?? {}]))],
    ];
  });
  return { ...value, ...Object.fromEntries(declared) };
}

function serviceFacts(
  file: string,
  name: string,
  service: UpstreamComposeService,
  images: ImageTable,
): ComposeServiceFacts {
  const { image, container_name, command, entrypoint, environment, depends_on, ...fields } =
    service;
  return {
    ...fields,
    image: images.keyOf(image),
    ...(container_name !== undefined && container_name !== name && { container_name }),
    ...(entrypoint !== undefined && { entrypoint: words(entrypoint) }),
    ...(command !== undefined && { command: words(command) }),
    ...(environment !== undefined && {
      environment: variables(file, `services.${name}.environment`, environment),
    }),
    ...(depends_on !== undefined && { depends_on: dependencies(depends_on) }),
  };
}

function words(command: string | readonly string[]): string[] {
  return typeof command === "string" ? command.split(/\s+/) : [...command];
}

function variables(
  file: string,
  path: string,
  environment: readonly string[] | Readonly<Record<string, string>>,
): Record<string, string> {
  if (!isList(environment)) return { ...environment };
  const pairs = environment.map((variable) => {
    const equals = variable.indexOf("=");
    if (equals === -1) {
      const found = `is ${shownValue(variable)}: a variable without a value isn't known here`;
      throw new ImportError([{ file, path, found }]);
    }
    return [variable.slice(0, equals), variable.slice(equals + 1)] as const;
  });
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ImportError([{ file, path, found: `has ${twice} twice` }]);
  }
  return Object.fromEntries(pairs);
}

function isList(
  environment: readonly string[] | Readonly<Record<string, string>>,
): environment is readonly string[] {
  return Array.isArray(environment);
}

function dependencies(
  depends: NonNullable<UpstreamComposeService["depends_on"]>,
): NonNullable<ComposeServiceFacts["depends_on"]> {
  if (Array.isArray(depends)) {
    return Object.fromEntries(depends.map((name) => [name, "service_started" as const]));
  }
  return Object.fromEntries(
    Object.entries(depends)
      .map(([name, { condition }]) => [name, condition] as const)
      .toSorted(byKey),
  );
}

/** Files and folders beside the Compose file's own that its services mount, as it has them. */
export function mountedPaths({ services }: UpstreamCompose): readonly string[] {
  const paths = Object.values(services).flatMap(({ volumes = [] }) =>
    volumes.flatMap((volume) => {
      const [path = ""] = volume.split(":");
      return path.startsWith("../") || path.startsWith("./") ? [path] : [];
    }),
  );
  return [...new Set(paths)].toSorted();
}
