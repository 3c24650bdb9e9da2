import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import { fixed, orComputed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import { subnetworkOf } from "./compute-network.ts";
import { clusterRegion, nodeZones } from "./container-cluster-outputs.ts";
import { foreignAccount, nodeConfig, nodeConfigDefaults } from "./container-node-config.ts";
import { compareVersions, resolveVersion } from "./gke-versions.ts";
import { parseBlock } from "../core/ipv4.ts";
import {
  apiError,
  computeUrl,
  failuresOf,
  isSet,
  lastSegment,
  link,
  linkOrComputed,
  object,
  placeFailures,
  projectInput,
  projectOf,
  text,
  tokens,
  list,
  tellsPlace,
} from "./vocabulary.ts";
import { isKnownZone } from "./zones.ts";

const count = z.int().min(0);
const badRequest = (message: string): string =>
  `error creating NodePool: ${apiError(400, message, "badRequest")}`;

export const nodePool: ResourceType = {
  source:
    "google/services/container/resource_container_node_pool.go at 069a33d4 (provider 7, 2026); GKE API v1, nodePools",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    name: fixed(z.string()),
    cluster: fixed(link()),
    location: orComputed(fixed(z.string())),
    nodeLocations: orComputed(unordered(z.array(z.string()))),
    nodeConfig: orComputed(nodeConfig),
    nodeCount: orComputed(count),
    initialNodeCount: orComputed(fixed(count)),
    maxPodsPerNode: orComputed(fixed(z.int().min(8).max(256))),
    version: orComputed(z.string()),
    autoscaling: z
      .strictObject({
        minNodeCount: count.optional(),
        maxNodeCount: count.optional(),
        totalMinNodeCount: count.optional(),
        totalMaxNodeCount: count.optional(),
        locationPolicy: orComputed(z.enum(["BALANCED", "ANY"])),
      })
      .optional(),
    management: orComputed(
      z.strictObject({
        autoRepair: z.boolean().default(true),
        autoUpgrade: z.boolean().default(true),
      }),
    ),
    upgradeSettings: orComputed(
      z.strictObject({
        maxSurge: orComputed(count),
        maxUnavailable: orComputed(count),
        strategy: z.enum(["SURGE", "BLUE_GREEN"]).default("SURGE"),
        blueGreenSettings: orComputed(
          z.strictObject({
            standardRolloutPolicy: z.strictObject({
              batchPercentage: orComputed(z.number().min(0).max(1)),
              batchNodeCount: orComputed(count),
              batchSoakDuration: orComputed(z.string()),
            }),
            nodePoolSoakDuration: orComputed(z.string()),
          }),
        ),
      }),
    ),
    networkConfig: orComputed(
      z.strictObject({
        createPodRange: fixed(z.boolean().optional()),
        enablePrivateNodes: orComputed(z.boolean()),
        podRange: orComputed(fixed(z.string())),
        podIpv4CidrBlock: orComputed(fixed(z.string())),
        subnetwork: fixed(linkOrComputed()),
      }),
    ),
    nodeDrainConfigs: orComputed(
      z.array(z.strictObject({ respectPdbDuringNodePoolDeletion: z.boolean().optional() })),
    ),
  }),
  validate: (inputs, scope) => {
    const autoscaling = object(inputs["autoscaling"]);
    const total =
      isSet(autoscaling["totalMinNodeCount"]) || isSet(autoscaling["totalMaxNodeCount"]);
    const byZone = isSet(autoscaling["minNodeCount"]) || isSet(autoscaling["maxNodeCount"]);
    return [
      ...placeFailures(inputs, scope, ["project"]),
      ...(tellsPlace(inputs["cluster"]) || inputs["location"] !== undefined
        ? []
        : placeFailures(inputs, scope, ["zone"])),
      ...failuresOf([
        total && byZone,
        "autoscaling",
        "autoscaling: limits per zone and total limits can't be used together",
      ]),
    ];
  },
  id: (inputs, scope) => `${clusterPath(inputs, scope)}/nodePools/${text(inputs["name"])}`,
  computed: {
    project: (state, scope) => clusterPath(state, scope).split("/")[1] ?? projectOf(state, scope),
    location: (state, scope) => clusterPath(state, scope).split("/")[3] ?? "",
    nodeLocations: (state, scope) => zonesOfPool(state, scope),
    // Without a number of its own a pool starts with none, or with what autoscaling asks for.
    initialNodeCount: (state) => startCount(state),
    nodeCount: (state) => startCount(state),
    maxPodsPerNode: (state, scope) =>
      clusterOf(state, scope)?.properties["defaultMaxPodsPerNode"] ?? 110,
    version: (state, scope) => clusterOf(state, scope)?.properties["masterVersion"],
    management: () => ({ autoRepair: true, autoUpgrade: true }),
    nodeDrainConfigs: () => [],
    operation: () => "",
  },
  derived: {
    nodeConfig: (state) => ({
      ...nodeConfigDefaults,
      effectiveTaints: object(state["nodeConfig"])["taints"] ?? [],
      ...object(state["nodeConfig"]),
    }),
    upgradeSettings: (state) => {
      const given = object(state["upgradeSettings"]);
      const surge = (given["strategy"] ?? "SURGE") === "SURGE";
      return { ...(surge ? { maxSurge: 1, maxUnavailable: 0 } : {}), strategy: "SURGE", ...given };
    },
    networkConfig: (state, scope) => {
      const properties = clusterOf(state, scope)?.properties ?? {};
      const policy = object(properties["ipAllocationPolicy"]);
      return {
        createPodRange: false,
        enablePrivateNodes:
          object(properties["privateClusterConfig"])["enablePrivateNodes"] === true,
        podRange: policy["clusterSecondaryRangeName"] ?? "",
        podIpv4CidrBlock: policy["clusterIpv4CidrBlock"] ?? "",
        subnetwork: properties["subnetwork"] ?? "",
        ...object(state["networkConfig"]),
      };
    },
    instanceGroupUrls: (state, scope) => groupUrls(state, scope, "instanceGroupManagers"),
    managedInstanceGroupUrls: (state, scope) => groupUrls(state, scope, "instanceGroups"),
  },
  references: [
    // Its pools go with a cluster.
    { at: "cluster", to: [tokens.cluster], mayDangle: true },
    {
      at: "nodeConfig.serviceAccount",
      to: [tokens.serviceAccount],
      mayDangle: true,
      except: foreignAccount,
    },
    { at: "networkConfig.subnetwork", to: [tokens.subnetwork], mayDangle: true, except: /^$/ },
  ],
  refuseCreate: refusedPool,
  refuseUpdate: (_, to, scope) => refusedPool(to, scope)?.replace("creating", "updating"),
};

/** `projects/…/locations/…/clusters/…`: a whole path wins over the pool's own project and location. */
function clusterPath(inputs: Properties, scope: Scope): string {
  const reference = text(inputs["cluster"]);
  const path = /projects\/[^/]+\/(?:locations|zones)\/[^/]+\/clusters\/[^/]+$/.exec(reference)?.[0];
  if (path !== undefined) return path.replace("/zones/", "/locations/");
  const location = lastSegment(text(inputs["location"] ?? scope.config["zone"]));
  return `projects/${projectOf(inputs, scope)}/locations/${location}/clusters/${reference}`;
}

function clusterOf(inputs: Properties, scope: Scope): StoredResource | undefined {
  return scope.store.get(tokens.cluster, clusterPath(inputs, scope));
}

function zonesOfPool(state: Properties, scope: Scope): readonly string[] {
  const listed = state["nodeLocations"];
  if (isList(listed)) return listed.map(text);
  const parent = clusterOf(state, scope);
  return parent === undefined ? [] : nodeZones(parent.properties, scope);
}

function startCount(state: Properties): Value {
  const autoscaling = object(state["autoscaling"]);
  return state["initialNodeCount"] ?? state["nodeCount"] ?? autoscaling["minNodeCount"] ?? 0;
}

function groupUrls(state: State, scope: Scope, kind: string): readonly string[] {
  const known = scope.store.get(tokens.nodePool, state.id)?.properties["instanceGroupUrls"];
  const names = list(known).map((url) => lastSegment(text(url)));
  return zonesOfPool(state, scope).map((zone, index) => {
    const stem = `gke-${lastSegment(text(state["cluster"]))}-${text(state["name"])}`.slice(0, 42);
    const name = names[index] ?? `${stem}-${hash(`${state.id} ${zone}`)}-grp`;
    return `${computeUrl}/projects/${projectOf(state, scope)}/zones/${zone}/${kind}/${name}`;
  });
}

type State = Properties & { readonly id: string };

/** Eight digits that stay the same, as a group's name does over its life. */
function hash(value: string): string {
  let sum = 0x811c9dc5;
  for (const character of value) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, "0");
}

function refusedPool(inputs: Properties, scope: Scope): string | undefined {
  const parent = clusterOf(inputs, scope);
  if (parent === undefined) {
    return `error creating NodePool: ${apiError(404, `Not found: ${clusterPath(inputs, scope)}.`, "notFound")}`;
  }
  const name = text(inputs["name"]);
  if (!/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) {
    return badRequest(
      `Invalid value for field "node_pool.name": "${name}". Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?)'`,
    );
  }
  return (
    refusedPoolPlace(inputs, parent, scope) ??
    refusedManagement(inputs, parent) ??
    refusedNodes(inputs, parent) ??
    refusedSize(inputs, parent, scope)
  );
}

function refusedPoolPlace(
  inputs: Properties,
  parent: StoredResource,
  scope: Scope,
): string | undefined {
  const region = clusterRegion(parent.properties, scope);
  const stray = zonesOfPool(inputs, scope).find(
    (zone) => !zone.startsWith(`${region}-`) || !isKnownZone(zone),
  );
  return stray === undefined
    ? undefined
    : badRequest(`Location "${stray}" is not in region "${region}".`);
}

/** GKE documentation, "Release channels": nodes of an enrolled cluster upgrade and repair themselves. */
function refusedManagement(inputs: Properties, parent: StoredResource): string | undefined {
  const channel = text(object(parent.properties["releaseChannel"])["channel"]);
  const management = object(inputs["management"]);
  if (channel !== "UNSPECIFIED") {
    for (const [key, label] of [
      ["autoUpgrade", "Auto_upgrade"],
      ["autoRepair", "Auto_repair"],
    ] as const) {
      if (management[key] === false) {
        return badRequest(`${label} must be true when release_channel ${channel} is set.`);
      }
    }
  }
  const settings = object(inputs["upgradeSettings"]);
  if (settings["maxSurge"] === 0 && (settings["maxUnavailable"] ?? 0) === 0) {
    return badRequest("max_surge and max_unavailable can't both be 0.");
  }
  return undefined;
}

function refusedNodes(inputs: Properties, parent: StoredResource): string | undefined {
  const config = object(inputs["nodeConfig"]);
  const pool = object(parent.properties["workloadIdentityConfig"])["workloadPool"];
  if (object(config["workloadMetadataConfig"])["mode"] === "GKE_METADATA" && !isSet(pool)) {
    return badRequest(
      "Workload metadata mode GKE_METADATA needs Workload Identity to be enabled on the cluster.",
    );
  }
  if (config["spot"] === true && config["preemptible"] === true) {
    return badRequest("Spot and preemptible can't both be set.");
  }
  const wanted = text(inputs["version"]);
  const version = wanted === "" ? undefined : resolveVersion(wanted);
  if (wanted !== "" && version === undefined) {
    return badRequest(`Node version "${wanted}" is unsupported.`);
  }
  const master = text(parent.properties["masterVersion"]);
  return version !== undefined && compareVersions(version, master) > 0
    ? badRequest(`Node version "${version}" must not be newer than master version "${master}".`)
    : undefined;
}

/** Each node takes a block of the pods' range for itself: twice the pods it may run, rounded up. */
function refusedSize(inputs: Properties, parent: StoredResource, scope: Scope): string | undefined {
  const policy = object(parent.properties["ipAllocationPolicy"]);
  const network = object(inputs["networkConfig"]);
  const rangeName = network["podRange"] ?? policy["clusterSecondaryRangeName"];
  const region = clusterRegion(parent.properties, scope);
  const found = subnetworkOf(parent.properties["subnetwork"], parent.properties, region, scope);
  const listed = found?.properties["secondaryIpRanges"];
  const own = list(listed)
    .map(object)
    .find((range) => range["rangeName"] === rangeName)?.["ipCidrRange"];
  const block = parseBlock(text(own ?? policy["clusterIpv4CidrBlock"]));
  if (block === undefined) return undefined;
  const pods = Number(
    inputs["maxPodsPerNode"] ?? parent.properties["defaultMaxPodsPerNode"] ?? 110,
  );
  const blockOfNode = 2 ** Math.ceil(Math.log2(pods * 2));
  const room = Math.floor((block.last - block.first + 1) / blockOfNode);
  const autoscaling = object(inputs["autoscaling"]);
  const perZone = Number(
    autoscaling["maxNodeCount"] ?? inputs["nodeCount"] ?? inputs["initialNodeCount"] ?? 0,
  );
  const nodes = Number(
    autoscaling["totalMaxNodeCount"] ?? perZone * zonesOfPool(inputs, scope).length,
  );
  return nodes > room
    ? badRequest(
        `IP space exhausted: the pods' range "${text(rangeName)}" has room for ${room} nodes of ${pods} pods each, and the pool can have ${nodes}.`,
      )
    : undefined;
}
