import assert from "node:assert/strict";
import { storageClass } from "../../../manifests/kubernetes/storage-class.ts";

describe("storageClass", () => {
  it("makes disks that can grow, in the zone of the node that needs them", () => {
    assert.deepEqual(
      storageClass({
        name: "sourcegraph",
        provisioner: "pd.csi.storage.gke.io",
        parameters: { type: "pd-ssd" },
        reclaimPolicy: "Retain",
      }),
      {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { name: "sourcegraph", labels: { deploy: "sourcegraph" } },
        provisioner: "pd.csi.storage.gke.io",
        parameters: { type: "pd-ssd" },
        reclaimPolicy: "Retain",
        allowVolumeExpansion: true,
        volumeBindingMode: "WaitForFirstConsumer",
      },
    );
  });
});
