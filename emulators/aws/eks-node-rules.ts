import type { Failure } from "../core/provider.ts";
import type { Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import { eksError, invalidParameter, kubernetesVersions, minorOf } from "./eks-rules.ts";
import { policiesOf } from "./iam.ts";
import { trusts } from "./policies.ts";
import { defaultRouteOf } from "./routes.ts";
import {
  exactlyOneOf,
  failuresOf,
  find,
  firstOf,
  isKnown,
  isSet,
  object,
  strings,
  text,
  tokens,
} from "./vocabulary.ts";

export const label = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;

/** The launch template that a node group or an instance means, by id or by name. */
export function templateOf(state: Properties, scope: Scope): StoredResource | undefined {
  const { id, name } = object(state["launchTemplate"]);
  return isKnown(id)
    ? find(scope, tokens.launchTemplate, id)
    : isKnown(name)
      ? find(scope, tokens.launchTemplate, name)
      : undefined;
}

/** Graviton: the letter after the generation is a g, as in m7g, c6gn or t4g. */
export function isArm(instanceType: string): boolean {
  return /^(a1|[a-z]+\d+g[a-z]*(-flex)?)\./.test(instanceType);
}

export function sizeFailures(inputs: Properties): readonly Failure[] {
  const { desiredSize, maxSize, minSize } = object(inputs["scalingConfig"]);
  return failuresOf(
    [
      isAbove(minSize, desiredSize),
      "scalingConfig",
      sizeWords("Minimum capacity", minSize, "desired size", desiredSize),
    ],
    [
      isAbove(desiredSize, maxSize),
      "scalingConfig",
      sizeWords("desired capacity", desiredSize, "max size", maxSize),
    ],
  );
}

function isAbove(one: Value, other: Value): boolean {
  return typeof one === "number" && typeof other === "number" && one > other;
}

function sizeWords(kind: string, one: Value, other: string, most: Value): string {
  return `InvalidParameterException: ${kind} ${Number(one)} can't be greater than ${other} ${Number(most)}`;
}

export function shapeFailures(inputs: Properties): readonly Failure[] {
  const template = object(inputs["launchTemplate"]);
  const reserved = Object.keys(object(inputs["labels"])).find((key) =>
    /^(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(key),
  );
  const wrong = Object.keys(object(inputs["labels"])).find(
    (key) =>
      !/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/.test(
        key,
      ),
  );
  const update = inputs["updateConfig"];
  const taints = isList(inputs["taints"]) ? inputs["taints"].map(object) : [];
  const wrongTaint = taints.find(({ value }) => isKnown(value) && !label.test(text(value)));
  return [
    ...failuresOf(
      [
        isSet(template["id"]) && isSet(template["name"]),
        "launchTemplate.id",
        'Conflicting configuration arguments. "launch_template.0.id": conflicts with launch_template.0.name',
      ],
      [
        reserved !== undefined,
        "labels",
        "InvalidParameterException: Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]",
      ],
      [wrong !== undefined, "labels", `${JSON.stringify(wrong)} can't be a label's key`],
      [
        wrongTaint !== undefined,
        "taints",
        `${JSON.stringify(wrongTaint?.["value"])} can't be a taint's value`,
      ],
    ),
    ...(update === undefined || !isKnown(update)
      ? []
      : exactlyOneOf(object(update), ["maxUnavailable", "maxUnavailablePercentage"])),
  ];
}

export function versionRefusal(inputs: Properties, scope: Scope): string | undefined {
  const version = inputs["version"];
  if (!isSet(version)) return undefined;
  if (!kubernetesVersions.some((one) => one === version)) {
    return invalidParameter("CreateNodegroup", `Unsupported Kubernetes version ${text(version)}`);
  }
  const limit = find(scope, tokens.cluster, inputs["clusterName"])?.properties["version"];
  return minorOf(version) > minorOf(limit)
    ? invalidParameter(
        "CreateNodegroup",
        `Requested Nodegroup version ${text(version)} is greater than cluster version ${text(limit)}`,
      )
    : undefined;
}

export function imageRefusal(inputs: Properties, scope: Scope): string | undefined {
  const image = text(inputs["amiType"] ?? "AL2023_x86_64_STANDARD");
  const cluster = find(scope, tokens.cluster, inputs["clusterName"]);
  const version = inputs["version"] ?? cluster?.properties["version"];
  if (image.startsWith("AL2_") && minorOf(version) > 32) {
    return invalidParameter(
      "CreateNodegroup",
      `AMI Type ${image} is only supported for kubernetes versions 1.32 or earlier`,
    );
  }
  const template = templateOf(inputs, scope);
  if (image === "CUSTOM" || template?.properties["imageId"] !== undefined) return undefined;
  const wrong = strings(inputs["instanceTypes"]).filter(
    (type) => isArm(type) !== image.includes("ARM_64"),
  );
  return wrong.length === 0
    ? undefined
    : invalidParameter(
        "CreateNodegroup",
        `[${wrong.join(", ")}] is not a valid instance type for requested amiType ${image}`,
      );
}

/** EKS user guide, launch templates: what stands in the one can't stand in the other. */
export function templateRefusal(inputs: Properties, scope: Scope): string | undefined {
  const template = templateOf(inputs, scope);
  if (template === undefined) return undefined;
  const { properties, id } = template;
  const networks = isList(properties["networkInterfaces"]) ? properties["networkInterfaces"] : [];
  const image = isSet(properties["imageId"]);
  const version = text(object(inputs["launchTemplate"])["version"]);
  return firstOf(
    isSet(inputs["diskSize"])
      ? invalidParameter(
          "CreateNodegroup",
          "Disk size must be specified within the launch template.",
        )
      : undefined,
    isSet(properties["instanceType"]) && strings(inputs["instanceTypes"]).length > 0
      ? invalidParameter(
          "CreateNodegroup",
          "Instance types can't be specified both in the launch template and in the request.",
        )
      : undefined,
    properties["iamInstanceProfile"] === undefined
      ? undefined
      : refused(
          `Launch template ${id} should not specify an instance profile. The noderole in your request will be used to construct an instance profile.`,
        ),
    networks.map(object).some((one) => isSet(one["subnetId"]))
      ? refused(`Launch template ${id} should not specify subnets.`)
      : undefined,
    image && isSet(inputs["amiType"]) && inputs["amiType"] !== "CUSTOM"
      ? refused(
          "You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template.",
        )
      : undefined,
    image && (isSet(inputs["version"]) || isSet(inputs["releaseVersion"]))
      ? refused("You cannot specify the field kubernetesVersion when using custom AMIs.")
      : undefined,
    /^\d+$/.test(version) && Number(version) > Number(properties["latestVersion"])
      ? refused(`Launch template ${id} has no version ${version}`)
      : undefined,
  );
}

export function placeRefusal(inputs: Properties, scope: Scope): string | undefined {
  const cluster = find(scope, tokens.cluster, inputs["clusterName"]);
  const homes = strings(inputs["subnetIds"])
    .map((id) => find(scope, tokens.subnet, id))
    .filter((one) => one !== undefined);
  const vpcId = object(cluster?.properties["vpcConfig"])["vpcId"];
  const foreign = homes.find(({ properties }) => properties["vpcId"] !== vpcId);
  if (cluster !== undefined && foreign !== undefined) {
    return invalidParameter(
      "CreateNodegroup",
      `Subnets [${foreign.id}] are not in the cluster's VPC ${text(vpcId)}`,
    );
  }
  const closed = homes.filter(
    ({ id, properties }) =>
      defaultRouteOf(id, scope) === "gateway" && properties["mapPublicIpOnLaunch"] !== true,
  );
  return closed.length === 0
    ? undefined
    : `unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: Ec2SubnetInvalidConfiguration: One or more Amazon EC2 Subnets of [${closed.map(({ id }) => id).join(", ")}] for node group ${text(inputs["nodeGroupName"])} does not automatically assign public IP addresses to instances launched into it. If you want your instances to be assigned a public IP address, then you need to enable auto-assign public IP address for the subnet.`;
}

function refused(message: string): string {
  return eksError("CreateNodegroup", "InvalidRequestException", message);
}

/** EKS user guide, node IAM role: nodes that may not register or pull never join. */
export function roleRefusal(roleArn: Value, scope: Scope): string | undefined {
  const role = find(scope, tokens.role, roleArn);
  if (!trusts(role?.properties["assumeRolePolicy"], "ec2.amazonaws.com")) {
    return invalidParameter(
      "CreateNodegroup",
      "Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole " +
        text(roleArn),
    );
  }
  const held = policiesOf(roleArn, scope);
  const needs = [
    ["AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodeMinimalPolicy"],
    ["AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly"],
  ];
  const missing = needs.find((choices) => !choices.some((one) => held.includes(one)));
  return missing === undefined || held.includes("custom")
    ? undefined
    : `unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: NodeCreationFailure: Instances failed to join the kubernetes cluster (the role has none of ${missing.join(", ")})`;
}
