import type { CloudWords } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import type { Value } from "../core/values.ts";
import { accountId, apiError, ec2Error, text, tokens } from "./vocabulary.ts";

/** How AWS says what any of its resources can meet: it exists, it doesn't, it is in use. */
export const awsWords: CloudWords = { exists, notFound, inUse };

function exists(type: string, id: string): string {
  const [first, second = ""] = id.split(":");
  switch (type) {
    case tokens.role:
      return `creating IAM Role (${id}): ${apiError("IAM", "CreateRole", "EntityAlreadyExists", `Role with name ${id} already exists.`)}`;
    case tokens.instanceProfile:
      return `creating IAM Instance Profile (${id}): ${apiError("IAM", "CreateInstanceProfile", "EntityAlreadyExists", `Instance Profile ${id} already exists.`)}`;
    case tokens.oidcProvider:
      return `creating IAM OIDC Provider: ${apiError("IAM", "CreateOpenIDConnectProvider", "EntityAlreadyExists", `Provider with url ${id.replace(/^.*oidc-provider\//, "https://")} already exists.`)}`;
    case tokens.cluster:
      return `creating EKS Cluster (${id}): ${apiError("EKS", "CreateCluster", "ResourceInUseException", `Cluster already exists with name: ${id}`)}`;
    case tokens.nodeGroup:
      return `creating EKS Node Group (${id}): ${apiError("EKS", "CreateNodegroup", "ResourceInUseException", `NodeGroup already exists with name ${second} and cluster name ${first}`)}`;
    case tokens.addon:
      return `creating EKS Add-On (${id}): ${apiError("EKS", "CreateAddon", "ResourceInUseException", "Addon already exists.")}`;
    case tokens.accessEntry:
      return `creating EKS Access Entry (${id}): ${apiError("EKS", "CreateAccessEntry", "ResourceInUseException", "The specified access entry resource is already in use on this cluster.")}`;
    case tokens.alias:
      return `creating KMS Alias (${id}): ${apiError("KMS", "CreateAlias", "AlreadyExistsException", `An alias with the name ${id} already exists`)}`;
    case tokens.bucket:
      return `creating S3 Bucket (${id}): ${apiError("S3", "CreateBucket", "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.")}`;
    case tokens.repository:
      return `creating ECR Repository (${id}): ${apiError("ECR", "CreateRepository", "RepositoryAlreadyExistsException", `The repository with name '${id}' already exists in the registry with id '${accountId}'`)}`;
    case tokens.pullThroughCacheRule:
      return `creating ECR Pull Through Cache Rule (${id}): ${apiError("ECR", "CreatePullThroughCacheRule", "PullThroughCacheRuleAlreadyExistsException", `The pull through cache rule with ecrRepositoryPrefix '${id}' already exists in the registry with id '${accountId}'`)}`;
    case tokens.route:
      return `creating Route: ${ec2Error("CreateRoute", "RouteAlreadyExists", "The route identified by its destination already exists.")}`;
    default:
      return apiError("AWS", "Create", "ResourceAlreadyExists", `'${id}' already exists`);
  }
}

/** EC2 tells what is missing by the kind of id; the other services have names. */
const missing: Readonly<Record<string, readonly [code: string, what: string]>> = {
  eipalloc: ["InvalidAllocationID.NotFound", "allocation ID"],
  i: ["InvalidInstanceID.NotFound", "instance ID"],
  igw: ["InvalidInternetGatewayID.NotFound", "internetGateway ID"],
  lt: ["InvalidLaunchTemplateId.NotFound", "launch template ID"],
  nat: ["NatGatewayNotFound", "NAT gateway"],
  rtb: ["InvalidRouteTableID.NotFound", "routeTable ID"],
  sg: ["InvalidGroup.NotFound", "security group"],
  subnet: ["InvalidSubnetID.NotFound", "subnet ID"],
  vol: ["InvalidVolume.NotFound", "volume"],
  vpc: ["InvalidVpcID.NotFound", "vpc ID"],
};

function notFound(reference: Value, at: string): string {
  const wanted = text(reference);
  const known = missing[/^([a-z]+)-/.exec(wanted)?.[1] ?? ""];
  const place = at.replaceAll("[]", "");
  if (place === "clusterName") {
    return `${place}: api error ResourceNotFoundException: No cluster found for name: ${wanted}.`;
  }
  if (place === "bucket")
    return `${place}: api error NoSuchBucket: The specified bucket does not exist (${wanted})`;
  if (/role/i.test(place) || place === "principalArn") {
    return `${place}: api error NoSuchEntity: The role with name ${wanted.slice(wanted.lastIndexOf("/") + 1)} cannot be found.`;
  }
  if (/key/i.test(place))
    return `${place}: api error NotFoundException: Key '${wanted}' does not exist`;
  return known === undefined
    ? `${place}: api error NotFound: '${wanted}' does not exist`
    : `${place}: api error ${known[0]}: The ${known[1]} '${wanted}' does not exist`;
}

function inUse(resource: StoredResource, user: StoredResource): string {
  const { id, type } = resource;
  switch (type) {
    case tokens.vpc:
      return `deleting EC2 VPC (${id}): ${violation("DeleteVpc", `The vpc '${id}' has dependencies and cannot be deleted.`)} (${user.id})`;
    case tokens.subnet:
      return `deleting EC2 Subnet (${id}): ${violation("DeleteSubnet", `The subnet '${id}' has dependencies and cannot be deleted.`)} (${user.id})`;
    case tokens.securityGroup:
      return `deleting Security Group (${id}): ${violation("DeleteSecurityGroup", `resource ${id} has a dependent object`)} (${user.id})`;
    case tokens.eip:
      return `releasing EC2 EIP (${id}): ${ec2Error("ReleaseAddress", "AuthFailure", "You do not have permission to access the specified resource.")} (${user.id})`;
    default:
      return `deleting ${id}: ${violation("Delete", `'${id}' is being used`)} (${user.id})`;
  }
}

function violation(call: string, message: string): string {
  return ec2Error(call, "DependencyViolation", message);
}
