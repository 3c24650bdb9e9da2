import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { Ingress } from "@pulumi/kubernetes/networking/v1/ingress.js";
import { Role } from "@pulumi/kubernetes/rbac/v1/role.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import { StorageClass } from "@pulumi/kubernetes/storage/v1/storageClass.js";
import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../../manifests/kubernetes-object.ts";

/**
 * Registers one object as the SDK's own class for its kind (the classes mark what is secret, and
 * know a kind's former versions).
 */
export function createObject(
  name: string,
  object: KubernetesObject,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  switch (object.kind) {
    case "Namespace":
      return new Namespace(name, object, opts);
    case "ServiceAccount":
      return new ServiceAccount(name, object, opts);
    case "Service":
      return new Service(name, object, opts);
    case "ConfigMap":
      return new ConfigMap(name, object, opts);
    case "Secret":
      return new Secret(name, object, opts);
    case "Deployment":
      return new Deployment(name, object, opts);
    case "Ingress":
      return new Ingress(name, object, opts);
    case "Role":
      return new Role(name, object, opts);
    case "RoleBinding":
      return new RoleBinding(name, object, opts);
    case "StorageClass":
      return new StorageClass(name, object, opts);
  }
}
