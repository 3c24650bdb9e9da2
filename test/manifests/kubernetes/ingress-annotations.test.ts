import assert from "node:assert/strict";
import { ingressAnnotations } from "../../../manifests/kubernetes/ingress-annotations.ts";

describe("ingressAnnotations", () => {
  const limits = { readTimeoutSeconds: 86_400, bodySizeMiB: 150, internal: false, allowFrom: [] };

  it("tells nginx of time-out and upload size", () => {
    assert.deepEqual(ingressAnnotations("nginx", limits), {
      "nginx.ingress.kubernetes.io/proxy-body-size": "150m",
      "nginx.ingress.kubernetes.io/proxy-read-timeout": "86400",
    });
  });

  it("keeps everyone else out when ranges are named", () => {
    const allowFrom = ["10.0.0.0/8", "203.0.113.7/32"];
    const ranges = "10.0.0.0/8,203.0.113.7/32";
    assert.equal(
      ingressAnnotations("nginx", { ...limits, allowFrom })[
        "nginx.ingress.kubernetes.io/whitelist-source-range"
      ],
      ranges,
    );
    assert.equal(
      ingressAnnotations("alb", { ...limits, allowFrom })[
        "alb.ingress.kubernetes.io/inbound-cidrs"
      ],
      ranges,
    );
  });

  it("tells AWS's controller who may connect, and no time-out above its limit", () => {
    assert.deepEqual(ingressAnnotations("alb", limits), {
      "alb.ingress.kubernetes.io/scheme": "internet-facing",
      "alb.ingress.kubernetes.io/target-type": "ip",
      "alb.ingress.kubernetes.io/load-balancer-attributes": "idle_timeout.timeout_seconds=4000",
    });
    assert.partialDeepStrictEqual(
      ingressAnnotations("alb", { ...limits, readTimeoutSeconds: 60, internal: true }),
      {
        "alb.ingress.kubernetes.io/scheme": "internal",
        "alb.ingress.kubernetes.io/load-balancer-attributes": "idle_timeout.timeout_seconds=60",
      },
    );
  });

  it("has Google's controller take it, outside or inside", () => {
    const key = "kubernetes.io/ingress.class";
    assert.deepEqual(ingressAnnotations("gce", limits), { [key]: "gce" });
    assert.deepEqual(ingressAnnotations("gce", { ...limits, internal: true }), {
      [key]: "gce-internal",
    });
  });

  it("is empty for traefik, which takes these limits elsewhere", () => {
    assert.deepEqual(ingressAnnotations("traefik", limits), {});
  });
});
