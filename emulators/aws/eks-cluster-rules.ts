import type { Failure } from "../core/provider.ts";
import type { Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import type { Properties, Value } from "../core/values.ts";
import { same } from "../core/values.ts";
import { parseBlock } from "../core/ipv4.ts";
import { policiesOf } from "./iam.ts";
import { trusts } from "./policies.ts";
import { eksZones, regionOf } from "./regions.ts";
import { failuresOf, find, firstOf, isSet, object, strings, text, tokens } from "./vocabulary.ts";
import {
  eksError,
  homesOf,
  invalidParameter,
  isPrivate,
  minorOf,
  modes,
  versionRefusal,
} from "./eks-rules.ts";

export function networkFailures(inputs: Properties): readonly Failure[] {
  const network = object(inputs["vpcConfig"]);
  const service = text(object(inputs["kubernetesNetworkConfig"])["serviceIpv4Cidr"]);
  return failuresOf(
    [
      network["endpointPublicAccess"] === false && network["endpointPrivateAccess"] === false,
      "vpcConfig",
      "InvalidParameterException: Private and public endpoint access cannot be false",
    ],
    [
      parseBlock(service) !== undefined && !isPrivate(service),
      "kubernetesNetworkConfig.serviceIpv4Cidr",
      `must be within 10.0.0.0/8, 172.16.0.0/12, or 192.168.0.0/16, got ${service}`,
    ],
  );
}

export function placeRefusal(inputs: Properties, scope: Scope): string | undefined {
  const network = object(inputs["vpcConfig"]);
  const homes = homesOf(network, scope);
  // Those that don't exist are told of by the references.
  if (homes.length < strings(network["subnetIds"]).length) return undefined;
  const vpcs = new Set(homes.map(({ properties }) => text(properties["vpcId"])));
  if (vpcs.size > 1) {
    return invalidParameter("CreateCluster", "Subnets specified must belong to the same VPC");
  }
  const zones = new Set(homes.map(({ properties }) => text(properties["availabilityZone"])));
  const usable = eksZones(regionOf(inputs, scope));
  const full = [...zones].find((zone) => !usable.includes(zone));
  if (full !== undefined) {
    return eksError(
      "CreateCluster",
      "UnsupportedAvailabilityZoneException",
      `Cannot create cluster '${text(inputs["name"])}' because ${full}, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: ${usable.join(", ")}`,
    );
  }
  if (zones.size < 2) {
    return invalidParameter(
      "CreateCluster",
      "Subnets specified must be in at least two different AZs",
    );
  }
  const [vpcId] = [...vpcs];
  const groups = strings(network["securityGroupIds"]);
  const foreign = groups.find((id) => {
    const group = find(scope, tokens.securityGroup, id);
    return group !== undefined && group.properties["vpcId"] !== vpcId;
  });
  if (foreign !== undefined) {
    return invalidParameter(
      "CreateCluster",
      `Security group(s) [${foreign}] are not in the same VPC as the subnets.`,
    );
  }
  return endpointRefusal(network, find(scope, tokens.vpc, vpcId));
}

/** A private endpoint is a name in the VPC's own DNS (EKS user guide, cluster endpoint). */
function endpointRefusal(network: Properties, vpc: StoredResource | undefined): string | undefined {
  const open = strings(network["publicAccessCidrs"]).filter(isPrivate);
  if (open.length > 0) {
    return invalidParameter(
      "CreateCluster",
      `The following CIDRs are not allowed in publicAccessCidrs: [${open.join(", ")}]`,
    );
  }
  const named =
    vpc === undefined ||
    (vpc.properties["enableDnsSupport"] === true && vpc.properties["enableDnsHostnames"] === true);
  return network["endpointPrivateAccess"] === true && !named
    ? invalidParameter(
        "CreateCluster",
        `Private endpoint access requires DNS hostnames and DNS resolution to be enabled in VPC ${vpc.id}`,
      )
    : undefined;
}

export function roleRefusal(roleArn: Value, scope: Scope): string | undefined {
  const role = find(scope, tokens.role, roleArn);
  if (role === undefined || !trusts(role.properties["assumeRolePolicy"], "eks.amazonaws.com")) {
    return invalidParameter(
      "CreateCluster",
      `Role with arn: ${text(roleArn)}, could not be assumed because it does not exist or the trusted entity is not correct`,
    );
  }
  const policies = policiesOf(roleArn, scope);
  return policies.includes("AmazonEKSClusterPolicy") || policies.includes("custom")
    ? undefined
    : invalidParameter(
        "CreateCluster",
        "The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is attached: arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
      );
}

export function keyRefusal(inputs: Properties, scope: Scope): string | undefined {
  const wanted = object(object(inputs["encryptionConfig"])["provider"])["keyArn"];
  const key = find(scope, tokens.key, wanted);
  return key !== undefined && key.properties["customerMasterKeySpec"] !== "SYMMETRIC_DEFAULT"
    ? invalidParameter("CreateCluster", `The keyArn ${text(wanted)} is not a symmetric key`)
    : undefined;
}

export function updateRefusal(from: Properties, to: Properties, scope: Scope): string | undefined {
  return firstOf(
    versionStepRefusal(from["version"], to["version"]),
    modeRefusal(from, to),
    same(from["vpcConfig"], to["vpcConfig"]) ? undefined : placeRefusal(to, scope),
    zoneChangeRefusal(from["vpcConfig"], to["vpcConfig"], scope),
    keyChangeRefusal(from["encryptionConfig"], to["encryptionConfig"]),
  );
}

function versionStepRefusal(from: Value, to: Value): string | undefined {
  if (!isSet(from) || !isSet(to) || from === to) return undefined;
  const step = minorOf(to) - minorOf(from);
  if (step === 1) return versionRefusal(to);
  return invalidParameter(
    "UpdateClusterVersion",
    `Unsupported Kubernetes minor version update from ${text(from)} to ${text(to)}`,
  );
}

/** Other subnets will do, other zones won't: the control plane stays where it is. */
function zoneChangeRefusal(from: Value, to: Value, scope: Scope): string | undefined {
  const [old, next] = [from, to].map((network) => {
    const zones = homesOf(network, scope).map(({ properties }) => properties["availabilityZone"]);
    return [...new Set(zones.map(text))].toSorted().join(",");
  });
  return old === next
    ? undefined
    : invalidParameter(
        "UpdateClusterConfig",
        `Provided subnets belong to the AZs '${next}'. But they should match the exact set of AZs '${old}' in which subnets were provided during cluster creation.`,
      );
}

/** A cluster's way of letting people in only goes towards the API. */
function modeRefusal(from: Properties, to: Properties): string | undefined {
  const [old, next] = [modeOf(from), modeOf(to)];
  return to["accessConfig"] !== undefined && rankOf(next) < rankOf(old)
    ? invalidParameter(
        "UpdateClusterConfig",
        `Unsupported authentication mode update from ${old} to ${next}`,
      )
    : undefined;
}

function modeOf(inputs: Properties): string {
  return text(object(inputs["accessConfig"])["authenticationMode"] ?? "CONFIG_MAP");
}

function rankOf(mode: string): number {
  return modes.findIndex((one) => one === mode);
}

/** The provider would pass over such a change silently, and show it again with every preview. */
function keyChangeRefusal(from: Value, to: Value): string | undefined {
  return from !== undefined && to !== undefined && !same(from, to)
    ? eksError(
        "AssociateEncryptionConfig",
        "ResourceInUseException",
        "Encryption config is already associated with the cluster, and can't be changed",
      )
    : undefined;
}
