import * as ebs from "@pulumi/aws/ebs/index.js";
import { Eip } from "@pulumi/aws/ec2/eip.js";
import { EipAssociation } from "@pulumi/aws/ec2/eipAssociation.js";
import { Instance } from "@pulumi/aws/ec2/instance.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { VolumeAttachment } from "@pulumi/aws/ec2/volumeAttachment.js";
import * as iam from "@pulumi/aws/iam/index.js";
import * as ssm from "@pulumi/aws/ssm/index.js";
import * as vpc from "@pulumi/aws/vpc/index.js";
import * as pulumi from "@pulumi/pulumi";
import { AwsNetwork } from "../aws/network.ts";
import { AwsServiceRole, trustService } from "../aws/service-role.ts";
import { stateful } from "../stateful.ts";

export interface AwsBoxArgs {
  /** Plain: the subnet's name has it. A change replaces VM and disk. */
  readonly zone: string;
  readonly cidr: string;
  /** A change stops and starts the VM; nothing is lost. */
  readonly instanceType: pulumi.Input<string>;
  readonly bootDiskGiB: pulumi.Input<number>;
  /** Public SSM parameter that names the newest image of the operating system. */
  readonly imageParameter: pulumi.Input<string>;
  readonly dataDiskGiB: pulumi.Input<number>;
  readonly dataDiskType: pulumi.Input<string>;
  /** Ranges that may use Sourcegraph, over HTTP and HTTPS. Plain: each is a rule of its own. */
  readonly webCidrs: readonly string[];
  /** Ranges that may log in with SSH. Plain. Empty: nobody. */
  readonly sshCidrs: readonly string[];
  /** Administrators get a shell through Systems Manager, without an open port. Plain. */
  readonly sessionManager: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Keeps data disk and address when the stack is destroyed. */
  readonly protect: boolean;
}

/**
 * A VM on AWS that runs Sourcegraph's docker-compose project, its data on a volume of its own. The
 * VM is made once: a release change reaches it by other ways than its user data.
 */
export class AwsBox extends pulumi.ComponentResource {
  /** Public address for the instance's DNS record. */
  readonly address: pulumi.Output<string>;
  readonly dataDiskId: pulumi.Output<string>;
  readonly instanceId: pulumi.Output<string>;

  constructor(name: string, args: AwsBoxArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:AwsBox", name, args, opts);

    const network = new AwsNetwork(
      name,
      { cidr: args.cidr, zones: [args.zone], privateSubnets: false, protect: args.protect },
      { parent: this },
    );
    const securityGroup = this.#securityGroup(name, args, network.vpcId);
    const instance = this.#instance(name, args, network, securityGroup);
    const dataDisk = new ebs.Volume(
      `${name}-data`,
      {
        availabilityZone: args.zone,
        size: args.dataDiskGiB,
        type: args.dataDiskType,
        encrypted: true,
        tags: { ...args.labels, Name: `${name}-data` },
      },
      { parent: this, ...stateful(args.protect) },
    );
    new VolumeAttachment(
      `${name}-data`,
      {
        instanceId: instance.id,
        volumeId: dataDisk.id,
        deviceName: "/dev/sdf",
        // A VM that still writes to a volume while it is detached may damage what is on it.
        stopInstanceBeforeDetaching: true,
      },
      { parent: this },
    );
    const address = new Eip(
      `${name}-address`,
      { domain: "vpc", tags: { ...args.labels, Name: name } },
      { parent: this, ...stateful(args.protect) },
    );
    new EipAssociation(
      `${name}-address`,
      { allocationId: address.id, instanceId: instance.id },
      { parent: this },
    );

    this.address = address.publicIp;
    this.dataDiskId = dataDisk.id;
    this.instanceId = instance.id;
    this.registerOutputs({
      address: this.address,
      dataDiskId: this.dataDiskId,
      instanceId: this.instanceId,
    });
  }

  /** What isn't allowed here is refused by the security group itself. */
  #securityGroup(name: string, args: AwsBoxArgs, vpcId: pulumi.Output<string>): SecurityGroup {
    const group = new SecurityGroup(
      `${name}-web`,
      { vpcId, description: `box ${name}`, tags: { Name: name } },
      { parent: this },
    );
    const allow = (port: number, cidrs: readonly string[]): void => {
      for (const cidr of cidrs) {
        const ruleName = `${name}-tcp-${port}-from-${cidr}`;
        new vpc.SecurityGroupIngressRule(
          ruleName,
          {
            securityGroupId: group.id,
            ipProtocol: "tcp",
            fromPort: port,
            toPort: port,
            cidrIpv4: cidr,
            tags: { Name: ruleName },
          },
          { parent: this },
        );
      }
    };
    allow(80, args.webCidrs);
    allow(443, args.webCidrs);
    allow(22, args.sshCidrs);
    new vpc.SecurityGroupEgressRule(
      `${name}-out`,
      {
        securityGroupId: group.id,
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
        tags: { Name: `${name}-out` },
      },
      { parent: this },
    );
    return group;
  }

  #instance(
    name: string,
    args: AwsBoxArgs,
    network: AwsNetwork,
    securityGroup: SecurityGroup,
  ): Instance {
    const role = new AwsServiceRole(
      `${name}-vm`,
      {
        trust: trustService("ec2.amazonaws.com"),
        managedPolicies: args.sessionManager ? ["AmazonSSMManagedInstanceCore"] : [],
        description: `box ${name}`,
      },
      { parent: this },
    );
    const profile = new iam.InstanceProfile(
      `${name}-vm`,
      { role: role.roleName },
      { parent: this },
    );
    const image = ssm.getParameterOutput({ name: args.imageParameter }, { parent: this });
    return new Instance(
      `${name}-vm`,
      {
        ami: image.value,
        instanceType: args.instanceType,
        subnetId: network.publicSubnetIds.apply(firstOf),
        vpcSecurityGroupIds: [securityGroup.id],
        iamInstanceProfile: profile.name,
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
        rootBlockDevice: {
          volumeSize: args.bootDiskGiB,
          volumeType: "gp3",
          encrypted: true,
        },
        disableApiTermination: args.protect,
        tags: { ...args.labels, Name: name },
      },
      // The parameter moves on to newer images by itself: that must not make the VM anew.
      { parent: this, protect: args.protect, ignoreChanges: ["ami"] },
    );
  }
}

function firstOf(ids: readonly string[]): string {
  const [first] = ids;
  if (first === undefined) throw new Error("the network has no public subnet");
  return first;
}
