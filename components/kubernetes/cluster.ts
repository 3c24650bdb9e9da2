import type * as pulumi from "@pulumi/pulumi";

/** What everything on a cluster needs to know of it, whoever made it. */
export interface KubernetesCluster {
  /** The cluster's physical name, for a person. */
  readonly clusterName: pulumi.Output<string>;
  /** Where its API answers, `https://…`. */
  readonly endpoint: pulumi.Output<string>;
  /** A kubeconfig without credentials of its own: an exec plugin gets a short-lived token. */
  readonly kubeconfig: pulumi.Output<string>;
}

/** A group of nodes of one kind. */
export interface NodePool {
  readonly machineType: string;
  /** A fixed number, per zone in a regional GKE cluster, or the bounds of the autoscaler. */
  readonly nodes: number | { readonly min: number; readonly max: number };
  readonly diskGiB: number;
  readonly diskType?: string | undefined;
  /** Local SSDs of 375 GB each. */
  readonly localSsds?: number | undefined;
  /** Cheaper machines that can be taken away at any moment. */
  readonly spot?: boolean | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly taints?: readonly NodeTaint[] | undefined;
}

export interface NodeTaint {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** A kubeconfig with one cluster and one user, who gets tokens from `command`. */
export function execKubeconfig(
  cluster: { readonly name: string; readonly endpoint: string; readonly caCertificate: string },
  exec: {
    readonly command: string;
    readonly args?: readonly string[];
    readonly installHint: string;
  },
): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: cluster.name,
        cluster: {
          server: cluster.endpoint,
          "certificate-authority-data": cluster.caCertificate,
        },
      },
    ],
    users: [
      {
        name: cluster.name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            interactiveMode: "IfAvailable",
            provideClusterInfo: true,
            ...exec,
          },
        },
      },
    ],
    contexts: [{ name: cluster.name, context: { cluster: cluster.name, user: cluster.name } }],
    "current-context": cluster.name,
  });
}
