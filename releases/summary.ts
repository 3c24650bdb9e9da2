import type { Catalog, ComposeRelease, KubernetesRelease, Release } from "./catalog.ts";
import { findRelease } from "./catalog.ts";
import { isBesideTheDeployment } from "./faults.ts";
import type { Fault } from "./schema/entry.ts";
import type { DeploymentType } from "./schema/sources.ts";

export interface ServiceSummary {
  readonly containers: readonly string[];
  /** Keeps data on a disk of its own (compose: in a named volume). */
  readonly disk: boolean;
}

/** What a release consists of, in short. */
export interface ReleaseSummary {
  readonly version: string;
  readonly type: DeploymentType;
  /** By upstream's names; compose's without the number of the replica. */
  readonly services: ReadonlyMap<string, ServiceSummary>;
  /** What is wrong with what is deployed, as upstream published it. */
  readonly faults: readonly Fault[];
}

/** A known release in short. */
export function findSummary(
  catalog: Catalog,
  version: string,
  type: DeploymentType,
): ReleaseSummary | undefined {
  const release: Release | undefined = findRelease(catalog, version, type);
  if (release === undefined) return undefined;
  const services =
    release.type === "kubernetes" ? kubernetesServices(release) : composeServices(release);
  const faults = release.faults.filter((fault) => !isBesideTheDeployment(fault));
  return { version, type, services: new Map(services), faults };
}

/** Services that run; what belongs to none, such as a Service for several, is left out. */
function kubernetesServices({
  services,
}: KubernetesRelease): readonly (readonly [string, ServiceSummary])[] {
  return [...services].flatMap(([name, { workloads = [], claims }]) => {
    if (workloads.length === 0) return [];
    const containers = workloads.flatMap(({ pod }) =>
      [...pod.containers, ...(pod.initContainers ?? [])].map((container) => container.name),
    );
    const disk =
      claims !== undefined || workloads.some(({ claimTemplates }) => claimTemplates !== undefined);
    return [[name, { containers: [...new Set(containers)], disk }] as const];
  });
}

function composeServices({
  services,
}: ComposeRelease): readonly (readonly [string, ServiceSummary])[] {
  return [...services].map(([replica, { volumes = [] }]) => {
    const name = replica.replace(/-\d+$/, "");
    const disk = volumes.some((volume) => !/^[./]/.test(volume));
    return [name, { containers: [name], disk }] as const;
  });
}
