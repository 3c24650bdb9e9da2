import { sha256 } from "../../system/sha256.ts";
import { crc32 } from "node:zlib";
import { z } from "zod";
import type { Failure } from "../core/provider.ts";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import { fixed, orComputed } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList, isObject, isUnknown } from "../core/values.ts";
import { parseBlock } from "../core/ipv4.ts";
import { regionOf } from "./regions.ts";

/** What AWS's services have in common: accounts, ARNs, ids, tags, and the way they refuse. */

/** The account that everything belongs to: the one that AWS's documentation uses. */
export const accountId = "123456789012";

/** Types that tables of other services refer to. */
export const tokens = {
  vpc: "aws:ec2/vpc:Vpc",
  subnet: "aws:ec2/subnet:Subnet",
  internetGateway: "aws:ec2/internetGateway:InternetGateway",
  eip: "aws:ec2/eip:Eip",
  eipAssociation: "aws:ec2/eipAssociation:EipAssociation",
  natGateway: "aws:ec2/natGateway:NatGateway",
  routeTable: "aws:ec2/routeTable:RouteTable",
  route: "aws:ec2/route:Route",
  routeTableAssociation: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  securityGroup: "aws:ec2/securityGroup:SecurityGroup",
  ingressRule: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egressRule: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  instance: "aws:ec2/instance:Instance",
  launchTemplate: "aws:ec2/launchTemplate:LaunchTemplate",
  volume: "aws:ebs/volume:Volume",
  volumeAttachment: "aws:ec2/volumeAttachment:VolumeAttachment",
  lifecyclePolicy: "aws:dlm/lifecyclePolicy:LifecyclePolicy",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  rolePolicyAttachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  instanceProfile: "aws:iam/instanceProfile:InstanceProfile",
  oidcProvider: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  cluster: "aws:eks/cluster:Cluster",
  nodeGroup: "aws:eks/nodeGroup:NodeGroup",
  addon: "aws:eks/addon:Addon",
  accessEntry: "aws:eks/accessEntry:AccessEntry",
  accessPolicyAssociation: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  podIdentityAssociation: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  key: "aws:kms/key:Key",
  alias: "aws:kms/alias:Alias",
  bucket: "aws:s3/bucket:Bucket",
  bucketObject: "aws:s3/bucketObjectv2:BucketObjectv2",
  publicAccessBlock: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  bucketVersioning: "aws:s3/bucketVersioning:BucketVersioning",
  bucketEncryption:
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  record: "aws:route53/record:Record",
  repository: "aws:ecr/repository:Repository",
  pullThroughCacheRule: "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
} as const;

export type State = Properties & { readonly id: string };
export type Rules = ResourceType["computed"];

/** Since version 7 every regional resource may say where it is; moving makes it anew. */
export const regionInput = { region: orComputed(fixed(z.string())) };
export const regionOutput = { region: regionOf };

/** EC2 user guide, "Tag restrictions". */
export const tags = z.record(z.string(), z.string().max(256)).superRefine((given, context) => {
  const keys = Object.keys(given);
  for (const key of keys.filter((one) => /^aws:/i.test(one))) {
    context.addIssue(`Tag keys starting with 'aws:' are reserved for system use (${key})`);
  }
  for (const key of keys.filter((one) => one === "" || one.length > 128)) {
    context.addIssue(`a tag's key has 1 to 128 characters, got ${JSON.stringify(key)}`);
  }
  if (keys.length > 50) context.addIssue(`at most 50 tags are possible, got ${keys.length}`);
});

export const tagsInput = { tags: tags.optional() };
export const tagsOutput = { tagsAll } satisfies Rules;

/** The provider's default tags, under the resource's own (pulumi-aws, provider/tags.go). */
export function tagsAll(state: Properties, scope: Pick<Scope, "config">): Value {
  const merged = {
    ...object(object(scope.config["defaultTags"])["tags"]),
    ...object(state["tags"]),
  };
  if (isUnknown(state["tags"])) return state["tags"];
  const ignored = object(scope.config["ignoreTags"]);
  const [keys, prefixes] = [strings(ignored["keys"]), strings(ignored["keyPrefixes"])];
  return Object.fromEntries(
    Object.entries(merged).filter(
      ([key]) => !keys.includes(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
    ),
  );
}

/** `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE` */
export function arn(service: string, region: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** The `arn` output of a regional resource whose ARN ends in its id. */
export function arnOutput(service: string, kind: string): Rules {
  return { arn: (state, scope) => arn(service, regionOf(state, scope), `${kind}/${state.id}`) };
}

export const ownerOutput = { ownerId: () => accountId };

/** An ARN (verify.ValidARN). */
export const arnText = z.string().superRefine((value, context) => {
  const problem = !value.startsWith("arn:")
    ? "arn: invalid prefix"
    : value.split(":").length < 6
      ? "arn: not enough sections"
      : /^arn:aws(-[a-z]+)*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:.+$/.test(value)
        ? undefined
        : "invalid partition, region, account ID or resource";
  if (problem !== undefined) context.addIssue(`(${value}) is an invalid ARN: ${problem}`);
});

/** An IPv4 network: no bits set right of the prefix (verify.ValidIPv4CIDRNetworkAddress). */
export function cidr(least = 0, most = 32): z.ZodString {
  return z.string().superRefine((value, context) => {
    const block = parseBlock(value);
    if (block === undefined) {
      context.addIssue(`${JSON.stringify(value)} is not a valid IPv4 CIDR block`);
    } else if (!block.aligned) {
      context.addIssue(`${JSON.stringify(value)} is not a network address`);
    } else if (block.prefix < least || block.prefix > most) {
      context.addIssue(
        `expected a network Value with between ${least} and ${most} significant bits, got: ${block.prefix}`,
      );
    }
  });
}

/** A new id in EC2's form, such as `vpc-0123456789abcdef0`. */
export function newId(prefix: string): (inputs: Properties, scope: Scope) => string {
  return (_, scope) => `${prefix}-0${scope.hex(16)}`;
}

/** An id that always comes out the same for the same thing. */
export function madeUpId(prefix: string, ...of: readonly string[]): string {
  return `${prefix}-0${digest(...of).slice(0, 16)}`;
}

export function digest(...of: readonly string[]): string {
  return sha256(of.join("\n"));
}

/** The number by which the provider tells things apart that have no id (create.StringHashcode). */
export function hashcode(parts: string): number {
  return crc32(parts);
}

/** An address out of the block for benchmarks (RFC 2544), so that none is anybody's. */
export function publicAddress(id: string): string {
  const number = Number.parseInt(digest("public address", id).slice(0, 8), 16);
  return `198.${18 + (number % 2)}.${(number >> 1) & 255}.${1 + ((number >> 9) & 127)}`;
}

export function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}

export function text(value: Value): string {
  return typeof value === "string" ? value : "";
}

export function object(value: Value): Properties {
  return isObject(value) ? value : {};
}

export function strings(value: Value): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Given, and not about to become known later. */
export function isKnown(value: Value): boolean {
  return value !== undefined && value !== null && !isUnknown(value);
}

/** Given, or at least about to be. */
export function isSet(value: Value): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** A refusal in the words of AWS's SDK: which call of which service, and what its error says. */
export function apiError(service: string, call: string, code: string, message: string): string {
  return `operation error ${service}: ${call}, https response error StatusCode: 400, api error ${code}: ${message}`;
}

export function ec2Error(call: string, code: string, message: string): string {
  return apiError("EC2", call, code, message);
}

/** A check over known values only: what isn't known yet can't be wrong yet. */
export function failuresOf(
  ...checks: readonly (readonly [broken: boolean, path: string, reason: string])[]
): readonly Failure[] {
  return checks
    .filter(([broken]) => broken)
    .map(([, path, reason]) => ({ path: path === "" ? [] : path.split("."), reason }));
}

/** Exactly one of these has to be given (ExactlyOneOf); `what` names them in the message. */
export function exactlyOneOf(inputs: Properties, names: readonly string[]): readonly Failure[] {
  const given = names.filter((name) => isSet(inputs[name]));
  const list = names.join(",");
  return failuresOf(
    [given.length === 0, "", `Missing required argument: one of \`${list}\` must be specified`],
    [
      given.length > 1,
      "",
      `Invalid combination of arguments: only one of \`${list}\` can be specified, but \`${given.join(",")}\` were specified`,
    ],
  );
}

export function find(scope: Scope, type: string, reference: Value): StoredResource | undefined {
  return scope.store.resolve([type], reference);
}

/** The first reason that isn't undefined. */
export function firstOf(...reasons: readonly (string | undefined)[]): string | undefined {
  return reasons.find((reason) => reason !== undefined);
}
