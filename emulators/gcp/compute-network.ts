import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import { fixed, orComputed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { addressAt, overlaps, parseBlock } from "../core/ipv4.ts";
import {
  apiError,
  created,
  fingerprint,
  gceName,
  invalidField,
  isKnown,
  link,
  object,
  placeFailures,
  projectInput,
  projectOf,
  projectOutput,
  regionInput,
  regionOf,
  relativePath,
  selfLink,
  text,
  tokens,
  list,
} from "./vocabulary.ts";

/** Every project has a network of this name from the start: it is no resource of a program. */
export const defaultNetwork = /(^|\/)default$/;

/** Where an auto mode network's own subnetworks lie (VPC documentation, "Auto mode IPv4 ranges"). */
const autoModeRange = "10.128.0.0/9";

export const network: ResourceType = {
  source: "google/services/compute/resource_compute_network.go at 017d2f58 (provider 7, 2026)",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    name: fixed(gceName),
    autoCreateSubnetworks: fixed(z.boolean().default(true)),
    description: fixed(z.string().optional()),
    mtu: orComputed(z.int().min(1300).max(8896)),
    routingMode: orComputed(z.enum(["REGIONAL", "GLOBAL"])),
    deleteDefaultRoutesOnCreate: z.boolean().default(false),
    deleteBgpAlwaysCompareMed: z.boolean().default(false),
    networkFirewallPolicyEnforcementOrder: z
      .enum(["BEFORE_CLASSIC_FIREWALL", "AFTER_CLASSIC_FIREWALL"])
      .default("AFTER_CLASSIC_FIREWALL"),
  }),
  validate: (inputs, scope) => placeFailures(inputs, scope, ["project"]),
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/global/networks/${text(inputs["name"])}`,
  computed: {
    ...projectOutput,
    ...selfLink,
    mtu: () => 1460,
    routingMode: () => "REGIONAL",
    bgpBestPathSelectionMode: () => "LEGACY",
    // Only legacy networks have one.
    gatewayIpv4: () => "",
    internalIpv6Range: () => "",
    numericId: (_, scope) => scope.digits(19),
    networkId: (_, scope) => scope.digits(19),
  },
};

const secondaryRange = z.strictObject({
  rangeName: gceName,
  ipCidrRange: z.string(),
});

export const subnetwork: ResourceType = {
  source:
    "google/services/compute/resource_compute_subnetwork.go at 0110d02a; VPC documentation, Subnets",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    ...regionInput,
    name: fixed(gceName),
    network: fixed(link()),
    // A larger range that holds the old one is an update, any other one is a new subnetwork.
    ipCidrRange: fixed(z.string().optional(), (from, to) => !holds(text(to), text(from))),
    description: fixed(z.string().optional()),
    privateIpGoogleAccess: orComputed(z.boolean()),
    purpose: orComputed(
      fixed(
        z.enum([
          "PRIVATE",
          "REGIONAL_MANAGED_PROXY",
          "GLOBAL_MANAGED_PROXY",
          "PRIVATE_SERVICE_CONNECT",
        ]),
      ),
    ),
    role: z.enum(["ACTIVE", "BACKUP"]).optional(),
    stackType: orComputed(z.enum(["IPV4_ONLY"])),
    secondaryIpRanges: orComputed(unordered(z.array(secondaryRange).max(170))),
    sendSecondaryIpRangeIfEmpty: z.boolean().default(false),
    logConfig: z
      .strictObject({
        aggregationInterval: z
          .enum([
            "INTERVAL_5_SEC",
            "INTERVAL_30_SEC",
            "INTERVAL_1_MIN",
            "INTERVAL_5_MIN",
            "INTERVAL_10_MIN",
            "INTERVAL_15_MIN",
          ])
          .default("INTERVAL_5_SEC"),
        flowSampling: z.number().min(0).max(1).default(0.5),
        metadata: z
          .enum(["EXCLUDE_ALL_METADATA", "INCLUDE_ALL_METADATA", "CUSTOM_METADATA"])
          .default("INCLUDE_ALL_METADATA"),
        metadataFields: unordered(z.array(z.string())).optional(),
        filterExpr: z.string().default("true"),
      })
      .optional(),
  }),
  validate: (inputs, scope) => [
    ...placeFailures(inputs, scope, ["project", "region"]),
    ...rangesOf(inputs)
      .filter(({ range }) => isKnown(range) && parseBlock(text(range)) === undefined)
      .map(({ path, range }) => ({
        path,
        reason: `"${String(path.at(-1)) === "ipCidrRange" ? "ip_cidr_range" : ""}" (${JSON.stringify(range)}) is not a valid IP CIDR range: invalid CIDR address: ${text(range)}`,
      })),
  ],
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/regions/${regionOf(inputs, scope)}/subnetworks/${text(inputs["name"])}`,
  computed: {
    ...projectOutput,
    ...selfLink,
    ...created,
    region: regionOf,
    fingerprint,
    privateIpGoogleAccess: () => false,
    privateIpv6GoogleAccess: () => "DISABLE_GOOGLE_ACCESS",
    purpose: () => "PRIVATE",
    stackType: () => "IPV4_ONLY",
    secondaryIpRanges: () => [],
    state: () => "READY",
    ipv6CidrRange: () => "",
    ipv6GceEndpoint: () => "",
    subnetworkId: (_, scope) => Number(scope.digits(15)),
  },
  derived: { gatewayAddress: (state) => addressAt(text(state["ipCidrRange"]), 1) },
  references: [{ at: "network", to: [tokens.network], except: defaultNetwork }],
  refuseCreate: (inputs, scope) => {
    if (inputs["ipCidrRange"] === undefined) {
      return apiError(400, "Required field 'resource.ipCidrRange' not specified", "required");
    }
    return refusedRange(inputs, scope);
  },
  refuseUpdate: (from, to, scope) => refusedRange(to, scope) ?? refusedRemoval(from, to, scope),
};

/** The primary and secondary ranges, with their places. */
function rangesOf(
  inputs: Properties,
): readonly { readonly range: Value; readonly path: readonly (string | number)[] }[] {
  const secondary = inputs["secondaryIpRanges"];
  return [
    ...(inputs["ipCidrRange"] === undefined
      ? []
      : [{ range: inputs["ipCidrRange"], path: ["ipCidrRange"] }]),
    ...list(secondary).map((item, index) => ({
      range: object(item)["ipCidrRange"],
      path: ["secondaryIpRanges", index, "ipCidrRange"],
    })),
  ];
}

/** The primary and secondary ranges of a subnetwork alone. */
export function blocksOf(subnetworkProperties: Properties): readonly string[] {
  return rangesOf(subnetworkProperties).map(({ range }) => text(range));
}

/** What Compute Engine says about the ranges themselves, and beside the other ones of the network. */
function refusedRange(inputs: Properties, scope: Scope): string | undefined {
  const own = rangesOf(inputs).map(({ range, path }) => ({
    range: text(range),
    field: path.length === 1 ? "ipCidrRange" : `secondaryIpRanges[${path[1]}].ipCidrRange`,
  }));
  for (const [index, { range, field }] of own.entries()) {
    const block = parseBlock(range);
    if (block === undefined || !block.aligned) {
      return invalidField(field, range, "Must be a CIDR address range.");
    }
    if (block.prefix > 29) {
      return invalidField(
        field,
        range,
        "The IP range is too small: a subnetwork's prefix is /29 or shorter.",
      );
    }
    if (block.prefix < 4) {
      return invalidField(
        field,
        range,
        "The IP range is too large: a subnetwork's prefix is /4 or longer.",
      );
    }
    const inside = own.slice(0, index).find((other) => overlaps(other.range, range));
    if (inside !== undefined) {
      return invalidField(
        field,
        range,
        `Invalid IPCidrRange: ${range} conflicts with ${inside.range} of the same subnetwork.`,
      );
    }
    const taken = conflicting(inputs, range, scope);
    if (taken !== undefined) {
      return invalidField(
        field,
        range,
        `Invalid IPCidrRange: ${range} conflicts with existing subnetwork '${taken.name}' in region '${taken.region}'.`,
      );
    }
  }
  return undefined;
}

function conflicting(
  inputs: Properties,
  range: string,
  scope: Scope,
): { readonly name: string; readonly region: string } | undefined {
  const parent = networkOf(inputs["network"], inputs, scope);
  if (parent?.properties["autoCreateSubnetworks"] === true && overlaps(autoModeRange, range)) {
    return { name: text(parent.properties["name"]), region: regionOf(inputs, scope) };
  }
  const self = subnetwork.id(inputs, scope);
  const found = scope.store
    .list(tokens.subnetwork)
    .filter(({ id }) => id !== self)
    .filter(({ properties }) => sameNetwork(properties, inputs, scope))
    .find(({ properties }) => blocksOf(properties).some((other) => overlaps(other, range)));
  return found === undefined
    ? undefined
    : { name: text(found.properties["name"]), region: regionOf(found.properties, scope) };
}

/** A cluster's own ranges can't be taken away under it. */
function refusedRemoval(from: Properties, to: Properties, scope: Scope): string | undefined {
  // Optional and computed: a list that is said no more stays.
  if (to["secondaryIpRanges"] === undefined) return undefined;
  const left = rangeNames(to);
  const gone = rangeNames(from).filter((name) => !left.includes(name));
  const self = subnetwork.id(to, scope);
  for (const cluster of scope.store.list(tokens.cluster)) {
    const policy = object(cluster.properties["ipAllocationPolicy"]);
    const used = new Set([
      policy["clusterSecondaryRangeName"],
      policy["servicesSecondaryRangeName"],
    ]);
    const name = gone.find((range) => used.has(range));
    if (name !== undefined && relativePath(text(cluster.properties["subnetwork"])) === self) {
      return apiError(
        400,
        `The secondary range '${name}' of the subnetwork resource '${self}' is already being used by '${cluster.id}'`,
        "resourceInUseByAnotherResource",
      );
    }
  }
  return undefined;
}

function rangeNames(inputs: Properties): readonly string[] {
  return list(inputs["secondaryIpRanges"]).map((item) => text(object(item)["rangeName"]));
}

function holds(outer: string, inner: string): boolean {
  const [wide, narrow] = [parseBlock(outer), parseBlock(inner)];
  if (wide === undefined || narrow === undefined) return false;
  return wide.first <= narrow.first && narrow.last <= wide.last;
}

/** The network that a property names, if it is in the store. */
export function networkOf(
  reference: Value,
  state: Properties,
  scope: Scope,
): StoredResource | undefined {
  return scope.store.get(tokens.network, networkPath(reference, state, scope));
}

/** `projects/…/global/networks/…` of any way to write it. */
export function networkPath(reference: Value, state: Properties, scope: Scope): string {
  const name = text(reference);
  return name.includes("/")
    ? relativePath(name)
    : `projects/${projectOf(state, scope)}/global/networks/${name}`;
}

/** The subnetwork that a property names, if it is in the store. */
export function subnetworkOf(
  reference: Value,
  state: Properties,
  region: string,
  scope: Scope,
): StoredResource | undefined {
  const name = text(reference);
  return scope.store.get(
    tokens.subnetwork,
    name.includes("/")
      ? relativePath(name)
      : `projects/${projectOf(state, scope)}/regions/${region}/subnetworks/${name}`,
  );
}

/** Whether two resources name the same network, however they write it. */
export function sameNetwork(left: Properties, right: Properties, scope: Scope): boolean {
  return networkPath(left["network"], left, scope) === networkPath(right["network"], right, scope);
}
