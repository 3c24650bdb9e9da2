import { Eip } from "@pulumi/aws/ec2/eip.js";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { NatGateway } from "@pulumi/aws/ec2/natGateway.js";
import { Route } from "@pulumi/aws/ec2/route.js";
import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation.js";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import { stateful } from "../stateful.ts";
import { subnetRanges } from "./subnet-ranges.ts";

export interface AwsNetworkArgs {
  /** Range of the VPC, /16 to /20. Plain: the subnets' ranges follow from it. A change replaces. */
  readonly cidr: string;
  /** Availability zones, such as `us-east-1a`; EKS wants at least two. Plain: each has its subnets. */
  readonly zones: readonly string[];
  /** Whether there are subnets without public addresses, and NAT gateways for them. */
  readonly privateSubnets: boolean;
  /** Tags that subnets need beside their names, such as those by which load balancers find them. */
  readonly publicSubnetTags?: Readonly<Record<string, string>>;
  readonly privateSubnetTags?: Readonly<Record<string, string>>;
  /** Keeps the egress addresses when the stack is destroyed. */
  readonly protect: boolean;
}

/** A VPC with a public subnet in each zone, and private ones behind a NAT gateway in their own zone. */
export class AwsNetwork extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Empty without private subnets. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Public addresses that connections from private subnets come from. */
  readonly egressAddresses: pulumi.Output<readonly string[]>;

  constructor(name: string, args: AwsNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:AwsNetwork", name, args, opts);
    const ranges = subnetRanges(args.cidr, args.zones.length);

    const vpc = new Vpc(
      `${name}-vpc`,
      {
        cidrBlock: args.cidr,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { Name: name },
      },
      { parent: this },
    );
    const gateway = new InternetGateway(
      `${name}-internet-gateway`,
      { vpcId: vpc.id, tags: { Name: name } },
      { parent: this },
    );
    const publicRoutes = new RouteTable(
      `${name}-public-routes`,
      { vpcId: vpc.id, tags: { Name: `${name}-public` } },
      { parent: this },
    );
    const publicRoute = new Route(
      `${name}-public-route`,
      { routeTableId: publicRoutes.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
      { parent: this },
    );

    const publicSubnetIds: pulumi.Output<string>[] = [];
    const privateSubnetIds: pulumi.Output<string>[] = [];
    const addresses: Eip[] = [];
    for (const [index, zone] of args.zones.entries()) {
      const range = ranges[index];
      if (range === undefined) throw new Error(`no range for ${zone}`);
      const publicSubnet = new Subnet(
        `${name}-public-${zone}`,
        {
          vpcId: vpc.id,
          availabilityZone: zone,
          cidrBlock: range.public,
          mapPublicIpOnLaunch: true,
          tags: { Name: `${name}-public-${zone}`, ...args.publicSubnetTags },
        },
        { parent: this },
      );
      const publicAssociation = new RouteTableAssociation(
        `${name}-public-${zone}`,
        { subnetId: publicSubnet.id, routeTableId: publicRoutes.id },
        { parent: this },
      );
      publicSubnetIds.push(after(publicSubnet.id, publicRoute.id, publicAssociation.id));
      if (!args.privateSubnets) continue;

      const address = new Eip(
        `${name}-egress-${zone}`,
        { domain: "vpc", tags: { Name: `${name}-egress-${zone}` } },
        { parent: this, ...stateful(args.protect) },
      );
      const nat = new NatGateway(
        `${name}-nat-${zone}`,
        {
          allocationId: address.id,
          subnetId: publicSubnet.id,
          tags: { Name: `${name}-${zone}` },
        },
        // A NAT gateway in a subnet without a way out fails to start.
        { parent: this, dependsOn: gateway },
      );
      const privateSubnet = new Subnet(
        `${name}-private-${zone}`,
        {
          vpcId: vpc.id,
          availabilityZone: zone,
          cidrBlock: range.private,
          tags: { Name: `${name}-private-${zone}`, ...args.privateSubnetTags },
        },
        { parent: this },
      );
      const privateRoutes = new RouteTable(
        `${name}-private-routes-${zone}`,
        { vpcId: vpc.id, tags: { Name: `${name}-private-${zone}` } },
        { parent: this },
      );
      const privateRoute = new Route(
        `${name}-private-route-${zone}`,
        {
          routeTableId: privateRoutes.id,
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId: nat.id,
        },
        { parent: this },
      );
      const privateAssociation = new RouteTableAssociation(
        `${name}-private-${zone}`,
        { subnetId: privateSubnet.id, routeTableId: privateRoutes.id },
        { parent: this },
      );
      addresses.push(address);
      privateSubnetIds.push(after(privateSubnet.id, privateRoute.id, privateAssociation.id));
    }

    this.vpcId = vpc.id;
    this.publicSubnetIds = pulumi.all(publicSubnetIds);
    this.privateSubnetIds = pulumi.all(privateSubnetIds);
    this.egressAddresses = pulumi.all(addresses.map(({ publicIp }) => publicIp));
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      egressAddresses: this.egressAddresses,
    });
  }
}

/**
 * A subnet's id, once the subnet has its way out: a machine that starts earlier can't install
 * anything, and a public address can't be given to it.
 */
function after(
  id: pulumi.Output<string>,
  ...ready: pulumi.Output<string>[]
): pulumi.Output<string> {
  return pulumi.all([id, pulumi.all(ready)]).apply(([first]) => first);
}
