import assert from "node:assert/strict";
import type { KubernetesEnvironment } from "../../environments/schema.ts";
import {
  frontendOptions,
  ingressOptions,
  storageClassOptions,
} from "../../stacks/kubernetes-options.ts";
import { parsed } from "../environments/fixtures.ts";

const labels = { owner: "distribution" };
const aws = { provider: "aws", region: "us-east-1" };

function environment(changes: Readonly<Record<string, unknown>> = {}): KubernetesEnvironment {
  const found = parsed("kubernetes", changes);
  if (found.kind !== "kubernetes") throw new Error("not for kubernetes");
  return found;
}

const policyOf = (changes: object) =>
  storageClassOptions(environment({ protect: false, ...changes }))?.reclaimPolicy;

const classOf = (changes: Readonly<Record<string, unknown>>) =>
  ingressOptions(environment(changes), labels)?.className;

describe("frontendOptions", () => {
  it("changes nothing of the release for the smallest environment", () => {
    assert.deepEqual(frontendOptions(environment(), labels), {
      namespace: "default",
      images: { host: "index.docker.io", pathPrefix: undefined, keepDigest: true },
      pullSecret: undefined,
      replicas: undefined,
      resources: undefined,
      defaultResources: undefined,
      env: {},
      image: undefined,
      restrictedUser: undefined,
      readOnlyRootFilesystem: false,
      labels,
    });
  });

  it("takes images from the environment's registry", () => {
    const registry = {
      host: "registry.example.com",
      pathPrefix: "mirror",
      pullSecret: "login",
      keepDigests: false,
    };
    const { images, pullSecret } = frontendOptions(environment({ registry }), labels);
    assert.deepEqual(images, {
      host: "registry.example.com",
      pathPrefix: "mirror",
      keepDigest: false,
    });
    assert.equal(pullSecret, "login");
  });

  it("tells what is said of the frontend from what holds for every service", () => {
    const options = frontendOptions(
      environment({
        serviceDefaults: { resources: { limits: { cpu: 1 } }, env: { A: "all", B: "all" } },
        services: {
          "sourcegraph-frontend": {
            replicas: 3,
            image: "example.com/frontend:candidate",
            resources: { limits: { memory: "6G" } },
            env: { B: "own" },
          },
          gitserver: { replicas: 9 },
        },
      }),
      labels,
    );
    assert.partialDeepStrictEqual(options, {
      replicas: 3,
      image: "example.com/frontend:candidate",
      resources: { limits: { memory: "6G" } },
      defaultResources: { limits: { cpu: "1" } },
      env: { A: "all", B: "own" },
    });
  });

  it("stops every replica of an instance that hibernates", () => {
    const services = { "sourcegraph-frontend": { replicas: 3 } };
    const { replicas } = frontendOptions(environment({ hibernate: true, services }), labels);
    assert.equal(replicas, 0);
  });

  const user = { user: 100, group: 101 };
  const rows = [
    [{}, undefined],
    [{ podSecurity: "baseline" }, undefined],
    [{ nonRoot: true }, user],
    [{ podSecurity: "restricted", nonRoot: true }, user],
  ] as const;
  for (const [security, restrictedUser] of rows) {
    it(`runs as ${restrictedUser === undefined ? "the release does" : "user 100, group 101"} with ${JSON.stringify(security)}`, () => {
      const services = { cadvisor: { enabled: false } };
      const options = frontendOptions(environment({ security, services }), labels);
      assert.deepEqual(options.restrictedUser, restrictedUser);
    });
  }

  it("has a read-only root file system when the environment wants one", () => {
    const options = frontendOptions(
      environment({ security: { readOnlyRootFilesystem: true } }),
      labels,
    );
    assert.equal(options.readOnlyRootFilesystem, true);
  });
});

describe("storageClassOptions", () => {
  it("is made of the cloud's own disks", () => {
    assert.deepEqual(storageClassOptions(environment()), {
      name: "sourcegraph",
      provisioner: "pd.csi.storage.gke.io",
      parameters: { type: "pd-ssd" },
      reclaimPolicy: "Retain",
    });
    assert.deepEqual(storageClassOptions(environment({ cloud: aws })), {
      name: "sourcegraph",
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3" },
      reclaimPolicy: "Retain",
    });
  });

  it("takes what the environment says of it", () => {
    const storageClass = {
      name: "fast",
      type: "pd-balanced",
      replication: "regional",
      parameters: { "csi.storage.k8s.io/fstype": "ext4" },
    };
    assert.deepEqual(storageClassOptions(environment({ storageClass })), {
      name: "fast",
      provisioner: "pd.csi.storage.gke.io",
      parameters: {
        type: "pd-balanced",
        "replication-type": "regional-pd",
        "csi.storage.k8s.io/fstype": "ext4",
      },
      reclaimPolicy: "Retain",
    });
  });

  it("lets go of the disks of an instance that is thrown away, unless they are to be kept", () => {
    assert.equal(policyOf({}), "Delete");
    assert.equal(policyOf({ storageClass: { reclaimPolicy: "Retain" } }), "Retain");
  });

  it("is left to whoever owns an existing cluster", () => {
    const existing = { cloud: { provider: "existing" } };
    const made = { ...existing, storageClass: { name: "standard", create: false } };
    assert.equal(storageClassOptions(environment(made)), undefined);
    const own = { ...existing, storageClass: { provisioner: "csi.example.com", type: "ssd" } };
    assert.equal(storageClassOptions(environment(own))?.provisioner, "csi.example.com");
  });
});

describe("ingressOptions", () => {
  it("is nginx's, with upstream's limits, for the smallest environment", () => {
    assert.deepEqual(ingressOptions(environment(), labels), {
      namespace: "default",
      className: "nginx",
      domain: undefined,
      tlsSecret: undefined,
      annotations: {
        "nginx.ingress.kubernetes.io/proxy-body-size": "150m",
        "nginx.ingress.kubernetes.io/proxy-read-timeout": "60",
      },
      labels,
    });
  });

  for (const type of ["none", "node-port"]) {
    it(`is left out for type ${type}`, () => {
      assert.equal(ingressOptions(environment({ ingress: { type } }), labels), undefined);
    });
  }

  it("has the class that is given, else the type's own; Google's goes by an annotation", () => {
    assert.equal(classOf({ ingress: { className: "internal", install: false } }), "internal");
    assert.equal(classOf({ ingress: { type: "traefik" } }), "traefik");
    assert.equal(classOf({ cloud: aws, ingress: { type: "alb" } }), "alb");
    assert.equal(classOf({ ingress: { type: "gce" } }), undefined);
  });

  it("lets the environment's own annotations win", () => {
    const key = "nginx.ingress.kubernetes.io/proxy-body-size";
    const ingress = { annotations: { [key]: "1g", "example.com/team": "search" } };
    assert.deepEqual(ingressOptions(environment({ ingress }), labels)?.annotations, {
      [key]: "1g",
      "nginx.ingress.kubernetes.io/proxy-read-timeout": "60",
      "example.com/team": "search",
    });
  });

  it("has cert-manager fill the Secret with the certificate", () => {
    const options = ingressOptions(
      environment({
        domain: "k8s.sgdev.org",
        tls: { mode: "cert-manager", email: "distribution@example.com" },
      }),
      labels,
    );
    assert.equal(options?.domain, "k8s.sgdev.org");
    assert.equal(options?.tlsSecret, "sourcegraph-tls");
    assert.equal(options?.annotations["cert-manager.io/cluster-issuer"], "letsencrypt-prod");
  });

  it("takes a Secret that exists", () => {
    const tls = { mode: "existing-secret", secretName: "wildcard-tls" };
    const options = ingressOptions(environment({ domain: "sg.example.com", tls }), labels);
    assert.equal(options?.tlsSecret, "wildcard-tls");
    assert.equal(options?.annotations["cert-manager.io/cluster-issuer"], undefined);
  });

  it("ends TLS with AWS's certificate at its load balancer, and sends HTTP there", () => {
    const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    const options = ingressOptions(
      environment({
        cloud: aws,
        domain: "sg.example.com",
        ingress: { type: "alb" },
        tls: { mode: "managed", certificate },
      }),
      labels,
    );
    assert.equal(options?.tlsSecret, undefined);
    assert.partialDeepStrictEqual(options?.annotations, {
      "alb.ingress.kubernetes.io/certificate-arn": certificate,
      "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
      "alb.ingress.kubernetes.io/ssl-redirect": "443",
    });
  });
});
