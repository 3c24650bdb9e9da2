import assert from "node:assert/strict";
import { loadAll } from "js-yaml";
import { kubernetesFiles } from "../../../manifests/kubernetes/files.ts";
import type { KubernetesObject } from "../../../manifests/kubernetes/objects.ts";
import { renderKubernetes } from "../../../manifests/kubernetes/render.ts";
import { findRelease, loadCatalog } from "../../../releases/catalog.ts";

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

  it("loses nothing of a whole release", () => {
    const release = findRelease(loadCatalog(), "5.1.9", "kubernetes");
    assert.ok(release);
    const services = renderKubernetes(release);
    const files = kubernetesFiles(services);
    assert.deepEqual(
      Object.values(files).flatMap((text) => loadAll(text)),
      services.flatMap(({ objects }) => objects),
    );
  });
});
