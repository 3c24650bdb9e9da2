import type { StorageClass } from "./objects.ts";

export interface StorageClassOptions {
  readonly name: string;
  /** The driver, such as `pd.csi.storage.gke.io`. */
  readonly provisioner: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Retain keeps a disk whose claim is deleted. */
  readonly reclaimPolicy: "Retain" | "Delete";
}

/** What disks of an instance are made of. Every field but expansion is fixed once it is made. */
export function storageClass(options: StorageClassOptions): StorageClass {
  const { name, provisioner, parameters, reclaimPolicy } = options;
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name, labels: { deploy: "sourcegraph" } },
    provisioner,
    parameters,
    reclaimPolicy,
    allowVolumeExpansion: true,
    // A disk is made in the zone of the node that its pod is put on.
    volumeBindingMode: "WaitForFirstConsumer",
  };
}
