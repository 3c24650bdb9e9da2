import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, outputOnly, unordered } from "../core/traits.ts";
import { clusterName, eksError, invalidParameter, minorOf } from "./eks-rules.ts";
import { regionOf } from "./regions.ts";
import {
  arn,
  arnText,
  digest,
  find,
  firstOf,
  isSet,
  regionInput,
  regionOutput,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";
import {
  imageRefusal,
  label,
  placeRefusal,
  roleRefusal,
  shapeFailures,
  sizeFailures,
  templateOf,
  templateRefusal,
  versionRefusal,
} from "./eks-node-rules.ts";

/** EKS API, Nodegroup, amiType; Windows is left out. */
const imageTypes = [
  "AL2_x86_64",
  "AL2_x86_64_GPU",
  "AL2_ARM_64",
  "CUSTOM",
  "BOTTLEROCKET_ARM_64",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_ARM_64_FIPS",
  "BOTTLEROCKET_x86_64_FIPS",
  "BOTTLEROCKET_ARM_64_NVIDIA",
  "BOTTLEROCKET_x86_64_NVIDIA",
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "AL2023_x86_64_NEURON",
  "AL2023_x86_64_NVIDIA",
  "AL2023_ARM_64_NVIDIA",
] as const;

export const nodeGroup: ResourceType = {
  source:
    "internal/service/eks/node_group.go at 012e0a32 (provider 6); pulumi-aws resource_overrides.go at 015d3438; EKS API, CreateNodegroup. SSH access and warm pools are left out.",
  autoName: { property: "nodeGroupName", maxLength: 255 },
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    amiType: orComputed(fixed(z.enum(imageTypes))),
    capacityType: orComputed(fixed(z.enum(["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"]))),
    clusterName: fixed(clusterName),
    diskSize: orComputed(fixed(z.int().min(1).max(16384))),
    forceUpdateVersion: z.boolean().optional(),
    instanceTypes: orComputed(
      fixed(
        z
          .array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/))
          .min(1)
          .max(20),
      ),
    ),
    labels: z.record(z.string(), z.string().regex(label)).optional(),
    launchTemplate: z
      .strictObject({
        id: fixed(z.string().regex(/^lt-[0-9a-f]+$/)).optional(),
        name: fixed(z.string().min(3).max(128)).optional(),
        version: z.string().min(1).max(255),
      })
      .optional(),
    nodeGroupName: fixed(
      z
        .string()
        .min(1)
        .max(63)
        .regex(/^[0-9A-Za-z][A-Za-z0-9_-]*$/),
    ),
    nodeRepairConfig: orComputed(z.strictObject({ enabled: z.boolean().default(false) })),
    nodeRoleArn: fixed(arnText),
    releaseVersion: orComputed(z.string()),
    scalingConfig: z.strictObject({
      desiredSize: z.int().min(0),
      maxSize: z.int().min(1),
      minSize: z.int().min(0),
    }),
    subnetIds: unordered(fixed(z.array(z.string()).min(1))),
    taints: unordered(
      z
        .array(
          z.strictObject({
            effect: z.enum(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]),
            key: z.string().min(1).max(63),
            value: z.string().max(63).optional(),
          }),
        )
        .max(50),
    ).optional(),
    updateConfig: orComputed(
      z.strictObject({
        maxUnavailable: z.int().min(1).max(100).optional(),
        maxUnavailablePercentage: z.int().min(1).max(100).optional(),
        updateStrategy: outputOnly(),
      }),
    ),
    version: orComputed(z.string()),
  }),
  validate: (inputs) => [...sizeFailures(inputs), ...shapeFailures(inputs)],
  id: (inputs) => `${text(inputs["clusterName"])}:${text(inputs["nodeGroupName"])}`,
  computed: {
    ...regionOutput,
    amiType: (state, scope) =>
      templateOf(state, scope)?.properties["imageId"] === undefined
        ? "AL2023_x86_64_STANDARD"
        : "CUSTOM",
    arn: (state, scope) =>
      arn(
        "eks",
        regionOf(state, scope),
        `nodegroup/${text(state["clusterName"])}/${text(state["nodeGroupName"])}/${uuid(scope)}`,
      ),
    capacityType: () => "ON_DEMAND",
    diskSize: (state) => (state["launchTemplate"] === undefined ? 20 : 0),
    instanceTypes: (state, scope) =>
      templateOf(state, scope)?.properties["instanceType"] === undefined ? ["t3.medium"] : [],
    nodeGroupNamePrefix: () => "",
    nodeRepairConfig: () => ({ enabled: false }),
    resources: (state, scope) => [
      {
        autoscalingGroups: [{ name: `eks-${text(state["nodeGroupName"])}-${uuid(scope)}` }],
        remoteAccessSecurityGroupId: "",
      },
    ],
    status: () => "ACTIVE",
    updateConfig: () => ({ maxUnavailable: 1, maxUnavailablePercentage: 0 }),
    version: (state, scope) =>
      find(scope, tokens.cluster, state["clusterName"])?.properties["version"],
  },
  derived: {
    ...tagsOutput,
    // A newer Kubernetes comes with newer images.
    releaseVersion: (state) => {
      const [given, version] = [text(state["releaseVersion"]), text(state["version"])];
      return given.startsWith(`${version}.`) ? given : `${version}.0-20261101`;
    },
  },
  references: [
    { at: "clusterName", to: [tokens.cluster] },
    { at: "subnetIds[]", to: [tokens.subnet] },
    { at: "nodeRoleArn", to: [tokens.role], mayDangle: true },
    { at: "launchTemplate.id", to: [tokens.launchTemplate], mayDangle: true },
    { at: "launchTemplate.name", to: [tokens.launchTemplate], mayDangle: true },
  ],
  refuseCreate: (inputs, scope) => {
    const reason = firstOf(
      versionRefusal(inputs, scope),
      imageRefusal(inputs, scope),
      templateRefusal(inputs, scope),
      placeRefusal(inputs, scope),
      roleRefusal(inputs["nodeRoleArn"], scope),
    );
    return reason === undefined
      ? undefined
      : `creating EKS Node Group (${text(inputs["clusterName"])}:${text(inputs["nodeGroupName"])}): ${reason}`;
  },
  refuseUpdate: (from, to, scope) => {
    const lowered =
      isSet(from["version"]) &&
      isSet(to["version"]) &&
      minorOf(to["version"]) < minorOf(from["version"]);
    const reason = firstOf(
      lowered
        ? invalidParameter(
            "UpdateNodegroupVersion",
            `Requested Kubernetes version ${text(to["version"])} is lower than the node group's version ${text(from["version"])}`,
          )
        : undefined,
      versionRefusal(to, scope),
      templateRefusal(to, scope),
      (from["launchTemplate"] === undefined) === (to["launchTemplate"] === undefined)
        ? undefined
        : eksError(
            "UpdateNodegroupVersion",
            "InvalidRequestException",
            "A launch template can't be added to, or removed from, a node group that exists",
          ),
    );
    return reason === undefined
      ? undefined
      : `updating EKS Node Group (${text(to["clusterName"])}:${text(to["nodeGroupName"])}): ${reason}`;
  },
};

function uuid(scope: Scope): string {
  return digest(scope.hex(32)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
