import type { Transformation } from "../map-objects.ts";
import { mapObjects } from "../map-objects.ts";
import type { StringMap } from "../objects.ts";
import type { KubernetesOptions } from "../options.ts";

export interface IngressOptions {
  /** IngressClass. @default - the cluster's default class */
  readonly className?: string | undefined;
  /** Host name that users type. @default - any */
  readonly domain?: string | undefined;
  /** Secret with the certificate. @default - plain HTTP, or TLS ends in front of the Ingress */
  readonly tlsSecret?: string | undefined;
  /** Instead of upstream's. */
  readonly annotations: StringMap;
}

/** The way in from outside, as the environment has it; everything goes to the frontend. */
export function exposed({ ingress }: KubernetesOptions): Transformation {
  if (ingress === undefined) return (services) => services;
  return (services) =>
    mapObjects(services, (object) => {
      if (object.apiVersion !== "networking.k8s.io/v1") return object;
      if (ingress === false) return undefined;
      const { className, domain, tlsSecret, annotations } = ingress;
      return {
        ...object,
        metadata: { ...object.metadata, annotations },
        spec: {
          ...(className !== undefined && { ingressClassName: className }),
          ...(tlsSecret !== undefined && {
            tls: [{ ...(domain !== undefined && { hosts: [domain] }), secretName: tlsSecret }],
          }),
          rules: object.spec.rules.map((rule) => ({
            ...(domain !== undefined && { host: domain }),
            ...rule,
          })),
        },
      };
    });
}
