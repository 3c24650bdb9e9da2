import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import { fixed, orComputed } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { valuesAt } from "../core/values.ts";
import { formatAddress, overlaps, parseBlock } from "../core/ipv4.ts";
import { isZoneOf, regionOf, zonesOf } from "./regions.ts";
import {
  arnOutput,
  cidr,
  ec2Error,
  failuresOf,
  find,
  firstOf,
  isSet,
  newId,
  ownerOutput,
  regionInput,
  regionOutput,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";

/**
 * What a VPC has from the start is no resource of a program, and yet can be referred to. Its ids
 * begin so that they are told from all others: `sg-0defa17…` and so on.
 */
export const bornWithVpc = /^(sg|rtb|acl|dopt)-0defa17/;

const bornId = (prefix: string) => (_: Properties, scope: Scope) =>
  `${prefix}-0defa17${scope.hex(10)}`;

export const vpc: ResourceType = {
  source:
    "internal/service/ec2/vpc_.go at 00081ce4 (provider 5/6); VPC user guide, VPC CIDR blocks. IPv6 and IPAM are left out.",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    cidrBlock: orComputed(fixed(cidr(16, 28))),
    enableDnsHostnames: orComputed(z.boolean()),
    enableDnsSupport: z.boolean().default(true),
    enableNetworkAddressUsageMetrics: orComputed(z.boolean()),
    // From dedicated to default is the one change that AWS can make (resourceVPCCustomizeDiff).
    instanceTenancy: fixed(
      z.enum(["default", "dedicated"]).default("default"),
      (_, to) => to !== "default",
    ),
  }),
  id: newId("vpc"),
  computed: {
    ...regionOutput,
    ...arnOutput("ec2", "vpc"),
    ...ownerOutput,
    enableDnsHostnames: () => false,
    enableNetworkAddressUsageMetrics: () => false,
    defaultNetworkAclId: bornId("acl"),
    defaultSecurityGroupId: bornId("sg"),
    dhcpOptionsId: bornId("dopt"),
    mainRouteTableId: bornId("rtb"),
    ipv6AssociationId: () => "",
  },
  derived: {
    ...tagsOutput,
    defaultRouteTableId: (state) => state["mainRouteTableId"],
  },
  refuseCreate: (inputs) =>
    isSet(inputs["cidrBlock"])
      ? undefined
      : `creating EC2 VPC: ${ec2Error("CreateVpc", "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.")}`,
};

export const subnet: ResourceType = {
  source:
    "internal/service/ec2/vpc_subnet.go at 00cda125 (provider 6); VPC user guide, Subnet sizing. IPv6, IPAM and Outposts are left out.",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    vpcId: fixed(z.string()),
    availabilityZone: orComputed(fixed(z.string())),
    availabilityZoneId: orComputed(fixed(z.string())),
    cidrBlock: orComputed(fixed(cidr())),
    enableResourceNameDnsARecordOnLaunch: z.boolean().default(false),
    mapPublicIpOnLaunch: z.boolean().default(false),
    privateDnsHostnameTypeOnLaunch: orComputed(z.enum(["ip-name", "resource-name"])),
  }),
  validate: (inputs) =>
    failuresOf([
      isSet(inputs["availabilityZone"]) && isSet(inputs["availabilityZoneId"]),
      "availabilityZone",
      'Conflicting configuration arguments. "availability_zone": conflicts with availability_zone_id',
    ]),
  id: newId("subnet"),
  computed: {
    ...regionOutput,
    ...arnOutput("ec2", "subnet"),
    ...ownerOutput,
    availabilityZone: (state, scope) => placeOf(state, scope)?.name,
    availabilityZoneId: (state, scope) => placeOf(state, scope)?.id,
    privateDnsHostnameTypeOnLaunch: () => "ip-name",
    ipv6CidrBlockAssociationId: () => "",
  },
  derived: { ...tagsOutput },
  references: [{ at: "vpcId", to: [tokens.vpc] }],
  refuseCreate: (inputs, scope) => {
    const reason = firstOf(zoneRefusal(inputs, scope), rangeRefusal(inputs, scope));
    return reason === undefined ? undefined : `creating EC2 Subnet: ${reason}`;
  },
};

export const internetGateway: ResourceType = {
  source:
    "internal/service/ec2/vpc_internet_gateway.go (provider 6); EC2 API, DetachInternetGateway",
  inputs: z.strictObject({ ...regionInput, ...tagsInput, vpcId: orComputed(z.string()) }),
  id: newId("igw"),
  computed: {
    ...regionOutput,
    ...arnOutput("ec2", "internet-gateway"),
    ...ownerOutput,
    vpcId: () => "",
  },
  derived: { ...tagsOutput },
  references: [{ at: "vpcId", to: [tokens.vpc], except: /^$/ }],
  refuseCreate: (inputs, scope) => attachRefusal(inputs["vpcId"], undefined, scope),
  refuseUpdate: (from, to, scope) =>
    from["vpcId"] === to["vpcId"] || to["vpcId"] === undefined
      ? undefined
      : attachRefusal(to["vpcId"], from["vpcId"], scope),
  refuseDelete: ({ id, properties }, scope) => {
    const vpcId = text(properties["vpcId"]);
    return vpcId !== "" && hasPublicAddresses(vpcId, scope)
      ? `deleting EC2 Internet Gateway (${id}): detaching EC2 Internet Gateway (${id}) from VPC (${vpcId}): ${ec2Error("DetachInternetGateway", "DependencyViolation", `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`)}`
      : undefined;
  },
};

/** Why something public can't work in this VPC: it has no way to the internet. */
export function gatewayOf(vpcId: Value, scope: Scope): StoredResource | undefined {
  return scope.store
    .list(tokens.internetGateway)
    .find(({ properties }) => properties["vpcId"] === vpcId);
}

/** The first address of a subnet that nobody has; AWS keeps the first four and the last one. */
export function freePrivateAddress(subnetId: Value, scope: Scope): string {
  const block = parseBlock(text(find(scope, tokens.subnet, subnetId)?.properties["cidrBlock"]));
  if (block === undefined) return "";
  const taken = new Set(
    [tokens.instance, tokens.natGateway]
      .flatMap((type) => scope.store.list(type))
      .flatMap(({ properties }) => valuesAt(properties, "privateIp")),
  );
  for (let address = block.first + 4; address < block.last; address++) {
    const candidate = formatAddress(address);
    if (!taken.has(candidate)) return candidate;
  }
  return "";
}

function placeOf(state: Properties, scope: Scope): ReturnType<typeof zonesOf>[number] | undefined {
  const zones = zonesOf(regionOf(state, scope));
  const { availabilityZone, availabilityZoneId } = state;
  return (
    zones.find(({ name, id }) => name === availabilityZone || id === availabilityZoneId) ?? zones[0]
  );
}

function zoneRefusal(inputs: Properties, scope: Scope): string | undefined {
  const region = regionOf(inputs, scope);
  const zones = zonesOf(region);
  const { availabilityZone: name, availabilityZoneId: id } = inputs;
  if (isSet(name) && !isZoneOf(name, region)) {
    return ec2Error(
      "CreateSubnet",
      "InvalidParameterValue",
      `Value (${text(name)}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.map((zone) => zone.name).join(", ")}.`,
    );
  }
  return isSet(id) && !zones.some((zone) => zone.id === id)
    ? ec2Error(
        "CreateSubnet",
        "InvalidParameterValue",
        `Value (${text(id)}) for parameter availabilityZoneId is invalid. Subnets can currently only be created in the following availability zones: ${zones.map((zone) => zone.id).join(", ")}.`,
      )
    : undefined;
}

function rangeRefusal(inputs: Properties, scope: Scope): string | undefined {
  const wanted = text(inputs["cidrBlock"]);
  const block = parseBlock(wanted);
  if (block === undefined) {
    return ec2Error(
      "CreateSubnet",
      "MissingParameter",
      "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.",
    );
  }
  const around = parseBlock(
    text(find(scope, tokens.vpc, inputs["vpcId"])?.properties["cidrBlock"]),
  );
  const outside = around !== undefined && (block.first < around.first || block.last > around.last);
  if (block.prefix < 16 || block.prefix > 28 || outside) {
    return ec2Error("CreateSubnet", "InvalidSubnet.Range", `The CIDR '${wanted}' is invalid.`);
  }
  const taken = scope.store
    .list(tokens.subnet)
    .filter(({ properties }) => properties["vpcId"] === inputs["vpcId"])
    .some(({ properties }) => overlaps(text(properties["cidrBlock"]), wanted));
  return taken
    ? ec2Error(
        "CreateSubnet",
        "InvalidSubnet.Conflict",
        `The CIDR '${wanted}' conflicts with another subnet`,
      )
    : undefined;
}

function attachRefusal(to: Value, from: Value, scope: Scope): string | undefined {
  const other = isSet(to) && to !== from ? gatewayOf(to, scope) : undefined;
  return other === undefined
    ? undefined
    : `creating EC2 Internet Gateway: attaching EC2 Internet Gateway to VPC (${text(to)}): ${ec2Error("AttachInternetGateway", "Resource.AlreadyAssociated", `resource ${text(to)} is already associated with ${other.id}`)}`;
}

/** A NAT gateway, or a VM that has a public address of its own or of an EIP. */
function hasPublicAddresses(vpcId: string, scope: Scope): boolean {
  const inside = (subnetId: Value) =>
    find(scope, tokens.subnet, subnetId)?.properties["vpcId"] === vpcId;
  const instances = scope.store
    .list(tokens.instance)
    .filter(({ properties }) => inside(properties["subnetId"]));
  const associated = scope.store
    .list(tokens.eipAssociation)
    .some(({ properties }) => instances.some(({ id }) => id === properties["instanceId"]));
  return (
    associated ||
    [...instances, ...scope.store.list(tokens.natGateway)].some(
      ({ properties }) => isSet(properties["publicIp"]) && inside(properties["subnetId"]),
    )
  );
}
