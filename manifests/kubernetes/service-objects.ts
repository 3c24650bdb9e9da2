import type { KubernetesServiceFacts } from "../../releases/schema/kubernetes.ts";
import type {
  ConfigMap,
  Ingress,
  KubernetesObject,
  ObjectMetadata,
  PersistentVolumeClaim,
  PodSecurityPolicy,
  Role,
  RoleBinding,
  Service,
  ServiceAccount,
  StringMap,
} from "./objects.ts";
import { workloadObject } from "./workload-object.ts";

/** Upstream's manifests name the namespace of ServiceAccounts that ClusterRoles are bound to. */
export const upstreamNamespace = "default";

const rbac = { apiVersion: "rbac.authorization.k8s.io/v1" } as const;

type Facts = KubernetesServiceFacts;
type Named = {
  readonly labels?: StringMap | undefined;
  readonly annotations?: StringMap | undefined;
};

/**
 * The Kubernetes objects of one service, in the order in which they are best made.
 *
 * @param image the reference of an image, by its key.
 */
export function serviceObjects(
  name: string,
  facts: Facts,
  image: (key: string) => string,
): readonly KubernetesObject[] {
  const metadata = (own: string, { labels, annotations }: Named): ObjectMetadata => ({
    name: own,
    ...((facts.labels ?? labels) !== undefined && { labels: { ...facts.labels, ...labels } }),
    ...(annotations !== undefined && { annotations }),
  });
  const each = <Own extends Named, Made>(
    record: Readonly<Record<string, Own>> | undefined,
    make: (metadata: ObjectMetadata, own: Own) => Made,
  ): readonly Made[] =>
    Object.entries(record ?? {}).map(([own, value]) => make(metadata(own, value), value));

  const workloads = (facts.workloads ?? []).map((workload) =>
    workloadObject(metadata(workload.name ?? name, workload), workload, image),
  );
  const selector = workloads[0]?.spec.selector.matchLabels ?? {};
  return [
    ...each(facts.serviceAccounts, serviceAccount),
    ...each(facts.clusterRoles, (own, role) => roleObject("ClusterRole", own, role)),
    ...each(facts.roles, (own, role) => roleObject("Role", own, role)),
    ...each(facts.clusterRoleBindings, (own, binding) =>
      bindingObject("ClusterRoleBinding", own, binding),
    ),
    ...each(facts.roleBindings, (own, binding) => bindingObject("RoleBinding", own, binding)),
    ...each(facts.podSecurityPolicies, podSecurityPolicy),
    ...each(facts.configMaps, configMap),
    ...each(facts.claims, claim),
    ...each(facts.services, (own, service) => serviceObject(own, service, selector)),
    ...workloads,
    ...each(facts.ingresses, ingress),
  ];
}

type Of<Key extends keyof Facts> =
  NonNullable<Facts[Key]> extends Readonly<Record<string, infer Own>> ? Own : never;

function serviceAccount(metadata: ObjectMetadata, own: Of<"serviceAccounts">): ServiceAccount {
  const { imagePullSecrets, automountServiceAccountToken } = own;
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata,
    ...(imagePullSecrets !== undefined && {
      imagePullSecrets: imagePullSecrets.map((name) => ({ name })),
    }),
    ...(automountServiceAccountToken !== undefined && { automountServiceAccountToken }),
  };
}

function roleObject(kind: Role["kind"], metadata: ObjectMetadata, { rules }: Of<"roles">): Role {
  return { ...rbac, kind, metadata, rules };
}

/** The API server asks for the namespace of a ClusterRoleBinding's accounts (RBAC reference). */
function bindingObject(
  kind: RoleBinding["kind"],
  metadata: ObjectMetadata,
  { role, apiGroup, serviceAccounts }: Of<"roleBindings">,
): RoleBinding {
  return {
    ...rbac,
    kind,
    metadata,
    roleRef: {
      apiGroup: apiGroup ?? "rbac.authorization.k8s.io",
      kind: kind === "RoleBinding" ? "Role" : "ClusterRole",
      name: role ?? metadata.name,
    },
    subjects: serviceAccounts.map((name) => ({
      kind: "ServiceAccount",
      name,
      ...(kind === "ClusterRoleBinding" && { namespace: upstreamNamespace }),
    })),
  };
}

function podSecurityPolicy(
  metadata: ObjectMetadata,
  { spec }: Of<"podSecurityPolicies">,
): PodSecurityPolicy {
  return { apiVersion: "policy/v1beta1", kind: "PodSecurityPolicy", metadata, spec };
}

/** Files have no text yet: it depends on what else there is in the end. */
function configMap(metadata: ObjectMetadata, { variables, files }: Of<"configMaps">): ConfigMap {
  const empty = Object.keys(files ?? {}).map((file) => [file, ""]);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata,
    data: { ...variables, ...Object.fromEntries(empty) },
  };
}

function claim(metadata: ObjectMetadata, own: Of<"claims">): PersistentVolumeClaim {
  return { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata, spec: claimSpec(own) };
}

/** What a claim or a claim template asks for. */
export function claimSpec(own: {
  readonly storage: string;
  readonly accessModes?: readonly string[] | undefined;
  readonly storageClassName?: string | undefined;
}) {
  return {
    accessModes: own.accessModes ?? ["ReadWriteOnce"],
    resources: { requests: { storage: own.storage } },
    ...(own.storageClassName !== undefined && { storageClassName: own.storageClassName }),
  };
}

function serviceObject(
  metadata: ObjectMetadata,
  own: Of<"services">,
  selector: StringMap,
): Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: {
      type: own.type ?? "ClusterIP",
      ...(own.clusterIP !== undefined && { clusterIP: own.clusterIP }),
      selector: own.selector ?? selector,
      ports: own.ports,
    },
  };
}

function ingress(metadata: ObjectMetadata, { className, rules }: Of<"ingresses">): Ingress {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata,
    spec: {
      ...(className !== undefined && { ingressClassName: className }),
      rules: rules.map(({ host, path, pathType, service, port }) => ({
        ...(host !== undefined && { host }),
        http: {
          paths: [
            {
              path,
              pathType: pathType ?? "Prefix",
              backend: {
                service: {
                  name: service,
                  port: typeof port === "number" ? { number: port } : { name: port },
                },
              },
            },
          ],
        },
      })),
    },
  };
}
