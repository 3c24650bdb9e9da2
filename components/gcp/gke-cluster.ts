import * as container from "@pulumi/gcp/container/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesCluster, NodePool, NodeTaint } from "../kubernetes/cluster.ts";
import { execKubeconfig } from "../kubernetes/cluster.ts";
import { GcpNetwork, podRangeName, serviceRangeName } from "./network.ts";
import { GcpNodeIdentity, gkeNodeRoles } from "./node-identity.ts";

export interface GkeClusterArgs {
  readonly project: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  /** A zone for a zonal cluster, the region for a regional one. A change replaces the cluster. */
  readonly location: pulumi.Input<string>;
  readonly network: {
    readonly cidr: pulumi.Input<string>;
    readonly podCidr: pulumi.Input<string>;
    readonly serviceCidr: pulumi.Input<string>;
    readonly natAddresses: number;
  };
  /** Google keeps the version up to date, or the newest version with this prefix is pinned. */
  readonly version: { readonly releaseChannel: string } | { readonly prefix: string };
  /** By name; a pool is made anew under the same name when its machine type changes. */
  readonly nodePools: Readonly<Record<string, NodePool>>;
  /** Nodes without public addresses. */
  readonly privateNodes: boolean;
  /** A /28 for the control plane's peering, needed with private nodes. */
  readonly controlPlaneCidr: pulumi.Input<string>;
  /** The API also answers from outside the network; otherwise only from within it. */
  readonly publicEndpoint: boolean;
  /** Ranges that may reach the API from outside. @default - any, with credentials */
  readonly authorizedCidrs?:
    | readonly { readonly name: string; readonly cidr: string }[]
    | undefined;
  /** Resource name of a Cloud KMS key for Kubernetes secrets. @default - Google's own key only */
  readonly encryptionKey?: pulumi.Input<string> | undefined;
  /** When Google may upgrade. @default - any time */
  readonly maintenanceWindow?: MaintenanceWindow | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Google refuses to delete the cluster, and egress addresses are kept. */
  readonly protect: boolean;
}

export interface MaintenanceWindow {
  /** RFC 3339, such as `2026-01-03T02:00:00Z`; the window recurs from there. */
  readonly startTime: string;
  readonly endTime: string;
  /** RFC 5545, such as `FREQ=WEEKLY;BYDAY=SA,SU`. */
  readonly recurrence: string;
}

/** A VPC-native GKE cluster in a network of its own, its nodes with an identity of least privilege. */
export class GkeCluster extends pulumi.ComponentResource implements KubernetesCluster {
  readonly clusterName: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly kubeconfig: pulumi.Output<string>;
  readonly egressAddresses: pulumi.Output<readonly string[]>;
  /** For workload identity: Kubernetes service accounts are principals of this pool. */
  readonly workloadPool: pulumi.Output<string>;

  constructor(name: string, args: GkeClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:GkeCluster", name, args, opts);

    const network = new GcpNetwork(
      name,
      {
        region: args.region,
        cidr: args.network.cidr,
        cluster: { podCidr: args.network.podCidr, serviceCidr: args.network.serviceCidr },
        natAddresses: args.network.natAddresses,
        protect: args.protect,
      },
      { parent: this },
    );
    const identity = new GcpNodeIdentity(
      `${name}-nodes`,
      { project: args.project, displayName: `nodes of cluster ${name}`, roles: gkeNodeRoles },
      { parent: this },
    );
    const cluster = new container.Cluster(
      `${name}-cluster`,
      clusterArgs(args, network, this.#version(args)),
      { parent: this, protect: args.protect },
    );
    for (const [poolName, pool] of Object.entries(args.nodePools)) {
      new container.NodePool(
        `${name}-${poolName}`,
        nodePoolArgs(args, pool, cluster, identity.email),
        // It says what a pool starts with: another minimum later must not make the pool anew.
        typeof pool.nodes === "number"
          ? { parent: this }
          : { parent: this, ignoreChanges: ["initialNodeCount"] },
      );
    }

    this.clusterName = cluster.name;
    this.endpoint = pulumi.interpolate`https://${cluster.endpoint}`;
    this.kubeconfig = gkeKubeconfig(cluster);
    this.egressAddresses = network.egressAddresses;
    this.workloadPool = pulumi.interpolate`${args.project}.svc.id.goog`;
    this.registerOutputs({
      clusterName: this.clusterName,
      endpoint: this.endpoint,
      kubeconfig: this.kubeconfig,
      egressAddresses: this.egressAddresses,
      workloadPool: this.workloadPool,
    });
  }

  #version(args: GkeClusterArgs): Partial<container.ClusterArgs> {
    if ("releaseChannel" in args.version) {
      return { releaseChannel: { channel: args.version.releaseChannel } };
    }
    const versions = container.getEngineVersionsOutput(
      { location: args.location, project: args.project, versionPrefix: args.version.prefix },
      { parent: this },
    );
    return { minMasterVersion: versions.latestMasterVersion };
  }
}

function clusterArgs(
  args: GkeClusterArgs,
  network: GcpNetwork,
  version: Partial<container.ClusterArgs>,
): container.ClusterArgs {
  return {
    project: args.project,
    location: args.location,
    network: network.networkId,
    subnetwork: network.subnetworkId,
    networkingMode: "VPC_NATIVE",
    ipAllocationPolicy: {
      clusterSecondaryRangeName: podRangeName,
      servicesSecondaryRangeName: serviceRangeName,
    },
    ...version,
    // Pools are resources of their own, so that one can change without the cluster.
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    workloadIdentityConfig: { workloadPool: pulumi.interpolate`${args.project}.svc.id.goog` },
    enableShieldedNodes: true,
    ...(args.privateNodes && {
      privateClusterConfig: {
        enablePrivateNodes: true,
        enablePrivateEndpoint: !args.publicEndpoint,
        masterIpv4CidrBlock: args.controlPlaneCidr,
      },
    }),
    // A cluster that is private altogether needs the list, if only an empty one.
    ...((args.authorizedCidrs !== undefined || !args.publicEndpoint) && {
      masterAuthorizedNetworksConfig: {
        cidrBlocks: (args.authorizedCidrs ?? []).map(({ name, cidr }) => ({
          displayName: name,
          cidrBlock: cidr,
        })),
      },
    }),
    ...(args.encryptionKey !== undefined && {
      databaseEncryption: { state: "ENCRYPTED", keyName: args.encryptionKey },
    }),
    ...(args.maintenanceWindow !== undefined && {
      maintenancePolicy: { recurringWindow: args.maintenanceWindow },
    }),
    resourceLabels: args.labels,
    deletionProtection: args.protect,
  };
}

function nodePoolArgs(
  args: GkeClusterArgs,
  pool: NodePool,
  cluster: container.Cluster,
  serviceAccount: pulumi.Output<string>,
): container.NodePoolArgs {
  return {
    project: args.project,
    cluster: cluster.id,
    location: args.location,
    ...(typeof pool.nodes === "number"
      ? { nodeCount: pool.nodes }
      : {
          initialNodeCount: pool.nodes.min,
          autoscaling: { minNodeCount: pool.nodes.min, maxNodeCount: pool.nodes.max },
        }),
    management: { autoRepair: true, autoUpgrade: "releaseChannel" in args.version },
    nodeConfig: {
      machineType: pool.machineType,
      diskSizeGb: pool.diskGiB,
      ...(pool.diskType !== undefined && { diskType: pool.diskType }),
      ...(pool.localSsds !== undefined && pool.localSsds > 0 && { localSsdCount: pool.localSsds }),
      spot: pool.spot ?? false,
      labels: pool.labels ?? {},
      taints: (pool.taints ?? []).map(gkeTaint),
      serviceAccount,
      oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
      workloadMetadataConfig: { mode: "GKE_METADATA" },
      shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
      metadata: { "disable-legacy-endpoints": "true" },
      resourceLabels: args.labels,
    },
  };
}

const gkeTaintEffects = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const;

function gkeTaint({ key, value, effect }: NodeTaint): {
  key: string;
  value: string;
  effect: string;
} {
  return { key, value: value ?? "", effect: gkeTaintEffects[effect] };
}

function gkeKubeconfig(cluster: container.Cluster): pulumi.Output<string> {
  return pulumi
    .all([cluster.name, cluster.endpoint, cluster.masterAuth.clusterCaCertificate])
    .apply(([name, endpoint, caCertificate]) =>
      execKubeconfig(
        { name, endpoint: `https://${endpoint}`, caCertificate },
        {
          command: "gke-gcloud-auth-plugin",
          installHint: "gcloud components install gke-gcloud-auth-plugin",
        },
      ),
    );
}
