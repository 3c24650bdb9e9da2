import assert from "node:assert/strict";
import type { KubernetesEnvironment } from "../../environments/schema.ts";
import type { IngressOptions } from "../../manifests/kubernetes/options/ingress.ts";
import { renderKubernetes } from "../../manifests/kubernetes/render.ts";
import { findRelease, loadCatalog } from "../../releases/catalog.ts";
import { kubernetesOptions, storageClassOptions } from "../../stacks/kubernetes-options.ts";
import { byObject, differences } from "../support/parity.ts";
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

function ingressOf(changes: Readonly<Record<string, unknown>> = {}): IngressOptions | undefined {
  const { ingress } = kubernetesOptions(environment(changes));
  return ingress === false ? undefined : ingress;
}

describe("kubernetesOptions", () => {
  it("changes nothing of a release for the smallest environment but namespace and Ingress", () => {
    const release = findRelease(loadCatalog(), "5.1.9", "kubernetes");
    if (release === undefined) throw new Error("the catalog has no 5.1.9");
    const objectsOf = (options?: ReturnType<typeof kubernetesOptions>) =>
      byObject(renderKubernetes(release, options).flatMap(({ objects }) => objects));
    const smallest = kubernetesOptions(environment());
    const changed = differences(objectsOf(), objectsOf(smallest));
    // Without a namespace of its own, a RoleBinding is for accounts in the same one.
    assert.deepEqual(changed, [
      {
        object: "RoleBinding sourcegraph-frontend",
        path: "subjects/sourcegraph-frontend/namespace",
        upstream: undefined,
        ours: "default",
      },
    ]);
  });

  it("puts labels on every object", () => {
    assert.deepEqual(kubernetesOptions(environment(), labels).labels, labels);
  });

  it("takes images from the environment's registry", () => {
    const registry = {
      host: "registry.example.com",
      pathPrefix: "mirror",
      pullSecret: "login",
      keepDigests: false,
    };
    assert.partialDeepStrictEqual(kubernetesOptions(environment({ registry })), {
      images: { host: "registry.example.com", pathPrefix: "mirror", keepDigest: false },
      pullSecret: "login",
    });
    assert.equal(kubernetesOptions(environment()).images, undefined);
  });

  it("tells what is said of one service from what holds for all", () => {
    const options = kubernetesOptions(
      environment({
        serviceDefaults: { resources: { limits: { cpu: 1 } }, env: { A: "all" } },
        services: {
          "sourcegraph-frontend": {
            replicas: 3,
            image: "example.com/frontend:candidate",
            resources: { limits: { memory: "6G" } },
            env: { B: "own" },
            secretEnv: { DSN: { existingSecret: "sentry", key: "dsn" } },
            containers: { "jaeger-agent": { env: { C: "other" } } },
            tolerations: [{ key: "search", operator: "Exists" }],
          },
        },
      }),
    );
    assert.partialDeepStrictEqual(options, {
      defaults: { resources: { limits: { cpu: "1" } }, env: { A: "all" } },
      services: {
        "sourcegraph-frontend": {
          replicas: 3,
          image: "example.com/frontend:candidate",
          resources: { limits: { memory: "6G" } },
          env: { B: "own", DSN: { secret: "sentry", key: "dsn" } },
          containers: { "jaeger-agent": { env: { C: "other" } } },
          tolerations: [{ key: "search", operator: "Exists" }],
        },
      },
    });
  });

  it("names the instance's own Secret for what an environment encrypts, and never says it", () => {
    const secretEnv = { TOKEN: "s3cret-s3cret" };
    const options = kubernetesOptions(environment({ services: { gitserver: { secretEnv } } }));
    assert.deepEqual(options.services?.["gitserver"]?.env, {
      TOKEN: { secret: "sourcegraph-secrets", key: "services.gitserver.secretEnv.TOKEN" },
    });
    assert.ok(!JSON.stringify(options).includes("s3cret"));
  });

  it("hands over what pods may do", () => {
    const security = { nonRoot: true, readOnlyRootFilesystem: true };
    assert.partialDeepStrictEqual(kubernetesOptions(environment({ security })), {
      security: {
        nonRoot: true,
        readOnlyRootFilesystem: true,
        podSecurity: "privileged",
        clusterRoles: "create",
        roles: "create",
      },
    });
  });

  it("leads to databases, Redis and buckets that exist", () => {
    const external = {
      type: "external",
      host: "db.example.com",
      password: { existingSecret: "db" },
    };
    const options = kubernetesOptions(
      environment({
        release: "5.1.9",
        databases: { main: { ...external, user: "sourcegraph" } },
        redis: { store: { type: "external", host: "redis.example.com" } },
        objectStorage: { type: "s3", bucket: "uploads", region: "us-east-1" },
      }),
    );
    assert.partialDeepStrictEqual(options, {
      databases: {
        main: {
          host: "db.example.com",
          port: 5432,
          user: "sourcegraph",
          sslMode: "require",
          password: { secret: "db", key: "password" },
        },
      },
      redis: { store: { host: "redis.example.com", port: 6379, tls: false } },
      objectStorage: { type: "s3", bucket: "uploads", region: "us-east-1" },
    });
    assert.deepEqual(Object.keys(options.databases ?? {}), ["main"]);
  });

  it("stops every replica of an instance that hibernates", () => {
    assert.equal(kubernetesOptions(environment({ hibernate: true })).hibernate, true);
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

describe("kubernetesOptions' ingress", () => {
  it("is nginx's, with upstream's limits, for the smallest environment", () => {
    assert.deepEqual(ingressOf(), {
      className: "nginx",
      domain: undefined,
      tlsSecret: undefined,
      annotations: {
        "nginx.ingress.kubernetes.io/proxy-body-size": "150m",
        "nginx.ingress.kubernetes.io/proxy-read-timeout": "60",
      },
    });
  });

  for (const type of ["none", "node-port"]) {
    it(`is left out for type ${type}`, () => {
      assert.equal(kubernetesOptions(environment({ ingress: { type } })).ingress, false);
    });
  }

  it("has the class that is given, else the type's own; Google's goes by an annotation", () => {
    assert.equal(
      ingressOf({ ingress: { className: "internal", install: false } })?.className,
      "internal",
    );
    assert.equal(ingressOf({ ingress: { type: "traefik" } })?.className, "traefik");
    assert.equal(ingressOf({ cloud: aws, ingress: { type: "alb" } })?.className, "alb");
    assert.equal(ingressOf({ ingress: { type: "gce" } })?.className, undefined);
  });

  it("lets the environment's own annotations win", () => {
    const key = "nginx.ingress.kubernetes.io/proxy-body-size";
    const ingress = { annotations: { [key]: "1g", "example.com/team": "search" } };
    assert.deepEqual(ingressOf({ ingress })?.annotations, {
      [key]: "1g",
      "nginx.ingress.kubernetes.io/proxy-read-timeout": "60",
      "example.com/team": "search",
    });
  });

  it("has cert-manager fill the Secret with the certificate", () => {
    const options = ingressOf({
      domain: "k8s.sgdev.org",
      tls: { mode: "cert-manager", email: "distribution@example.com" },
    });
    assert.equal(options?.domain, "k8s.sgdev.org");
    assert.equal(options?.tlsSecret, "sourcegraph-tls");
    assert.equal(options?.annotations["cert-manager.io/cluster-issuer"], "letsencrypt-prod");
  });

  it("takes a Secret that exists", () => {
    const tls = { mode: "existing-secret", secretName: "wildcard-tls" };
    const options = ingressOf({ domain: "sg.example.com", tls });
    assert.equal(options?.tlsSecret, "wildcard-tls");
    assert.equal(options?.annotations["cert-manager.io/cluster-issuer"], undefined);
  });

  it("ends TLS with AWS's certificate at its load balancer, and sends HTTP there", () => {
    const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    const options = ingressOf({
      cloud: aws,
      domain: "sg.example.com",
      ingress: { type: "alb" },
      tls: { mode: "managed", certificate },
    });
    assert.equal(options?.tlsSecret, undefined);
    assert.partialDeepStrictEqual(options?.annotations, {
      "alb.ingress.kubernetes.io/certificate-arn": certificate,
      "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
      "alb.ingress.kubernetes.io/ssl-redirect": "443",
    });
  });
});
