import type { Failure } from "../core/provider.ts";
import type { Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import type { Properties, Value } from "../core/values.ts";
import { isObject, isUnknown } from "../core/values.ts";
import { blocksOf, networkOf, networkPath, subnetworkOf } from "./compute-network.ts";
import { clusterRegion, locationOf } from "./container-cluster-outputs.ts";
import { compareVersions, minorOf, resolveVersion } from "./gke-versions.ts";
import { overlaps, parseBlock } from "../core/ipv4.ts";
import {
  apiError,
  failuresOf,
  isKnown,
  isSet,
  isZone,
  object,
  placeFailures,
  projectOf,
  regionOfZone,
  relativePath,
  text,
  tokens,
  list,
} from "./vocabulary.ts";
import { isKnownZone, isRegion } from "./zones.ts";

const badRequest = (message: string): string => apiError(400, message, "badRequest");

/** What the provider checks before it asks Google (ValidateFunc, ConflictsWith, CustomizeDiff). */
export function clusterFailures(inputs: Properties, scope: Scope): readonly Failure[] {
  const name = isKnown(inputs["name"]) ? text(inputs["name"]) : "ok";
  const nodeVersion = inputs["nodeVersion"];
  const minimum = inputs["minMasterVersion"];
  return [
    ...placeFailures(
      inputs,
      scope,
      inputs["location"] === undefined ? ["project", "zone"] : ["project"],
    ),
    ...failuresOf(
      [name.length > 40, "name", '"name" cannot be longer than 40 characters'],
      [
        !/^[a-z0-9-]+$/.test(name),
        "name",
        '"name" can only contain lowercase letters, numbers and hyphens',
      ],
      [!/^[a-z]/.test(name), "name", '"name" must start with a letter'],
      [!/[a-z0-9]$/.test(name), "name", '"name" must end with a number or a letter'],
      [
        isSet(nodeVersion) && inputs["removeDefaultNodePool"] === true,
        "nodeVersion",
        "node_version can only be specified if remove_default_node_pool is not true",
      ],
      [
        isSet(nodeVersion) &&
          isSet(minimum) &&
          !isUnknown(nodeVersion) &&
          !isUnknown(minimum) &&
          withoutBuild(nodeVersion) !== withoutBuild(minimum),
        "nodeVersion",
        `Resource argument node_version (value: ${text(nodeVersion)}) must either be unset or set to the same value as min_master_version (value: ${text(minimum)}) on create.`,
      ],
    ),
    ...rangeFailures(inputs),
    ...blockFailures(inputs),
  ];
}

/** 1.35.4 of `1.35.4-gke.1153000`. */
function withoutBuild(version: Value): string {
  return text(version).split("-")[0] ?? "";
}

function rangeFailures(inputs: Properties): readonly Failure[] {
  const policy = object(inputs["ipAllocationPolicy"]);
  const blocks = ["clusterIpv4CidrBlock", "servicesIpv4CidrBlock"].filter((key) =>
    isSet(policy[key]),
  );
  const names = ["clusterSecondaryRangeName", "servicesSecondaryRangeName"].filter((key) =>
    isSet(policy[key]),
  );
  const authorized = object(inputs["masterAuthorizedNetworksConfig"])["cidrBlocks"];
  const master = object(inputs["privateClusterConfig"])["masterIpv4CidrBlock"];
  const outside = list(authorized)
    .map((item, index) => ({ block: object(item)["cidrBlock"], index }))
    .filter(({ block }) => isKnown(block) && parseBlock(text(block))?.aligned !== true);
  return [
    ...failuresOf(
      [
        blocks.length > 0 && names.length > 0,
        "ipAllocationPolicy",
        'Conflicting configuration arguments. "ip_allocation_policy.0.cluster_ipv4_cidr_block": conflicts with ip_allocation_policy.0.cluster_secondary_range_name',
      ],
      [
        isKnown(master) && text(master) !== "" && !isCidrNetwork(text(master), 28, 28),
        "privateClusterConfig.masterIpv4CidrBlock",
        `expected "private_cluster_config.0.master_ipv4_cidr_block" to contain a network Value with between 28 and 28 significant bits, got: ${text(master)}`,
      ],
    ),
    ...outside.map(({ block, index }) => ({
      path: ["masterAuthorizedNetworksConfig", "cidrBlocks", index, "cidrBlock"],
      reason: `expected cidr_block to contain a valid network Value, got: ${text(block)}`,
    })),
  ];
}

function isCidrNetwork(notation: string, least: number, most: number): boolean {
  const block = parseBlock(notation);
  return block !== undefined && block.aligned && block.prefix >= least && block.prefix <= most;
}

function blockFailures(inputs: Properties): readonly Failure[] {
  const policy = inputs["maintenancePolicy"];
  const windows = ["dailyMaintenanceWindow", "recurringWindow"].filter(
    (key) => object(policy)[key] !== undefined,
  );
  const exactlyOne =
    "`maintenance_policy.0.daily_maintenance_window,maintenance_policy.0.recurring_window`";
  return failuresOf(
    [
      isObject(policy) && windows.length === 0,
      "maintenancePolicy",
      `"maintenance_policy.0.daily_maintenance_window": one of ${exactlyOne} must be specified`,
    ],
    [
      windows.length > 1,
      "maintenancePolicy",
      `"maintenance_policy.0.daily_maintenance_window": only one of ${exactlyOne} can be specified, but ${exactlyOne} were specified.`,
    ],
    [
      isEmptyBlock(inputs["privateClusterConfig"]),
      "privateClusterConfig",
      '"private_cluster_config.0.enable_private_nodes": one of `private_cluster_config.0.enable_private_endpoint,private_cluster_config.0.enable_private_nodes,private_cluster_config.0.master_global_access_config,private_cluster_config.0.master_ipv4_cidr_block,private_cluster_config.0.private_endpoint_subnetwork` must be specified',
    ],
    [
      isEmptyBlock(inputs["addonsConfig"]),
      "addonsConfig",
      '"addons_config.0.http_load_balancing": at least one addon must be specified',
    ],
  );
}

function isEmptyBlock(value: Value): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/** What GKE answers to a request for this cluster. */
export function refusedCluster(inputs: Properties, scope: Scope): string | undefined {
  return (
    refusedPlace(inputs, scope) ??
    refusedNetwork(inputs, scope) ??
    refusedPrivacy(inputs, scope) ??
    refusedVersion(inputs) ??
    refusedSecurity(inputs, scope) ??
    refusedMaintenance(inputs)
  );
}

export function refusedClusterUpdate(
  from: Properties,
  to: Properties,
  scope: Scope,
): string | undefined {
  const id = `projects/${projectOf(to, scope)}/locations/${locationOf(to, scope)}/clusters/${text(to["name"])}`;
  const current = text(scope.store.get(tokens.cluster, id)?.properties["masterVersion"]);
  const wanted = text(to["minMasterVersion"]);
  const version = resolveVersion(wanted);
  if (wanted !== "" && version === undefined) return refusedVersion(to);
  if (version !== undefined && current !== "" && minorOf(version) > minorOf(current) + 1) {
    return badRequest(
      `Master cannot be upgraded to "${version}": cannot upgrade the master more than a minor version at a time.`,
    );
  }
  if (from["removeDefaultNodePool"] === true && to["removeDefaultNodePool"] !== true) {
    // The provider has no update for it: the pool stays away.
    return undefined;
  }
  return refusedPrivacy(to, scope) ?? refusedSecurity(to, scope) ?? refusedMaintenance(to);
}

function refusedPlace(inputs: Properties, scope: Scope): string | undefined {
  const location = locationOf(inputs, scope);
  if (!(isZone(location) ? isKnownZone(location) : isRegion(location))) {
    return apiError(
      403,
      `Permission denied on 'locations/${location}' (or it may not exist).`,
      "forbidden",
    );
  }
  const listed = inputs["nodeLocations"];
  const zones = list(listed).map(text);
  if (zones.includes(location)) {
    return "when using a multi-zonal cluster, node_locations should not contain the original 'zone'";
  }
  const region = clusterRegion(inputs, scope);
  const stray = zones.find((zone) => regionOfZone(zone) !== region || !isKnownZone(zone));
  if (stray !== undefined) {
    return badRequest(`Location "${stray}" is not in region "${region}".`);
  }
  if (!isSet(inputs["initialNodeCount"]) || inputs["initialNodeCount"] === 0) {
    return badRequest("Cluster.initial_node_count must be greater than zero.");
  }
  return undefined;
}

function refusedNetwork(inputs: Properties, scope: Scope): string | undefined {
  const path = networkPath(inputs["network"], inputs, scope);
  const parent = networkOf(inputs["network"], inputs, scope);
  const routes = inputs["networkingMode"] === "ROUTES";
  const policy = object(inputs["ipAllocationPolicy"]);
  if (routes && inputs["ipAllocationPolicy"] !== undefined) {
    return "networking_mode must be set to VPC_NATIVE if ip_allocation_policy is set";
  }
  if (!isSet(inputs["subnetwork"])) {
    const custom = parent?.properties["autoCreateSubnetworks"] === false;
    return custom
      ? badRequest(
          `Network "${text(parent.properties["name"])}" requires specifying either a subnetwork or a new subnetwork to be created.`,
        )
      : undefined;
  }
  const region = clusterRegion(inputs, scope);
  const found = subnetworkOf(inputs["subnetwork"], inputs, region, scope);
  // The core refuses what leads nowhere at all.
  if (found === undefined) return undefined;
  if (text(found.properties["region"]) !== region) {
    return badRequest(
      `Subnetwork "${found.id}" is in region "${text(found.properties["region"])}": a cluster's subnetwork must be in its own region "${region}".`,
    );
  }
  if (networkPath(found.properties["network"], found.properties, scope) !== path) {
    return badRequest(`Subnetwork "${found.id}" is not in network "${path}".`);
  }
  return refusedSecondaryRanges(policy, found);
}

/** GKE documentation, "VPC-native clusters": a range for the pods, another one for the services. */
function refusedSecondaryRanges(policy: Properties, parent: StoredResource): string | undefined {
  const listed = parent.properties["secondaryIpRanges"];
  const ranges = list(listed).map(object);
  const [pods, services] = [
    policy["clusterSecondaryRangeName"],
    policy["servicesSecondaryRangeName"],
  ];
  for (const [kind, name, smallest] of [
    ["Pod", pods, 24],
    ["Services", services, 27],
  ] as const) {
    if (!isSet(name)) continue;
    const range = ranges.find((one) => one["rangeName"] === name);
    if (range === undefined) {
      return badRequest(
        `${kind} secondary range "${text(name)}" not found in subnetwork "${text(parent.properties["name"])}".`,
      );
    }
    const prefix = parseBlock(text(range["ipCidrRange"]))?.prefix ?? 0;
    if (prefix > smallest) {
      return badRequest(
        `${kind} secondary range "${text(name)}" (${text(range["ipCidrRange"])}) is too small: it must be /${smallest} or larger.`,
      );
    }
  }
  return isSet(pods) && pods === services
    ? badRequest(`Services and pods can't share the secondary range "${text(pods)}".`)
    : undefined;
}

/** GKE documentation, "Private clusters", requirements and limitations. */
function refusedPrivacy(inputs: Properties, scope: Scope): string | undefined {
  const config = object(inputs["privateClusterConfig"]);
  const isPrivate = config["enablePrivateNodes"] === true;
  const master = text(config["masterIpv4CidrBlock"]);
  if (isPrivate && inputs["networkingMode"] === "ROUTES") {
    return badRequest(
      "Private clusters must use IP aliases: enable them with ip_allocation_policy.",
    );
  }
  if (master !== "" && !isPrivate) {
    return badRequest("master_ipv4_cidr_block can only be set when enable_private_nodes is true.");
  }
  if (
    config["enablePrivateEndpoint"] === true &&
    inputs["masterAuthorizedNetworksConfig"] === undefined
  ) {
    return badRequest(
      "Master authorized networks must be enabled when the private endpoint is the only one.",
    );
  }
  if (master === "") return undefined;
  const path = networkPath(inputs["network"], inputs, scope);
  const taken = scope.store
    .list(tokens.subnetwork)
    .filter(({ properties }) => networkPath(properties["network"], properties, scope) === path)
    .find(({ properties }) => blocksOf(properties).some((block) => overlaps(block, master)));
  return taken === undefined
    ? undefined
    : badRequest(
        `master_ipv4_cidr_block "${master}" conflicts with the ranges of subnetwork "${text(taken.properties["name"])}".`,
      );
}

function refusedVersion(inputs: Properties): string | undefined {
  const wanted = text(inputs["minMasterVersion"]);
  if (wanted !== "" && resolveVersion(wanted) === undefined) {
    return badRequest(`Master version "${wanted}" is unsupported.`);
  }
  const nodes = text(inputs["nodeVersion"]);
  const master = resolveVersion(wanted);
  const version = nodes === "" ? undefined : resolveVersion(nodes);
  if (nodes !== "" && version === undefined) {
    return badRequest(`Node version "${nodes}" is unsupported.`);
  }
  return version !== undefined && master !== undefined && compareVersions(version, master) > 0
    ? badRequest(`Node version "${version}" must not be newer than master version "${master}".`)
    : undefined;
}

function refusedSecurity(inputs: Properties, scope: Scope): string | undefined {
  const project = projectOf(inputs, scope);
  const pool = object(inputs["workloadIdentityConfig"])["workloadPool"];
  if (isSet(pool) && text(pool) !== `${project}.svc.id.goog`) {
    return badRequest(
      `Workload Identity pool "${text(pool)}" is not supported: the only supported pool is the one of the cluster's project, "${project}.svc.id.goog".`,
    );
  }
  if (
    inputs["datapathProvider"] === "ADVANCED_DATAPATH" &&
    object(inputs["networkPolicy"])["enabled"] === true
  ) {
    return badRequest(
      "Enabling NetworkPolicy for clusters with DatapathProvider=ADVANCED_DATAPATH is not allowed.",
    );
  }
  const encryption = object(inputs["databaseEncryption"]);
  if (encryption["state"] !== "ENCRYPTED") return undefined;
  const key = /^projects\/[^/]+\/locations\/([^/]+)\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.exec(
    relativePath(text(encryption["keyName"])),
  );
  if (key === null) {
    return badRequest(
      `Database encryption key "${text(encryption["keyName"])}" is not of the form projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY.`,
    );
  }
  const region = clusterRegion(inputs, scope);
  return key[1] === region
    ? undefined
    : badRequest(
        `Database encryption key "${text(encryption["keyName"])}" is in location "${key[1]}": it must be in the cluster's region "${region}".`,
      );
}

/** GKE documentation, "Maintenance windows": 48 hours in 32 days, in chunks of 4 hours and more. */
function refusedMaintenance(inputs: Properties): string | undefined {
  const window = object(object(inputs["maintenancePolicy"])["recurringWindow"]);
  if (window["startTime"] === undefined) return undefined;
  const hours =
    (Date.parse(text(window["endTime"])) - Date.parse(text(window["startTime"]))) / 3_600_000;
  const days = /FREQ=WEEKLY;BYDAY=([A-Z,]+)/.exec(text(window["recurrence"]));
  const occurrences = days === null ? 32 : Math.floor((32 * (days[1] ?? "").split(",").length) / 7);
  return hours < 4 || hours * occurrences < 48
    ? badRequest(
        "error validating maintenance policy: maintenance policy would go longer than 32d without 48h maintenance availability in chunks of >=4h0m0s (the emulated cloud counts daily and weekly windows)",
      )
    : undefined;
}
