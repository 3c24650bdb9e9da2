import type { Transformation } from "../map-objects.ts";
import { mapWorkloads, withPod } from "../map-objects.ts";
import type { Container, PodSpec, Volume, Workload } from "../objects.ts";
import type { SecurityOptions } from "../options.ts";
import { userOf, writtenFolders } from "./users.ts";

/** Who containers run as, and what they may do. */
export function securePods(security: SecurityOptions): Transformation {
  const isRestricted = security.podSecurity === "restricted";
  const nonRoot = security.nonRoot === true || isRestricted;
  return (services) =>
    mapWorkloads(services, (workload) => {
      const asUser = nonRoot ? withUsers(workload) : workload;
      const restricted = isRestricted ? withRestrictions(asUser) : asUser;
      return security.readOnlyRootFilesystem === true ? withReadOnlyRoot(restricted) : restricted;
    });
}

/** The pod's user is its main container's: so is the group that its volumes belong to. */
function withUsers(workload: Workload): Workload {
  return withPod(workload, (pod) => {
    const main = userOf(pod.containers[0]?.name ?? "");
    const asUser = (container: Container): Container => {
      const { user, group } = ownUser(container, pod);
      return withSecurity(container, {
        runAsUser: user,
        runAsGroup: group,
        allowPrivilegeEscalation: false,
      });
    };
    return mapAll(
      {
        ...pod,
        securityContext: {
          ...pod.securityContext,
          runAsUser: main.user,
          runAsGroup: main.group,
          fsGroup: main.group,
          fsGroupChangePolicy: "OnRootMismatch",
        },
      },
      asUser,
    );
  });
}

/** Sidecars and init containers share the main container's files, and so its user. */
function ownUser({ name }: Container, pod: PodSpec) {
  const main = pod.containers[0]?.name ?? name;
  const isService =
    pod.containers.some((each) => each.name === name) && !/exporter|agent/.test(name);
  return userOf(isService ? name : main);
}

/** What Pod Security `restricted` asks for (Kubernetes: Pod Security Standards). */
function withRestrictions(workload: Workload): Workload {
  return withPod(workload, (pod) =>
    mapAll(
      {
        ...pod,
        securityContext: {
          ...pod.securityContext,
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        },
      },
      (container) =>
        withSecurity(container, {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
        }),
    ),
  );
}

function withSecurity(
  container: Container,
  security: NonNullable<Container["securityContext"]>,
): Container {
  return { ...container, securityContext: { ...container.securityContext, ...security } };
}

/** Folders that a container writes to become empty volumes, unless a volume is mounted there already. */
function withReadOnlyRoot(workload: Workload): Workload {
  return withPod(workload, (pod) => {
    const added = new Map<string, Volume>();
    const readOnly = (container: Container): Container => {
      const folders = writtenFolders[container.name];
      if (folders === undefined) return container;
      const mounted = new Set((container.volumeMounts ?? []).map(({ mountPath }) => mountPath));
      const mounts = folders
        .filter((folder) => !mounted.has(folder))
        .map((mountPath) => ({
          name: `${container.name}${mountPath.replaceAll("/", "-")}`,
          mountPath,
        }));
      for (const { name } of mounts) added.set(name, { name, emptyDir: {} });
      return {
        ...withSecurity(container, { readOnlyRootFilesystem: true }),
        ...(mounts.length > 0 && {
          volumeMounts: [...(container.volumeMounts ?? []), ...mounts],
        }),
      };
    };
    const changed = mapAll(pod, readOnly);
    return added.size === 0
      ? changed
      : { ...changed, volumes: [...(pod.volumes ?? []), ...added.values()] };
  });
}

function mapAll(pod: PodSpec, change: (container: Container) => Container): PodSpec {
  return {
    ...pod,
    ...(pod.initContainers !== undefined && { initContainers: pod.initContainers.map(change) }),
    containers: pod.containers.map(change),
  };
}
