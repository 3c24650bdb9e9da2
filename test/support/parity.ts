import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMapping } from "../../environments/schema-walk.ts";
import type { ComposeProject } from "../../manifests/compose/project.ts";
import { factsOf } from "../../releases/import/facts.ts";
import { readYaml, withoutNulls } from "../../releases/import/read-yaml.ts";

/** A fact that isn't the same here and there. */
export interface Difference {
  /** `Deployment pgsql`, or `service pgsql` on Compose. */
  readonly object: string;
  /** Path of the fact; empty where the object as a whole is on one side only. */
  readonly path: string;
  readonly upstream: string | undefined;
  readonly ours: string | undefined;
}

type Objects = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The facts of all objects in a folder of manifests, read for themselves and not by the importer. */
export function kubernetesFacts(directory: string): Objects {
  const files = readdirSync(directory, { recursive: true })
    .map(String)
    .filter((file) => /\.ya?ml$/.test(file) && !file.endsWith("kustomization.yaml"));
  return byObject(
    files.flatMap((file) =>
      readYaml(file, readFileSync(join(directory, file), "utf8")).map(({ value }) => value),
    ),
  );
}

/** The facts of what we render. */
export function byObject(objects: readonly unknown[]): Objects {
  return new Map(
    objects.map((object) => {
      const told = withoutNulls(object);
      if (!isMapping(told) || !isMapping(told["metadata"])) throw new Error("no object");
      const { kind, metadata } = told;
      const facts = [...factsOf(told)].flatMap(([path, fact]) =>
        comparable(String(kind), path, fact),
      );
      return [`${String(kind)} ${String(metadata["name"])}`, new Map(facts)] as const;
    }),
  );
}

/** An Ingress and a PodSecurityPolicy have other forms by now; descriptions and file bodies are ours. */
function comparable(
  kind: string,
  path: string,
  fact: string,
): readonly (readonly [string, string])[] {
  if (kind === "Ingress" || kind === "PodSecurityPolicy") {
    return path === "kind" || path === "metadata/name" ? [[path, fact]] : [];
  }
  if (/(^|\/)annotations\/description$/.test(path)) return [];
  if (path === "metadata/namespace" && fact === "default") return [];
  if (kind === "ConfigMap" && path.startsWith("data/")) return [[path, "(body)"]];
  return [[path, fact]];
}

/** The facts of a Compose file: services by name, and what volumes and networks there are. */
export function composeFacts(project: unknown): Objects {
  if (!isMapping(project)) throw new Error("no Compose file");
  const services = isMapping(project["services"]) ? project["services"] : {};
  const declared = ["volumes", "networks"].flatMap((kind) => {
    const given = project[kind];
    return Object.keys(isMapping(given) ? given : {}).map(
      (name) => [`${kind} ${name}`, new Map([["name", name]])] as const,
    );
  });
  return new Map([
    ...Object.entries(services).map(([name, service]) => {
      const told = withoutNulls(service);
      return [`service ${name}`, factsOf(isMapping(told) ? normalized(told) : told)] as const;
    }),
    ...declared,
  ]);
}

/** Lists of `NAME=value` as maps, `depends_on` with and without conditions alike. */
function normalized(service: Readonly<Record<string, unknown>>): object {
  const { environment, depends_on, ...rest } = service;
  const variables = Array.isArray(environment)
    ? Object.fromEntries(
        environment.map((variable) => {
          const text = String(variable);
          const equals = text.indexOf("=");
          return [text.slice(0, equals), text.slice(equals + 1)];
        }),
      )
    : environment;
  const dependencies = isMapping(depends_on) ? Object.keys(depends_on).toSorted() : depends_on;
  return {
    ...rest,
    ...(variables !== undefined && { environment: variables }),
    ...(dependencies !== undefined && { depends_on: dependencies }),
  };
}

export function projectFacts(project: ComposeProject): Objects {
  return composeFacts(project);
}

/** All that differs, object by object. */
export function differences(upstream: Objects, ours: Objects): readonly Difference[] {
  const names = [...new Set([...upstream.keys(), ...ours.keys()])].toSorted();
  return names.flatMap((object): readonly Difference[] => {
    const [theirs, own] = [upstream.get(object), ours.get(object)];
    if (theirs === undefined || own === undefined) {
      return [{ object, path: "", upstream: whole(theirs), ours: whole(own) }];
    }
    return [...new Set([...theirs.keys(), ...own.keys()])]
      .toSorted()
      .filter((path) => theirs.get(path) !== own.get(path))
      .map((path) => ({ object, path, upstream: theirs.get(path), ours: own.get(path) }));
  });
}

function whole(facts: object | undefined): string | undefined {
  return facts === undefined ? undefined : "there";
}
