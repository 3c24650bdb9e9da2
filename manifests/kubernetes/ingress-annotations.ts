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
