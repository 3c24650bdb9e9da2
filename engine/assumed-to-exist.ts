import type { StoredResource } from "../emulators/core/store.ts";
import type { Environment } from "../environments/schema.ts";

/**
 * What an environment takes for granted, since someone else made it: the platform team's namespace
 * and storage class in an existing cluster. An emulated cloud has to have it before the first `up`.
 */
export function assumedToExist(environment: Environment): readonly StoredResource[] {
  if (environment.kind !== "kubernetes" || environment.cloud.provider !== "existing") return [];
  const { namespace, createNamespace, storageClass, security } = environment;
  return [
    ...(createNamespace || namespace === "default"
      ? []
      : [
          clusterObject("v1", "Namespace", namespace, {
            "pod-security.kubernetes.io/enforce": security.podSecurity,
          }),
        ]),
    ...(storageClass.create
      ? []
      : [
          clusterObject(
            "storage.k8s.io/v1",
            "StorageClass",
            storageClass.name,
            {},
            { provisioner: "emulated.example.com/disk", reclaimPolicy: "Retain" },
          ),
        ]),
  ];
}

/** An object without a namespace in the cluster that the kubeconfig's current context means. */
function clusterObject(
  apiVersion: string,
  kind: "Namespace" | "StorageClass",
  name: string,
  labels: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): StoredResource {
  const group = apiVersion === "v1" ? "core/v1" : apiVersion;
  return {
    type: `kubernetes:${group}:${kind}`,
    id: `ambient ${name}`,
    properties: { apiVersion, kind, metadata: { name, labels }, ...more },
  };
}
