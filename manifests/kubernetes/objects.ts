import type {
  ContainerFacts,
  VariableSource,
  WorkloadFacts,
} from "../../releases/schema/kubernetes.ts";

/** Labels, annotations, selectors, file bodies. */
export type StringMap = Readonly<Record<string, string>>;

/** Every object has a fixed name: upstream's services find each other by it. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
}

export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: VariableSource;
}

/** A container as the API server takes it. */
export interface Container extends Omit<ContainerFacts, "env"> {
  readonly env?: readonly Variable[];
}

type PodFacts = WorkloadFacts["pod"];
export type VolumeSource = NonNullable<PodFacts["volumes"]>[string];
export type Volume = VolumeSource & { readonly name: string };

export interface PodSpec extends Omit<
  PodFacts,
  "labels" | "annotations" | "initContainers" | "containers" | "volumes"
> {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly Volume[];
}

export interface PodTemplate {
  readonly metadata: { readonly labels: StringMap; readonly annotations?: StringMap };
  readonly spec: PodSpec;
}

export interface ClaimSpec {
  readonly accessModes: readonly string[];
  readonly resources: { readonly requests: { readonly storage: string } };
  readonly storageClassName?: string;
}

export interface ClaimTemplate {
  readonly metadata: { readonly name: string; readonly labels?: StringMap };
  readonly spec: ClaimSpec;
}

interface WorkloadSpec extends Omit<
  WorkloadFacts,
  "kind" | "name" | "labels" | "annotations" | "selector" | "pod" | "claimTemplates"
> {
  readonly selector: { readonly matchLabels: StringMap };
  readonly template: PodTemplate;
  readonly volumeClaimTemplates?: readonly ClaimTemplate[];
}

export interface Workload {
  readonly apiVersion: "apps/v1";
  readonly kind: WorkloadFacts["kind"];
  readonly metadata: ObjectMetadata;
  readonly spec: WorkloadSpec;
}

export interface Service {
  readonly apiVersion: "v1";
  readonly kind: "Service";
  readonly metadata: ObjectMetadata;
  readonly spec: {
    readonly type: string;
    readonly clusterIP?: string;
    readonly selector: StringMap;
    readonly ports: readonly {
      readonly name?: string;
      readonly port: number;
      readonly targetPort?: string | number;
      readonly nodePort?: number;
      readonly protocol?: string;
    }[];
  };
}

export interface ConfigMap {
  readonly apiVersion: "v1";
  readonly kind: "ConfigMap";
  readonly metadata: ObjectMetadata;
  readonly data: StringMap;
}

export interface PersistentVolumeClaim {
  readonly apiVersion: "v1";
  readonly kind: "PersistentVolumeClaim";
  readonly metadata: ObjectMetadata;
  readonly spec: ClaimSpec;
}

export interface ServiceAccount {
  readonly apiVersion: "v1";
  readonly kind: "ServiceAccount";
  readonly metadata: ObjectMetadata;
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  readonly automountServiceAccountToken?: boolean;
}

export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

export interface Role {
  readonly apiVersion: "rbac.authorization.k8s.io/v1";
  readonly kind: "Role" | "ClusterRole";
  readonly metadata: ObjectMetadata;
  readonly rules: readonly PolicyRule[];
}

export interface RoleBinding {
  readonly apiVersion: "rbac.authorization.k8s.io/v1";
  readonly kind: "RoleBinding" | "ClusterRoleBinding";
  readonly metadata: ObjectMetadata;
  readonly roleRef: { readonly apiGroup: string; readonly kind: string; readonly name: string };
  readonly subjects: readonly {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  }[];
}

/** Kubernetes served it until 1.24. */
export interface PodSecurityPolicy {
  readonly apiVersion: "policy/v1beta1";
  readonly kind: "PodSecurityPolicy";
  readonly metadata: ObjectMetadata;
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface Ingress {
  readonly apiVersion: "networking.k8s.io/v1";
  readonly kind: "Ingress";
  readonly metadata: ObjectMetadata;
  readonly spec: {
    readonly ingressClassName?: string;
    readonly tls?: readonly IngressTls[];
    readonly rules: readonly IngressRule[];
  };
}

interface IngressTls {
  readonly hosts?: readonly string[];
  readonly secretName: string;
}

/** Kubernetes served it until 1.21. */
export interface EarlierIngress {
  readonly apiVersion: "networking.k8s.io/v1beta1" | "extensions/v1beta1";
  readonly kind: "Ingress";
  readonly metadata: ObjectMetadata;
  readonly spec: {
    readonly tls?: readonly IngressTls[];
    readonly rules: readonly {
      readonly host?: string;
      readonly http: {
        readonly paths: readonly {
          readonly path: string;
          readonly backend: {
            readonly serviceName: string;
            readonly servicePort: string | number;
          };
        }[];
      };
    }[];
  };
}

export interface IngressRule {
  readonly host?: string;
  readonly http: {
    readonly paths: readonly {
      readonly path: string;
      readonly pathType: string;
      readonly backend: {
        readonly service: {
          readonly name: string;
          readonly port: { readonly name?: string; readonly number?: number };
        };
      };
    }[];
  };
}

export interface Namespace {
  readonly apiVersion: "v1";
  readonly kind: "Namespace";
  readonly metadata: ObjectMetadata;
}

export interface Secret {
  readonly apiVersion: "v1";
  readonly kind: "Secret";
  readonly metadata: ObjectMetadata;
  readonly type?: string;
  readonly stringData?: StringMap;
}

export interface StorageClass {
  readonly apiVersion: "storage.k8s.io/v1";
  readonly kind: "StorageClass";
  readonly metadata: ObjectMetadata;
  readonly provisioner: string;
  readonly parameters: StringMap;
  readonly reclaimPolicy: "Retain" | "Delete";
  readonly allowVolumeExpansion: boolean;
  readonly volumeBindingMode: string;
}

/** One object for the API server. Kind and version are spelled out, so that they tell it apart. */
export type KubernetesObject =
  | Namespace
  | StorageClass
  | ServiceAccount
  | Role
  | RoleBinding
  | PodSecurityPolicy
  | Secret
  | ConfigMap
  | PersistentVolumeClaim
  | Service
  | Workload
  | Ingress
  | EarlierIngress;

/** One of Sourcegraph's services with all that belongs to it, in the order in which it is made. */
export interface ServiceObjects {
  /** Upstream's name for the service. */
  readonly service: string;
  readonly objects: readonly KubernetesObject[];
}

export function isWorkload(object: KubernetesObject): object is Workload {
  return (
    object.kind === "Deployment" || object.kind === "StatefulSet" || object.kind === "DaemonSet"
  );
}
