import assert from "node:assert/strict";
import { assumedToExist } from "../../../engine/assumed-to-exist.ts";
import { parsed } from "../../environments/fixtures.ts";

const existing = {
  cloud: { provider: "existing" },
  namespace: "ns-sourcegraph",
  createNamespace: false,
  storageClass: { name: "standard-retain", create: false },
};
const namespace = {
  type: "kubernetes:core/v1:Namespace",
  id: "ambient ns-sourcegraph",
  properties: {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: "ns-sourcegraph",
      labels: { "pod-security.kubernetes.io/enforce": "privileged" },
    },
  },
};
const storageClass = {
  type: "kubernetes:storage.k8s.io/v1:StorageClass",
  id: "ambient standard-retain",
  properties: {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "standard-retain", labels: {} },
    provisioner: "emulated.example.com/disk",
    reclaimPolicy: "Retain",
  },
};

describe("assumedToExist", () => {
  it("has the namespace and the storage class that an existing cluster's owner made", () => {
    assert.deepEqual(assumedToExist(parsed("kubernetes", existing)), [namespace, storageClass]);
  });

  it("has the namespace enforce the level that the environment counts on", () => {
    const [found] = assumedToExist(
      parsed("kubernetes", {
        ...existing,
        security: { podSecurity: "baseline" },
        services: { cadvisor: { enabled: false } },
      }),
    );
    assert.deepEqual(found?.properties["metadata"], {
      name: "ns-sourcegraph",
      labels: { "pod-security.kubernetes.io/enforce": "baseline" },
    });
  });

  it("leaves out what the environment makes itself", () => {
    const ownNamespace = parsed("kubernetes", { ...existing, createNamespace: true });
    assert.deepEqual(assumedToExist(ownNamespace), [storageClass]);
    const ownClass = parsed("kubernetes", {
      ...existing,
      storageClass: { provisioner: "csi.example.com" },
    });
    assert.deepEqual(assumedToExist(ownClass), [namespace]);
  });

  it("leaves out the default namespace, which every cluster has", () => {
    const inDefault = parsed("kubernetes", { ...existing, namespace: "default" });
    assert.deepEqual(assumedToExist(inDefault), [storageClass]);
  });

  it("is empty for a cluster that is made here, and for other kinds", () => {
    const { cloud: _, ...rest } = existing;
    assert.deepEqual(assumedToExist(parsed("kubernetes", rest)), []);
    assert.deepEqual(assumedToExist(parsed("box")), []);
    assert.deepEqual(assumedToExist(parsed("registry-mirror")), []);
  });

  it("has the Secrets that the environment names, in whichever cluster it gets", () => {
    const secretEnv = { TOKEN: { existingSecret: "sentry", key: "dsn" } };
    const environment = parsed("kubernetes", {
      namespace: "prod",
      services: { gitserver: { secretEnv }, searcher: { secretEnv } },
    });
    assert.deepEqual(assumedToExist(environment), [
      {
        type: "kubernetes:core/v1:Secret",
        id: "* prod/sentry",
        properties: {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "sentry", namespace: "prod" },
          type: "Opaque",
        },
      },
    ]);
  });
});
