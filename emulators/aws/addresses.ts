import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import { fixed, orComputed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { parseBlock } from "../core/ipv4.ts";
import { regionOf } from "./regions.ts";
import {
  arnOutput,
  ec2Error,
  exactlyOneOf,
  failuresOf,
  find,
  firstOf,
  isKnown,
  isSet,
  madeUpId,
  newId,
  publicAddress,
  regionInput,
  regionOutput,
  strings,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";
import { freePrivateAddress, gatewayOf } from "./vpc.ts";

export const eip: ResourceType = {
  source:
    "internal/service/ec2/ec2_eip.go (provider 6); EC2 API, AllocateAddress. Own pools and carriers are left out.",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    domain: orComputed(fixed(z.enum(["vpc", "standard"]))),
    instance: orComputed(z.string()),
    networkBorderGroup: orComputed(fixed(z.string())),
  }),
  id: newId("eipalloc"),
  computed: {
    ...regionOutput,
    ...arnOutput("ec2", "elastic-ip"),
    allocationId: ({ id }) => id,
    domain: () => "vpc",
    instance: () => "",
    networkBorderGroup: regionOf,
    publicIp: ({ id }) => publicAddress(id),
    publicDns: (state, scope) => publicName(publicAddress(state.id), regionOf(state, scope)),
    carrierIp: () => "",
    customerOwnedIp: () => "",
    ptrRecord: () => "",
  },
  derived: {
    ...tagsOutput,
    associationId: (state) =>
      isSet(state["instance"]) ? madeUpId("eipassoc", state.id, text(state["instance"])) : "",
    privateIp: (state, scope) =>
      text(find(scope, tokens.instance, state["instance"])?.properties["privateIp"]),
    privateDns: (state, scope) =>
      text(find(scope, tokens.instance, state["instance"])?.properties["privateDns"]),
  },
  references: [{ at: "instance", to: [tokens.instance], mayDangle: true, except: /^$/ }],
};

export const eipAssociation: ResourceType = {
  source:
    "internal/service/ec2/ec2_eip_association.go (provider 6); EC2 API, AssociateAddress. Network interfaces are left out.",
  inputs: z.strictObject({
    ...regionInput,
    allocationId: orComputed(fixed(z.string())),
    allowReassociation: fixed(z.boolean().optional()),
    instanceId: orComputed(fixed(z.string())),
    privateIpAddress: orComputed(fixed(z.string())),
    publicIp: orComputed(fixed(z.string())),
  }),
  validate: (inputs) => exactlyOneOf(inputs, ["allocationId", "publicIp"]),
  id: newId("eipassoc"),
  computed: {
    ...regionOutput,
    allocationId: (state, scope) => addressOf(state, scope)?.id,
    publicIp: (state, scope) => addressOf(state, scope)?.properties["publicIp"],
    privateIpAddress: (state, scope) =>
      find(scope, tokens.instance, state["instanceId"])?.properties["privateIp"],
    networkInterfaceId: (state, scope) =>
      find(scope, tokens.instance, state["instanceId"])?.properties["primaryNetworkInterfaceId"],
  },
  references: [
    { at: "allocationId", to: [tokens.eip], mayDangle: true },
    // Terminating the VM takes the association away.
    { at: "instanceId", to: [tokens.instance], mayDangle: true },
  ],
  refuseCreate: (inputs, scope) => {
    const reason = firstOf(
      isSet(inputs["instanceId"])
        ? undefined
        : ec2Error(
            "AssociateAddress",
            "MissingParameter",
            "Either instance ID or network interface id must be specified",
          ),
      takenAddress(inputs, scope),
      noGateway(inputs["instanceId"], scope),
    );
    return reason === undefined ? undefined : `creating EC2 EIP Association: ${reason}`;
  },
};

export const natGateway: ResourceType = {
  source:
    "internal/service/ec2/vpc_nat_gateway.go at 04088eaa and @pulumi/aws 7.48's own doc; VPC user guide, Troubleshoot NAT gateways. Regional gateways are left out.",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    allocationId: fixed(z.string().optional()),
    availabilityMode: orComputed(fixed(z.enum(["zonal"]))),
    connectivityType: fixed(z.enum(["private", "public"]).default("public")),
    privateIp: orComputed(fixed(z.string())),
    secondaryAllocationIds: orComputed(unordered(z.array(z.string()))),
    subnetId: fixed(z.string().optional()),
  }),
  validate: (inputs) =>
    failuresOf(
      [
        inputs["connectivityType"] === "private" && isSet(inputs["allocationId"]),
        "",
        'allocation_id is not supported with connectivity_type = "private"',
      ],
      [
        inputs["connectivityType"] === "private" &&
          strings(inputs["secondaryAllocationIds"]).length > 0,
        "",
        'secondary_allocation_ids is not supported with connectivity_type = "private"',
      ],
    ),
  id: newId("nat"),
  computed: {
    ...regionOutput,
    availabilityMode: () => "zonal",
    secondaryAllocationIds: () => [],
    secondaryPrivateIpAddresses: () => [],
    secondaryPrivateIpAddressCount: () => 0,
    associationId: (state) =>
      isSet(state["allocationId"]) ? madeUpId("eipassoc", state.id) : undefined,
    networkInterfaceId: ({ id }) => madeUpId("eni", id),
    privateIp: (state, scope) => freePrivateAddress(state["subnetId"], scope),
    publicIp: (state, scope) =>
      text(find(scope, tokens.eip, state["allocationId"])?.properties["publicIp"]),
    vpcId: (state, scope) => find(scope, tokens.subnet, state["subnetId"])?.properties["vpcId"],
    autoProvisionZones: () => undefined,
    autoScalingIps: () => undefined,
    regionalNatGatewayAddresses: () => [],
    regionalNatGatewayAutoMode: () => undefined,
    routeTableId: () => undefined,
  },
  derived: { ...tagsOutput },
  references: [
    { at: "subnetId", to: [tokens.subnet] },
    { at: "allocationId", to: [tokens.eip] },
    { at: "secondaryAllocationIds[]", to: [tokens.eip] },
  ],
  refuseCreate: (inputs, scope) => {
    const reason = natRefusal(inputs, scope);
    return reason === undefined ? undefined : `creating EC2 NAT Gateway: ${reason}`;
  },
};

/** `ec2-198-18-0-1.us-west-2.compute.amazonaws.com`; the first region has a form of its own. */
export function publicName(address: string, region: string): string {
  const domain = region === "us-east-1" ? "compute-1" : `${region}.compute`;
  return `ec2-${address.replaceAll(".", "-")}.${domain}.amazonaws.com`;
}

function natRefusal(inputs: Properties, scope: Scope): string | undefined {
  if (!isSet(inputs["subnetId"])) return missingParameter("SubnetId");
  const home = find(scope, tokens.subnet, inputs["subnetId"]);
  const wanted = inputs["privateIp"];
  if (isSet(wanted) && !isInside(wanted, home)) {
    return ec2Error(
      "CreateNatGateway",
      "InvalidParameterValue",
      `Address ${text(wanted)} does not fall within the subnet's address range`,
    );
  }
  if (inputs["connectivityType"] === "private") return undefined;
  if (!isSet(inputs["allocationId"])) return missingParameter("AllocationId");
  const vpcId = home?.properties["vpcId"];
  if (home !== undefined && gatewayOf(vpcId, scope) === undefined) {
    return `waiting for completion: unexpected state 'failed', wanted target 'available'. last error: Gateway.NotAttached: Network ${text(vpcId)} has no Internet gateway attached`;
  }
  const taken = [inputs["allocationId"], ...strings(inputs["secondaryAllocationIds"])].find(
    (allocation) => userOf(allocation, scope) !== undefined,
  );
  return taken === undefined
    ? undefined
    : `waiting for completion: unexpected state 'failed', wanted target 'available'. last error: Resource.AlreadyAssociated: Elastic IP address [${text(taken)}] is already associated`;
}

function missingParameter(parameter: string): string {
  return ec2Error(
    "CreateNatGateway",
    "MissingParameter",
    `The request must include the ${parameter} parameter. Add the required parameter and retry the request.`,
  );
}

function isInside(address: Value, home: StoredResource | undefined): boolean {
  const block = parseBlock(text(home?.properties["cidrBlock"]));
  const one = parseBlock(`${text(address)}/32`);
  if (block === undefined || one === undefined) return home === undefined;
  return block.first + 4 <= one.first && one.first < block.last;
}

/** The id of the association or gateway that has this allocation. */
function userOf(allocation: Value, scope: Scope): string | undefined {
  const associated = scope.store
    .list(tokens.eipAssociation)
    .filter(
      ({ properties }) => find(scope, tokens.instance, properties["instanceId"]) !== undefined,
    )
    .find(({ properties }) => properties["allocationId"] === allocation);
  const gateway = scope.store
    .list(tokens.natGateway)
    .find(({ properties }) =>
      [properties["allocationId"], ...strings(properties["secondaryAllocationIds"])].includes(
        allocation,
      ),
    );
  return associated?.id ?? gateway?.id;
}

function addressOf(state: Properties, scope: Scope): StoredResource | undefined {
  const { allocationId, publicIp } = state;
  if (isKnown(allocationId)) return find(scope, tokens.eip, allocationId);
  return scope.store.list(tokens.eip).find(({ properties }) => properties["publicIp"] === publicIp);
}

function takenAddress(inputs: Properties, scope: Scope): string | undefined {
  const address = addressOf(inputs, scope);
  if (address === undefined && isSet(inputs["publicIp"])) {
    return ec2Error(
      "AssociateAddress",
      "InvalidAddress.NotFound",
      `Address '${text(inputs["publicIp"])}' not found.`,
    );
  }
  const user = userOf(address?.id, scope);
  return user === undefined || inputs["allowReassociation"] === true
    ? undefined
    : ec2Error(
        "AssociateAddress",
        "Resource.AlreadyAssociated",
        `resource ${address?.id} is already associated with associate-id ${user}`,
      );
}

function noGateway(instanceId: Value, scope: Scope): string | undefined {
  const instance = find(scope, tokens.instance, instanceId);
  const vpcId = find(scope, tokens.subnet, instance?.properties["subnetId"])?.properties["vpcId"];
  return vpcId !== undefined && gatewayOf(vpcId, scope) === undefined
    ? ec2Error(
        "AssociateAddress",
        "Gateway.NotAttached",
        `Network ${text(vpcId)} is not attached to any internet gateway`,
      )
    : undefined;
}
