import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { DaemonSet } from "@pulumi/kubernetes/apps/v1/daemonSet.js";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { Ingress } from "@pulumi/kubernetes/networking/v1/ingress.js";
import { ClusterRole } from "@pulumi/kubernetes/rbac/v1/clusterRole.js";
import { ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1/clusterRoleBinding.js";
import { Role } from "@pulumi/kubernetes/rbac/v1/role.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import { StorageClass } from "@pulumi/kubernetes/storage/v1/storageClass.js";
import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../../manifests/kubernetes/objects.ts";

/**
 * Registers one object as the SDK's own class for its kind (the classes mark what is secret, and
 * know a kind's former versions).
 */
export function createObject(
  name: string,
  object: KubernetesObject,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  // Untyped from here on: the SDK's types take no read-only lists. What the objects are is checked by
  // our own types, and by a real API server in the tests.
  const args = JSON.parse(JSON.stringify(object));
  switch (object.kind) {
    case "Namespace":
      return new Namespace(name, args, opts);
    case "ServiceAccount":
      return new ServiceAccount(name, args, opts);
    case "Service":
      return new Service(name, args, opts);
    case "ConfigMap":
      return new ConfigMap(name, args, opts);
    case "Secret":
      return new Secret(name, args, opts);
    case "PersistentVolumeClaim":
      return new PersistentVolumeClaim(name, args, opts);
    case "Deployment":
      return new Deployment(name, args, opts);
    case "StatefulSet":
      return new StatefulSet(name, args, opts);
    case "DaemonSet":
      return new DaemonSet(name, args, opts);
    case "Ingress":
      return object.apiVersion === "networking.k8s.io/v1"
        ? new Ingress(name, args, opts)
        : new CustomResource(name, args, opts);
    case "PodSecurityPolicy":
      return new CustomResource(name, args, opts);
    case "ClusterRole":
      return new ClusterRole(name, args, opts);
    case "ClusterRoleBinding":
      return new ClusterRoleBinding(name, args, opts);
    case "Role":
      return new Role(name, args, opts);
    case "RoleBinding":
      return new RoleBinding(name, args, opts);
    case "StorageClass":
      return new StorageClass(name, args, opts);
  }
}
