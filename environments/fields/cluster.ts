import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import {
  kernelSetting,
  kubernetesLabels,
  kubernetesName,
  line,
  timeOfDay,
  weekday,
} from "./common.ts";

const taintSchema = z.strictObject({
  key: line(253).describe("The taint's key."),
  value: z.string().max(63).default("").describe("Its value. Default: empty."),
  effect: z
    .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
    .default("NoSchedule")
    .describe("Default: NoSchedule."),
});

export const nodePoolSchema = z.strictObject({
  machineType: z
    .string()
    .regex(/^[a-z0-9]+([.-][a-z0-9-]+)+$/, {
      error: "a machine type such as n1-standard-16 or m5.4xlarge",
    })
    .default("n1-standard-16")
    .describe(
      "The cloud's machine type; a change replaces the nodes one by one. Default: n1-standard-16 on GCP, m5.4xlarge on AWS.",
    ),
  nodes: z
    .union(
      [
        z.int().min(0).max(1000),
        z.strictObject({
          min: z.int().min(0).max(1000).describe("Fewest nodes."),
          max: z.int().min(1).max(1000).describe("Most nodes."),
        }),
      ],
      { error: "a number of nodes, or {min: 3, max: 10} to scale with the load" },
    )
    .default(3)
    .describe("Nodes in the pool, or {min, max} to scale with the load. Default: 3."),
  diskGiB: z.int().min(20).max(65_536).default(100).describe("Boot disk, in GiB. Default: 100."),
  diskType: z
    .string()
    .regex(/^[a-z][a-z0-9-]+$/, { error: "a disk type such as pd-ssd or gp3" })
    .default("pd-ssd")
    .describe("Boot disk's type. Default: pd-ssd on GCP, gp3 on AWS."),
  localSsds: z
    .int()
    .min(0)
    .max(24)
    .default(0)
    .describe(
      "Local SSDs (375 GiB each) for caches; their content goes with the node. Default: 0.",
    ),
  spot: z
    .boolean()
    .default(false)
    .describe("Cheaper nodes that the cloud may take away at any time. Default: false."),
  zones: z.array(line(64)).min(1).optional().describe("Default: the cluster's zones."),
  sysctl: z
    .record(kernelSetting(), z.int().min(0))
    .default({})
    .describe(
      "Kernel settings, such as vm.max_map_count for many repositories. Default: the cloud's.",
    ),
  taints: z.array(taintSchema).default([]).describe("Keep other pods away. Default: none."),
  labels: kubernetesLabels().default({}).describe("Node labels, for nodeSelector. Default: none."),
});
export type NodePool = DeepReadonly<z.infer<typeof nodePoolSchema>>;

export const clusterSchema = z.strictObject({
  kubernetesVersion: z
    .string()
    .regex(/^1\.\d{1,2}(\.\d{1,2}(-[a-z0-9.]+)?)?$/, {
      error: 'a version or its beginning, in quotes, such as "1.33"',
    })
    .optional()
    .describe('Version or its beginning, such as "1.33". Default: the release channel\'s.'),
  releaseChannel: z
    .enum(["rapid", "regular", "stable", "extended", "none"])
    .default("regular")
    .describe("GKE's channel of automatic upgrades. Default: regular."),
  availability: z
    .enum(["zonal", "regional"])
    .default("zonal")
    .describe(
      "Nodes and control plane in one zone or several. EKS is always regional. Default: zonal.",
    ),
  privateNodes: z
    .boolean()
    .default(true)
    .describe("Nodes without public addresses, behind NAT. Default: true."),
  publicControlPlane: z
    .boolean()
    .default(true)
    .describe(
      "The API server also answers from outside: network.adminCidrs, or anyone with credentials if there are none. Default: true.",
    ),
  encryptionKey: line(512)
    .optional()
    .describe("KMS key for Kubernetes Secrets and disks. Default: the cloud's own key."),
  maintenanceWindow: z
    .strictObject({
      days: z
        .array(weekday())
        .min(1)
        .default(["saturday", "sunday"])
        .describe("Default: weekends."),
      start: timeOfDay().default("04:00").describe("Start, UTC. Default: 04:00."),
      hours: z.int().min(4).max(24).default(6).describe("Length in hours. Default: 6."),
    })
    .prefault({})
    .describe("When the cloud may upgrade nodes."),
  nodePools: z
    .record(kubernetesName(), nodePoolSchema)
    .prefault({ default: {} })
    .describe("Node pools by name. Default: one of 3 nodes, as upstream suggests."),
});
export type Cluster = DeepReadonly<z.infer<typeof clusterSchema>>;

export const storageClassSchema = z.strictObject({
  name: line(253)
    .default("sourcegraph")
    .describe(
      "Name in every claim; a change replaces no disk but is refused for existing claims. Default: sourcegraph.",
    ),
  create: z
    .boolean()
    .default(true)
    .describe(
      "Makes the class; false: it exists. A class can't be changed, only replaced. Default: true.",
    ),
  type: line(64)
    .default("pd-ssd")
    .describe("The cloud's disk type. Default: pd-ssd on GCP, gp3 on AWS."),
  replication: z
    .enum(["zonal", "regional"])
    .default("zonal")
    .describe("Disks in one zone or two (GCP). Default: zonal."),
  reclaimPolicy: z
    .enum(["Retain", "Delete"])
    .default("Retain")
    .describe(
      "What happens to a disk whose claim is deleted. Default: Retain; Delete with protect: false.",
    ),
  provisioner: line(253)
    .optional()
    .describe(
      "Default: the cloud's CSI driver; required for other clusters if the class is made here.",
    ),
  parameters: z
    .record(line(253), z.string())
    .default({})
    .describe("More parameters of the provisioner. Default: none."),
});
export type StorageClass = DeepReadonly<z.infer<typeof storageClassSchema>>;

export const clusterFields = {
  cluster: clusterSchema.prefault({}).describe("The Kubernetes cluster that is made."),
  namespace: kubernetesName()
    .default("default")
    .describe("Namespace of everything. Default: default, as upstream."),
  createNamespace: z
    .boolean()
    .default(true)
    .describe("Makes the namespace, unless it is `default`. Default: true."),
  storageClass: storageClassSchema.prefault({}).describe("What disks are made of."),
};
