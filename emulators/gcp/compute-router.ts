import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import { fixed, orComputed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import { defaultNetwork, sameNetwork } from "./compute-network.ts";
import {
  apiError,
  created,
  failuresOf,
  invalidField,
  lastSegment,
  link,
  placeFailures,
  projectInput,
  projectOf,
  projectOutput,
  regionInput,
  regionOf,
  rfc1035Name,
  selfLink,
  text,
  tokens,
  list,
} from "./vocabulary.ts";

export const router: ResourceType = {
  source: "google/services/compute/resource_compute_router.go; Cloud Router API v1",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    ...regionInput,
    name: fixed(rfc1035Name),
    network: fixed(link()),
    description: z.string().optional(),
    encryptedInterconnectRouter: fixed(z.boolean().optional()),
    bgp: z
      .strictObject({
        // RFC 6996 private ASNs, 16 and 32 bit (verify.ValidateRFC6996Asn).
        asn: z.union([
          z.int().min(64512).max(65534),
          z.int().min(4200000000).max(4294967294),
          z.literal(16550),
        ]),
        advertiseMode: z.enum(["DEFAULT", "CUSTOM"]).default("DEFAULT"),
        advertisedGroups: z.array(z.enum(["ALL_SUBNETS"])).optional(),
        advertisedIpRanges: unordered(
          z.array(z.strictObject({ range: z.string(), description: z.string().optional() })),
        ).optional(),
        keepaliveInterval: z.int().min(20).max(60).default(20),
      })
      .optional(),
  }),
  validate: (inputs, scope) => [
    ...placeFailures(inputs, scope, ["project", "region"]),
    ...failuresOf([
      inputs["network"] === undefined,
      "network",
      "one of `network,ncc_gateway` must be specified",
    ]),
  ],
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/regions/${regionOf(inputs, scope)}/routers/${text(inputs["name"])}`,
  computed: { ...projectOutput, ...selfLink, ...created, region: regionOf },
  references: [{ at: "network", to: [tokens.network], except: defaultNetwork }],
};

const seconds = (fallback: number): z.ZodDefault<z.ZodInt> => z.int().min(1).default(fallback);

export const routerNat: ResourceType = {
  source:
    "google/services/compute/resource_compute_router_nat.go at 054ced1c; Cloud NAT documentation",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    ...regionInput,
    name: fixed(rfc1035Name),
    router: fixed(link()),
    sourceSubnetworkIpRangesToNat: z.enum([
      "ALL_SUBNETWORKS_ALL_IP_RANGES",
      "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES",
      "LIST_OF_SUBNETWORKS",
    ]),
    natIpAllocateOption: z.enum(["MANUAL_ONLY", "AUTO_ONLY"]).optional(),
    natIps: unordered(z.array(link())).optional(),
    drainNatIps: unordered(z.array(link())).optional(),
    subnetworks: unordered(
      z.array(
        z.strictObject({
          name: link(),
          sourceIpRangesToNats: unordered(
            z
              .array(z.enum(["ALL_IP_RANGES", "LIST_OF_SECONDARY_IP_RANGES", "PRIMARY_IP_RANGE"]))
              .min(1),
          ),
          secondaryIpRangeNames: unordered(z.array(z.string())).optional(),
        }),
      ),
    ).optional(),
    autoNetworkTier: orComputed(z.enum(["PREMIUM", "STANDARD"])),
    endpointTypes: orComputed(
      fixed(
        z
          .array(
            z.enum(["ENDPOINT_TYPE_VM", "ENDPOINT_TYPE_SWG", "ENDPOINT_TYPE_MANAGED_PROXY_LB"]),
          )
          .min(1),
      ),
    ),
    enableDynamicPortAllocation: orComputed(z.boolean()),
    enableEndpointIndependentMapping: orComputed(z.boolean()),
    minPortsPerVm: orComputed(z.int().min(2).max(65536)),
    maxPortsPerVm: z.int().min(64).max(65536).optional(),
    icmpIdleTimeoutSec: seconds(30),
    udpIdleTimeoutSec: seconds(30),
    tcpEstablishedIdleTimeoutSec: seconds(1200),
    tcpTimeWaitTimeoutSec: seconds(120),
    tcpTransitoryIdleTimeoutSec: seconds(30),
    logConfig: z
      .strictObject({
        enable: z.boolean(),
        filter: z.enum(["ERRORS_ONLY", "TRANSLATIONS_ONLY", "ALL"]),
      })
      .optional(),
  }),
  validate: (inputs, scope) => placeFailures(inputs, scope, ["project", "region"]),
  id: (inputs, scope) =>
    [
      projectOf(inputs, scope),
      regionOf(inputs, scope),
      lastSegment(text(inputs["router"])),
      text(inputs["name"]),
    ].join("/"),
  computed: {
    ...projectOutput,
    region: regionOf,
    autoNetworkTier: () => "PREMIUM",
    endpointTypes: () => ["ENDPOINT_TYPE_VM"],
    enableDynamicPortAllocation: () => false,
    enableEndpointIndependentMapping: () => false,
    minPortsPerVm: (state) => (state["enableDynamicPortAllocation"] === true ? 32 : 64),
  },
  references: [
    // A NAT is a part of its router, and goes with it.
    { at: "router", to: [tokens.router], mayDangle: true },
    { at: "natIps[]", to: [tokens.address] },
    { at: "drainNatIps[]", to: [tokens.address] },
    { at: "subnetworks[].name", to: [tokens.subnetwork] },
  ],
  refuseCreate: refusedNat,
  refuseUpdate: (_, to, scope) => refusedNat(to, scope),
};

function refusedNat(inputs: Properties, scope: Scope): string | undefined {
  const region = regionOf(inputs, scope);
  const path = `projects/${projectOf(inputs, scope)}/regions/${region}/routers/${lastSegment(text(inputs["router"]))}`;
  const parent = scope.store.get(tokens.router, path);
  if (parent === undefined) {
    return apiError(404, `The resource '${path}' was not found`, "notFound");
  }
  const natIps = list(inputs["natIps"]);
  if (inputs["natIpAllocateOption"] === "MANUAL_ONLY" && natIps.length === 0) {
    return refuse("natIps", "NAT IPs must be specified when natIpAllocateOption is MANUAL_ONLY.");
  }
  if (inputs["natIpAllocateOption"] !== "MANUAL_ONLY" && natIps.length > 0) {
    return refuse(
      "natIps",
      "NAT IPs can only be specified when natIpAllocateOption is MANUAL_ONLY.",
    );
  }
  const listed = inputs["sourceSubnetworkIpRangesToNat"] === "LIST_OF_SUBNETWORKS";
  const named = isList(inputs["subnetworks"]) && inputs["subnetworks"].length > 0;
  if (listed !== named) {
    return refuse(
      "subnetworks",
      "Subnetworks are specified when, and only when, sourceSubnetworkIpRangesToNat is LIST_OF_SUBNETWORKS.",
    );
  }
  if (
    inputs["enableDynamicPortAllocation"] === true &&
    inputs["enableEndpointIndependentMapping"] === true
  ) {
    return refuse(
      "enableEndpointIndependentMapping",
      "Endpoint-Independent Mapping and Dynamic Port Allocation are mutually exclusive.",
    );
  }
  if (inputs["maxPortsPerVm"] !== undefined && inputs["enableDynamicPortAllocation"] !== true) {
    return refuse(
      "maxPortsPerVm",
      "maxPortsPerVm can only be set when enableDynamicPortAllocation is true.",
    );
  }
  return refusedNatAddress(natIps, region, scope) ?? refusedSecondNat(inputs, parent, scope);
}

function refuse(field: string, why: string): string {
  return invalidField(`nats[0].${field}`, "", why);
}

function refusedNatAddress(
  natIps: readonly Value[],
  region: string,
  scope: Scope,
): string | undefined {
  for (const [index, reference] of natIps.entries()) {
    const found = scope.store.resolve([tokens.address], reference);
    if (found === undefined) continue;
    if (regionOf(found.properties, scope) !== region) {
      return invalidField(
        `nats[0].natIps[${index}]`,
        reference,
        `The address is not in region '${region}'.`,
      );
    }
    if (found.properties["addressType"] !== "EXTERNAL") {
      return invalidField(
        `nats[0].natIps[${index}]`,
        reference,
        "The address must be an external one.",
      );
    }
  }
  return undefined;
}

/** A NAT for all subnetworks of a network in a region leaves nothing to a second one. */
function refusedSecondNat(
  inputs: Properties,
  parent: StoredResource,
  scope: Scope,
): string | undefined {
  const self = routerNat.id(inputs, scope);
  const other = scope.store
    .list(tokens.routerNat)
    .filter(({ id }) => id !== self)
    .find(({ properties }) => {
      const its = scope.store.get(
        tokens.router,
        parent.id.replace(/[^/]+$/, lastSegment(text(properties["router"]))),
      );
      return (
        its !== undefined &&
        regionOf(properties, scope) === regionOf(inputs, scope) &&
        sameNetwork(its.properties, parent.properties, scope) &&
        [properties, inputs].some(
          (nat) => nat["sourceSubnetworkIpRangesToNat"] !== "LIST_OF_SUBNETWORKS",
        )
      );
    });
  if (other === undefined) return undefined;
  return invalidField(
    "nats[0].sourceSubnetworkIpRangesToNat",
    inputs["sourceSubnetworkIpRangesToNat"],
    `The network's subnetworks in region '${regionOf(inputs, scope)}' are served by the NAT '${text(other.properties["name"])}' already.`,
  );
}
