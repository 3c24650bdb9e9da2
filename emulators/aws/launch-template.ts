import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, unordered } from "../core/traits.ts";
import type { Value } from "../core/values.ts";
import { same } from "../core/values.ts";
import { amiId, instanceTypeName, metadataOptions } from "./instance.ts";
import { volumeTypes } from "./ebs.ts";
import { bornGroups } from "./security-groups.ts";
import {
  arnOutput,
  arnText,
  ec2Error,
  failuresOf,
  isSet,
  newId,
  regionInput,
  regionOutput,
  tags,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";
import type { State } from "./vocabulary.ts";

/** The provider keeps these as text, so that "not said" is a third value. */
const flag = z.enum(["true", "false", ""]);

/** What makes a new version when it changes; names, tags and the default don't. */
const content = {
  blockDeviceMappings: z
    .array(
      z.strictObject({
        deviceName: z.string().optional(),
        ebs: z
          .strictObject({
            deleteOnTermination: flag.optional(),
            encrypted: flag.optional(),
            iops: orComputed(z.int()),
            kmsKeyId: arnText.optional(),
            snapshotId: z.string().optional(),
            throughput: orComputed(z.int().min(125).max(2000)),
            volumeSize: orComputed(z.int().min(1)),
            volumeType: orComputed(z.enum(volumeTypes)),
          })
          .optional(),
        noDevice: z.string().optional(),
        virtualName: z.string().optional(),
      }),
    )
    .optional(),
  description: z.string().max(255).optional(),
  disableApiStop: z.boolean().optional(),
  disableApiTermination: z.boolean().optional(),
  ebsOptimized: flag.optional(),
  iamInstanceProfile: z
    .strictObject({ arn: arnText.optional(), name: z.string().optional() })
    .optional(),
  imageId: amiId.optional(),
  instanceType: instanceTypeName.optional(),
  metadataOptions: orComputed(metadataOptions),
  monitoring: z.strictObject({ enabled: z.boolean().optional() }).optional(),
  networkInterfaces: z
    .array(
      z.strictObject({
        associatePublicIpAddress: flag.optional(),
        deleteOnTermination: flag.optional(),
        description: z.string().optional(),
        deviceIndex: z.int().optional(),
        securityGroups: unordered(z.array(z.string())).optional(),
        subnetId: z.string().optional(),
      }),
    )
    .optional(),
  tagSpecifications: z
    .array(
      z.strictObject({
        resourceType: z
          .enum(["instance", "volume", "network-interface", "spot-instances-request"])
          .optional(),
        tags: tags.optional(),
      }),
    )
    .optional(),
  userData: z.base64().optional(),
  vpcSecurityGroupIds: unordered(z.array(z.string())).optional(),
};

export const launchTemplate: ResourceType = {
  source:
    "internal/service/ec2/ec2_launch_template.go (provider 6); EC2 API, CreateLaunchTemplate. Spot, requirements, placement and licenses are left out.",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    ...content,
    defaultVersion: orComputed(z.int().min(1)),
    name: fixed(
      z
        .string()
        .min(3)
        .max(128)
        .regex(/^[0-9A-Za-z().\-/_]+$/),
    ),
    updateDefaultVersion: z.boolean().optional(),
  }),
  validate: (inputs) =>
    failuresOf([
      isSet(inputs["defaultVersion"]) && isSet(inputs["updateDefaultVersion"]),
      "defaultVersion",
      'Conflicting configuration arguments. "default_version": conflicts with update_default_version',
    ]),
  id: newId("lt"),
  computed: {
    ...regionOutput,
    ...arnOutput("ec2", "launch-template"),
    metadataOptions: () => undefined,
  },
  derived: {
    ...tagsOutput,
    latestVersion,
    defaultVersion: (state, scope) =>
      state["updateDefaultVersion"] === true
        ? latestVersion(state, scope)
        : (state["defaultVersion"] ?? 1),
  },
  references: [
    // A template may mean what is gone: only using it fails then.
    {
      at: "vpcSecurityGroupIds[]",
      to: [tokens.securityGroup],
      mayDangle: true,
      except: bornGroups,
    },
    { at: "networkInterfaces[].subnetId", to: [tokens.subnet], mayDangle: true },
  ],
  refuseCreate: (inputs, scope) => {
    const name = text(inputs["name"]);
    return scope.store
      .list(tokens.launchTemplate)
      .some(({ properties }) => properties["name"] === name)
      ? `creating EC2 Launch Template (${name}): ${ec2Error("CreateLaunchTemplate", "InvalidLaunchTemplateName.AlreadyExistsException", `Launch template name already in use.`)}`
      : undefined;
  },
};

function latestVersion(state: State, scope: Scope): Value {
  const before = scope.store.get(tokens.launchTemplate, state.id)?.properties;
  if (before === undefined) return 1;
  const unchanged = Object.keys(content).every((key) => same(before[key], state[key]));
  return Number(before["latestVersion"]) + (unchanged ? 0 : 1);
}
