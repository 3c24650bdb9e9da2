import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, outputOnly, unordered } from "../core/traits.ts";
import type { Properties } from "../core/values.ts";
import { isList } from "../core/values.ts";
import { publicName } from "./addresses.ts";
import { volumeFailures, volumeTypes } from "./ebs.ts";
import { regionOf } from "./regions.ts";
import { bornGroups } from "./security-groups.ts";
import {
  arnOutput,
  ec2Error,
  failuresOf,
  find,
  firstOf,
  isSet,
  madeUpId,
  newId,
  object,
  publicAddress,
  regionInput,
  regionOutput,
  tags,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";
import { freePrivateAddress } from "./vpc.ts";
import {
  asVolume,
  devices,
  filledDevice,
  groupRefusal,
  placeRefusal,
  profileRefusal,
  shrunkRoot,
  userDataSize,
} from "./instance-rules.ts";

export const amiId = z.string().regex(/^ami-[0-9a-f]{8}([0-9a-f]{9})?$/);

export const instanceTypeName = z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/);

/** How a machine gives its programs credentials; IMDSv2 is `httpTokens: required`. */
export const metadataOptions = z.strictObject({
  httpEndpoint: orComputed(z.enum(["enabled", "disabled"])),
  httpProtocolIpv6: orComputed(z.enum(["enabled", "disabled"])),
  httpPutResponseHopLimit: orComputed(z.int().min(1).max(64)),
  httpTokens: orComputed(z.enum(["optional", "required"])),
  instanceMetadataTags: orComputed(z.enum(["enabled", "disabled"])),
});

const rootBlockDevice = z.strictObject({
  deleteOnTermination: z.boolean().default(true),
  deviceName: outputOnly(),
  encrypted: orComputed(fixed(z.boolean())),
  iops: orComputed(z.int()),
  kmsKeyId: orComputed(fixed(z.string())),
  tags: tags.optional(),
  tagsAll: outputOnly(),
  throughput: orComputed(z.int()),
  volumeId: outputOnly(),
  volumeSize: orComputed(z.int().min(1)),
  volumeType: orComputed(z.enum(volumeTypes)),
});

/** Of these, only the size, kind and tags of one that exists can change; adding one makes the VM anew. */
const ebsBlockDevice = z.strictObject({
  deleteOnTermination: fixed(z.boolean()).default(true),
  deviceName: fixed(z.string()),
  encrypted: orComputed(fixed(z.boolean())),
  iops: orComputed(fixed(z.int())),
  kmsKeyId: orComputed(fixed(z.string())),
  snapshotId: orComputed(fixed(z.string())),
  tags: tags.optional(),
  tagsAll: outputOnly(),
  throughput: orComputed(fixed(z.int())),
  volumeId: outputOnly(),
  volumeSize: orComputed(fixed(z.int().min(1))),
  volumeType: orComputed(fixed(z.enum(volumeTypes))),
});

export const instance: ResourceType = {
  source:
    "internal/service/ec2/ec2_instance.go at 0015dfcd (provider 5) and @pulumi/aws 7.48's own doc for what came later; EC2 API, RunInstances. Key pairs, launch templates, own interfaces, spot and hosts are left out.",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    ami: orComputed(fixed(amiId)),
    associatePublicIpAddress: orComputed(fixed(z.boolean())),
    availabilityZone: orComputed(fixed(z.string())),
    creditSpecification: orComputed(
      z.strictObject({ cpuCredits: z.enum(["standard", "unlimited"]).optional() }),
    ),
    disableApiStop: orComputed(z.boolean()),
    disableApiTermination: orComputed(z.boolean()),
    ebsBlockDevices: orComputed(unordered(z.array(ebsBlockDevice))),
    ebsOptimized: orComputed(fixed(z.boolean())),
    forceDestroy: z.boolean().default(false),
    hibernation: fixed(z.boolean().optional()),
    iamInstanceProfile: orComputed(z.string()),
    instanceInitiatedShutdownBehavior: orComputed(z.enum(["stop", "terminate"])),
    instanceType: orComputed(instanceTypeName),
    maintenanceOptions: orComputed(
      z.strictObject({ autoRecovery: orComputed(z.enum(["default", "disabled"])) }),
    ),
    metadataOptions: orComputed(metadataOptions),
    monitoring: orComputed(z.boolean()),
    privateIp: orComputed(fixed(z.ipv4())),
    rootBlockDevice: orComputed(rootBlockDevice),
    sourceDestCheck: z.boolean().default(true),
    subnetId: orComputed(fixed(z.string())),
    tenancy: orComputed(fixed(z.enum(["default", "dedicated", "host"]))),
    userData: orComputed(z.string()),
    userDataBase64: orComputed(z.base64()),
    userDataReplaceOnChange: z.boolean().default(false),
    volumeTags: tags.optional(),
    vpcSecurityGroupIds: orComputed(unordered(z.array(z.string()))),
  }),
  validate: (inputs) => [
    ...failuresOf(
      [
        inputs["ami"] === undefined,
        "",
        "Missing required argument: one of `ami,launch_template` must be specified",
      ],
      [
        inputs["instanceType"] === undefined,
        "",
        "Missing required argument: one of `instance_type,launch_template` must be specified",
      ],
      [
        isSet(inputs["userData"]) && isSet(inputs["userDataBase64"]),
        "userData",
        'Conflicting configuration arguments. "user_data": conflicts with user_data_base64',
      ],
      [
        userDataSize(inputs) > 16384,
        "userData",
        `User data is limited to 16384 bytes, got ${userDataSize(inputs)}`,
      ],
    ),
    ...devices(inputs).flatMap(({ at, device }) => volumeFailures(asVolume(device), at)),
  ],
  id: newId("i"),
  computed: {
    ...regionOutput,
    ...arnOutput("ec2", "instance"),
    associatePublicIpAddress: isPublic,
    availabilityZone: (state, scope) =>
      find(scope, tokens.subnet, state["subnetId"])?.properties["availabilityZone"],
    creditSpecification: () => undefined,
    disableApiStop: () => false,
    disableApiTermination: () => false,
    ebsOptimized: () => false,
    iamInstanceProfile: () => "",
    instanceInitiatedShutdownBehavior: () => "stop",
    instanceLifecycle: () => "",
    instanceState: () => "running",
    monitoring: () => false,
    outpostArn: () => "",
    passwordData: () => "",
    primaryNetworkInterfaceId: ({ id }) => madeUpId("eni", id),
    privateIp: (state, scope) => freePrivateAddress(state["subnetId"], scope),
    publicIp: (state, scope) => (isPublic(state, scope) ? publicAddress(state.id) : ""),
    spotInstanceRequestId: () => "",
    tenancy: () => "default",
    userData: () => undefined,
    userDataBase64: () => undefined,
    vpcSecurityGroupIds: (state, scope) => {
      const home = find(scope, tokens.subnet, state["subnetId"])?.properties["vpcId"];
      return [find(scope, tokens.vpc, home)?.properties["defaultSecurityGroupId"]];
    },
  },
  derived: {
    ...tagsOutput,
    privateDns: (state, scope) => {
      const region = regionOf(state, scope);
      const domain = region === "us-east-1" ? "ec2" : `${region}.compute`;
      return `ip-${text(state["privateIp"]).replaceAll(".", "-")}.${domain}.internal`;
    },
    publicDns: (state, scope) => {
      const home = find(scope, tokens.subnet, state["subnetId"])?.properties["vpcId"];
      const named = find(scope, tokens.vpc, home)?.properties["enableDnsHostnames"] === true;
      const address = text(state["publicIp"]);
      return named && address !== "" ? publicName(address, regionOf(state, scope)) : "";
    },
    ebsBlockDevices: (state, scope) =>
      (isList(state["ebsBlockDevices"]) ? state["ebsBlockDevices"] : []).map((device) =>
        filledDevice(object(device), state.id, scope),
      ),
    maintenanceOptions: (state) => ({
      autoRecovery: "default",
      ...object(state["maintenanceOptions"]),
    }),
    metadataOptions: (state) => ({
      httpEndpoint: "enabled",
      httpProtocolIpv6: "disabled",
      httpPutResponseHopLimit: 1,
      httpTokens: "optional",
      instanceMetadataTags: "disabled",
      ...object(state["metadataOptions"]),
    }),
    rootBlockDevice: (state, scope) =>
      filledDevice(
        { deviceName: "/dev/xvda", ...object(state["rootBlockDevice"]) },
        state.id,
        scope,
      ),
  },
  filledIn: [
    "rootBlockDevice.deviceName",
    "rootBlockDevice.kmsKeyId",
    "rootBlockDevice.volumeId",
    "ebsBlockDevices[].volumeId",
  ],
  references: [
    { at: "subnetId", to: [tokens.subnet] },
    { at: "vpcSecurityGroupIds[]", to: [tokens.securityGroup], except: bornGroups },
    { at: "iamInstanceProfile", to: [tokens.instanceProfile], mayDangle: true, except: /^$/ },
    {
      at: "rootBlockDevice.kmsKeyId",
      to: [tokens.key],
      mayDangle: true,
      except: /^$|alias\/aws\/ebs/,
    },
  ],
  refuseCreate: (inputs, scope) => {
    const reason = firstOf(placeRefusal(inputs, scope), profileRefusal(inputs, scope));
    return reason === undefined ? undefined : `creating EC2 Instance: ${reason}`;
  },
  refuseUpdate: (from, to, scope) =>
    firstOf(
      shrunkRoot(from, to),
      groupRefusal(to, scope),
      from["iamInstanceProfile"] === to["iamInstanceProfile"]
        ? undefined
        : profileRefusal(to, scope),
    ),
  refuseDelete: ({ id, properties }) =>
    properties["disableApiTermination"] === true && properties["forceDestroy"] !== true
      ? `terminating EC2 Instance (${id}): ${ec2Error("TerminateInstances", "OperationNotPermitted", `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`)}`
      : undefined,
};

function isPublic(state: Properties, scope: Scope): boolean {
  const asked = state["associatePublicIpAddress"];
  if (typeof asked === "boolean") return asked;
  return find(scope, tokens.subnet, state["subnetId"])?.properties["mapPublicIpOnLaunch"] === true;
}
