import * as eks from "@pulumi/aws/eks/index.js";
import * as kms from "@pulumi/aws/kms/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesCluster, NodePool, NodeTaint } from "../kubernetes/cluster.ts";
import { execKubeconfig } from "../kubernetes/cluster.ts";
import { stateful } from "../stateful.ts";
import { AwsNetwork } from "./network.ts";
import { AwsServiceRole, trustPodIdentity, trustService } from "./service-role.ts";

export interface EksClusterArgs {
  readonly region: pulumi.Input<string>;
  /** At least two. Plain: each has its subnets. */
  readonly zones: readonly string[];
  readonly cidr: string;
  /**
   * Kubernetes version, such as `1.35`; EKS upgrades one minor version at a time.
   * @default - the newest one when the cluster is made
   */
  readonly version?: string | undefined;
  readonly nodePools: Readonly<Record<string, NodePool>>;
  /** Nodes without public addresses. */
  readonly privateNodes: boolean;
  /** The API also answers from outside the VPC; otherwise only from within it. */
  readonly publicEndpoint: boolean;
  /** Ranges that may reach the API from outside. @default - any, with credentials */
  readonly authorizedCidrs?:
    | readonly { readonly name: string; readonly cidr: string }[]
    | undefined;
  /** ARN of a KMS key for Kubernetes secrets. @default - a key of the cluster's own */
  readonly encryptionKey?: pulumi.Input<string> | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** AWS refuses to delete the cluster, and key and egress addresses are kept. */
  readonly protect: boolean;
}

/** An EKS cluster in a VPC of its own, with managed node groups and the EBS driver for volumes. */
export class EksCluster extends pulumi.ComponentResource implements KubernetesCluster {
  readonly clusterName: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly kubeconfig: pulumi.Output<string>;
  readonly egressAddresses: pulumi.Output<readonly string[]>;

  constructor(name: string, args: EksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:EksCluster", name, args, opts);

    const network = new AwsNetwork(
      name,
      {
        cidr: args.cidr,
        zones: args.zones,
        privateSubnets: args.privateNodes,
        publicSubnetTags: { "kubernetes.io/role/elb": "1" },
        privateSubnetTags: { "kubernetes.io/role/internal-elb": "1" },
        protect: args.protect,
      },
      { parent: this },
    );
    const clusterRole = new AwsServiceRole(
      `${name}-control-plane`,
      {
        trust: trustService("eks.amazonaws.com"),
        managedPolicies: ["AmazonEKSClusterPolicy"],
        description: `control plane of EKS cluster ${name}`,
      },
      { parent: this },
    );
    const cluster = new eks.Cluster(
      `${name}-cluster`,
      {
        ...(args.version !== undefined && { version: args.version }),
        roleArn: clusterRole.arn,
        vpcConfig: {
          subnetIds: pulumi
            .all([network.publicSubnetIds, network.privateSubnetIds])
            .apply(([publicIds, privateIds]) => [...publicIds, ...privateIds]),
          endpointPrivateAccess: true,
          endpointPublicAccess: args.publicEndpoint,
          ...(args.publicEndpoint && {
            publicAccessCidrs: args.authorizedCidrs?.map(({ cidr }) => cidr) ?? ["0.0.0.0/0"],
          }),
        },
        accessConfig: {
          authenticationMode: "API",
          bootstrapClusterCreatorAdminPermissions: true,
        },
        encryptionConfig: {
          resources: ["secrets"],
          provider: { keyArn: args.encryptionKey ?? this.#secretsKey(name, args) },
        },
        enabledClusterLogTypes: ["api", "audit", "authenticator"],
        deletionProtection: args.protect,
        tags: args.labels,
      },
      { parent: this, protect: args.protect },
    );
    const nodeGroups = this.#nodeGroups(name, args, cluster, network);
    this.#addons(name, cluster, nodeGroups);

    this.clusterName = cluster.name;
    this.endpoint = cluster.endpoint;
    this.kubeconfig = eksKubeconfig(cluster, args.region);
    this.egressAddresses = network.egressAddresses;
    this.registerOutputs({
      clusterName: this.clusterName,
      endpoint: this.endpoint,
      kubeconfig: this.kubeconfig,
      egressAddresses: this.egressAddresses,
    });
  }

  /** Losing the key loses the cluster's secrets: it is kept like data. */
  #secretsKey(name: string, args: EksClusterArgs): pulumi.Output<string> {
    return new kms.Key(
      `${name}-secrets-key`,
      {
        description: `Kubernetes secrets of EKS cluster ${name}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        tags: args.labels,
      },
      { parent: this, ...stateful(args.protect) },
    ).arn;
  }

  #nodeGroups(
    name: string,
    args: EksClusterArgs,
    cluster: eks.Cluster,
    network: AwsNetwork,
  ): eks.NodeGroup[] {
    const nodeRole = new AwsServiceRole(
      `${name}-nodes`,
      {
        trust: trustService("ec2.amazonaws.com"),
        managedPolicies: [
          "AmazonEKSWorkerNodePolicy",
          "AmazonEKS_CNI_Policy",
          "AmazonEC2ContainerRegistryPullOnly",
        ],
        description: `nodes of EKS cluster ${name}`,
      },
      { parent: this },
    );
    return Object.entries(args.nodePools).map(
      ([poolName, pool]) =>
        new eks.NodeGroup(
          `${name}-${poolName}`,
          {
            clusterName: cluster.name,
            nodeRoleArn: nodeRole.arn,
            subnetIds: args.privateNodes ? network.privateSubnetIds : network.publicSubnetIds,
            instanceTypes: [pool.machineType],
            capacityType: pool.spot === true ? "SPOT" : "ON_DEMAND",
            diskSize: pool.diskGiB,
            scalingConfig: scalingOf(pool),
            labels: pool.labels ?? {},
            taints: (pool.taints ?? []).map(eksTaint),
            tags: args.labels,
          },
          // The autoscaler moves the number of nodes between the bounds.
          typeof pool.nodes === "number"
            ? { parent: this }
            : { parent: this, ignoreChanges: ["scalingConfig.desiredSize"] },
        ),
    );
  }

  /** Volumes need the EBS driver, which acts with a role of its own rather than the nodes'. */
  #addons(name: string, cluster: eks.Cluster, nodeGroups: eks.NodeGroup[]): void {
    const driverRole = new AwsServiceRole(
      `${name}-ebs-csi`,
      {
        trust: trustPodIdentity,
        managedPolicies: ["service-role/AmazonEBSCSIDriverPolicy"],
        description: `EBS driver of EKS cluster ${name}`,
      },
      { parent: this },
    );
    const common = { clusterName: cluster.name, resolveConflictsOnUpdate: "PRESERVE" };
    for (const addonName of ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"]) {
      new eks.Addon(`${name}-${addonName}`, { ...common, addonName }, { parent: this });
    }
    // These run pods: without nodes they never become active.
    const onNodes = { parent: this, dependsOn: nodeGroups };
    new eks.Addon(`${name}-coredns`, { ...common, addonName: "coredns" }, onNodes);
    new eks.Addon(
      `${name}-ebs-csi-driver`,
      {
        ...common,
        addonName: "aws-ebs-csi-driver",
        podIdentityAssociations: [
          { serviceAccount: "ebs-csi-controller-sa", roleArn: driverRole.arn },
        ],
      },
      onNodes,
    );
  }
}

function scalingOf({ nodes }: NodePool): { minSize: number; maxSize: number; desiredSize: number } {
  return typeof nodes === "number"
    ? { minSize: nodes, maxSize: nodes, desiredSize: nodes }
    : { minSize: nodes.min, maxSize: nodes.max, desiredSize: nodes.min };
}

const eksTaintEffects = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const;

function eksTaint({ key, value, effect }: NodeTaint): {
  key: string;
  value: string;
  effect: string;
} {
  return { key, value: value ?? "", effect: eksTaintEffects[effect] };
}

function eksKubeconfig(cluster: eks.Cluster, region: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi
    .all([cluster.name, cluster.endpoint, cluster.certificateAuthority.data, region])
    .apply(([name, endpoint, caCertificate, inRegion]) =>
      execKubeconfig(
        { name, endpoint, caCertificate },
        {
          command: "aws",
          args: ["eks", "get-token", "--cluster-name", name, "--region", inRegion],
          installHint: "Install the AWS CLI, version 2",
        },
      ),
    );
}
