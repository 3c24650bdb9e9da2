import { z } from "zod";
import { CloudError } from "../core/provider.ts";
import type { InvokeType, Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import { callerArn } from "./caller.ts";
import { isRegion, regionOf, regionTitle, zonesOf } from "./regions.ts";
import { accountId, arn, digest, object, strings, text, tokens } from "./vocabulary.ts";

const region = { region: z.string().optional() };

const filter = z.strictObject({ name: z.string(), values: z.array(z.string()) });

const getAvailabilityZones: InvokeType = {
  source: "internal/service/ec2/ec2_availability_zones_data_source.go (provider 6)",
  args: z.strictObject({
    ...region,
    allAvailabilityZones: z.boolean().optional(),
    excludeNames: z.array(z.string()).optional(),
    excludeZoneIds: z.array(z.string()).optional(),
    filters: z.array(filter).optional(),
    state: z.enum(["available", "information", "impaired", "unavailable"]).optional(),
  }),
  result: (args, scope) => {
    const place = regionOf(args, scope);
    const none = args["state"] !== undefined && args["state"] !== "available";
    const zones = zonesOf(place).filter(
      (zone) =>
        !none &&
        !strings(args["excludeNames"]).includes(zone.name) &&
        !strings(args["excludeZoneIds"]).includes(zone.id) &&
        (isList(args["filters"]) ? args["filters"] : []).map(object).every((one) => {
          const facts: Properties = {
            "group-name": `${place}-zg-1`,
            "opt-in-status": "opt-in-not-required",
            "region-name": place,
            "zone-id": zone.id,
            "zone-name": zone.name,
            "zone-type": "availability-zone",
            state: "available",
          };
          return strings(one["values"]).includes(text(facts[text(one["name"])]));
        }),
    );
    return {
      ...args,
      region: place,
      id: place,
      groupNames: zones.length > 0 ? [`${place}-zg-1`] : [],
      names: zones.map(({ name }) => name),
      zoneIds: zones.map(({ id }) => id),
    };
  },
};

const getCallerIdentity: InvokeType = {
  source: "internal/service/sts/caller_identity_data_source.go (provider 6)",
  args: z.strictObject({ id: z.string().optional() }),
  result: (_, scope) => {
    const caller = callerArn(scope.config);
    return { accountId, arn: caller.arn, id: accountId, userId: caller.userId };
  },
};

const getPartition: InvokeType = {
  source: "internal/service/meta/partition_data_source.go (provider 6)",
  args: z.strictObject({ id: z.string().optional() }),
  result: () => ({
    dnsSuffix: "amazonaws.com",
    id: "aws",
    partition: "aws",
    reverseDnsPrefix: "com.amazonaws",
  }),
};

const getRegion: InvokeType = {
  source: "internal/service/meta/region_data_source.go (provider 6)",
  args: z.strictObject({
    ...region,
    endpoint: z.string().optional(),
    id: z.string().optional(),
    name: z.string().optional(),
  }),
  result: (args, scope) => {
    const place = text(args["name"] ?? regionOf(args, scope));
    if (!isRegion(place)) throw new CloudError(`region not found for name "${place}"`);
    return {
      description: regionTitle(place),
      endpoint: `ec2.${place}.amazonaws.com`,
      id: place,
      name: place,
      region: place,
    };
  },
};

/** Parameters that AWS and Canonical keep in every region: the newest image of a system. */
const imageParameters = [
  /^\/aws\/service\/ami-amazon-linux-latest\/al2023-ami(-minimal)?-kernel-(default|6\.1|6\.12)-(x86_64|arm64)$/,
  /^\/aws\/service\/canonical\/ubuntu\/server(-minimal)?\/(22\.04|24\.04|jammy|noble)\/stable\/current\/(amd64|arm64)\/hvm\/ebs-gp[23]\/ami-id$/,
];

const getParameter: InvokeType = {
  source:
    "internal/service/ssm/parameter_data_source.go (provider 6); Systems Manager user guide, public parameters",
  args: z.strictObject({
    ...region,
    name: z.string(),
    withDecryption: z.boolean().default(true),
  }),
  result: (args, scope) => {
    const [name, place] = [text(args["name"]), regionOf(args, scope)];
    if (!imageParameters.some((one) => one.test(name))) {
      throw new CloudError(
        `reading SSM Parameter (${name}): couldn't find resource (the emulated cloud knows the public parameters of Amazon Linux 2023 and Ubuntu images only)`,
      );
    }
    const value = `ami-0${digest(place, name).slice(0, 16)}`;
    return {
      arn: `arn:aws:ssm:${place}::parameter${name}`,
      id: name,
      insecureValue: value,
      name,
      region: place,
      type: "String",
      value,
      version: 1,
      withDecryption: args["withDecryption"],
    };
  },
};

const getResources: InvokeType = {
  source:
    "internal/service/resourcegroupstaggingapi/resources_data_source.go (provider 6); Resource Groups Tagging API, GetResources",
  args: z.strictObject({
    ...region,
    excludeCompliantResources: z.boolean().optional(),
    includeComplianceDetails: z.boolean().optional(),
    resourceArnLists: z.array(z.string()).max(100).optional(),
    resourceTypeFilters: z.array(z.string()).max(100).optional(),
    tagFilters: z
      .array(z.strictObject({ key: z.string(), values: z.array(z.string()).max(20).optional() }))
      .max(50)
      .optional(),
  }),
  result: (args, scope) => {
    const place = regionOf(args, scope);
    const only = strings(args["resourceArnLists"]);
    const found = scope.store
      .list()
      .filter((resource) => isListedIn(resource, place))
      .map((resource) => ({
        complianceDetails: [],
        resourceArn: arnOf(resource, scope),
        tags: object(resource.properties["tagsAll"]),
      }))
      .filter(({ resourceArn }) => resourceArn !== undefined)
      .filter(({ tags }) => Object.keys(tags).length > 0 && hasTags(tags, args["tagFilters"]))
      .filter(({ resourceArn }) => isOfType(text(resourceArn), args["resourceTypeFilters"]))
      .filter(({ resourceArn }) => only.length === 0 || only.includes(text(resourceArn)));
    return {
      ...args,
      id: place,
      region: place,
      resourceTagMappingLists: found,
    };
  },
};

export const functions: Readonly<Record<string, InvokeType>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": getAvailabilityZones,
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:index/getRegion:getRegion": getRegion,
  "aws:resourcegroupstaggingapi/getResources:getResources": getResources,
  "aws:ssm/getParameter:getParameter": getParameter,
};

/** Undefined for what AWS's tagging API doesn't list: IAM's roles, and what has no tags. */
function arnOf({ type, id, properties }: StoredResource, scope: Scope): string | undefined {
  if (!type.startsWith("aws:") || type === tokens.role) return undefined;
  if (type === tokens.natGateway)
    return arn("ec2", regionOf(properties, scope), `natgateway/${id}`);
  const given = properties["arn"] ?? properties["accessEntryArn"] ?? properties["associationArn"];
  return typeof given === "string" ? given : undefined;
}

/** What belongs to no region, such as IAM's, is listed in the first one. */
function isListedIn({ properties }: StoredResource, place: string): boolean {
  return (properties["region"] ?? "us-east-1") === place;
}

function hasTags(tags: Properties, filters: Value): boolean {
  return (isList(filters) ? filters : []).map(object).every((one) => {
    const value = tags[text(one["key"])];
    const wanted = strings(one["values"]);
    return value !== undefined && (wanted.length === 0 || wanted.includes(text(value)));
  });
}

/** `ec2:instance` is an instance, `eks` is anything of EKS. */
function isOfType(resourceArn: string, filters: Value): boolean {
  const wanted = strings(filters);
  const [, , service = "", , , ...rest] = resourceArn.split(":");
  const kind = rest.join(":").split(/[/:]/)[0] ?? "";
  return (
    wanted.length === 0 || wanted.some((one) => one === service || one === `${service}:${kind}`)
  );
}
