import assert from "node:assert/strict";
import type { EksClusterArgs } from "../../../components/aws/eks-cluster.ts";
import { EksCluster } from "../../../components/aws/eks-cluster.ts";
import { deploy, keptOf, namesOf, only, treeOf } from "../../support/deploy.ts";
import { eksArgs as args, pool } from "../args.ts";

const clusterType = "aws:eks/cluster:Cluster";
const groupType = "aws:eks/nodeGroup:NodeGroup";

const made = (changes: Partial<EksClusterArgs> = {}) =>
  deploy(() => new EksCluster("external", { ...args, ...changes }));

const subnets = (zones: readonly string[], role: string) =>
  zones.map((zone) => `external-${role}-${zone}-id`);

describe("EksCluster", () => {
  it("registers these resources and no others", async () => {
    assert.deepEqual(treeOf(await made()), [
      "aws:ec2/eip:Eip external-egress-us-east-1a < AwsNetwork external",
      "aws:ec2/eip:Eip external-egress-us-east-1b < AwsNetwork external",
      "aws:ec2/internetGateway:InternetGateway external-internet-gateway < AwsNetwork external",
      "aws:ec2/natGateway:NatGateway external-nat-us-east-1a < AwsNetwork external",
      "aws:ec2/natGateway:NatGateway external-nat-us-east-1b < AwsNetwork external",
      "aws:ec2/route:Route external-private-route-us-east-1a < AwsNetwork external",
      "aws:ec2/route:Route external-private-route-us-east-1b < AwsNetwork external",
      "aws:ec2/route:Route external-public-route < AwsNetwork external",
      "aws:ec2/routeTable:RouteTable external-private-routes-us-east-1a < AwsNetwork external",
      "aws:ec2/routeTable:RouteTable external-private-routes-us-east-1b < AwsNetwork external",
      "aws:ec2/routeTable:RouteTable external-public-routes < AwsNetwork external",
      "aws:ec2/routeTableAssociation:RouteTableAssociation external-private-us-east-1a < AwsNetwork external",
      "aws:ec2/routeTableAssociation:RouteTableAssociation external-private-us-east-1b < AwsNetwork external",
      "aws:ec2/routeTableAssociation:RouteTableAssociation external-public-us-east-1a < AwsNetwork external",
      "aws:ec2/routeTableAssociation:RouteTableAssociation external-public-us-east-1b < AwsNetwork external",
      "aws:ec2/subnet:Subnet external-private-us-east-1a < AwsNetwork external",
      "aws:ec2/subnet:Subnet external-private-us-east-1b < AwsNetwork external",
      "aws:ec2/subnet:Subnet external-public-us-east-1a < AwsNetwork external",
      "aws:ec2/subnet:Subnet external-public-us-east-1b < AwsNetwork external",
      "aws:ec2/vpc:Vpc external-vpc < AwsNetwork external",
      "aws:eks/addon:Addon external-coredns < EksCluster external",
      "aws:eks/addon:Addon external-ebs-csi-driver < EksCluster external",
      "aws:eks/addon:Addon external-eks-pod-identity-agent < EksCluster external",
      "aws:eks/addon:Addon external-kube-proxy < EksCluster external",
      "aws:eks/addon:Addon external-vpc-cni < EksCluster external",
      "aws:eks/cluster:Cluster external-cluster < EksCluster external",
      "aws:eks/nodeGroup:NodeGroup external-default < EksCluster external",
      "aws:iam/role:Role external-control-plane-role < AwsServiceRole external-control-plane",
      "aws:iam/role:Role external-ebs-csi-role < AwsServiceRole external-ebs-csi",
      "aws:iam/role:Role external-nodes-role < AwsServiceRole external-nodes",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment external-control-plane-AmazonEKSClusterPolicy < AwsServiceRole external-control-plane",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment external-ebs-csi-AmazonEBSCSIDriverPolicy < AwsServiceRole external-ebs-csi",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment external-nodes-AmazonEC2ContainerRegistryPullOnly < AwsServiceRole external-nodes",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment external-nodes-AmazonEKSWorkerNodePolicy < AwsServiceRole external-nodes",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment external-nodes-AmazonEKS_CNI_Policy < AwsServiceRole external-nodes",
      "aws:kms/key:Key external-secrets-key < EksCluster external",
      "sourcegraph:components:AwsNetwork external < EksCluster external",
      "sourcegraph:components:AwsServiceRole external-control-plane < EksCluster external",
      "sourcegraph:components:AwsServiceRole external-ebs-csi < EksCluster external",
      "sourcegraph:components:AwsServiceRole external-nodes < EksCluster external",
      "sourcegraph:components:EksCluster external < (stack)",
    ]);
  });

  it("keeps the cluster, the key of its secrets, and its addresses", async () => {
    const registered = await made();
    const addresses = [
      "aws:ec2/eip:Eip external-egress-us-east-1a",
      "aws:ec2/eip:Eip external-egress-us-east-1b",
    ];
    const key = "aws:kms/key:Key external-secrets-key";
    assert.deepEqual(keptOf(registered), {
      protect: [...addresses, `${clusterType} external-cluster`, key],
      retainOnDelete: [...addresses, key],
    });
    assert.equal(only(registered, clusterType).inputs["deletionProtection"], true);
  });

  it("keeps nothing of an instance that is thrown away", async () => {
    const registered = await made({ protect: false });
    assert.deepEqual(keptOf(registered), { protect: [], retainOnDelete: [] });
    assert.equal(only(registered, clusterType).inputs["deletionProtection"], false);
  });

  it("puts nodes into private subnets, or has none of those", async () => {
    const group = only(await made(), groupType);
    assert.deepEqual(group.inputs["subnetIds"], subnets(args.zones, "private"));
    const open = await made({ privateNodes: false });
    assert.deepEqual(only(open, groupType).inputs["subnetIds"], subnets(args.zones, "public"));
    assert.deepEqual(
      namesOf(open).filter((name) => /private|nat-|egress/.test(name)),
      [],
    );
  });

  it("encrypts Kubernetes secrets with a given key, or makes one", async () => {
    const encryptionKey = "arn:aws:kms:us-east-1:123456789012:key/1";
    const registered = await made({ encryptionKey });
    assert.partialDeepStrictEqual(only(registered, clusterType).inputs, {
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: encryptionKey } },
    });
    assert.deepEqual(
      registered.filter(({ type }) => type === "aws:kms/key:Key"),
      [],
    );
  });

  it("lets the given ranges reach the API, or anybody with credentials", async () => {
    const access = (registered: Awaited<ReturnType<typeof made>>) =>
      only(registered, clusterType).inputs["vpcConfig"];
    const admins = [{ name: "admins", cidr: "198.51.100.0/24" }];
    assert.partialDeepStrictEqual(access(await made({ authorizedCidrs: admins })), {
      publicAccessCidrs: ["198.51.100.0/24"],
    });
    assert.partialDeepStrictEqual(access(await made()), { publicAccessCidrs: ["0.0.0.0/0"] });
  });

  it("has a group of a fixed size, or one that the autoscaler may change", async () => {
    const registered = await made({
      nodePools: {
        fixed: { ...pool, nodes: 4 },
        elastic: { ...pool, nodes: { min: 2, max: 9 }, spot: true },
      },
    });
    const fixed = only(registered, groupType, "external-fixed");
    assert.partialDeepStrictEqual(fixed.inputs, {
      capacityType: "ON_DEMAND",
      scalingConfig: { minSize: 4, maxSize: 4, desiredSize: 4 },
    });
    assert.equal(fixed.options.ignoreChanges, undefined);
    const elastic = only(registered, groupType, "external-elastic");
    assert.partialDeepStrictEqual(elastic.inputs, {
      capacityType: "SPOT",
      scalingConfig: { minSize: 2, maxSize: 9, desiredSize: 2 },
    });
    assert.deepEqual(elastic.options.ignoreChanges, ["scalingConfig.desiredSize"]);
  });

  it("says a taint's effect in AWS's words", async () => {
    const taints = [
      { key: "a", value: "1", effect: "NoExecute" },
      { key: "b", effect: "PreferNoSchedule" },
    ] as const;
    const registered = await made({ nodePools: { tainted: { ...pool, taints } } });
    assert.deepEqual(only(registered, groupType).inputs["taints"], [
      { key: "a", value: "1", effect: "NO_EXECUTE" },
      { key: "b", value: "", effect: "PREFER_NO_SCHEDULE" },
    ]);
  });
});
