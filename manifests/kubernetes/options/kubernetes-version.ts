import type { Transformation } from "../map-objects.ts";
import { mapObjects } from "../map-objects.ts";
import type { EarlierIngress, Ingress } from "../objects.ts";
import type { KubernetesOptions } from "../options.ts";

/**
 * Objects in the API versions that a cluster serves (Kubernetes: Deprecated API Migration Guide). What no
 * longer exists is left out: PodSecurityPolicies from 1.25 on.
 */
export function forKubernetes({ kubernetesVersion }: KubernetesOptions): Transformation {
  const minor = minorOf(kubernetesVersion);
  return (services) =>
    mapObjects(services, (object) => {
      if (object.kind === "PodSecurityPolicy" && minor >= 25) return undefined;
      return object.apiVersion === "networking.k8s.io/v1" && minor < 19
        ? earlierIngress(object, minor)
        : object;
    });
}

/** `20` of `1.20` or `v1.20.3`; without a version, one above all. */
function minorOf(version: string | undefined): number {
  const [, minor] = /^v?1\.(\d+)/.exec(version ?? "") ?? [];
  return minor === undefined ? Number.POSITIVE_INFINITY : Number(minor);
}

/** Before 1.19 an Ingress named its backend in other words, and its class in an annotation. */
function earlierIngress(ingress: Ingress, minor: number): EarlierIngress {
  const { metadata, spec } = ingress;
  const { ingressClassName, rules, ...rest } = spec;
  return {
    apiVersion: minor < 14 ? "extensions/v1beta1" : "networking.k8s.io/v1beta1",
    kind: "Ingress",
    metadata: {
      ...metadata,
      ...(ingressClassName !== undefined && {
        annotations: { ...metadata.annotations, "kubernetes.io/ingress.class": ingressClassName },
      }),
    },
    spec: {
      ...rest,
      rules: rules.map(({ http, ...rule }) => ({
        ...rule,
        http: {
          paths: http.paths.map(({ path, backend: { service } }) => ({
            path,
            backend: {
              serviceName: service.name,
              servicePort: service.port.number ?? service.port.name ?? "http",
            },
          })),
        },
      })),
    },
  };
}
