import type { StoredResource } from "../emulators/core/store.ts";
import { everyCluster } from "../emulators/kubernetes/cluster.ts";
import { isMapping } from "../environments/schema-walk.ts";
import type { Environment } from "../environments/schema.ts";

/**
 * What an environment takes for granted, since someone else makes it: Secrets that it names, and in an
 * existing cluster the platform team's namespace and storage class. An emulated cloud has to have it
 * before the first `up`.
 */
export function assumedToExist(environment: Environment): readonly StoredResource[] {
  if (environment.kind !== "kubernetes") return [];
  const { namespace, createNamespace, storageClass, security, cloud } = environment;
  const secrets = [...new Set(namedSecrets(environment))].map((name) => secretIn(namespace, name));
  if (cloud.provider !== "existing") return secrets;
  return [
    ...secrets,
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

/** Every `existingSecret` in what an environment says. */
function namedSecrets(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namedSecrets);
  if (!isMapping(value)) return [];
  const { existingSecret } = value;
  return [
    ...(typeof existingSecret === "string" ? [existingSecret] : []),
    ...Object.values(value).flatMap(namedSecrets),
  ];
}

/** In whichever cluster the environment gets: a person puts it there as soon as there is one. */
function secretIn(namespace: string, name: string): StoredResource {
  return {
    type: "kubernetes:core/v1:Secret",
    id: `${everyCluster} ${namespace}/${name}`,
    properties: { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, type: "Opaque" },
  };
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
