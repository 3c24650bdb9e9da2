import { Provider } from "@pulumi/aws/provider.js";
import { EksCluster } from "../components/aws/eks-cluster.ts";
import { adminRanges } from "../environments/derived.ts";
import type { CloudAws, KubernetesEnvironment } from "../environments/schema.ts";

/** An EKS cluster as an environment describes it. */
export function eksCluster(
  name: string,
  cloud: CloudAws,
  environment: KubernetesEnvironment,
  labels: Readonly<Record<string, string>>,
): EksCluster {
  const { cluster, network, protect } = environment;
  return new EksCluster(
    name,
    {
      region: cloud.region,
      zones: awsZones(cloud),
      cidr: network.cidr,
      version: cluster.kubernetesVersion,
      nodePools: cluster.nodePools,
      privateNodes: cluster.privateNodes,
      publicEndpoint: cluster.publicControlPlane,
      authorizedCidrs: adminRanges(network),
      encryptionKey: cluster.encryptionKey,
      labels,
      protect,
    },
    { providers: [awsProvider(name, cloud, labels)] },
  );
}

/** The provider of everything on AWS in a stack: one region, its labels as tags on all. */
export function awsProvider(
  name: string,
  cloud: CloudAws,
  labels: Readonly<Record<string, string>>,
): Provider {
  return new Provider(`${name}-aws`, {
    region: cloud.region,
    ...(cloud.account !== undefined && { allowedAccountIds: [cloud.account] }),
    ...(cloud.assumeRole !== undefined && { assumeRoles: [{ roleArn: cloud.assumeRole }] }),
    defaultTags: { tags: labels },
  });
}

/** The given zones, or the region's first two: every region has an `a` and a `b`. */
export function awsZones({ region, zones }: CloudAws): readonly string[] {
  return zones ?? [`${region}a`, `${region}b`];
}
