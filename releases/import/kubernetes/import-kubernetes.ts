import type { KubernetesServiceFacts } from "../../schema/kubernetes.ts";
import type { ImageTable } from "../image-keys.ts";
import { imageTable } from "../image-keys.ts";
import { configurationFacts } from "../read-configuration.ts";
import type { SourceDocument } from "../read-yaml.ts";
import {
  bindingFacts,
  configMapFacts,
  ingressFacts,
  persistentClaimFacts,
  policyFacts,
  roleFacts,
  serviceAccountFacts,
  serviceFacts,
  workloadFacts,
} from "./facts-of-objects.ts";
import { sorted } from "../sorting.ts";
import { groupByService, isWorkload } from "./group-objects.ts";
import type { SourceObject } from "./read-objects.ts";
import { readObjects } from "./read-objects.ts";
import type { UpstreamObject } from "./upstream-objects.ts";

/** The facts of a release's Kubernetes manifests. */
export interface KubernetesImport {
  readonly flavour: "base" | "kustomize";
  readonly images: ImageTable;
  readonly services: ReadonlyMap<string, KubernetesServiceFacts>;
}

/**
 * Takes the facts out of a release's manifests.
 *
 * @param documents of all its files.
 * @throws ImportError with all that isn't understood, file by file.
 */
export function importKubernetes(
  documents: readonly SourceDocument[],
  version: string,
): KubernetesImport {
  const sources = readObjects(documents);
  const objects = sources.map(({ object }) => object);
  const images = imageTable(imagesOf(objects), version);
  const services = new Map(
    [...groupByService(sources)].map(([name, group]) => [
      name,
      factsOfService(name, group, images),
    ]),
  );
  return { flavour: flavourOf(objects), images, services };
}

/** Up to 6.3 there are two sources of manifests; the newer one keeps its databases in StatefulSets. */
function flavourOf(objects: readonly UpstreamObject[]): "base" | "kustomize" {
  const isBase = objects.some(
    ({ kind, metadata }) => kind === "Deployment" && metadata.name === "pgsql",
  );
  return isBase ? "base" : "kustomize";
}

/** One for each container. */
function imagesOf(objects: readonly UpstreamObject[]): readonly string[] {
  return objects.filter(isWorkload).flatMap(({ spec }) => {
    const { initContainers = [], containers } = spec.template.spec;
    return [...initContainers, ...containers].map(({ image }) => image);
  });
}

function factsOfService(
  name: string,
  group: readonly SourceObject[],
  images: ImageTable,
): KubernetesServiceFacts {
  const selector =
    group.map(({ object }) => object).find(isWorkload)?.spec.selector.matchLabels ?? {};
  const objects = group.toSorted((left, right) =>
    left.object.metadata.name < right.object.metadata.name ? -1 : 1,
  );
  const facts = {
    workloads: objects.flatMap(({ object }) =>
      isWorkload(object) ? [workloadFacts(object, name, images.keyOf)] : [],
    ),
    services: record(objects, "Service", (object) => serviceFacts(object, selector)),
    configMaps: record(objects, "ConfigMap", (object, file) =>
      configMapFacts(object, (key, body) =>
        configurationFacts(file, `ConfigMap ${object.metadata.name}: data.${key}`, key, body),
      ),
    ),
    claims: record(objects, "PersistentVolumeClaim", persistentClaimFacts),
    serviceAccounts: record(objects, "ServiceAccount", serviceAccountFacts),
    roles: record(objects, "Role", roleFacts),
    roleBindings: record(objects, "RoleBinding", bindingFacts),
    clusterRoles: record(objects, "ClusterRole", roleFacts),
    clusterRoleBindings: record(objects, "ClusterRoleBinding", bindingFacts),
    podSecurityPolicies: record(objects, "PodSecurityPolicy", policyFacts),
    ingresses: record(objects, "Ingress", ingressFacts),
  };
  return withCommonLabels(facts);
}

function record<Kind extends UpstreamObject["kind"], Facts>(
  objects: readonly SourceObject[],
  kind: Kind,
  factsOf: (object: Extract<UpstreamObject, { kind: Kind }>, file: string) => Facts,
): Readonly<Record<string, Facts>> {
  return Object.fromEntries(
    objects.flatMap(({ object, file }) =>
      isKind(object, kind) ? [[object.metadata.name, factsOf(object, file)]] : [],
    ),
  );
}

function isKind<Kind extends UpstreamObject["kind"]>(
  object: UpstreamObject,
  kind: Kind,
): object is Extract<UpstreamObject, { kind: Kind }> {
  return object.kind === kind;
}

type Labelled = { readonly labels?: Readonly<Record<string, string>> };
type Group = readonly Labelled[] | Readonly<Record<string, Labelled>>;

/** Labels that every object of the service has are said once; groups without objects are left out. */
function withCommonLabels(groups: Readonly<Record<string, Group>>): KubernetesServiceFacts {
  const objects: readonly Labelled[] = Object.values(groups).flatMap((group) =>
    Object.values(group),
  );
  const [first, ...others] = objects.map(({ labels }) => Object.entries(labels ?? {}));
  const common = (first ?? []).filter(([label, value]) =>
    others.every((labels) => labels.some(([own, its]) => own === label && its === value)),
  );
  const own = (object: Labelled): Labelled => {
    const { labels = {}, ...rest } = object;
    const left = Object.entries(labels).filter(([label]) => !common.some(([of]) => of === label));
    return { ...(left.length > 0 && { labels: Object.fromEntries(left) }), ...rest };
  };
  const stripped = Object.entries(groups).flatMap(([key, group]) => {
    if (Object.keys(group).length === 0) return [];
    const without = Array.isArray(group)
      ? group.map(own)
      : Object.fromEntries(Object.entries(group).map(([name, object]) => [name, own(object)]));
    return [[key, without] as const];
  });
  return {
    ...(common.length > 0 && { labels: sorted(Object.fromEntries(common)) }),
    ...Object.fromEntries(stripped),
  };
}
