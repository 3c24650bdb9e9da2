import type { ComposeRelease, KubernetesRelease, Release } from "./catalog.ts";
import { describeFault } from "./faults.ts";
import type { Fault } from "./schema/entry.ts";
import type { KubernetesServiceFacts, WorkloadFacts } from "./schema/kubernetes.ts";
import type { DeploymentSource, DeploymentType } from "./schema/sources.ts";

/** What a release consists of, for a person who looks it up. */
export interface ReleaseDetails {
  readonly version: string;
  readonly source: DeploymentSource;
  readonly type: DeploymentType;
  readonly services: readonly ServiceDetails[];
  readonly faults: readonly (Fault & { readonly text: string })[];
}

export interface ServiceDetails {
  readonly service: string;
  /** Compose: one without a kind. */
  readonly workloads: readonly WorkloadDetails[];
  readonly disks: readonly DiskDetails[];
}

export interface WorkloadDetails {
  readonly name: string;
  readonly kind?: string;
  readonly replicas?: number;
  readonly containers: readonly ContainerDetails[];
}

export interface ContainerDetails {
  readonly name: string;
  /** Runs before the others. */
  readonly init?: true;
  readonly image: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

type Amounts = Readonly<Record<string, string>>;

export interface DiskDetails {
  /** Of the claim, or of the volume. */
  readonly name: string;
  /** Compose has none. */
  readonly size?: string;
  /** One for each replica. */
  readonly eachReplica?: true;
}

export function releaseDetails(release: Release): ReleaseDetails {
  const { version, source, type, faults } = release;
  return {
    version,
    source,
    type,
    services: release.type === "kubernetes" ? kubernetesDetails(release) : composeDetails(release),
    faults: faults.map((fault) => ({ ...fault, text: describeFault(fault) })),
  };
}

function kubernetesDetails({ services, images }: KubernetesRelease): readonly ServiceDetails[] {
  return [...services].map(([service, facts]) => ({
    service,
    workloads: (facts.workloads ?? []).map((workload) =>
      workloadDetails(service, workload, images),
    ),
    disks: disksOf(facts),
  }));
}

function workloadDetails(
  service: string,
  { kind, name, replicas, pod }: WorkloadFacts,
  images: ReadonlyMap<string, string>,
): WorkloadDetails {
  const containers = [
    ...(pod.initContainers ?? []).map((container) => ({ container, init: true as const })),
    ...pod.containers.map((container) => ({ container, init: undefined })),
  ];
  return {
    name: name ?? service,
    kind,
    ...(kind !== "DaemonSet" && { replicas: replicas ?? 1 }),
    containers: containers.map(({ container, init }) => ({
      name: container.name,
      ...(init && { init }),
      image: images.get(container.image) ?? container.image,
      requests: container.resources?.requests ?? {},
      limits: container.resources?.limits ?? {},
    })),
  };
}

function disksOf({ claims = {}, workloads = [] }: KubernetesServiceFacts): readonly DiskDetails[] {
  const templates = workloads.flatMap(({ claimTemplates = {} }) => Object.entries(claimTemplates));
  return [
    ...Object.entries(claims).map(([name, { storage }]) => ({ name, size: storage })),
    ...templates.map(([name, { storage }]) => ({
      name,
      size: storage,
      eachReplica: true as const,
    })),
  ];
}

function composeDetails({ services, images }: ComposeRelease): readonly ServiceDetails[] {
  return [...services].map(([service, facts]) => {
    const { image, cpus, mem_limit: memory, volumes = [] } = facts;
    const limits = {
      ...(cpus !== undefined && { cpu: String(cpus) }),
      ...(memory !== undefined && { memory }),
    };
    const container = { name: service, image: images.get(image) ?? image, requests: {}, limits };
    const named = volumes.map((volume) => volume.split(":")[0] ?? "");
    return {
      service,
      workloads: [{ name: service, containers: [container] }],
      disks: named.filter((name) => !/^[./]/.test(name)).map((name) => ({ name })),
    };
  });
}
