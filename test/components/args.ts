import type { AwsBoxArgs } from "../../components/box/aws-box.ts";
import type { GcpBoxArgs } from "../../components/box/gcp-box.ts";
import type { EksClusterArgs } from "../../components/aws/eks-cluster.ts";
import type { GkeClusterArgs } from "../../components/gcp/gke-cluster.ts";
import type { NodePool } from "../../components/kubernetes/cluster.ts";

/** Args that most tests share; each test says what it is about. */
const labels = { environment: "dogfood", owner: "distribution" };

export const pool: NodePool = { machineType: "n1-standard-16", nodes: 3, diskGiB: 100 };

export const gkeArgs: GkeClusterArgs = {
  project: "sourcegraph-test",
  region: "us-central1",
  location: "us-central1-f",
  network: {
    cidr: "10.0.0.0/16",
    podCidr: "10.4.0.0/14",
    serviceCidr: "10.8.0.0/20",
    natAddresses: 1,
  },
  version: { releaseChannel: "REGULAR" },
  nodePools: { default: pool },
  privateNodes: true,
  publicEndpoint: true,
  controlPlaneCidr: "172.16.0.0/28",
  labels,
  protect: true,
};

export const eksArgs: EksClusterArgs = {
  region: "us-east-1",
  zones: ["us-east-1a", "us-east-1b"],
  cidr: "10.0.0.0/16",
  nodePools: { default: { ...pool, machineType: "m5.4xlarge" } },
  privateNodes: true,
  publicEndpoint: true,
  labels,
  protect: true,
};

export const gcpBoxArgs: GcpBoxArgs = {
  project: "sourcegraph-test",
  region: "us-central1",
  zone: "us-central1-f",
  cidr: "10.0.0.0/16",
  natAddresses: 1,
  machineType: "n1-standard-8",
  bootDiskGiB: 100,
  image: "ubuntu-os-cloud/ubuntu-2404-lts-amd64",
  dataDiskGiB: 500,
  dataDiskType: "pd-ssd",
  snapshotRetentionDays: 30,
  webCidrs: ["0.0.0.0/0"],
  sshCidrs: ["35.235.240.0/20"],
  labels,
  protect: true,
};

export const awsBoxArgs: AwsBoxArgs = {
  zone: "us-west-2a",
  cidr: "10.0.0.0/16",
  instanceType: "m5.2xlarge",
  bootDiskGiB: 100,
  imageParameter: "/aws/service/canonical/ubuntu",
  dataDiskGiB: 500,
  dataDiskType: "gp3",
  webCidrs: ["0.0.0.0/0"],
  sshCidrs: [],
  sessionManager: true,
  labels,
  protect: true,
};
