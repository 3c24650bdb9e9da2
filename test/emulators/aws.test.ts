import assert from "node:assert/strict";
import { awsProvider, awsTable } from "../../emulators/aws.ts";
import { object, tokens } from "../../emulators/aws/vocabulary.ts";
import type { Properties } from "../../emulators/core/values.ts";
import { isList, unknown } from "../../emulators/core/values.ts";
import type { Held } from "./core/provider-bench.ts";
import { ProviderBench, textAt } from "./core/provider-bench.ts";

const config = {
  region: "us-west-2",
  defaultTags: { tags: { "sourcegraph:stack": "dogfood", team: "distribution" } },
};

const managed = "arn:aws:iam::aws:policy";

interface Network {
  readonly vpc: Held;
  readonly gateway: Held;
  /** In us-west-2a and us-west-2b. */
  readonly subnets: readonly [Held, Held];
}

async function makeNetwork(bench: ProviderBench): Promise<Network> {
  const vpc = await bench.make(tokens.vpc, "main", {
    cidrBlock: "10.0.0.0/16",
    enableDnsHostnames: true,
  });
  const gateway = await bench.make(tokens.internetGateway, "main", { vpcId: vpc.id });
  const subnet = (zone: string, cidrBlock: string) =>
    bench.make(tokens.subnet, zone, { vpcId: vpc.id, availabilityZone: zone, cidrBlock });
  const first = await subnet("us-west-2a", "10.0.0.0/20");
  return { vpc, gateway, subnets: [first, await subnet("us-west-2b", "10.0.16.0/20")] };
}

function grant(statement: Properties): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function trust(service: string, actions: readonly string[] = ["sts:AssumeRole"]): string {
  return grant({ Effect: "Allow", Principal: { Service: service }, Action: actions });
}

/** A role for a service of AWS, with policies of AWS's own. */
async function makeRole(
  bench: ProviderBench,
  name: string,
  service: string,
  ...policies: readonly string[]
): Promise<Held> {
  const role = await bench.make(tokens.role, name, { name, assumeRolePolicy: trust(service) });
  for (const policy of policies) {
    const policyArn = `${managed}/${policy}`;
    await bench.make(tokens.rolePolicyAttachment, policy, { role: role.id, policyArn });
  }
  return role;
}

async function makeClusterRole(bench: ProviderBench): Promise<Held> {
  return await makeRole(bench, "cluster", "eks.amazonaws.com", "AmazonEKSClusterPolicy");
}

async function makeNodeRole(bench: ProviderBench): Promise<Held> {
  return await makeRole(
    bench,
    "nodes",
    "ec2.amazonaws.com",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryReadOnly",
  );
}

function clusterOf(network: Network, role: Held): Properties {
  return {
    name: "dogfood",
    roleArn: textAt(role.properties, "arn"),
    version: "1.34",
    accessConfig: { authenticationMode: "API" },
    vpcConfig: {
      subnetIds: network.subnets.map(({ id }) => id),
      endpointPrivateAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
    },
  };
}

/** A cluster, with what is needed to make one. */
async function makeCluster(bench: ProviderBench): Promise<{ network: Network; cluster: Held }> {
  const network = await makeNetwork(bench);
  const inputs = clusterOf(network, await makeClusterRole(bench));
  return { network, cluster: await bench.make(tokens.cluster, "dogfood", inputs) };
}

function nodesOf(network: Network, role: Held): Properties {
  return {
    clusterName: "dogfood",
    nodeGroupName: "default",
    nodeRoleArn: textAt(role.properties, "arn"),
    subnetIds: network.subnets.map(({ id }) => id),
    scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 4 },
    instanceTypes: ["m6i.4xlarge"],
  };
}

function addonOf(addonName: string): Properties {
  return { clusterName: "dogfood", addonName };
}

/** A VM in the first zone, and a data volume of its own. */
async function makeBox(
  bench: ProviderBench,
): Promise<{ network: Network; box: Held; data: Held; attachment: Held }> {
  const network = await makeNetwork(bench);
  const box = await bench.make(tokens.instance, "box", boxOf(network));
  const data = await bench.make(tokens.volume, "data", volume);
  const attachment = await bench.make(tokens.volumeAttachment, "data", {
    deviceName: "/dev/sdf",
    instanceId: box.id,
    volumeId: data.id,
  });
  return { network, box, data, attachment };
}

function boxOf(network: Network): Properties {
  return {
    ami: "ami-0123456789abcdef0",
    instanceType: "m6i.4xlarge",
    subnetId: network.subnets[0].id,
    associatePublicIpAddress: true,
    metadataOptions: { httpTokens: "required" },
    rootBlockDevice: { encrypted: true, volumeSize: 50, volumeType: "gp3" },
    userData: "#!/bin/sh\n",
  };
}

function versioned(status: string): Properties {
  return { bucket: "sourcegraph-box", versioningConfiguration: { status } };
}

const volume = { availabilityZone: "us-west-2a", size: 500, type: "gp3", encrypted: true };

function ec2Arn(kind: string, held: Held): string {
  return `arn:aws:ec2:us-west-2:123456789012:${kind}/${held.id}`;
}

function api(service: string, call: string, message: string): string {
  return `operation error ${service}: ${call}, https response error StatusCode: 400, api error ${message}`;
}

async function refuses(
  bench: ProviderBench,
  type: string,
  inputs: Properties,
  message: string,
): Promise<void> {
  await assert.rejects(bench.make(type, "refused", inputs), { message });
}

describe("awsProvider", () => {
  let bench: ProviderBench;
  beforeEach(() => {
    bench = new ProviderBench(awsProvider({ patienceMilliseconds: 0 }), config);
  });
  afterEach(() => bench[Symbol.dispose]());

  describe("checks its configuration", () => {
    const rows: readonly (readonly [
      what: string,
      given: Properties,
      reasons: readonly string[],
    ])[] = [
      ["a region", { region: "eu-west-1", profile: "dev", skipRegionValidation: true }, []],
      [
        "no region",
        {},
        [
          "Missing region configuration: set it with `pulumi config set aws:region REGION`, or AWS_REGION",
        ],
      ],
      [
        "a region that there isn't",
        { region: "us-west-9" },
        [
          `invalid AWS Region: "us-west-9"; the emulated cloud has us-east-1, us-east-2, us-west-1, us-west-2, ca-central-1, eu-central-1, eu-west-1, eu-west-2, eu-west-3, eu-north-1, ap-northeast-1, ap-southeast-1, ap-southeast-2, ap-south-1, sa-east-1. Examine values at 'region'.`,
        ],
      ],
      ["its own account", { region: "us-west-2", allowedAccountIds: ["123456789012"] }, []],
      [
        "another account only",
        { region: "us-west-2", allowedAccountIds: ["999999999999"] },
        ["AWS account ID not allowed: 123456789012"],
      ],
    ];
    for (const [what, given, reasons] of rows) {
      it(what, () => {
        const failures = awsProvider().checkConfig(given);
        assert.deepEqual(
          failures.map(({ reason }) => reason),
          reasons,
        );
      });
    }
  });

  describe("refuses before anything is made", () => {
    const rows: readonly (readonly [
      what: string,
      type: string,
      inputs: Properties,
      complaint: string,
    ])[] = [
      [
        "a VPC that is too wide",
        tokens.vpc,
        { cidrBlock: "10.0.0.0/8" },
        "cidrBlock: expected a network Value with between 16 and 28 significant bits, got: 8. Examine values at 'cidrBlock'.",
      ],
      [
        "a range with bits right of its prefix",
        tokens.vpc,
        { cidrBlock: "10.0.0.1/16" },
        "cidrBlock: \"10.0.0.1/16\" is not a network address. Examine values at 'cidrBlock'.",
      ],
      [
        "a property that the table doesn't have",
        tokens.vpc,
        { cidrBlock: "10.0.0.0/16", ipv6CidrBlock: "2001:db8::/56" },
        'ipv6CidrBlock: An argument named "ipv6_cidr_block" is not expected here (the emulated cloud doesn\'t know it)',
      ],
      [
        "a tag that only AWS may set",
        tokens.vpc,
        { cidrBlock: "10.0.0.0/16", tags: { "aws:name": "x" } },
        "tags: Tag keys starting with 'aws:' are reserved for system use (aws:name). Examine values at 'tags'.",
      ],
      [
        "a route without a target",
        tokens.route,
        { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" },
        ": Missing required argument: one of `gatewayId,natGatewayId,networkInterfaceId` must be specified",
      ],
      [
        "a route with two targets",
        tokens.route,
        {
          routeTableId: "rtb-1",
          destinationCidrBlock: "0.0.0.0/0",
          gatewayId: "igw-1",
          natGatewayId: "nat-1",
        },
        ": Invalid combination of arguments: only one of `gatewayId,natGatewayId,networkInterfaceId` can be specified, but `gatewayId,natGatewayId` were specified",
      ],
      [
        "a rule with two other ends",
        tokens.ingressRule,
        {
          securityGroupId: "sg-1",
          ipProtocol: "-1",
          cidrIpv4: "0.0.0.0/0",
          referencedSecurityGroupId: "sg-2",
        },
        ": Invalid combination of arguments: only one of `cidrIpv4,cidrIpv6,prefixListId,referencedSecurityGroupId` can be specified, but `cidrIpv4,referencedSecurityGroupId` were specified",
      ],
      [
        "TCP without ports",
        tokens.egressRule,
        { securityGroupId: "sg-1", ipProtocol: "tcp", cidrIpv4: "0.0.0.0/0" },
        "fromPort: InvalidParameterValue: Invalid value 'null' for portRange. Must specify both from and to ports with TCP/UDP.",
      ],
      [
        "a port range upside down",
        tokens.ingressRule,
        {
          securityGroupId: "sg-1",
          ipProtocol: "tcp",
          cidrIpv4: "0.0.0.0/0",
          fromPort: 443,
          toPort: 80,
        },
        "fromPort: InvalidParameterValue: Invalid TCP port range (443:80)",
      ],
      [
        "ports of all protocols",
        tokens.egressRule,
        {
          securityGroupId: "sg-1",
          ipProtocol: "-1",
          cidrIpv4: "0.0.0.0/0",
          fromPort: 0,
          toPort: 0,
        },
        "fromPort: from_port and to_port must not be defined when ip_protocol is -1: it means all ports of all protocols",
      ],
      [
        "an inline rule for everything with a port",
        tokens.securityGroup,
        {
          vpcId: "vpc-1",
          egress: [{ protocol: "-1", fromPort: 1, toPort: 2, cidrBlocks: ["0.0.0.0/0"] }],
        },
        "egress: from_port (1) and to_port (2) must both be 0 to use the 'ALL' \"-1\" protocol!",
      ],
      [
        "a group's name that looks like an id",
        tokens.securityGroup,
        { name: "sg-web", vpcId: "vpc-1" },
        'name: "name" ("sg-web") doesn\'t match regexp "^(?!sg-)". Examine values at \'name\'.',
      ],
      [
        "a trust that is no JSON",
        tokens.role,
        { assumeRolePolicy: "{" },
        "assumeRolePolicy: contains an invalid JSON policy. Examine values at 'assumeRolePolicy'.",
      ],
      [
        "a role's name that is too long",
        tokens.role,
        { name: "r".repeat(65), assumeRolePolicy: trust("ec2.amazonaws.com") },
        `name: expected name to be at most 64, got ${"r".repeat(65)}. Examine values at 'name'.`,
      ],
      [
        "a policy that is no ARN",
        tokens.rolePolicyAttachment,
        { role: "nodes", policyArn: "AmazonEKSWorkerNodePolicy" },
        "policyArn: (AmazonEKSWorkerNodePolicy) is an invalid ARN: arn: invalid prefix. Examine values at 'policyArn'.",
      ],
      [
        "a cluster that nobody could reach",
        tokens.cluster,
        {
          roleArn: "arn:aws:iam::123456789012:role/cluster",
          vpcConfig: { subnetIds: ["subnet-1"], endpointPublicAccess: false },
        },
        "vpcConfig: InvalidParameterException: Private and public endpoint access cannot be false",
      ],
      [
        "more nodes wanted than allowed",
        tokens.nodeGroup,
        {
          clusterName: "dogfood",
          nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
          subnetIds: ["subnet-1"],
          scalingConfig: { minSize: 1, desiredSize: 5, maxSize: 4 },
        },
        "scalingConfig: InvalidParameterException: desired capacity 5 can't be greater than max size 4",
      ],
      [
        "fewer nodes wanted than needed",
        tokens.nodeGroup,
        {
          clusterName: "dogfood",
          nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
          subnetIds: ["subnet-1"],
          scalingConfig: { minSize: 3, desiredSize: 2, maxSize: 4 },
        },
        "scalingConfig: InvalidParameterException: Minimum capacity 3 can't be greater than desired size 2",
      ],
      [
        "a taint in Kubernetes' own spelling",
        tokens.nodeGroup,
        {
          clusterName: "dogfood",
          nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
          subnetIds: ["subnet-1"],
          scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
          taints: [{ key: "dedicated", value: "gitserver", effect: "NoSchedule" }],
        },
        'taints.0.effect: expected effect to be one of ["NO_SCHEDULE" "NO_EXECUTE" "PREFER_NO_SCHEDULE"], got NoSchedule. Examine values at \'taints[0].effect\'.',
      ],
      [
        "a label that Kubernetes keeps for itself",
        tokens.nodeGroup,
        {
          clusterName: "dogfood",
          nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
          subnetIds: ["subnet-1"],
          scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
          labels: { "kubernetes.io/role": "node" },
        },
        "labels: InvalidParameterException: Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]",
      ],
      [
        "a group that only Kubernetes may give",
        tokens.accessEntry,
        {
          clusterName: "dogfood",
          principalArn: "arn:aws:iam::123456789012:role/admins",
          kubernetesGroups: ["system:masters"],
        },
        "kubernetesGroups: InvalidParameterException: The kubernetes group name system:masters is invalid, it cannot start with system:, eks:, aws:, amazon: or iam:",
      ],
      [
        "a scope of namespaces without one",
        tokens.accessPolicyAssociation,
        {
          clusterName: "dogfood",
          principalArn: "arn:aws:iam::123456789012:role/admins",
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
          accessScope: { type: "namespace" },
        },
        "accessScope.namespaces: InvalidParameterException: namespaces must be specified for an access scope of type namespace",
      ],
      [
        "a VM without a kind",
        tokens.instance,
        { ami: "ami-0123456789abcdef0", subnetId: "subnet-1" },
        ": Missing required argument: one of `instance_type,launch_template` must be specified",
      ],
      [
        "user data that is too long",
        tokens.instance,
        {
          ami: "ami-0123456789abcdef0",
          instanceType: "t3.large",
          subnetId: "subnet-1",
          userData: "#".repeat(16385),
        },
        "userData: User data is limited to 16384 bytes, got 16385",
      ],
      [
        "a volume of no size",
        tokens.volume,
        { availabilityZone: "us-west-2a", type: "gp3" },
        ": Missing required argument: one of `size,snapshot_id` must be specified",
      ],
      [
        "IOPS where none can be had",
        tokens.volume,
        { availabilityZone: "us-west-2a", size: 100, iops: 3000 },
        ": 'iops' must not be set when 'type' is 'gp2'",
      ],
      [
        "more throughput than IOPS give",
        tokens.volume,
        { availabilityZone: "us-west-2a", size: 100, type: "gp3", throughput: 1000 },
        ": InvalidParameterCombination: Throughput (MiB/s) to iops ratio of 1000:3000 is too high; maximum is 0.25 MiB/s per iops",
      ],
      [
        "a bucket in capitals",
        tokens.bucket,
        { bucket: "Sourcegraph" },
        'bucket: "bucket" ("Sourcegraph") doesn\'t match regexp "^[a-z0-9][a-z0-9.-]*[a-z0-9]$". Examine values at \'bucket\'.',
      ],
      [
        "an alias without its prefix",
        tokens.alias,
        { name: "sourcegraph", targetKeyId: "k" },
        'name: "name" ("sourcegraph") doesn\'t match regexp "^alias\\/(?!aws\\/)[a-zA-Z0-9/_-]+$". Examine values at \'name\'.',
      ],
      [
        "a key that goes too soon",
        tokens.key,
        { deletionWindowInDays: 3 },
        "deletionWindowInDays: expected deletion_window_in_days to be at least 7, got 3. Examine values at 'deletionWindowInDays'.",
      ],
      [
        "a record without a time to live",
        tokens.record,
        { zoneId: "Z0123456789ABC", name: "k8s.sgdev.org", type: "A", records: ["198.18.0.1"] },
        'ttl: Missing required argument. "ttl": all of `records,ttl` must be specified',
      ],
      [
        "an address record of a name",
        tokens.record,
        {
          zoneId: "Z0123456789ABC",
          name: "k8s.sgdev.org",
          type: "A",
          ttl: 60,
          records: ["example.org"],
        },
        "records: InvalidChangeBatch: [Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'example.org'']",
      ],
      [
        "a repository in capitals",
        tokens.repository,
        { name: "Mirror" },
        'name: "name" ("Mirror") doesn\'t match regexp "^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$". Examine values at \'name\'.',
      ],
      [
        "snapshots every five hours",
        tokens.lifecyclePolicy,
        {
          description: "Daily snapshots",
          executionRoleArn: "arn:aws:iam::123456789012:role/dlm",
          policyDetails: {
            resourceTypes: ["VOLUME"],
            targetTags: { snapshot: "daily" },
            schedules: [{ name: "daily", createRule: { interval: 5 }, retainRule: { count: 7 } }],
          },
        },
        "policyDetails.schedules.0.createRule.interval: expected interval to be one of [1 2 3 4 6 8 12 24], got 5. Examine values at 'policyDetails.schedules[0].createRule.interval'.",
      ],
    ];
    for (const [what, type, inputs, complaint] of rows) {
      it(what, async () => {
        assert.deepEqual(await bench.complaints(type, inputs), [complaint]);
      });
    }
  });

  it("has nothing against what isn't known yet", async () => {
    const inputs: Readonly<Record<string, Properties>> = {
      [tokens.subnet]: { vpcId: unknown, availabilityZone: unknown, cidrBlock: unknown },
      [tokens.route]: {
        routeTableId: unknown,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: unknown,
      },
      [tokens.natGateway]: { subnetId: unknown, allocationId: unknown },
      [tokens.role]: { assumeRolePolicy: { Statement: [{ Principal: { Federated: unknown } }] } },
      [tokens.cluster]: { roleArn: unknown, vpcConfig: { subnetIds: [unknown, unknown] } },
      [tokens.nodeGroup]: {
        clusterName: unknown,
        nodeRoleArn: unknown,
        subnetIds: unknown,
        scalingConfig: { minSize: unknown, desiredSize: 2, maxSize: 4 },
      },
      [tokens.instance]: { ami: unknown, instanceType: unknown, userData: unknown },
      [tokens.volume]: { availabilityZone: unknown, size: unknown, type: "gp3", iops: 4000 },
      [tokens.record]: {
        zoneId: unknown,
        name: "k8s.sgdev.org",
        type: "A",
        ttl: 60,
        records: [unknown],
      },
    };
    for (const [type, news] of Object.entries(inputs)) {
      assert.deepEqual(await bench.complaints(type, news), [], type);
    }
  });

  describe("replaces or updates, as the provider does", () => {
    const role = "arn:aws:iam::123456789012:role/r";
    const group = {
      clusterName: "dogfood",
      nodeGroupName: "default",
      nodeRoleArn: role,
      subnetIds: ["subnet-1", "subnet-2"],
      scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 4 },
    };
    const cluster = {
      name: "dogfood",
      roleArn: role,
      version: "1.33",
      accessConfig: { authenticationMode: "API" },
      vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    };
    const box = { ami: "ami-0123456789abcdef0", instanceType: "m6i.4xlarge", subnetId: "subnet-1" };
    const rule = { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 80, toPort: 80 };
    const key = { keyArn: "arn:aws:kms:us-west-2:123456789012:key/1" };
    const encryptionConfig = { provider: key, resources: ["secrets"] };

    const rows: readonly (readonly [
      what: string,
      type: string,
      from: Properties,
      to: Properties,
      changes: readonly string[],
    ])[] = [
      [
        "a VPC's range",
        tokens.vpc,
        { cidrBlock: "10.0.0.0/16" },
        { cidrBlock: "10.1.0.0/16" },
        ["cidrBlock update!"],
      ],
      [
        "a VPC's host names",
        tokens.vpc,
        { cidrBlock: "10.0.0.0/16" },
        { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true },
        ["enableDnsHostnames add"],
      ],
      [
        "tenancy to dedicated, which only new VPCs can be",
        tokens.vpc,
        { cidrBlock: "10.0.0.0/16" },
        { cidrBlock: "10.0.0.0/16", instanceTenancy: "dedicated" },
        ["instanceTenancy update!"],
      ],
      [
        "tenancy to default, which AWS changes in place",
        tokens.vpc,
        { cidrBlock: "10.0.0.0/16", instanceTenancy: "dedicated" },
        { cidrBlock: "10.0.0.0/16" },
        ["instanceTenancy update"],
      ],
      [
        "a subnet's zone",
        tokens.subnet,
        { vpcId: "vpc-1", cidrBlock: "10.0.0.0/20", availabilityZone: "us-west-2a" },
        { vpcId: "vpc-1", cidrBlock: "10.0.0.0/20", availabilityZone: "us-west-2b" },
        ["availabilityZone update!"],
      ],
      [
        "a rule's port",
        tokens.ingressRule,
        { ...rule, cidrIpv4: "0.0.0.0/0" },
        { ...rule, cidrIpv4: "0.0.0.0/0", toPort: 81 },
        ["toPort update"],
      ],
      [
        "a rule's other end to one of another kind",
        tokens.ingressRule,
        { ...rule, cidrIpv4: "0.0.0.0/0" },
        { ...rule, referencedSecurityGroupId: "sg-2" },
        ["cidrIpv4 delete!", "referencedSecurityGroupId add!"],
      ],
      [
        "a trust written in another way",
        tokens.role,
        { name: "r", assumeRolePolicy: trust("ec2.amazonaws.com") },
        {
          name: "r",
          assumeRolePolicy: JSON.stringify(JSON.parse(trust("ec2.amazonaws.com")), undefined, 2),
        },
        [],
      ],
      [
        "a trust",
        tokens.role,
        { name: "r", assumeRolePolicy: trust("ec2.amazonaws.com") },
        { name: "r", assumeRolePolicy: trust("eks.amazonaws.com") },
        ["assumeRolePolicy update"],
      ],
      [
        "a cluster's version",
        tokens.cluster,
        cluster,
        { ...cluster, version: "1.34" },
        ["version update"],
      ],
      [
        "a cluster's subnets in another order",
        tokens.cluster,
        cluster,
        { ...cluster, vpcConfig: { subnetIds: ["subnet-2", "subnet-1"] } },
        [],
      ],
      [
        "whether a cluster's maker is its administrator",
        tokens.cluster,
        cluster,
        {
          ...cluster,
          accessConfig: {
            authenticationMode: "API",
            bootstrapClusterCreatorAdminPermissions: false,
          },
        },
        ["accessConfig.bootstrapClusterCreatorAdminPermissions update!"],
      ],
      [
        "encryption of secrets, which can be turned on",
        tokens.cluster,
        cluster,
        { ...cluster, encryptionConfig },
        ["encryptionConfig add"],
      ],
      [
        "encryption of secrets, which can't be turned off",
        tokens.cluster,
        { ...cluster, encryptionConfig },
        cluster,
        ["encryptionConfig delete!"],
      ],
      [
        "how many nodes",
        tokens.nodeGroup,
        group,
        { ...group, scalingConfig: { minSize: 1, desiredSize: 3, maxSize: 4 } },
        ["scalingConfig.desiredSize update"],
      ],
      [
        "what nodes",
        tokens.nodeGroup,
        { ...group, instanceTypes: ["m6i.xlarge"] },
        { ...group, instanceTypes: ["m6i.4xlarge"] },
        ["instanceTypes.0 update!"],
      ],
      [
        "on-demand to spot",
        tokens.nodeGroup,
        group,
        { ...group, capacityType: "SPOT" },
        ["capacityType add!"],
      ],
      [
        "a VM's image",
        tokens.instance,
        box,
        { ...box, ami: "ami-0123456789abcdef1" },
        ["ami update!"],
      ],
      [
        "a VM's kind",
        tokens.instance,
        box,
        { ...box, instanceType: "m6i.8xlarge" },
        ["instanceType update"],
      ],
      [
        "user data, which a restart takes over",
        tokens.instance,
        { ...box, userData: "a" },
        { ...box, userData: "b" },
        ["userData update"],
      ],
      [
        "user data, when that is to make the VM anew",
        tokens.instance,
        { ...box, userData: "a", userDataReplaceOnChange: true },
        { ...box, userData: "b", userDataReplaceOnChange: true },
        ["userData update!"],
      ],
      [
        "the root volume's size",
        tokens.instance,
        { ...box, rootBlockDevice: { volumeSize: 50, volumeType: "gp3" } },
        { ...box, rootBlockDevice: { volumeSize: 60, volumeType: "gp3" } },
        ["rootBlockDevice.volumeSize update"],
      ],
      [
        "the root volume's encryption",
        tokens.instance,
        { ...box, rootBlockDevice: { volumeSize: 50, encrypted: false } },
        { ...box, rootBlockDevice: { volumeSize: 50, encrypted: true } },
        ["rootBlockDevice.encrypted update!"],
      ],
      ["a volume's size", tokens.volume, volume, { ...volume, size: 600 }, ["size update"]],
      [
        "a volume's zone",
        tokens.volume,
        volume,
        { ...volume, availabilityZone: "us-west-2b" },
        ["availabilityZone update!"],
      ],
      [
        "a volume's encryption",
        tokens.volume,
        { ...volume, encrypted: false },
        volume,
        ["encrypted update!"],
      ],
      [
        "a repository's name",
        tokens.repository,
        { name: "mirror" },
        { name: "cache" },
        ["name update!"],
      ],
      [
        "a resource's region",
        tokens.bucket,
        { bucket: "sourcegraph-box", region: "us-west-2" },
        { bucket: "sourcegraph-box", region: "eu-west-1" },
        ["region update!"],
      ],
      [
        "a record's name with a dot at its end",
        tokens.record,
        { zoneId: "Z1", name: "k8s.sgdev.org", type: "A", ttl: 60, records: ["198.18.0.1"] },
        { zoneId: "Z1", name: "k8s.sgdev.org.", type: "A", ttl: 60, records: ["198.18.0.1"] },
        [],
      ],
    ];
    for (const [what, type, from, to, changes] of rows) {
      it(what, async () => {
        const { inputs, failures } = await bench.check(type, "one", from);
        assert.deepEqual(failures, []);
        const tags = config.defaultTags.tags;
        const properties = { ...inputs, tagsAll: tags };
        const held = { type, name: "one", id: "one", inputs, properties };
        assert.deepEqual(await bench.changes(held, to), changes);
      });
    }

    it("deletes first what keeps a name that a person gave", async () => {
      const assumeRolePolicy = trust("ec2.amazonaws.com");
      const named = await bench.make(tokens.role, "nodes", { name: "nodes", assumeRolePolicy });
      const unnamed = await bench.make(tokens.role, "nodes", { assumeRolePolicy });
      const path = "/sourcegraph/";
      const first = await bench.diff(named, { name: "nodes", assumeRolePolicy, path });
      const second = await bench.diff(unnamed, { assumeRolePolicy, path });
      assert.deepEqual([first.deleteBeforeReplace, second.deleteBeforeReplace], [true, false]);
    });
  });

  describe("makes up names as Pulumi does", () => {
    const rows: readonly (readonly [type: string, inputs: Properties, name: string, RegExp])[] = [
      [tokens.role, { assumeRolePolicy: trust("ec2.amazonaws.com") }, "name", /^Box-[0-9a-f]{7}$/],
      [tokens.bucket, {}, "bucket", /^box-[0-9a-f]{7}$/],
      [tokens.alias, { targetKeyId: "k" }, "name", /^alias\/Box-[0-9a-f]{7}$/],
    ];
    for (const [type, inputs, property, pattern] of rows) {
      it(type, async () => {
        const checked = await bench.check(type, "Box", inputs);
        assert.deepEqual(checked.failures, []);
        assert.match(textAt(checked.inputs, property), pattern);
      });
    }
  });

  describe("networks", () => {
    it("have what AWS adds to them", async () => {
      const { vpc, subnets, gateway } = await makeNetwork(bench);
      const id = "[0-9a-f]{17}";
      assert.match(vpc.id, new RegExp(`^vpc-${id}$`));
      assert.match(textAt(vpc.properties, "defaultSecurityGroupId"), new RegExp(`^sg-${id}$`));
      assert.match(textAt(vpc.properties, "mainRouteTableId"), new RegExp(`^rtb-${id}$`));
      assert.partialDeepStrictEqual(vpc.properties, {
        arn: `arn:aws:ec2:us-west-2:123456789012:vpc/${vpc.id}`,
        ownerId: "123456789012",
        region: "us-west-2",
        tagsAll: config.defaultTags.tags,
      });
      assert.partialDeepStrictEqual(subnets[1].properties, {
        availabilityZone: "us-west-2b",
        availabilityZoneId: "usw2-az2",
        mapPublicIpOnLaunch: false,
      });
      assert.match(gateway.id, new RegExp(`^igw-${id}$`));
    });

    it("lead out through a NAT gateway", async () => {
      const { vpc, gateway, subnets } = await makeNetwork(bench);
      const address = await bench.make(tokens.eip, "nat", { domain: "vpc" });
      const nat = await bench.make(tokens.natGateway, "nat", {
        allocationId: address.id,
        subnetId: subnets[0].id,
      });
      assert.partialDeepStrictEqual(nat.properties, {
        connectivityType: "public",
        privateIp: "10.0.0.4",
        publicIp: address.properties["publicIp"],
        vpcId: vpc.id,
      });
      const table = await bench.make(tokens.routeTable, "private", { vpcId: vpc.id });
      const route = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0" };
      const made = await bench.make(tokens.route, "out", { ...route, natGatewayId: nat.id });
      assert.match(made.id, new RegExp(`^r-${table.id}\\d+$`));
      await refuses(
        bench,
        tokens.route,
        { ...route, gatewayId: gateway.id },
        `creating Route: ${api("EC2", "CreateRoute", "RouteAlreadyExists: The route identified by its destination already exists.")}`,
      );
      await assert.rejects(bench.delete(address), {
        message: `releasing EC2 EIP (${address.id}): ${api("EC2", "ReleaseAddress", "AuthFailure: You do not have permission to access the specified resource.")} (${nat.id})`,
      });
      await assert.rejects(bench.delete(gateway), {
        message: `deleting EC2 Internet Gateway (${gateway.id}): detaching EC2 Internet Gateway (${gateway.id}) from VPC (${vpc.id}): ${api("EC2", "DetachInternetGateway", `DependencyViolation: Network ${vpc.id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`)}`,
      });
    });

    it("go in order only", async () => {
      const { vpc, gateway, subnets } = await makeNetwork(bench);
      await assert.rejects(bench.delete(vpc), {
        message: `deleting EC2 VPC (${vpc.id}): ${api("EC2", "DeleteVpc", `DependencyViolation: The vpc '${vpc.id}' has dependencies and cannot be deleted.`)} (${subnets.map(({ id }) => id).toSorted()[0]})`,
      });
      for (const held of [...subnets, gateway, vpc]) await bench.delete(held);
      assert.deepEqual(bench.store.list(), []);
    });

    const rows: readonly (readonly [
      what: string,
      type: string,
      inputs: (network: Network) => Properties,
      message: (network: Network) => string,
    ])[] = [
      [
        "a subnet in no VPC",
        tokens.subnet,
        () => ({ vpcId: "vpc-0", cidrBlock: "10.0.0.0/24" }),
        () => "vpcId: api error InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist",
      ],
      [
        "a subnet outside of its VPC",
        tokens.subnet,
        ({ vpc }) => ({ vpcId: vpc.id, cidrBlock: "10.1.0.0/20" }),
        () =>
          `creating EC2 Subnet: ${api("EC2", "CreateSubnet", "InvalidSubnet.Range: The CIDR '10.1.0.0/20' is invalid.")}`,
      ],
      [
        "a subnet that is too small",
        tokens.subnet,
        ({ vpc }) => ({ vpcId: vpc.id, cidrBlock: "10.0.64.0/29" }),
        () =>
          `creating EC2 Subnet: ${api("EC2", "CreateSubnet", "InvalidSubnet.Range: The CIDR '10.0.64.0/29' is invalid.")}`,
      ],
      [
        "a subnet over another one",
        tokens.subnet,
        ({ vpc }) => ({ vpcId: vpc.id, cidrBlock: "10.0.8.0/24" }),
        () =>
          `creating EC2 Subnet: ${api("EC2", "CreateSubnet", "InvalidSubnet.Conflict: The CIDR '10.0.8.0/24' conflicts with another subnet")}`,
      ],
      [
        "a subnet in another region's zone",
        tokens.subnet,
        ({ vpc }) => ({
          vpcId: vpc.id,
          cidrBlock: "10.0.64.0/24",
          availabilityZone: "us-east-1a",
        }),
        () =>
          `creating EC2 Subnet: ${api("EC2", "CreateSubnet", "InvalidParameterValue: Value (us-east-1a) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-west-2a, us-west-2b, us-west-2c, us-west-2d.")}`,
      ],
      [
        "a second internet gateway",
        tokens.internetGateway,
        ({ vpc }) => ({ vpcId: vpc.id }),
        ({ vpc, gateway }) =>
          `creating EC2 Internet Gateway: attaching EC2 Internet Gateway to VPC (${vpc.id}): ${api("EC2", "AttachInternetGateway", `Resource.AlreadyAssociated: resource ${vpc.id} is already associated with ${gateway.id}`)}`,
      ],
      [
        "a public NAT gateway without an address",
        tokens.natGateway,
        ({ subnets }) => ({ subnetId: subnets[0].id }),
        () =>
          `creating EC2 NAT Gateway: ${api("EC2", "CreateNatGateway", "MissingParameter: The request must include the AllocationId parameter. Add the required parameter and retry the request.")}`,
      ],
      [
        "a group without a VPC",
        tokens.securityGroup,
        () => ({ name: "web" }),
        () =>
          `creating Security Group (web): ${api("EC2", "CreateSecurityGroup", "VPCIdNotSpecified: No default VPC for this user")}`,
      ],
    ];
    for (const [what, type, inputs, message] of rows) {
      it(`refuse ${what}`, async () => {
        const network = await makeNetwork(bench);
        await refuses(bench, type, inputs(network), message(network));
      });
    }

    it("refuse a NAT gateway before there is a way out", async () => {
      const { gateway, subnets, vpc } = await makeNetwork(bench);
      await bench.delete(gateway);
      const address = await bench.make(tokens.eip, "nat", {});
      await refuses(
        bench,
        tokens.natGateway,
        { allocationId: address.id, subnetId: subnets[0].id },
        `creating EC2 NAT Gateway: waiting for completion: unexpected state 'failed', wanted target 'available'. last error: Gateway.NotAttached: Network ${vpc.id} has no Internet gateway attached`,
      );
    });

    it("wait for what is being deleted beside them", async () => {
      using patient = new ProviderBench(awsProvider({ patienceMilliseconds: 1000 }), config);
      const { vpc, gateway, subnets } = await makeNetwork(patient);
      const gone = patient.delete(vpc);
      for (const held of [...subnets, gateway]) await patient.delete(held);
      await gone;
      assert.deepEqual(patient.store.list(), []);
    });

    it("keep groups that others mean", async () => {
      const { vpc } = await makeNetwork(bench);
      const group = (name: string) =>
        bench.make(tokens.securityGroup, name, { name, vpcId: vpc.id, tags: { tier: name } });
      const [web, database] = [await group("web"), await group("database")];
      assert.partialDeepStrictEqual(web.properties, {
        description: "Managed by Pulumi",
        egress: [],
        tags: { tier: "web" },
        tagsAll: { ...config.defaultTags.tags, tier: "web" },
      });
      const rule = {
        securityGroupId: database.id,
        referencedSecurityGroupId: web.id,
        ipProtocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
      };
      const made = await bench.make(tokens.ingressRule, "web", rule);
      await refuses(
        bench,
        tokens.ingressRule,
        rule,
        `creating VPC Security Group Rule: ${api("EC2", "AuthorizeSecurityGroupIngress", `InvalidPermission.Duplicate: the specified rule "peer: ${web.id}, TCP, from port: 5432, to port: 5432, ALLOW" already exists`)}`,
      );
      await assert.rejects(bench.delete(web), {
        message: `deleting Security Group (${web.id}): ${api("EC2", "DeleteSecurityGroup", `DependencyViolation: resource ${web.id} has a dependent object`)} (${made.id})`,
      });
      await bench.delete(made);
      await bench.delete(web);
    });

    it("let rules mean the VPC's own group", async () => {
      const { vpc } = await makeNetwork(bench);
      await bench.make(tokens.ingressRule, "self", {
        securityGroupId: textAt(vpc.properties, "defaultSecurityGroupId"),
        cidrIpv4: "10.0.0.0/16",
        ipProtocol: "-1",
      });
    });
  });

  describe("roles", () => {
    it("take a policy as an object", async () => {
      const Principal = { Service: ["ec2.amazonaws.com"] };
      const Statement = [{ Effect: "Allow", Principal, Action: ["sts:AssumeRole"] }];
      const role = await bench.make(tokens.role, "nodes", {
        name: "nodes",
        assumeRolePolicy: { Version: "2012-10-17", Statement },
      });
      const kept = JSON.stringify({ Version: "2012-10-17", Statement });
      assert.equal(role.inputs["assumeRolePolicy"], kept);
      assert.equal(role.properties["arn"], "arn:aws:iam::123456789012:role/nodes");
      assert.match(textAt(role.properties, "uniqueId"), /^AROA[0-9A-Z]{17}$/);
    });

    it("stay while they hold policies", async () => {
      const role = await makeRole(bench, "nodes", "ec2.amazonaws.com", "AmazonEKSWorkerNodePolicy");
      await assert.rejects(bench.delete(role), {
        message: `deleting IAM Role (nodes): ${api("IAM", "DeleteRole", "DeleteConflict: Cannot delete entity, must detach all policies first.")}`,
      });
    });

    const rows: readonly (readonly [what: string, type: string, Properties, message: string])[] = [
      [
        "a trust with resources",
        tokens.role,
        {
          name: "r",
          assumeRolePolicy: grant({
            Effect: "Allow",
            Principal: { Service: "ec2.amazonaws.com" },
            Action: "sts:AssumeRole",
            Resource: "*",
          }),
        },
        `creating IAM Role (r): ${api("IAM", "CreateRole", "MalformedPolicyDocument: Has prohibited field Resource")}`,
      ],
      [
        "a trust in a role that there isn't",
        tokens.role,
        {
          name: "r",
          assumeRolePolicy: grant({
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::123456789012:role/gone" },
            Action: "sts:AssumeRole",
          }),
        },
        `creating IAM Role (r): ${api("IAM", "CreateRole", 'MalformedPolicyDocument: Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/gone"')}`,
      ],
      [
        "a grant without resources",
        tokens.rolePolicy,
        { name: "p", role: "base", policy: grant({ Effect: "Allow", Action: "s3:GetObject" }) },
        `putting IAM Role (base) Policy (p): ${api("IAM", "PutRolePolicy", "MalformedPolicyDocument: Policy statement must contain resources.")}`,
      ],
      [
        "a policy in the wrong folder",
        tokens.rolePolicyAttachment,
        { role: "base", policyArn: `${managed}/AmazonEBSCSIDriverPolicy` },
        `attaching IAM Policy (${managed}/AmazonEBSCSIDriverPolicy) to IAM Role (base): ${api("IAM", "AttachRolePolicy", `NoSuchEntity: Policy ${managed}/AmazonEBSCSIDriverPolicy does not exist or is not attachable.`)}`,
      ],
      [
        "a policy of a role that there isn't",
        tokens.rolePolicyAttachment,
        { role: "gone", policyArn: `${managed}/AmazonEKS_CNI_Policy` },
        "role: api error NoSuchEntity: The role with name gone cannot be found.",
      ],
      [
        "a name that is taken",
        tokens.role,
        { name: "base", assumeRolePolicy: trust("ec2.amazonaws.com") },
        `creating IAM Role (base): ${api("IAM", "CreateRole", "EntityAlreadyExists: Role with name base already exists.")}`,
      ],
    ];
    for (const [what, type, inputs, message] of rows) {
      it(`refuse ${what}`, async () => {
        await makeRole(bench, "base", "ec2.amazonaws.com");
        await refuses(bench, type, inputs, message);
      });
    }
  });

  describe("EKS clusters", () => {
    it("have what a program goes on with", async () => {
      const { network, cluster } = await makeCluster(bench);
      const { vpcConfig, identities, certificateAuthority } = cluster.properties;
      assert.match(
        textAt(cluster.properties, "endpoint"),
        /^https:\/\/[0-9A-F]{32}\.gr7\.us-west-2\.eks\.amazonaws\.com$/,
      );
      assert.partialDeepStrictEqual(cluster.properties, {
        arn: "arn:aws:eks:us-west-2:123456789012:cluster/dogfood",
        accessConfig: {
          authenticationMode: "API",
          bootstrapClusterCreatorAdminPermissions: true,
        },
        bootstrapSelfManagedAddons: true,
        deletionProtection: false,
        kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
        status: "ACTIVE",
        upgradePolicy: { supportType: "EXTENDED" },
        vpcConfig: { endpointPublicAccess: true, vpcId: network.vpc.id },
      });
      assert.match(textAt(object(vpcConfig), "clusterSecurityGroupId"), /^sg-[0-9a-f]{17}$/);
      const identity = object(isList(identities) ? identities[0] : undefined);
      const oidc = object(isList(identity["oidcs"]) ? identity["oidcs"][0] : undefined);
      assert.match(
        textAt(oidc, "issuer"),
        /^https:\/\/oidc\.eks\.us-west-2\.amazonaws\.com\/id\/[0-9A-F]{32}$/,
      );
      const data = Buffer.from(textAt(object(certificateAuthority), "data"), "base64").toString();
      assert.match(data, /^-----BEGIN CERTIFICATE-----\nMII/);

      const updated = await bench.update(cluster, {
        ...cluster.inputs,
        deletionProtection: true,
        version: "1.35",
      });
      assert.deepEqual(updated.properties["vpcConfig"], vpcConfig);
      assert.deepEqual(updated.properties["identities"], identities);
    });

    it("show at a preview what isn't known before they are made", async () => {
      const network = await makeNetwork(bench);
      const inputs = clusterOf(network, await makeClusterRole(bench));
      const preview = await bench.previewOf(tokens.cluster, "dogfood", inputs);
      assert.equal(preview["endpoint"], unknown);
      assert.equal(object(preview["vpcConfig"])["clusterSecurityGroupId"], unknown);
      assert.equal(object(preview["vpcConfig"])["endpointPrivateAccess"], true);
    });

    it("don't change by being read", async () => {
      const { cluster } = await makeCluster(bench);
      const read = await bench.provider.read({
        ...bench.call(cluster.type, cluster.name),
        id: cluster.id,
        inputs: cluster.inputs,
      });
      const refreshed = { ...cluster, inputs: read?.inputs ?? {} };
      assert.deepEqual(await bench.changes(refreshed, cluster.inputs), []);
    });

    const rows: readonly (readonly [
      what: string,
      change: (inputs: Properties, network: Network) => Properties,
      message: string,
    ])[] = [
      [
        "in one zone",
        (inputs, { subnets }) => ({ ...inputs, vpcConfig: { subnetIds: [subnets[0].id] } }),
        "InvalidParameterException: Subnets specified must be in at least two different AZs",
      ],
      [
        "with a version that is no more",
        (inputs) => ({ ...inputs, version: "1.19" }),
        "InvalidParameterException: unsupported Kubernetes version 1.19",
      ],
      [
        "with a role that there isn't",
        (inputs) => ({ ...inputs, roleArn: "arn:aws:iam::123456789012:role/gone" }),
        "InvalidParameterException: Role with arn: arn:aws:iam::123456789012:role/gone, could not be assumed because it does not exist or the trusted entity is not correct",
      ],
      [
        "with another service's role",
        (inputs) => ({ ...inputs, roleArn: "arn:aws:iam::123456789012:role/nodes" }),
        "InvalidParameterException: Role with arn: arn:aws:iam::123456789012:role/nodes, could not be assumed because it does not exist or the trusted entity is not correct",
      ],
      [
        "with a role that may do nothing",
        (inputs) => ({ ...inputs, roleArn: "arn:aws:iam::123456789012:role/bare" }),
        "InvalidParameterException: The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is attached: arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
      ],
      [
        "open to a private range",
        (inputs) => ({
          ...inputs,
          vpcConfig: { ...object(inputs["vpcConfig"]), publicAccessCidrs: ["10.0.0.0/8"] },
        }),
        "InvalidParameterException: The following CIDRs are not allowed in publicAccessCidrs: [10.0.0.0/8]",
      ],
    ];
    for (const [what, change, message] of rows) {
      it(`can't be ${what}`, async () => {
        const network = await makeNetwork(bench);
        const inputs = clusterOf(network, await makeClusterRole(bench));
        await makeNodeRole(bench);
        await makeRole(bench, "bare", "eks.amazonaws.com");
        await refuses(
          bench,
          tokens.cluster,
          change(inputs, network),
          `creating EKS Cluster (dogfood): ${api("EKS", "CreateCluster", message)}`,
        );
      });
    }

    it("can't be where AWS has no room for them", async () => {
      using east = new ProviderBench(awsProvider(), { region: "us-east-1" });
      const vpc = await east.make(tokens.vpc, "main", { cidrBlock: "10.0.0.0/16" });
      const subnet = (zone: string, cidrBlock: string) =>
        east.make(tokens.subnet, zone, { vpcId: vpc.id, availabilityZone: zone, cidrBlock });
      const homes = [
        await subnet("us-east-1a", "10.0.0.0/20"),
        await subnet("us-east-1e", "10.0.16.0/20"),
      ];
      const role = await makeClusterRole(east);
      await refuses(
        east,
        tokens.cluster,
        {
          name: "dogfood",
          roleArn: textAt(role.properties, "arn"),
          vpcConfig: { subnetIds: homes.map(({ id }) => id) },
        },
        `creating EKS Cluster (dogfood): ${api("EKS", "CreateCluster", "UnsupportedAvailabilityZoneException: Cannot create cluster 'dogfood' because us-east-1e, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1f")}`,
      );
    });

    it("go up one version at a time, and never down", async () => {
      const { cluster } = await makeCluster(bench);
      for (const version of ["1.33", "1.36"]) {
        await assert.rejects(bench.update(cluster, { ...cluster.inputs, version }), {
          message: `updating EKS Cluster (dogfood): ${api("EKS", "UpdateClusterVersion", `InvalidParameterException: Unsupported Kubernetes minor version update from 1.34 to ${version}`)}`,
        });
      }
    });

    it("stay in their zones", async () => {
      const { network, cluster } = await makeCluster(bench);
      const other = await bench.make(tokens.subnet, "us-west-2c", {
        vpcId: network.vpc.id,
        availabilityZone: "us-west-2c",
        cidrBlock: "10.0.32.0/20",
      });
      const vpcConfig = {
        ...object(cluster.inputs["vpcConfig"]),
        subnetIds: [network.subnets[0].id, other.id],
      };
      await assert.rejects(bench.update(cluster, { ...cluster.inputs, vpcConfig }), {
        message: `updating EKS Cluster (dogfood): ${api("EKS", "UpdateClusterConfig", "InvalidParameterException: Provided subnets belong to the AZs 'us-west-2a,us-west-2c'. But they should match the exact set of AZs 'us-west-2a,us-west-2b' in which subnets were provided during cluster creation.")}`,
      });
    });

    it("don't go back from the API to the config map", async () => {
      const { cluster } = await makeCluster(bench);
      const accessConfig = { authenticationMode: "CONFIG_MAP" };
      await assert.rejects(bench.update(cluster, { ...cluster.inputs, accessConfig }), {
        message: `updating EKS Cluster (dogfood): ${api("EKS", "UpdateClusterConfig", "InvalidParameterException: Unsupported authentication mode update from API to CONFIG_MAP")}`,
      });
    });

    it("stay while protected, or while they have nodes", async () => {
      const { network, cluster } = await makeCluster(bench);
      const role = await makeNodeRole(bench);
      const nodes = await bench.make(tokens.nodeGroup, "default", nodesOf(network, role));
      await assert.rejects(bench.delete(cluster), {
        message: `deleting EKS Cluster (dogfood): ${api("EKS", "DeleteCluster", "ResourceInUseException: Cluster has nodegroups attached")}`,
      });
      await bench.delete(nodes);
      const safe = await bench.update(cluster, { ...cluster.inputs, deletionProtection: true });
      await assert.rejects(bench.delete(safe), {
        message: `deleting EKS Cluster (dogfood): ${api("EKS", "DeleteCluster", "InvalidRequestException: Cluster has deletion protection enabled. Disable deletion protection before deleting the cluster.")}`,
      });
      await assert.rejects(bench.delete(network.subnets[0]), /DependencyViolation/);
      await bench.delete(await bench.update(safe, { ...safe.inputs, deletionProtection: false }));
      await bench.delete(network.subnets[0]);
    });
  });

  describe("node groups", () => {
    it("have what a program goes on with", async () => {
      const { network } = await makeCluster(bench);
      const nodes = await bench.make(tokens.nodeGroup, "default", {
        ...nodesOf(network, await makeNodeRole(bench)),
        capacityType: "SPOT",
        labels: { "sourcegraph.com/pool": "default" },
        taints: [{ key: "dedicated", value: "gitserver", effect: "NO_SCHEDULE" }],
      });
      assert.equal(nodes.id, "dogfood:default");
      assert.match(
        textAt(nodes.properties, "arn"),
        /^arn:aws:eks:us-west-2:123456789012:nodegroup\/dogfood\/default\/[0-9a-f-]{36}$/,
      );
      assert.partialDeepStrictEqual(nodes.properties, {
        amiType: "AL2023_x86_64_STANDARD",
        diskSize: 20,
        status: "ACTIVE",
        updateConfig: { maxUnavailable: 1 },
        version: "1.34",
      });
    });

    it("take their disks from a launch template, whose versions count", async () => {
      const { network } = await makeCluster(bench);
      const ebs = { volumeSize: 200, volumeType: "gp3", encrypted: "true" };
      const template = await bench.make(tokens.launchTemplate, "nodes", {
        name: "nodes",
        blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }],
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 },
      });
      assert.equal(template.properties["latestVersion"], 1);
      const inputs = nodesOf(network, await makeNodeRole(bench));
      const launchTemplate = { id: template.id, version: "1" };
      const nodes = await bench.make(tokens.nodeGroup, "default", { ...inputs, launchTemplate });
      assert.deepEqual(await bench.changes(nodes, { ...inputs, launchTemplate }), []);
      assert.deepEqual(await bench.changes(nodes, inputs), ["launchTemplate delete!"]);
      await refuses(
        bench,
        tokens.nodeGroup,
        { ...inputs, nodeGroupName: "other", launchTemplate, diskSize: 100 },
        `creating EKS Node Group (dogfood:other): ${api("EKS", "CreateNodegroup", "InvalidParameterException: Disk size must be specified within the launch template.")}`,
      );

      const tagged = await bench.update(template, { ...template.inputs, tags: { tier: "nodes" } });
      assert.equal(tagged.properties["latestVersion"], 1);
      const changed = await bench.update(tagged, { ...tagged.inputs, description: "Nodes" });
      assert.equal(changed.properties["latestVersion"], 2);
      assert.equal(changed.properties["defaultVersion"], 1);
    });

    const rows: readonly (readonly [
      what: string,
      change: (inputs: Properties) => Properties,
      message: string,
    ])[] = [
      [
        "of ARM machines with an image for others",
        (inputs) => ({ ...inputs, instanceTypes: ["m7g.4xlarge"] }),
        api(
          "EKS",
          "CreateNodegroup",
          "InvalidParameterException: [m7g.4xlarge] is not a valid instance type for requested amiType AL2023_x86_64_STANDARD",
        ),
      ],
      [
        "with an image that is no more",
        (inputs) => ({ ...inputs, amiType: "AL2_x86_64" }),
        api(
          "EKS",
          "CreateNodegroup",
          "InvalidParameterException: AMI Type AL2_x86_64 is only supported for kubernetes versions 1.32 or earlier",
        ),
      ],
      [
        "newer than their cluster",
        (inputs) => ({ ...inputs, version: "1.35" }),
        api(
          "EKS",
          "CreateNodegroup",
          "InvalidParameterException: Requested Nodegroup version 1.35 is greater than cluster version 1.34",
        ),
      ],
      [
        "with another service's role",
        (inputs) => ({ ...inputs, nodeRoleArn: "arn:aws:iam::123456789012:role/cluster" }),
        api(
          "EKS",
          "CreateNodegroup",
          "InvalidParameterException: Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole arn:aws:iam::123456789012:role/cluster",
        ),
      ],
      [
        "with a role that may not pull",
        (inputs) => ({ ...inputs, nodeRoleArn: "arn:aws:iam::123456789012:role/bare" }),
        "unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: NodeCreationFailure: Instances failed to join the kubernetes cluster (the role has none of AmazonEC2ContainerRegistryPullOnly, AmazonEC2ContainerRegistryReadOnly)",
      ],
    ];
    for (const [what, change, message] of rows) {
      it(`can't be ${what}`, async () => {
        const { network } = await makeCluster(bench);
        const inputs = nodesOf(network, await makeNodeRole(bench));
        await makeRole(bench, "bare", "ec2.amazonaws.com", "AmazonEKSWorkerNodePolicy");
        await refuses(
          bench,
          tokens.nodeGroup,
          change(inputs),
          `creating EKS Node Group (dogfood:default): ${message}`,
        );
      });
    }

    it("can't be in a public subnet that gives no public addresses", async () => {
      const { network } = await makeCluster(bench);
      const { vpc, gateway, subnets } = network;
      const routeTableId = (await bench.make(tokens.routeTable, "public", { vpcId: vpc.id })).id;
      await bench.make(tokens.route, "out", {
        routeTableId,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: gateway.id,
      });
      await bench.make(tokens.routeTableAssociation, "a", {
        routeTableId,
        subnetId: subnets[0].id,
      });
      await assert.rejects(
        bench.make(tokens.nodeGroup, "default", nodesOf(network, await makeNodeRole(bench))),
        new RegExp(`Ec2SubnetInvalidConfiguration: .* \\[${subnets[0].id}\\]`),
      );
    });
  });

  describe("access to a cluster", () => {
    const caller = "arn:aws:iam::123456789012:user/deployer";
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

    it("is given by entries and policies", async () => {
      const { cluster } = await makeCluster(bench);
      const admins = await makeRole(bench, "admins", "ec2.amazonaws.com");
      const who = { clusterName: cluster.id, principalArn: textAt(admins.properties, "arn") };
      const admin = { ...who, policyArn, accessScope: { type: "cluster" } };
      await refuses(
        bench,
        tokens.accessPolicyAssociation,
        admin,
        `creating EKS Access Policy Association (dogfood#${who.principalArn}#${policyArn}): ${api("EKS", "AssociateAccessPolicy", "ResourceNotFoundException: The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.")}`,
      );
      const entry = await bench.make(tokens.accessEntry, "admins", who);
      assert.equal(entry.id, `dogfood:${who.principalArn}`);
      assert.equal(
        entry.properties["userName"],
        "arn:aws:sts::123456789012:assumed-role/admins/{{SessionName}}",
      );
      const made = await bench.make(tokens.accessPolicyAssociation, "admins", admin);
      assert.equal(made.id, `dogfood#${who.principalArn}#${policyArn}`);
    });

    it("has an entry already for whoever made it, and for its nodes", async () => {
      const { network, cluster } = await makeCluster(bench);
      const role = await makeNodeRole(bench);
      await bench.make(tokens.nodeGroup, "default", nodesOf(network, role));
      for (const principalArn of [caller, textAt(role.properties, "arn")]) {
        await refuses(
          bench,
          tokens.accessEntry,
          { clusterName: cluster.id, principalArn },
          `creating EKS Access Entry (dogfood:${principalArn}): ${api("EKS", "CreateAccessEntry", "ResourceInUseException: The specified access entry resource is already in use on this cluster.")}`,
        );
      }
    });

    it("needs the cluster to take part", async () => {
      const network = await makeNetwork(bench);
      const inputs = clusterOf(network, await makeClusterRole(bench));
      const accessConfig = { authenticationMode: "CONFIG_MAP" };
      await bench.make(tokens.cluster, "dogfood", { ...inputs, accessConfig });
      await refuses(
        bench,
        tokens.accessEntry,
        { clusterName: "dogfood", principalArn: caller },
        `creating EKS Access Entry (dogfood:${caller}): ${api("EKS", "CreateAccessEntry", "InvalidRequestException: The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.")}`,
      );
    });

    it("is given to pods whose role trusts them", async () => {
      await makeCluster(bench);
      const pods = trust("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]);
      const role = await bench.make(tokens.role, "ebs", { name: "ebs", assumeRolePolicy: pods });
      const half = await makeRole(bench, "half", "pods.eks.amazonaws.com");
      const account = { clusterName: "dogfood", namespace: "kube-system", serviceAccount: "ebs" };
      const roleArn = textAt(role.properties, "arn");
      const made = await bench.make(tokens.podIdentityAssociation, "ebs", { ...account, roleArn });
      assert.match(made.id, /^a-[0-9a-z]{17}$/);
      assert.equal(made.properties["associationId"], made.id);
      await refuses(
        bench,
        tokens.podIdentityAssociation,
        { ...account, roleArn },
        `creating EKS Pod Identity Association: ${api("EKS", "CreatePodIdentityAssociation", `ResourceInUseException: Association already exists: ${made.id}`)}`,
      );
      await refuses(
        bench,
        tokens.podIdentityAssociation,
        { ...account, serviceAccount: "other", roleArn: textAt(half.properties, "arn") },
        `creating EKS Pod Identity Association: ${api("EKS", "CreatePodIdentityAssociation", "InvalidParameterException: Trust policy of role arn:aws:iam::123456789012:role/half must allow sts:AssumeRole and sts:TagSession to pods.eks.amazonaws.com")}`,
      );
    });

    it("has add-ons, of which some need nodes", async () => {
      const { network } = await makeCluster(bench);
      await bench.make(tokens.addon, "network", addonOf("vpc-cni"));
      const ebs = addonOf("aws-ebs-csi-driver");
      await refuses(
        bench,
        tokens.addon,
        ebs,
        "waiting for EKS Add-On (dogfood:aws-ebs-csi-driver) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s): InsufficientNumberOfReplicas: The add-on is unhealthy because it doesn't have the desired number of replicas (the cluster has no nodes)",
      );
      await refuses(
        bench,
        tokens.addon,
        addonOf("ebs"),
        `creating EKS Add-On (dogfood:ebs): ${api("EKS", "CreateAddon", "InvalidParameterException: Addon ebs specified is not supported in 1.34 kubernetes version")}`,
      );
      const role = await makeNodeRole(bench);
      await bench.make(tokens.nodeGroup, "default", nodesOf(network, role));
      const made = await bench.make(tokens.addon, "ebs", ebs);
      assert.equal(made.id, "dogfood:aws-ebs-csi-driver");
    });

    it("is what a role trusts by its identity provider", async () => {
      const url = "https://oidc.eks.us-west-2.amazonaws.com/id/0123456789ABCDEF";
      const made = await bench.make(tokens.oidcProvider, "dogfood", {
        url,
        clientIdLists: ["sts.amazonaws.com"],
      });
      assert.equal(
        made.properties["arn"],
        "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/0123456789ABCDEF",
      );
      // IAM answers with the URL without its scheme.
      const refreshed = { ...made, inputs: { ...made.inputs, url: url.replace("https://", "") } };
      assert.deepEqual(await bench.changes(refreshed, made.inputs), []);
    });
  });

  describe("VMs", () => {
    it("have what a program goes on with", async () => {
      const { box, attachment } = await makeBox(bench);
      assert.match(box.id, /^i-[0-9a-f]{17}$/);
      assert.match(textAt(box.properties, "publicIp"), /^198\.1[89]\.\d+\.\d+$/);
      assert.partialDeepStrictEqual(box.properties, {
        availabilityZone: "us-west-2a",
        disableApiTermination: false,
        instanceState: "running",
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
        privateDns: "ip-10-0-0-4.us-west-2.compute.internal",
        privateIp: "10.0.0.4",
        rootBlockDevice: {
          deleteOnTermination: true,
          deviceName: "/dev/xvda",
          iops: 3000,
          throughput: 125,
          volumeSize: 50,
        },
      });
      assert.match(attachment.id, /^vai-\d+$/);
      assert.deepEqual(await bench.changes(box, box.inputs), []);
    });

    it("keep a data volume while they have it", async () => {
      const { box, data } = await makeBox(bench);
      await assert.rejects(bench.delete(data), {
        message: `deleting EBS Volume (${data.id}): ${api("EC2", "DeleteVolume", `VolumeInUse: Volume ${data.id} is currently attached to ${box.id}`)}`,
      });
      await bench.delete(box);
      await bench.delete(data);
    });

    it("aren't terminated while protected", async () => {
      const { box } = await makeBox(bench);
      const safe = await bench.update(box, { ...box.inputs, disableApiTermination: true });
      await assert.rejects(bench.delete(safe), {
        message: `terminating EC2 Instance (${box.id}): ${api("EC2", "TerminateInstances", `OperationNotPermitted: The instance '${box.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`)}`,
      });
      await bench.delete(await bench.update(safe, { ...safe.inputs, forceDestroy: true }));
    });

    it("have disks that only grow", async () => {
      const { box, data } = await makeBox(bench);
      await bench.update(data, { ...volume, size: 600 });
      await assert.rejects(bench.update(data, { ...volume, size: 400 }), {
        message: `modifying EBS Volume: ${api("EC2", "ModifyVolume", "InvalidParameterValue: New size cannot be smaller than existing size")}`,
      });
      const rootBlockDevice = { ...object(box.inputs["rootBlockDevice"]), volumeSize: 40 };
      await assert.rejects(bench.update(box, { ...box.inputs, rootBlockDevice }), {
        message: `updating EC2 Instance: ${api("EC2", "ModifyVolume", "InvalidParameterValue: New size cannot be smaller than existing size")}`,
      });
    });

    it("take no volume of another zone, and none twice", async () => {
      const { box, data } = await makeBox(bench);
      const far = await bench.make(tokens.volume, "far", {
        ...volume,
        availabilityZone: "us-west-2b",
      });
      const attach = (device: string, volumeId: string) => ({
        deviceName: device,
        instanceId: box.id,
        volumeId,
      });
      const refused = (volumeId: string, message: string) =>
        `attaching EBS Volume (${volumeId}) to EC2 Instance (${box.id}): ${api("EC2", "AttachVolume", message)}`;
      await refuses(
        bench,
        tokens.volumeAttachment,
        attach("/dev/sdg", far.id),
        refused(
          far.id,
          `InvalidVolume.ZoneMismatch: The volume '${far.id}' is not in the same availability zone as instance '${box.id}'`,
        ),
      );
      await refuses(
        bench,
        tokens.volumeAttachment,
        attach("/dev/sdg", data.id),
        refused(data.id, `VolumeInUse: ${data.id} is already attached to an instance`),
      );
      const third = await bench.make(tokens.volume, "third", volume);
      await refuses(
        bench,
        tokens.volumeAttachment,
        attach("/dev/sdf", third.id),
        refused(
          third.id,
          "InvalidParameterValue: Invalid value '/dev/sdf' for unixDevice. Attachment point /dev/sdf is already in use",
        ),
      );
    });

    it("take a profile that has a role", async () => {
      const network = await makeNetwork(bench);
      const role = await makeRole(bench, "box", "ec2.amazonaws.com");
      await bench.make(tokens.instanceProfile, "box", { name: "box", role: role.id });
      await bench.make(tokens.instanceProfile, "empty", { name: "empty" });
      await bench.make(tokens.instance, "box", { ...boxOf(network), iamInstanceProfile: "box" });
      await refuses(
        bench,
        tokens.instance,
        { ...boxOf(network), iamInstanceProfile: "empty" },
        `creating EC2 Instance: ${api("EC2", "RunInstances", 'InvalidParameterValue: IAM Instance Profile "arn:aws:iam::123456789012:instance-profile/empty" has no associated IAM Roles')}`,
      );
      await refuses(
        bench,
        tokens.instance,
        { ...boxOf(network), iamInstanceProfile: "gone" },
        `creating EC2 Instance: ${api("EC2", "RunInstances", "InvalidParameterValue: Value (gone) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name")}`,
      );
    });

    it("have one address each", async () => {
      const { box } = await makeBox(bench);
      const address = await bench.make(tokens.eip, "box", { domain: "vpc" });
      const together = { allocationId: address.id, instanceId: box.id };
      const made = await bench.make(tokens.eipAssociation, "box", together);
      assert.equal(made.properties["publicIp"], address.properties["publicIp"]);
      await refuses(
        bench,
        tokens.eipAssociation,
        together,
        `creating EC2 EIP Association: ${api("EC2", "AssociateAddress", `Resource.AlreadyAssociated: resource ${address.id} is already associated with associate-id ${made.id}`)}`,
      );
    });
  });

  describe("keys, buckets, records and registries", () => {
    const rows: readonly (readonly [what: string, type: string, Properties, message: string])[] = [
      [
        "a key that locks everybody out",
        tokens.key,
        {
          policy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::123456789012:role/admins" },
                Action: "kms:*",
                Resource: "*",
              },
            ],
          },
        },
        `creating KMS Key: ${api("KMS", "CreateKey", "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.")}`,
      ],
      [
        "a bucket that there is",
        tokens.bucket,
        { bucket: "sourcegraph-box" },
        `creating S3 Bucket (sourcegraph-box): ${api("S3", "CreateBucket", "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.")}`,
      ],
      [
        "a setting of a bucket that there isn't",
        tokens.bucketVersioning,
        { bucket: "gone", versioningConfiguration: { status: "Enabled" } },
        "bucket: api error NoSuchBucket: The specified bucket does not exist (gone)",
      ],
      [
        "a record that there is",
        tokens.record,
        { zoneId: "Z1", name: "k8s.sgdev.org.", type: "A", ttl: 60, records: ["198.18.0.2"] },
        `creating Route53 Record: ${api("Route 53", "ChangeResourceRecordSets", "InvalidChangeBatch: [Tried to create resource record set [name='k8s.sgdev.org.', type='A'] but it already exists]")}`,
      ],
      [
        "an upstream that nobody knows",
        tokens.pullThroughCacheRule,
        { ecrRepositoryPrefix: "mirror", upstreamRegistryUrl: "registry.example.org" },
        `creating ECR Pull Through Cache Rule (mirror): ${api("ECR", "CreatePullThroughCacheRule", "UnsupportedUpstreamRegistryException: The upstream registry registry.example.org is not supported")}`,
      ],
      [
        "an upstream without its credentials",
        tokens.pullThroughCacheRule,
        { ecrRepositoryPrefix: "docker-hub", upstreamRegistryUrl: "registry-1.docker.io" },
        `creating ECR Pull Through Cache Rule (docker-hub): ${api("ECR", "CreatePullThroughCacheRule", "InvalidParameterException: The upstream registry registry-1.docker.io requires authentication: specify a credential ARN")}`,
      ],
      [
        "snapshots by a role of another service",
        tokens.lifecyclePolicy,
        {
          description: "Daily snapshots",
          executionRoleArn: "arn:aws:iam::123456789012:role/box",
          policyDetails: {
            resourceTypes: ["VOLUME"],
            targetTags: { snapshot: "daily" },
            schedules: [{ name: "daily", createRule: { interval: 24 }, retainRule: { count: 7 } }],
          },
        },
        `creating DLM Lifecycle Policy: ${api("DLM", "CreateLifecyclePolicy", "InvalidRequestException: Invalid execution role: arn:aws:iam::123456789012:role/box doesn't trust dlm.amazonaws.com")}`,
      ],
    ];
    for (const [what, type, inputs, message] of rows) {
      it(`refuse ${what}`, async () => {
        await makeRole(bench, "box", "ec2.amazonaws.com");
        await bench.make(tokens.bucket, "box", { bucket: "sourcegraph-box" });
        await bench.make(tokens.record, "k8s", {
          zoneId: "Z1",
          name: "k8s.sgdev.org",
          type: "A",
          ttl: 60,
          records: ["198.18.0.1"],
        });
        await refuses(bench, type, inputs, message);
      });
    }

    it("have what a program goes on with", async () => {
      const key = await bench.make(tokens.key, "secrets", { enableKeyRotation: true });
      assert.match(key.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      assert.equal(key.properties["rotationPeriodInDays"], 365);
      const alias = await bench.make(tokens.alias, "secrets", {
        name: "alias/secrets",
        targetKeyId: key.id,
      });
      assert.equal(alias.properties["targetKeyArn"], key.properties["arn"]);
      const bucket = await bench.make(tokens.bucket, "box", { bucket: "sourcegraph-box" });
      assert.partialDeepStrictEqual(bucket.properties, {
        arn: "arn:aws:s3:::sourcegraph-box",
        bucketRegionalDomainName: "sourcegraph-box.s3.us-west-2.amazonaws.com",
      });
      const repository = await bench.make(tokens.repository, "mirror", { name: "mirror" });
      assert.equal(
        repository.properties["repositoryUrl"],
        "123456789012.dkr.ecr.us-west-2.amazonaws.com/mirror",
      );
      const record = await bench.make(tokens.record, "k8s", {
        zoneId: "Z1",
        name: "k8s.sgdev.org.",
        type: "A",
        ttl: 60,
        records: ["198.18.0.1"],
      });
      assert.deepEqual(
        [record.id, record.properties["fqdn"]],
        ["Z1_k8s.sgdev.org_A", "k8s.sgdev.org"],
      );
    });

    it("keep a bucket that isn't empty", async () => {
      const bucket = await bench.make(tokens.bucket, "box", { bucket: "sourcegraph-box" });
      const properties = { bucket: "sourcegraph-box", key: "compose.yaml" };
      bench.store.put({ type: tokens.bucketObject, id: "compose.yaml", properties });
      await assert.rejects(bench.delete(bucket), {
        message: `deleting S3 Bucket (sourcegraph-box): ${api("S3", "DeleteBucket", "BucketNotEmpty: The bucket you tried to delete is not empty")}`,
      });
      await bench.delete(await bench.update(bucket, { ...bucket.inputs, forceDestroy: true }));
    });

    it("don't forget that a bucket had versions", async () => {
      await bench.make(tokens.bucket, "box", { bucket: "sourcegraph-box" });
      const versions = await bench.make(tokens.bucketVersioning, "box", versioned("Enabled"));
      await assert.rejects(bench.update(versions, versioned("Disabled")), {
        message: "versioning_configuration.status cannot be updated from 'Enabled' to 'Disabled'",
      });
    });
  });

  describe("tags", () => {
    it("are the provider's and the resource's", async () => {
      const tags = { team: "cloud", Name: "main" };
      const vpc = await bench.make(tokens.vpc, "main", { cidrBlock: "10.0.0.0/16", tags });
      assert.deepEqual(vpc.properties["tags"], tags);
      assert.deepEqual(vpc.properties["tagsAll"], {
        Name: "main",
        "sourcegraph:stack": "dogfood",
        team: "cloud",
      });
    });

    it("change with the provider's", async () => {
      const inputs = { cidrBlock: "10.0.0.0/16" };
      const vpc = await bench.make(tokens.vpc, "main", inputs);
      const elsewhere = { ...bench.call(vpc.type, vpc.name), config: { region: "us-west-2" } };
      const call = { id: vpc.id, oldInputs: vpc.inputs, oldProperties: vpc.properties };
      const { changes } = await bench.provider.diff({ ...elsewhere, ...call, news: vpc.inputs });
      assert.deepEqual(changes, [{ path: ["tagsAll"], kind: "update", replaces: false }]);
    });
  });

  describe("functions", () => {
    const rows: readonly (readonly [token: string, args: Properties, result: Properties])[] = [
      [
        "aws:index/getAvailabilityZones:getAvailabilityZones",
        { state: "available", excludeNames: ["us-west-2d"] },
        {
          state: "available",
          excludeNames: ["us-west-2d"],
          region: "us-west-2",
          id: "us-west-2",
          groupNames: ["us-west-2-zg-1"],
          names: ["us-west-2a", "us-west-2b", "us-west-2c"],
          zoneIds: ["usw2-az1", "usw2-az2", "usw2-az3"],
        },
      ],
      [
        "aws:index/getCallerIdentity:getCallerIdentity",
        {},
        {
          accountId: "123456789012",
          arn: "arn:aws:iam::123456789012:user/deployer",
          id: "123456789012",
          userId: "AIDAEXAMPLE3DEPLOYER2",
        },
      ],
      [
        "aws:index/getPartition:getPartition",
        {},
        {
          dnsSuffix: "amazonaws.com",
          id: "aws",
          partition: "aws",
          reverseDnsPrefix: "com.amazonaws",
        },
      ],
      [
        "aws:index/getRegion:getRegion",
        {},
        {
          description: "US West (Oregon)",
          endpoint: "ec2.us-west-2.amazonaws.com",
          id: "us-west-2",
          name: "us-west-2",
          region: "us-west-2",
        },
      ],
    ];
    for (const [token, args, result] of rows) {
      it(token, async () => {
        assert.deepEqual(await bench.invoke(token, args), result);
      });
    }

    it("aws:ssm/getParameter:getParameter", async () => {
      const token = "aws:ssm/getParameter:getParameter";
      const name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
      const image = await bench.invoke(token, { name });
      assert.match(textAt(image, "value"), /^ami-[0-9a-f]{17}$/);
      await assert.rejects(bench.invoke(token, { name: "/sourcegraph/license" }), {
        message:
          "reading SSM Parameter (/sourcegraph/license): couldn't find resource (the emulated cloud knows the public parameters of Amazon Linux 2023 and Ubuntu images only)",
      });
    });

    it("aws:resourcegroupstaggingapi/getResources:getResources", async () => {
      const { vpc, subnets } = await makeNetwork(bench);
      const box = await bench.make(tokens.vpc, "box", {
        cidrBlock: "10.1.0.0/16",
        tags: { "sourcegraph:stack": "box" },
      });
      await makeClusterRole(bench);
      const find = async (args: Properties): Promise<readonly string[]> => {
        const token = "aws:resourcegroupstaggingapi/getResources:getResources";
        const { resourceTagMappingLists: found } = await bench.invoke(token, args);
        return (isList(found) ? found : []).map((one) => textAt(object(one), "resourceArn"));
      };
      const tagFilters = [{ key: "sourcegraph:stack", values: ["dogfood"] }];
      assert.deepEqual(await find({ tagFilters, resourceTypeFilters: ["ec2:vpc"] }), [
        ec2Arn("vpc", vpc),
      ]);
      assert.deepEqual(
        (await find({ tagFilters, resourceTypeFilters: ["ec2:subnet"] })).toSorted(),
        subnets.map((subnet) => ec2Arn("subnet", subnet)).toSorted(),
      );
      assert.deepEqual(
        await find({ tagFilters: [{ key: "sourcegraph:stack", values: ["box"] }] }),
        [ec2Arn("vpc", box)],
      );
      // IAM's roles aren't in that API, and what is elsewhere isn't in this region.
      assert.deepEqual(await find({ tagFilters, resourceTypeFilters: ["iam"] }), []);
      assert.deepEqual(await find({ tagFilters, region: "eu-west-1" }), []);
    });
  });

  it("names the source of every fact", () => {
    const sources = [
      ...Object.values(awsTable.resources).map(({ source }) => source),
      ...Object.values(awsTable.invokes).map(({ source }) => source),
    ];
    for (const source of sources) assert.match(source, /internal\/service\/.*\.go/);
  });
});
