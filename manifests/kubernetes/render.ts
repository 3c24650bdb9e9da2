import type { KubernetesRelease } from "../../releases/catalog.ts";
import { writeConfigurations } from "./configurations.ts";
import { inKeyOrder } from "./key-order.ts";
import type { Transformation } from "./map-objects.ts";
import type { ServiceObjects } from "./objects.ts";
import type { KubernetesOptions } from "./options.ts";
import {
  useExternalDatabases,
  useExternalRedis,
  useObjectStorage,
} from "./options/external-services.ts";
import { pullFrom, pullWith } from "./options/images.ts";
import { exposed } from "./options/ingress.ts";
import { forKubernetes } from "./options/kubernetes-version.ts";
import { leaveOut } from "./options/left-out.ts";
import { inNamespace, labelled } from "./options/metadata.ts";
import { securePods } from "./options/pod-security.ts";
import { sized } from "./options/profile.ts";
import { withoutClusterRoles, withoutHostAccess, withoutRoles } from "./options/privileges.ts";
import { applyServices } from "./options/services.ts";
import { applyStorage } from "./options/storage.ts";
import { leadTraces } from "./options/traces.ts";
import { followReplicas } from "./options/wiring.ts";
import { serviceObjects } from "./service-objects.ts";

/**
 * The Kubernetes objects of a release, service by service in alphabetical order. Without options they
 * are upstream's, in the API versions that are served today.
 */
export function renderKubernetes(
  release: KubernetesRelease,
  options: KubernetesOptions = {},
): readonly ServiceObjects[] {
  const upstream = [...release.services].map(([service, facts]) => ({
    service,
    objects: serviceObjects(service, facts, (key) => imageOf(release, key)),
  }));
  return transformations(release, options).reduce<readonly ServiceObjects[]>(
    (services, transform) => transform(services),
    upstream,
  );
}

/** What the options do, in the order in which it has to happen. */
function transformations(
  release: KubernetesRelease,
  options: KubernetesOptions,
): readonly Transformation[] {
  const security = options.security ?? {};
  return [
    leaveOut(options),
    withoutHostAccess(security),
    leadTraces({ hasAgent: release.services.has("otel-agent") }),
    pullFrom(options),
    sized(options),
    // After the registry: an image that is named for one service is meant as it stands.
    applyServices(options),
    followReplicas,
    withoutRoles(security),
    withoutClusterRoles(security),
    useExternalDatabases(options),
    useExternalRedis(options),
    useObjectStorage(options, release.version),
    applyStorage(options),
    securePods(security),
    pullWith(options),
    exposed(options),
    labelled(options),
    inNamespace(options),
    forKubernetes(options),
    writeConfigurations(release, options),
    inKeyOrder,
  ];
}

function imageOf({ images, version }: KubernetesRelease, key: string): string {
  const image = images.get(key);
  if (image === undefined) throw new Error(`the catalog has no image ${key} in ${version}`);
  return image;
}
