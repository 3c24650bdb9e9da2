import type { ResourceType, Scope } from "../core/resource-type.ts";
import type { Properties, Value } from "../core/values.ts";
import { blocksOf, networkPath, subnetworkOf } from "./compute-network.ts";
import { nodeConfigDefaults } from "./container-node-config.ts";
import { compareVersions, defaultVersion, resolveVersion } from "./gke-versions.ts";
import { addressAt, freeAddress, freeBlock } from "../core/ipv4.ts";
import {
  fingerprint,
  isZone,
  lastSegment,
  object,
  projectOutput,
  regionOfZone,
  text,
  tokens,
  list,
} from "./vocabulary.ts";
import { zonesOf } from "./zones.ts";

type State = Properties & { readonly id: string };

/** The cluster's own location, or the provider's zone: never its region (tpgresource.GetLocation). */
export function locationOf(state: Properties, scope: Scope): string {
  return lastSegment(text(state["location"] ?? scope.config["zone"]));
}

export function clusterRegion(state: Properties, scope: Scope): string {
  const location = locationOf(state, scope);
  return isZone(location) ? regionOfZone(location) : location;
}

/** What was made up at creation stays, whatever the inputs do. */
function before(state: State, scope: Scope, output: string): Value {
  return scope.store.get(tokens.cluster, state.id)?.properties[output];
}

function masterVersion(state: State, scope: Scope): Value {
  const current = text(before(state, scope, "masterVersion"));
  const wanted = text(state["minMasterVersion"]);
  const asked = wanted === "" ? undefined : resolveVersion(wanted);
  if (current === "") {
    return asked ?? defaultVersion(object(state["releaseChannel"])["channel"]);
  }
  // A minimum never takes a cluster back.
  return asked !== undefined && compareVersions(asked, current) > 0 ? asked : current;
}

function masterAuth(state: State, scope: Scope): Value {
  const known = object(before(state, scope, "masterAuth"));
  const config = object(object(state["masterAuth"])["clientCertificateConfig"]);
  const issued = config["issueClientCertificate"] === true;
  return {
    clientCertificateConfig: { issueClientCertificate: issued },
    clusterCaCertificate: known["clusterCaCertificate"] ?? pem("CERTIFICATE", 1090, scope),
    clientCertificate: known["clientCertificate"] ?? (issued ? pem("CERTIFICATE", 800, scope) : ""),
    clientKey: known["clientKey"] ?? (issued ? pem("RSA PRIVATE KEY", 1190, scope) : ""),
  };
}

/** Base64 of a PEM block that looks the part: a DER sequence of random content. */
function pem(kind: string, bytes: number, scope: Scope): string {
  const length = bytes.toString(16).padStart(4, "0");
  const der = Buffer.from(`3082${length}${scope.hex(bytes * 2)}`, "hex").toString("base64");
  const lines = der.match(/.{1,64}/g) ?? [];
  const block = [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ""].join("\n");
  return Buffer.from(block).toString("base64");
}

function ipAllocationPolicy(state: State, scope: Scope): Value {
  if (state["networkingMode"] === "ROUTES") return undefined;
  const given = object(state["ipAllocationPolicy"]);
  const known = object(before(state, scope, "ipAllocationPolicy"));
  const parent = subnetworkOf(state["subnetwork"], state, clusterRegion(state, scope), scope);
  const ranges = parent?.properties["secondaryIpRanges"];
  const rangeOf = (name: Value): Value =>
    list(ranges)
      .map(object)
      .find((range) => name !== undefined && range["rangeName"] === name)?.["ipCidrRange"];
  const taken = takenBlocks(parent?.properties ?? {}, state.id, scope);
  const block = (name: Value, wanted: Value, prior: Value, size: number, beside: Value): string => {
    const set = rangeOf(name) ?? prior;
    if (set !== undefined) return text(set);
    if (text(wanted).includes(".")) return text(wanted);
    const prefix = text(wanted) === "" ? size : Number(text(wanted).slice(1));
    return freeBlock("10.0.0.0/8", prefix, [...taken, text(beside)]);
  };
  const podName = given["clusterSecondaryRangeName"];
  const serviceName = given["servicesSecondaryRangeName"];
  const pods = block(podName, given["clusterIpv4CidrBlock"], known["clusterIpv4CidrBlock"], 14, "");
  const services = block(
    serviceName,
    given["servicesIpv4CidrBlock"],
    known["servicesIpv4CidrBlock"],
    20,
    pods,
  );
  const made = (kind: string): string => `gke-${text(state["name"])}-${kind}-${scope.hex(8)}`;
  return {
    stackType: "IPV4",
    ...given,
    clusterIpv4CidrBlock: pods,
    servicesIpv4CidrBlock: services,
    clusterSecondaryRangeName: podName ?? known["clusterSecondaryRangeName"] ?? made("pods"),
    servicesSecondaryRangeName:
      serviceName ?? known["servicesSecondaryRangeName"] ?? made("services"),
  };
}

/** Blocks that are no longer free to be chosen for a cluster's pods, services or control plane. */
function takenBlocks(parent: Properties, self: string, scope: Scope): readonly string[] {
  const subnetworks = scope.store.list(tokens.subnetwork).map(({ properties }) => properties);
  const clusters = scope.store.list(tokens.cluster).filter(({ id }) => id !== self);
  return [
    "10.128.0.0/9",
    ...[parent, ...subnetworks].flatMap(blocksOf),
    ...clusters.flatMap(({ properties }) => [
      text(properties["clusterIpv4Cidr"]),
      text(properties["servicesIpv4Cidr"]),
    ]),
  ].filter((block) => block !== "");
}

function privateClusterConfig(state: State, scope: Scope): Value {
  const given = object(state["privateClusterConfig"]);
  const known = object(before(state, scope, "privateClusterConfig"));
  const peers = given["masterIpv4CidrBlock"];
  const parent = subnetworkOf(state["subnetwork"], state, clusterRegion(state, scope), scope);
  const range = text(peers ?? parent?.properties["ipCidrRange"]);
  return {
    enablePrivateEndpoint: false,
    enablePrivateNodes: false,
    masterGlobalAccessConfig: { enabled: false },
    ...given,
    masterIpv4CidrBlock: peers ?? known["masterIpv4CidrBlock"] ?? "",
    privateEndpoint:
      known["privateEndpoint"] ?? (range === "" ? "10.128.0.2" : addressAt(range, 2)),
    publicEndpoint: known["publicEndpoint"] ?? publicEndpoint(scope),
    peeringName: known["peeringName"] ?? (peers === undefined ? "" : `gke-n${scope.hex(20)}-peer`),
  };
}

/** RFC 5737's third documentation range, so that an endpoint is no one's real address. */
function publicEndpoint(scope: Scope): string {
  const taken = scope.store
    .list(tokens.cluster)
    .map(({ properties }) => text(object(properties["privateClusterConfig"])["publicEndpoint"]));
  return freeAddress("192.0.2.0/24", new Set(taken)) ?? "";
}

function defaultPool(state: State, scope: Scope): readonly Value[] {
  if (state["removeDefaultNodePool"] === true) return [];
  const zones = nodeZones(state, scope);
  return [
    {
      name: "default-pool",
      initialNodeCount: state["initialNodeCount"] ?? 0,
      nodeCount: state["initialNodeCount"] ?? 0,
      nodeLocations: zones,
      nodeConfig: { ...nodeConfigDefaults, ...object(state["nodeConfig"]) },
      version: masterVersion(state, scope),
    },
  ];
}

/** Every zone that nodes are in: a zonal cluster's own one is not among its `nodeLocations`. */
export function nodeZones(state: Properties, scope: Scope): readonly string[] {
  const location = locationOf(state, scope);
  const listed = state["nodeLocations"];
  const given = list(listed).map(text);
  if (isZone(location)) return [...new Set([location, ...given])];
  return given.length > 0 ? given : zonesOf(location).slice(0, 3);
}

export const clusterOutputs = {
  computed: {
    ...projectOutput,
    location: locationOf,
    selfLink: (state) => `https://container.googleapis.com/v1beta1/${state.id}`,
    nodeLocations: (state, scope) => {
      const location = locationOf(state, scope);
      return isZone(location) ? [] : zonesOf(location).slice(0, 3);
    },
    networkingMode: () => "VPC_NATIVE",
    subnetwork: () => "",
    datapathProvider: () => "LEGACY_DATAPATH",
    defaultMaxPodsPerNode: () => 110,
    enableIntranodeVisibility: () => false,
    defaultSnatStatus: () => ({ disabled: false }),
    releaseChannel: () => ({ channel: "REGULAR" }),
    clusterAutoscaling: () => ({ enabled: false, autoscalingProfile: "BALANCED" }),
    verticalPodAutoscaling: () => ({ enabled: false }),
    databaseEncryption: () => ({ state: "DECRYPTED", keyName: "" }),
    securityPostureConfig: () => ({
      mode: "BASIC",
      vulnerabilityMode: "VULNERABILITY_MODE_UNSPECIFIED",
    }),
    masterAuthorizedNetworksConfig: () => undefined,
    workloadIdentityConfig: () => undefined,
    authenticatorGroupsConfig: () => undefined,
    notificationConfig: () => ({ pubsub: { enabled: false, topic: "" } }),
    gatewayApiConfig: () => ({ channel: "CHANNEL_DISABLED" }),
    costManagementConfig: () => ({ enabled: false }),
    addonsConfig: () => ({
      networkPolicyConfig: { disabled: true },
      gcePersistentDiskCsiDriverConfig: { enabled: true },
    }),
    loggingConfig: () => ({ enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] }),
    loggingService: () => "logging.googleapis.com/kubernetes",
    monitoringConfig: () => ({
      enableComponents: ["SYSTEM_COMPONENTS"],
      managedPrometheus: { enabled: true },
    }),
    monitoringService: () => "monitoring.googleapis.com/kubernetes",
    controlPlaneEndpointsConfig: (state, scope) => ({
      dnsEndpointConfig: {
        endpoint: `gke-${scope.hex(16)}-${scope.digits(12)}.${clusterRegion(state, scope)}.gke.goog`,
        allowExternalTraffic: false,
      },
      ipEndpointsConfig: { enabled: true },
    }),
    nodeVersion: masterVersion,
    labelFingerprint: fingerprint,
    operation: () => "",
    emulatedVersion: () => "",
    tpuIpv4CidrBlock: () => "",
  },
  derived: {
    network: (state, scope) => networkPath(state["network"], state, scope),
    masterVersion,
    masterAuth,
    ipAllocationPolicy,
    privateClusterConfig,
    clusterIpv4Cidr: (state, scope) =>
      object(ipAllocationPolicy(state, scope))["clusterIpv4CidrBlock"],
    servicesIpv4Cidr: (state, scope) =>
      object(ipAllocationPolicy(state, scope))["servicesIpv4CidrBlock"],
    endpoint: (state, scope) => {
      const config = object(privateClusterConfig(state, scope));
      return config["enablePrivateEndpoint"] === true
        ? config["privateEndpoint"]
        : config["publicEndpoint"];
    },
    nodeConfig: (state) =>
      state["removeDefaultNodePool"] === true
        ? state["nodeConfig"]
        : { ...nodeConfigDefaults, ...object(state["nodeConfig"]) },
    nodePools: defaultPool,
  },
} satisfies Pick<ResourceType, "computed" | "derived">;
