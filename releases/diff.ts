import { without } from "../manifests/without.ts";
import type { ComposeRelease, KubernetesRelease, Release } from "./catalog.ts";
import type { AreaOf, ChangedFact, FactArea, FactChange } from "./fact-changes.ts";
import { factAreas, factChanges } from "./fact-changes.ts";
import { parseImage } from "./images.ts";
import type { ContainerFacts } from "./schema/kubernetes.ts";
import type { DeploymentSource, DeploymentType } from "./schema/sources.ts";

/** What a release manager reads before an upgrade, as data: `--json` prints it. */
export interface ReleaseDiff {
  readonly type: DeploymentType;
  readonly from: DiffedRelease;
  readonly to: DiffedRelease;
  /** Both have the same layout: nothing differs but images. */
  readonly imagesOnly: boolean;
  readonly added: readonly WholeService[];
  readonly removed: readonly WholeService[];
  readonly changed: readonly ServiceDiff[];
  /** Services that are in both and the same. */
  readonly unchanged: readonly string[];
  /** Compose: what belongs to no service alone, such as volumes and configuration files. */
  readonly deployment: FactChanges;
  /** What to know and do between the two, the oldest first. */
  readonly notes: readonly UpgradeNote[];
}

export interface DiffedRelease {
  readonly version: string;
  readonly source: DeploymentSource;
}

/** A service that only one of the two has. */
export interface WholeService {
  readonly service: string;
  readonly images: readonly string[];
}

export interface ServiceDiff {
  readonly service: string;
  readonly images: readonly ImageChange[];
  readonly facts: FactChanges;
}

/** Changes of facts by what they are about. An area without any is left out. */
export type FactChanges = Readonly<Partial<Record<FactArea, readonly ChangedFact[]>>>;

export interface ImageChange {
  /** Compose: the service's own name. */
  readonly container: string;
  readonly from?: string;
  readonly to?: string;
  /** What of the reference differs; `container` where it is there on one side only. */
  readonly change: "digest" | "tag" | "name" | "container";
}

/** A rule of the upgrade from one version to another. None is kept as data yet. */
export interface UpgradeNote {
  readonly version: string;
  readonly text: string;
}

/** What differs between two releases of one type, each with its own source. */
export function diffReleases(
  from: Release,
  to: Release,
  notes: readonly UpgradeNote[] = [],
): ReleaseDiff {
  const [left, right] = [servicesOf(from), servicesOf(to)];
  const both = [...left].flatMap(([service, own]) => {
    const other = right.get(service);
    return other === undefined ? [] : [serviceDiff(service, own, other, areasOf[from.type])];
  });
  const changed = both.filter(isChanged);
  return {
    type: from.type,
    from: { version: from.version, source: from.source },
    to: { version: to.version, source: to.source },
    imagesOnly: from.type === to.type && from.layoutId === to.layoutId,
    added: onlyIn(right, left),
    removed: onlyIn(left, right),
    changed,
    unchanged: both.filter((each) => !isChanged(each)).map(({ service }) => service),
    deployment: byArea(factChanges(deploymentFacts(from), deploymentFacts(to), areaOfDeployment)),
    notes,
  };
}

/** A service, with its images apart from all else. */
interface Service {
  /** By container. */
  readonly images: ReadonlyMap<string, string>;
  readonly facts: unknown;
}

function servicesOf(release: Release): ReadonlyMap<string, Service> {
  return release.type === "kubernetes" ? kubernetesServices(release) : composeServices(release);
}

function kubernetesServices({ services, images }: KubernetesRelease): ReadonlyMap<string, Service> {
  return new Map(
    [...services].map(([service, facts]) => {
      const workloads = facts.workloads ?? [];
      const used = workloads.flatMap(({ pod }) => [
        ...(pod.initContainers ?? []),
        ...pod.containers,
      ]);
      return [
        service,
        {
          images: new Map(used.map(({ name, image }) => [name, images.get(image) ?? image])),
          facts: {
            ...facts,
            workloads: Object.fromEntries(
              workloads.map(({ name, pod, ...rest }) => [
                name ?? service,
                {
                  ...rest,
                  ...pod,
                  initContainers: byName(pod.initContainers ?? []),
                  containers: byName(pod.containers),
                },
              ]),
            ),
          },
        },
      ];
    }),
  );
}

function byName(containers: readonly ContainerFacts[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    containers.map((each) => [each.name, without(each, ["name", "image"])]),
  );
}

function composeServices({ services, images }: ComposeRelease): ReadonlyMap<string, Service> {
  return new Map(
    [...services].map(([service, { image, ...facts }]) => [
      service,
      { images: new Map([[service, images.get(image) ?? image]]), facts },
    ]),
  );
}

function deploymentFacts(release: Release): unknown {
  if (release.type === "kubernetes") return {};
  const { volumes = [], networks = [] } = release.layout;
  return { volumes, networks, files: Object.fromEntries(release.files) };
}

function serviceDiff(service: string, from: Service, to: Service, areaOf: AreaOf): ServiceDiff {
  const names = new Set([...from.images.keys(), ...to.images.keys()]);
  const images = [...names].flatMap((container) =>
    imageChange(container, from.images.get(container), to.images.get(container)),
  );
  // A container on one side only stands among the images: what it consists of says nothing more.
  const gone = images.filter(({ change }) => change === "container");
  const facts = factChanges(from.facts, to.facts, areaOf).filter(
    ({ path }) => !gone.some(({ container }) => isContainerItself(path, container)),
  );
  const shown = facts.map((change) => ({ ...change, path: withoutOwnName(change.path, service) }));
  return { service, images, facts: byArea(shown) };
}

function isContainerItself(path: readonly string[], container: string): boolean {
  const place = path.findIndex((step) => step === "containers" || step === "initContainers");
  return place !== -1 && path[place + 1] === container;
}

/** `workloads/pgsql` of pgsql goes without saying. */
function withoutOwnName(path: readonly string[], service: string): readonly string[] {
  return path[0] === "workloads" && path[1] === service ? path.slice(2) : path;
}

function imageChange(
  container: string,
  from: string | undefined,
  to: string | undefined,
): readonly ImageChange[] {
  if (from === to) return [];
  if (from === undefined || to === undefined) {
    return [
      {
        container,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        change: "container",
      },
    ];
  }
  const [old, next] = [parseImage(from), parseImage(to)];
  const sameName = old.name === next.name && old.prefix === next.prefix;
  return [
    { container, from, to, change: !sameName ? "name" : old.tag === next.tag ? "digest" : "tag" },
  ];
}

function onlyIn(
  services: ReadonlyMap<string, Service>,
  others: ReadonlyMap<string, Service>,
): readonly WholeService[] {
  return [...services]
    .filter(([service]) => !others.has(service))
    .map(([service, { images }]) => ({ service, images: [...new Set(images.values())] }));
}

function isChanged({ images, facts }: ServiceDiff): boolean {
  return images.length > 0 || Object.keys(facts).length > 0;
}

function byArea(changes: readonly FactChange[]): FactChanges {
  const groups = Map.groupBy(changes, ({ area }) => area);
  return Object.fromEntries(
    factAreas.flatMap((area) => {
      const own = groups.get(area) ?? [];
      return own.length === 0 ? [] : [[area, own.map((each) => without(each, ["area"]))]];
    }),
  );
}

const areasOf: Readonly<Record<DeploymentType, AreaOf>> = {
  kubernetes: (path) => {
    const [group, , field] = path;
    if (path.some((step) => step === "labels" || step === "annotations")) return "other";
    if (group === "services") return "ports";
    if (group === "claims") return "storage";
    if (group === "configMaps") return "configuration";
    if (group !== "workloads") return "other";
    if (field === "kind" || field === "replicas") return field;
    if (field === "claimTemplates") return "storage";
    if (field === "volumes" && /^(persistentVolumeClaim|hostPath)$/.test(path[4] ?? ""))
      return "storage";
    if (field !== "containers" && field !== "initContainers") return "other";
    const [, , , , fact = ""] = path;
    return fact === "env" || fact === "ports" || fact === "resources" ? fact : "other";
  },
  compose: ([field = "", item = ""]) => {
    if (field === "environment") return "env";
    if (field === "ports" || field === "expose") return "ports";
    if (/^(cpus|mem_limit|mem_reservation|shm_size)$/.test(field)) return "resources";
    return field === "volumes" && !/^[./]/.test(item) ? "storage" : "other";
  },
};

const areaOfDeployment: AreaOf = ([field]) =>
  field === "volumes" ? "storage" : field === "files" ? "configuration" : "other";
