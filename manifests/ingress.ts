import type { KubernetesObject } from "./kubernetes-object.ts";

export interface IngressOptions {
  readonly namespace: string;
  /** IngressClass. @default - the cluster's default class */
  readonly className?: string | undefined;
  /** Host name that users type. @default - any */
  readonly domain?: string | undefined;
  /** Secret with the certificate. @default - plain HTTP, or TLS ends in front of the Ingress */
  readonly tlsSecret?: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** The way in from outside: everything goes to the frontend. */
export function ingress(options: IngressOptions): Extract<KubernetesObject, { kind: "Ingress" }> {
  const { namespace, className, domain, tlsSecret, annotations, labels } = options;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: "sourcegraph-frontend",
      namespace,
      annotations,
      labels: { ...labels, deploy: "sourcegraph", "app.kubernetes.io/component": "frontend" },
    },
    spec: {
      ...(className !== undefined && { ingressClassName: className }),
      ...(tlsSecret !== undefined && {
        tls: [{ secretName: tlsSecret, ...(domain !== undefined && { hosts: [domain] }) }],
      }),
      rules: [
        {
          ...(domain !== undefined && { host: domain }),
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "sourcegraph-frontend", port: { name: "http" } } },
              },
            ],
          },
        },
      ],
    },
  };
}

/**
 * How each controller is told of time-outs, upload sizes and who may connect (ingress-nginx: user guide, annotations;
 * AWS Load Balancer Controller 2.x: ingress annotations; GKE takes them from a BackendConfig instead).
 */
export function ingressAnnotations(
  type: "nginx" | "gce" | "alb" | "traefik",
  limits: {
    readonly readTimeoutSeconds: number;
    readonly bodySizeMiB: number;
    readonly internal: boolean;
    /** Ranges that may use Sourcegraph; empty: everyone. */
    readonly allowFrom: readonly string[];
  },
): Readonly<Record<string, string>> {
  const ranges = limits.allowFrom.join(",");
  switch (type) {
    case "nginx":
      return {
        "nginx.ingress.kubernetes.io/proxy-body-size": `${limits.bodySizeMiB}m`,
        "nginx.ingress.kubernetes.io/proxy-read-timeout": String(limits.readTimeoutSeconds),
        ...(ranges !== "" && { "nginx.ingress.kubernetes.io/whitelist-source-range": ranges }),
      };
    case "alb":
      return {
        "alb.ingress.kubernetes.io/scheme": limits.internal ? "internal" : "internet-facing",
        "alb.ingress.kubernetes.io/target-type": "ip",
        ...(ranges !== "" && { "alb.ingress.kubernetes.io/inbound-cidrs": ranges }),
        "alb.ingress.kubernetes.io/load-balancer-attributes": `idle_timeout.timeout_seconds=${Math.min(limits.readTimeoutSeconds, 4000)}`,
      };
    case "gce":
      // Google's controller goes by this, and passes over an Ingress with a class of any name
      // (GKE: Ingress overview, "GKE Ingress controller behavior").
      return { "kubernetes.io/ingress.class": limits.internal ? "gce-internal" : "gce" };
    case "traefik":
      return {};
  }
}
