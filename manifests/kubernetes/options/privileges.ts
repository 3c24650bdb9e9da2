import type { Transformation } from "../map-objects.ts";
import { mapObjects } from "../map-objects.ts";
import type { KubernetesObject, Role, RoleBinding, ServiceObjects, Workload } from "../objects.ts";
import { isWorkload } from "../objects.ts";
import type { SecurityOptions } from "../options.ts";
import { setVariables } from "../variables.ts";

/**
 * Leaves out what needs the node itself (its file systems, processes or ports): no namespace that forbids
 * privileged pods takes it.
 */
export function withoutHostAccess(security: SecurityOptions): Transformation {
  const { podSecurity = "privileged", clusterRoles } = security;
  if (podSecurity === "privileged" && clusterRoles !== "none") return (services) => services;
  return (services) => services.filter(({ objects }) => !objects.some(needsHost));
}

function needsHost(object: KubernetesObject): boolean {
  if (!isWorkload(object)) return false;
  const {
    hostNetwork,
    hostPID,
    volumes = [],
    initContainers = [],
    containers,
  } = object.spec.template.spec;
  return (
    hostNetwork === true ||
    hostPID === true ||
    volumes.some(({ hostPath }) => hostPath !== undefined) ||
    [...initContainers, ...containers].some(
      ({ ports = [], securityContext }) =>
        securityContext?.privileged === true ||
        ports.some(({ hostPort }) => hostPort !== undefined),
    )
  );
}

/** ClusterRoles, their bindings and PodSecurityPolicies, left out where they are made by others or not at all. */
export function withoutClusterRoles({
  clusterRoles = "create",
  roles = "create",
}: SecurityOptions): Transformation {
  if (clusterRoles === "create") return (services) => services;
  return (services) => {
    const left = mapObjects(services, (object) => (isClusterScoped(object) ? undefined : object));
    return clusterRoles === "none" && roles === "create" ? left.map(withPrometheusRole) : left;
  };
}

function isClusterScoped({ kind }: KubernetesObject): boolean {
  return kind === "ClusterRole" || kind === "ClusterRoleBinding" || kind === "PodSecurityPolicy";
}

/** Without a ClusterRole, Prometheus finds what it scrapes in its own namespace. */
function withPrometheusRole(service: ServiceObjects): ServiceObjects {
  const account = service.objects.find(
    ({ kind, metadata }) => kind === "ServiceAccount" && metadata.name === "prometheus",
  );
  if (service.service !== "prometheus" || account === undefined) return service;
  const { name, labels = {} } = account.metadata;
  const metadata = { name, labels };
  const role: Role = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata,
    rules: [
      {
        apiGroups: [""],
        resources: ["endpoints", "pods", "services"],
        verbs: ["get", "list", "watch"],
      },
    ],
  };
  const binding: RoleBinding = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    subjects: [{ kind: "ServiceAccount", name }],
  };
  const at = service.objects.indexOf(account) + 1;
  return { ...service, objects: service.objects.toSpliced(at, 0, role, binding) };
}

/** Roles in the namespace: left out, and the frontend is told the addresses that it would have asked for. */
export function withoutRoles({ roles = "create" }: SecurityOptions): Transformation {
  if (roles === "create") return (services) => services;
  return (services) => {
    const left = mapObjects(services, (object) =>
      object.kind === "Role" || object.kind === "RoleBinding" ? undefined : object,
    );
    return roles === "existing"
      ? left
      : setVariables(left, ({ name }) => name === "frontend", addressVariables(left));
  };
}

/** Variables that list addresses, and the port of the service that each is about. */
const addressLists = [
  { variable: "SRC_GIT_SERVERS", service: "gitserver", scheme: "", port: 3178 },
  { variable: "INDEXED_SEARCH_SERVERS", service: "indexed-search", scheme: "", port: 6070 },
  { variable: "SEARCHER_URL", service: "searcher", scheme: "http://", port: 3181 },
  { variable: "SYMBOLS_URL", service: "symbols", scheme: "http://", port: 3184 },
] as const;

function addressVariables(services: readonly ServiceObjects[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    addressLists.flatMap(({ variable, service, scheme, port }) => {
      const workload = services
        .find((each) => each.service === service)
        ?.objects.find((object): object is Workload => isWorkload(object));
      if (workload === undefined) return [];
      const hosts =
        workload.kind === "StatefulSet"
          ? Array.from(
              { length: Math.max(1, workload.spec.replicas ?? 1) },
              (_, index) => `${service}-${index}.${workload.spec.serviceName ?? service}`,
            )
          : [service];
      return [[variable, hosts.map((host) => `${scheme}${host}:${port}`).join(" ")]];
    }),
  );
}
