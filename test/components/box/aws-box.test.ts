import assert from "node:assert/strict";
import type { AwsBoxArgs } from "../../../components/box/aws-box.ts";
import { AwsBox } from "../../../components/box/aws-box.ts";
import { deploy, keptOf, only, treeOf } from "../../support/deploy.ts";
import { awsBoxArgs as args } from "../args.ts";

const instanceType = "aws:ec2/instance:Instance";

const made = (changes: Partial<AwsBoxArgs> = {}) =>
  deploy(() => new AwsBox("customer-box", { ...args, ...changes }), {
    functions: { "aws:ssm/getParameter:getParameter": { value: "ami-1" } },
  });

describe("AwsBox", () => {
  it("registers these resources and no others", async () => {
    assert.deepEqual(treeOf(await made()), [
      "aws:ebs/volume:Volume customer-box-data < AwsBox customer-box",
      "aws:ec2/eip:Eip customer-box-address < AwsBox customer-box",
      "aws:ec2/eipAssociation:EipAssociation customer-box-address < AwsBox customer-box",
      "aws:ec2/instance:Instance customer-box-vm < AwsBox customer-box",
      "aws:ec2/internetGateway:InternetGateway customer-box-internet-gateway < AwsNetwork customer-box",
      "aws:ec2/route:Route customer-box-public-route < AwsNetwork customer-box",
      "aws:ec2/routeTable:RouteTable customer-box-public-routes < AwsNetwork customer-box",
      "aws:ec2/routeTableAssociation:RouteTableAssociation customer-box-public-us-west-2a < AwsNetwork customer-box",
      "aws:ec2/securityGroup:SecurityGroup customer-box-web < AwsBox customer-box",
      "aws:ec2/subnet:Subnet customer-box-public-us-west-2a < AwsNetwork customer-box",
      "aws:ec2/volumeAttachment:VolumeAttachment customer-box-data < AwsBox customer-box",
      "aws:ec2/vpc:Vpc customer-box-vpc < AwsNetwork customer-box",
      "aws:iam/instanceProfile:InstanceProfile customer-box-vm < AwsBox customer-box",
      "aws:iam/role:Role customer-box-vm-role < AwsServiceRole customer-box-vm",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment customer-box-vm-AmazonSSMManagedInstanceCore < AwsServiceRole customer-box-vm",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule customer-box-out < AwsBox customer-box",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule customer-box-tcp-443-from-0.0.0.0/0 < AwsBox customer-box",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule customer-box-tcp-80-from-0.0.0.0/0 < AwsBox customer-box",
      "sourcegraph:components:AwsBox customer-box < (stack)",
      "sourcegraph:components:AwsNetwork customer-box < AwsBox customer-box",
      "sourcegraph:components:AwsServiceRole customer-box-vm < AwsBox customer-box",
    ]);
  });

  it("keeps the data, the machine and the address", async () => {
    const registered = await made();
    const stateful = [
      "aws:ebs/volume:Volume customer-box-data",
      "aws:ec2/eip:Eip customer-box-address",
    ];
    assert.deepEqual(keptOf(registered), {
      protect: [...stateful, `${instanceType} customer-box-vm`],
      retainOnDelete: stateful,
    });
    assert.equal(only(registered, instanceType).inputs["disableApiTermination"], true);
  });

  it("keeps nothing of an instance that is thrown away", async () => {
    const registered = await made({ protect: false });
    assert.deepEqual(keptOf(registered), { protect: [], retainOnDelete: [] });
    assert.equal(only(registered, instanceType).inputs["disableApiTermination"], false);
  });

  it("is reached from anywhere by HTTP and HTTPS, and by nothing else", async () => {
    const registered = await made();
    const reachable = registered
      .filter(({ type }) => type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .map(({ inputs }) => inputs);
    assert.deepEqual(
      reachable,
      [80, 443].map((port) => ({
        securityGroupId: "customer-box-web-id",
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4: "0.0.0.0/0",
        tags: { Name: `customer-box-tcp-${port}-from-0.0.0.0/0` },
      })),
    );
    const group = only(registered, "aws:ec2/securityGroup:SecurityGroup");
    assert.equal(group.inputs["ingress"], undefined);
    const instance = only(registered, instanceType);
    assert.deepEqual(instance.inputs["vpcSecurityGroupIds"], ["customer-box-web-id"]);
    assert.equal(instance.inputs["keyName"], undefined);
  });

  it("has its data on an encrypted volume of its own, in the VM's zone", async () => {
    const registered = await made();
    assert.partialDeepStrictEqual(only(registered, "aws:ebs/volume:Volume").inputs, {
      availabilityZone: "us-west-2a",
      size: 500,
      encrypted: true,
    });
    assert.partialDeepStrictEqual(
      only(registered, "aws:ec2/volumeAttachment:VolumeAttachment").inputs,
      {
        instanceId: "customer-box-vm-id",
        volumeId: "customer-box-data-id",
        stopInstanceBeforeDetaching: true,
      },
    );
    const subnet = only(registered, "aws:ec2/subnet:Subnet");
    assert.equal(subnet.inputs["availabilityZone"], "us-west-2a");
  });

  it("isn't made anew for a newer image of the operating system", async () => {
    const instance = only(await made(), instanceType);
    assert.equal(instance.inputs["ami"], "ami-1");
    assert.deepEqual(instance.options.ignoreChanges, ["ami"]);
  });

  it("gives no credentials to whoever can make it send a request", async () => {
    assert.partialDeepStrictEqual(only(await made(), instanceType).inputs, {
      metadataOptions: { httpTokens: "required" },
    });
  });
});
