import assert from "node:assert/strict";
import { loadAll } from "js-yaml";
import { kubernetesFiles } from "../../../manifests/kubernetes/files.ts";
import type { KubernetesObject } from "../../../manifests/kubernetes/objects.ts";
import { renderKubernetes } from "../../../manifests/kubernetes/render.ts";
import { kubernetesRelease } from "../../support/changed-facts.ts";
import { isGolden } from "../../support/golden.ts";

const claim: KubernetesObject = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "pgsql" },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "200Gi" } } },
};
const account: KubernetesObject = {
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name: "pgsql" },
};

const server = {
  ...{ host: "db.example.com", port: 5432, user: "sg", database: "sg" },
  sslMode: "require",
} as const;

describe("kubernetesFiles", () => {
  it("makes a file of each service, with its objects in their order", () => {
    const files = kubernetesFiles([
      { service: "pgsql", objects: [account, claim] },
      { service: "left-out", objects: [] },
    ]);
    assert.deepEqual(files, {
      "pgsql.yaml": `\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: pgsql
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: pgsql
spec:
  accessModes:
    - ReadWriteOnce
  resources:
    requests:
      storage: 200Gi
`,
    });
  });

  it("writes a service as a person would: test/golden/sourcegraph-frontend.yaml", () => {
    const release = kubernetesRelease("7.2.1943", "kustomize");
    const files = kubernetesFiles(
      renderKubernetes(release, {
        namespace: "sourcegraph",
        security: { podSecurity: "restricted", readOnlyRootFilesystem: true },
        databases: {
          codeintel: { ...server, password: { secret: "databases", key: "codeintel" } },
        },
        ingress: { className: "nginx", domain: "sg.example.com", annotations: {} },
        defaults: { imagePullPolicy: "IfNotPresent" },
      }),
    );
    isGolden("sourcegraph-frontend.yaml", files["sourcegraph-frontend.yaml"] ?? "");
  });

  it("loses nothing of a whole release", () => {
    const services = renderKubernetes(kubernetesRelease("5.1.9"));
    const files = kubernetesFiles(services);
    assert.deepEqual(
      Object.values(files).flatMap((text) => loadAll(text)),
      services.flatMap(({ objects }) => objects),
    );
  });
});
