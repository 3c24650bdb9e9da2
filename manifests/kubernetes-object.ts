// Types only, erased when the code runs: the shapes that the API server takes, as the SDK has them.
import type { input } from "@pulumi/kubernetes/types/index.js";

/** One object for the API server. Kind and version are spelled out, so that they tell it apart. */
export type KubernetesObject =
  | Of<"v1", "Namespace", input.core.v1.Namespace>
  | Of<"v1", "ServiceAccount", input.core.v1.ServiceAccount>
  | Of<"v1", "Service", input.core.v1.Service>
  | Of<"v1", "ConfigMap", input.core.v1.ConfigMap>
  | Of<"v1", "Secret", input.core.v1.Secret>
  | Of<"apps/v1", "Deployment", input.apps.v1.Deployment>
  | Of<"networking.k8s.io/v1", "Ingress", input.networking.v1.Ingress>
  | Of<"rbac.authorization.k8s.io/v1", "Role", input.rbac.v1.Role>
  | Of<"rbac.authorization.k8s.io/v1", "RoleBinding", input.rbac.v1.RoleBinding>
  | Of<"storage.k8s.io/v1", "StorageClass", input.storage.v1.StorageClass>;

type Of<Version extends string, Kind extends string, Fields> = Omit<
  Fields,
  "apiVersion" | "kind" | "metadata" | "status"
> & {
  readonly apiVersion: Version;
  readonly kind: Kind;
  readonly metadata: ObjectMetadata;
};

/** Every object of ours has a fixed name: upstream's services find each other by it. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
