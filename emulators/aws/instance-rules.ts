import type { Scope } from "../core/resource-type.ts";
import type { Properties } from "../core/values.ts";
import { isList } from "../core/values.ts";
import { parseBlock } from "../core/ipv4.ts";
import {
  ec2Error,
  find,
  isKnown,
  isSet,
  madeUpId,
  object,
  strings,
  tagsAll,
  text,
  tokens,
} from "./vocabulary.ts";

export function userDataSize(inputs: Properties): number {
  const { userData, userDataBase64 } = inputs;
  return isKnown(userDataBase64)
    ? Buffer.from(text(userDataBase64), "base64").length
    : isKnown(userData)
      ? Buffer.byteLength(text(userData))
      : 0;
}

export function devices(inputs: Properties): readonly { at: string; device: Properties }[] {
  const others = isList(inputs["ebsBlockDevices"]) ? inputs["ebsBlockDevices"] : [];
  return [
    { at: "rootBlockDevice", device: object(inputs["rootBlockDevice"]) },
    ...others.map((one) => ({ at: "ebsBlockDevices", device: object(one) })),
  ];
}

export function asVolume(device: Properties): Properties {
  return {
    ...device,
    // A machine's own volumes are of the image's kind when nothing is said.
    type: device["volumeType"] ?? (Object.keys(device).length > 0 ? "gp3" : undefined),
    size: device["volumeSize"] ?? 8,
  };
}

export function filledDevice(device: Properties, id: string, scope: Scope): Properties {
  const volumeType = text(device["volumeType"] ?? "gp3");
  return {
    encrypted: false,
    iops: volumeType === "gp3" ? 3000 : 100,
    kmsKeyId: device["encrypted"] === true ? `alias/aws/ebs` : "",
    throughput: volumeType === "gp3" ? 125 : 0,
    volumeSize: 8,
    ...device,
    volumeType,
    tagsAll: tagsAll(device, scope),
    volumeId: madeUpId("vol", id, text(device["deviceName"])),
  };
}

export function placeRefusal(inputs: Properties, scope: Scope): string | undefined {
  const home = find(scope, tokens.subnet, inputs["subnetId"]);
  if (inputs["subnetId"] === undefined) {
    return ec2Error("RunInstances", "VPCIdNotSpecified", "No default VPC for this user");
  }
  const zone = inputs["availabilityZone"];
  if (home !== undefined && isSet(zone) && zone !== home.properties["availabilityZone"]) {
    return ec2Error(
      "RunInstances",
      "InvalidParameterValue",
      `The availability zone '${text(zone)}' does not match the subnet's: ${text(home.properties["availabilityZone"])}`,
    );
  }
  const [block, address] = [
    parseBlock(text(home?.properties["cidrBlock"])),
    parseBlock(`${text(inputs["privateIp"])}/32`),
  ];
  if (
    block !== undefined &&
    address !== undefined &&
    (address.first < block.first + 4 || address.first >= block.last)
  ) {
    return ec2Error(
      "RunInstances",
      "InvalidParameterValue",
      `Address ${text(inputs["privateIp"])} does not fall within the subnet's address range`,
    );
  }
  const taken = scope.store
    .list(tokens.instance)
    .some(
      ({ properties }) =>
        properties["subnetId"] === inputs["subnetId"] &&
        isSet(inputs["privateIp"]) &&
        properties["privateIp"] === inputs["privateIp"],
    );
  return taken
    ? ec2Error(
        "RunInstances",
        "InvalidIPAddress.InUse",
        `Address ${text(inputs["privateIp"])} is in use.`,
      )
    : groupRefusal(inputs, scope);
}

export function groupRefusal(inputs: Properties, scope: Scope): string | undefined {
  const home = find(scope, tokens.subnet, inputs["subnetId"]);
  const foreign = strings(inputs["vpcSecurityGroupIds"]).find((id) => {
    const group = find(scope, tokens.securityGroup, id);
    return group !== undefined && group.properties["vpcId"] !== home?.properties["vpcId"];
  });
  return home === undefined || foreign === undefined
    ? undefined
    : ec2Error(
        "RunInstances",
        "InvalidParameter",
        `Security group ${foreign} and subnet ${home.id} belong to different networks.`,
      );
}

export function profileRefusal(inputs: Properties, scope: Scope): string | undefined {
  const wanted = text(inputs["iamInstanceProfile"]);
  if (wanted === "") return undefined;
  const profile = scope.store.get(tokens.instanceProfile, wanted);
  if (profile === undefined) {
    return ec2Error(
      "RunInstances",
      "InvalidParameterValue",
      `Value (${wanted}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    );
  }
  return isSet(profile.properties["role"])
    ? undefined
    : ec2Error(
        "RunInstances",
        "InvalidParameterValue",
        `IAM Instance Profile "${text(profile.properties["arn"])}" has no associated IAM Roles`,
      );
}

export function shrunkRoot(from: Properties, to: Properties): string | undefined {
  const [old, next] = [from, to].map((one) => object(one["rootBlockDevice"])["volumeSize"]);
  return typeof old === "number" && typeof next === "number" && next < old
    ? `updating EC2 Instance: ${ec2Error("ModifyVolume", "InvalidParameterValue", "New size cannot be smaller than existing size")}`
    : undefined;
}
