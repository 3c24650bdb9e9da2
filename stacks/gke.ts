import { Provider } from "@pulumi/gcp/provider.js";
import { GkeCluster } from "../components/gcp/gke-cluster.ts";
import { adminRanges, gcpRegion } from "../environments/derived.ts";
import type { CloudGcp, Cluster, KubernetesEnvironment } from "../environments/schema.ts";
import { maintenanceWindow } from "./maintenance-window.ts";

/** A GKE cluster as an environment describes it. */
export function gkeCluster(
  name: string,
  cloud: CloudGcp,
  environment: KubernetesEnvironment,
  labels: Readonly<Record<string, string>>,
): GkeCluster {
  const { cluster, network, protect } = environment;
  const provider = gcpProvider(name, cloud, labels);
  const { region, zone } = gcpPlace(cloud);
  return new GkeCluster(
    name,
    {
      project: cloud.project,
      region,
      location: cluster.availability === "regional" ? region : zone,
      network: {
        cidr: network.cidr,
        podCidr: network.podCidr,
        serviceCidr: network.serviceCidr,
        natAddresses: network.natAddresses,
      },
      version:
        cluster.kubernetesVersion === undefined
          ? { releaseChannel: channelName(cluster.releaseChannel) }
          : { prefix: cluster.kubernetesVersion },
      nodePools: cluster.nodePools,
      privateNodes: cluster.privateNodes,
      publicEndpoint: cluster.publicControlPlane,
      controlPlaneCidr,
      authorizedCidrs: adminRanges(network),
      encryptionKey: cluster.encryptionKey,
      maintenanceWindow: maintenanceWindow(cluster.maintenanceWindow),
      labels,
      protect,
    },
    { providers: [provider] },
  );
}

/** The provider of everything on Google Cloud in a stack: one project, its labels on all. */
export function gcpProvider(
  name: string,
  cloud: CloudGcp,
  labels: Readonly<Record<string, string>>,
): Provider {
  return new Provider(`${name}-gcp`, {
    project: cloud.project,
    ...gcpPlace(cloud),
    defaultLabels: labels,
    ...(cloud.impersonate !== undefined && { impersonateServiceAccount: cloud.impersonate }),
  });
}

/** Region and zone; the schema sees to it that one of them is given. */
export function gcpPlace(cloud: CloudGcp): { readonly region: string; readonly zone: string } {
  const region = gcpRegion(cloud);
  return { region, zone: cloud.zone ?? cloud.zones?.[0] ?? `${region}-b` };
}

/** Apart from the defaults of `sourcegraph:network`; only the control plane's peering uses it. */
const controlPlaneCidr = "172.16.0.0/28";

function channelName(channel: Cluster["releaseChannel"]): string {
  return channel === "none" ? "UNSPECIFIED" : channel.toUpperCase();
}
