import assert from "node:assert/strict";
import type { IngressOptions } from "../../manifests/ingress.ts";
import { ingress, ingressAnnotations } from "../../manifests/ingress.ts";

const smallest: IngressOptions = {
  namespace: "prod",
  annotations: { "example.com/team": "search" },
  labels: { owner: "distribution" },
};

describe("ingress", () => {
  const everything = {
    path: "/",
    pathType: "Prefix",
    backend: { service: { name: "sourcegraph-frontend", port: { name: "http" } } },
  };

  it("sends everything to the frontend, whatever the host", () => {
    assert.deepEqual(ingress(smallest), {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: {
        name: "sourcegraph-frontend",
        namespace: "prod",
        annotations: { "example.com/team": "search" },
        labels: {
          owner: "distribution",
          deploy: "sourcegraph",
          "app.kubernetes.io/component": "frontend",
        },
      },
      spec: { rules: [{ http: { paths: [everything] } }] },
    });
  });

  it("takes requests for the domain only, with its certificate, by its class", () => {
    const { spec } = ingress({
      ...smallest,
      className: "nginx",
      domain: "sg.example.com",
      tlsSecret: "sourcegraph-tls",
    });
    assert.deepEqual(spec, {
      ingressClassName: "nginx",
      tls: [{ secretName: "sourcegraph-tls", hosts: ["sg.example.com"] }],
      rules: [{ host: "sg.example.com", http: { paths: [everything] } }],
    });
  });

  it("has a certificate without a domain, too", () => {
    const { spec } = ingress({ ...smallest, tlsSecret: "sourcegraph-tls" });
    assert.partialDeepStrictEqual(spec, { tls: [{ secretName: "sourcegraph-tls" }] });
    assert.ok(!JSON.stringify(spec).includes("hosts"));
  });
});

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
