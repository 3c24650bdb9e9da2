import type { FileProblem } from "../../file-problem.ts";
import type { SourceObject } from "./read-objects.ts";
import { isWorkload, selects } from "./group-objects.ts";
import type { UpstreamObject, UpstreamWorkload } from "./upstream-objects.ts";

/** What each field of an object allows, and all of it together doesn't: the API server would refuse it. */
export function inconsistencies({ file, object }: SourceObject): readonly FileProblem[] {
  if (!isWorkload(object)) return [];
  const subject = `${object.kind} ${object.metadata.name}`;
  return [...repetitions(object), ...mountsOfNothing(object)].map((found) => ({
    file,
    path: subject,
    found,
  }));
}

/**
 * Claims, ConfigMaps and Services that no workload uses, and those that one uses and aren't there. None of
 * upstream's releases has any: it is what a lost or shortened file leaves behind.
 */
export function looseEnds(sources: readonly SourceObject[]): readonly FileProblem[] {
  const workloads = sources.flatMap(({ file, object }) =>
    isWorkload(object) ? [{ file, object, used: usedObjects(object) }] : [],
  );
  const used = new Set(workloads.flatMap((each) => each.used));
  const known = new Set(sources.map(({ object }) => nameOf(object)));
  return [
    ...sources
      .filter(({ object }) => isUnused(object, used, workloads))
      .map(({ file, object }) => ({
        file,
        path: nameOf(object),
        found: "is used by no workload: is a file missing, or cut off?",
      })),
    ...workloads.flatMap(({ file, object, used: names }) =>
      names
        .filter((name) => !known.has(name))
        .map((name) => ({ file, path: nameOf(object), found: `uses ${name}, which isn't there` })),
    ),
  ];
}

function isUnused(
  object: UpstreamObject,
  used: ReadonlySet<string>,
  workloads: readonly { readonly object: UpstreamWorkload }[],
): boolean {
  if (object.kind === "Service") {
    const { selector } = object.spec;
    return !workloads.some((each) => selects(selector, each.object.spec.template.metadata.labels));
  }
  const isFound = object.kind === "PersistentVolumeClaim" || object.kind === "ConfigMap";
  return isFound && !used.has(nameOf(object));
}

/** Claims and ConfigMaps, those apart that may be missing. */
function usedObjects(workload: UpstreamWorkload): readonly string[] {
  const { volumes = [] } = workload.spec.template.spec;
  const mounted = volumes.flatMap(({ persistentVolumeClaim: claim, configMap: map }) => [
    ...(claim === undefined ? [] : [`PersistentVolumeClaim ${claim.claimName}`]),
    ...(map === undefined || map.optional === true ? [] : [`ConfigMap ${map.name}`]),
  ]);
  const variables = containersOf(workload).flatMap(({ env = [], envFrom = [] }) => [
    ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef),
    ...envFrom.map(({ configMapRef }) => configMapRef),
  ]);
  const read = variables.flatMap((map) =>
    map === undefined || map.optional === true ? [] : [`ConfigMap ${map.name}`],
  );
  return [...new Set([...mounted, ...read])];
}

function nameOf({ kind, metadata }: UpstreamObject): string {
  return `${kind} ${metadata.name}`;
}

function containersOf({ spec }: UpstreamWorkload) {
  const { initContainers = [], containers } = spec.template.spec;
  return [...initContainers, ...containers];
}

function repetitions(workload: UpstreamWorkload): readonly string[] {
  const { volumes = [] } = workload.spec.template.spec;
  const containers = containersOf(workload);
  return [
    ...repeated(containers.map(({ name }) => name)).map((name) => `has two containers ${name}`),
    ...repeated(volumes.map(({ name }) => name)).map((name) => `has two volumes ${name}`),
    ...containers.flatMap(({ name, env = [], volumeMounts = [] }) => [
      ...repeated(env.map((variable) => variable.name)).map(
        (variable) => `has ${variable} twice in the env of ${name}`,
      ),
      ...repeated(volumeMounts.map(({ mountPath }) => mountPath)).map(
        (path) => `mounts two volumes at ${path} in ${name}`,
      ),
    ]),
  ];
}

/** A file that was cut off often has all but the end of an object. */
function mountsOfNothing(workload: UpstreamWorkload): readonly string[] {
  const { template, volumeClaimTemplates = [] } = workload.spec;
  const known = new Set([
    ...(template.spec.volumes ?? []).map(({ name }) => name),
    ...volumeClaimTemplates.map(({ metadata }) => metadata.name),
  ]);
  return containersOf(workload).flatMap(({ name, volumeMounts = [] }) =>
    volumeMounts
      .filter((mount) => !known.has(mount.name))
      .map((mount) => `mounts a volume ${mount.name} in ${name} that it doesn't have`),
  );
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
