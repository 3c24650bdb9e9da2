import * as apps from "@pulumi/kubernetes/apps/v1/index.js";
import * as core from "@pulumi/kubernetes/core/v1/index.js";
import * as networking from "@pulumi/kubernetes/networking/v1/index.js";
import * as rbac from "@pulumi/kubernetes/rbac/v1/index.js";
import * as storage from "@pulumi/kubernetes/storage/v1/index.js";
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
      return new core.Namespace(name, object, opts);
    case "ServiceAccount":
      return new core.ServiceAccount(name, object, opts);
    case "Service":
      return new core.Service(name, object, opts);
    case "ConfigMap":
      return new core.ConfigMap(name, object, opts);
    case "Secret":
      return new core.Secret(name, object, opts);
    case "Deployment":
      return new apps.Deployment(name, object, opts);
    case "Ingress":
      return new networking.Ingress(name, object, opts);
    case "Role":
      return new rbac.Role(name, object, opts);
    case "RoleBinding":
      return new rbac.RoleBinding(name, object, opts);
    case "StorageClass":
      return new storage.StorageClass(name, object, opts);
  }
}
