import type { ProviderArgs } from "@pulumi/kubernetes/provider.js";
import { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import type { InstanceSecret } from "../components/sourcegraph/sourcegraph-kubernetes.ts";
import { SourcegraphKubernetes } from "../components/sourcegraph/sourcegraph-kubernetes.ts";
import { externalUrl } from "../environments/derived.ts";
import type { KubernetesEnvironment } from "../environments/schema.ts";
import { ownSecret } from "../manifests/external-services.ts";
import type { ServiceObjects } from "../manifests/kubernetes/objects.ts";
import { renderKubernetes } from "../manifests/kubernetes/render.ts";
import type { Catalog } from "../releases/catalog.ts";
import { findRelease } from "../releases/catalog.ts";
import { instanceSecrets } from "./instance-secrets.ts";
import { kubernetesOptions, makesNamespace, storageClassOptions } from "./kubernetes-options.ts";
import { labelsOf } from "./labels.ts";

/** `kind: kubernetes`: a cluster, made here or someone else's, and Sourcegraph on it. */
export async function deployKubernetes(
  name: string,
  environment: KubernetesEnvironment,
  catalog: Catalog,
): Promise<pulumi.Inputs> {
  const labels = labelsOf(environment, name);
  const cluster = await makeCluster(name, environment, labels);
  const provider = new Provider(`${name}-kubernetes`, {
    ...cluster.access,
    namespace: environment.namespace,
  });
  const services = deployedServices(environment, catalog, labels);
  const sourcegraph = new SourcegraphKubernetes(
    name,
    {
      namespace: makesNamespace(environment)
        ? {
            name: environment.namespace,
            podSecurity: environment.security.podSecurity,
            labels,
          }
        : undefined,
      storageClass: storageClassOptions(environment),
      services,
      secret: secretOf(environment, services, labels),
      protect: environment.protect,
    },
    { providers: [provider] },
  );
  return {
    url: externalUrl(environment) ?? "(no domain: use ingressAddress)",
    release: environment.release,
    namespace: environment.namespace,
    ingressAddress: sourcegraph.ingressAddress,
    ...cluster.outputs,
  };
}

/** How to reach the cluster, and what the stack tells about it. */
interface ClusterOfStack {
  readonly access: ProviderArgs;
  readonly outputs: pulumi.Inputs;
}

async function makeCluster(
  name: string,
  environment: KubernetesEnvironment,
  labels: Readonly<Record<string, string>>,
): Promise<ClusterOfStack> {
  const { cloud } = environment;
  switch (cloud.provider) {
    case "existing":
      return {
        access: {
          ...(cloud.kubeconfig !== undefined && { kubeconfig: cloud.kubeconfig }),
          ...(cloud.context !== undefined && { context: cloud.context }),
        },
        outputs: {},
      };
    case "gcp": {
      const { gkeCluster } = await import("./gke.ts");
      return madeCluster(gkeCluster(name, cloud, environment, labels));
    }
    case "aws": {
      const { eksCluster } = await import("./eks.ts");
      return madeCluster(eksCluster(name, cloud, environment, labels));
    }
  }
}

function madeCluster(cluster: {
  readonly clusterName: pulumi.Output<string>;
  readonly kubeconfig: pulumi.Output<string>;
  readonly egressAddresses: pulumi.Output<readonly string[]>;
}): ClusterOfStack {
  const { clusterName, kubeconfig, egressAddresses } = cluster;
  return { access: { kubeconfig }, outputs: { clusterName, kubeconfig, egressAddresses } };
}

/** Of all that the release consists of, the way that a request takes to the frontend. */
function deployedServices(
  environment: KubernetesEnvironment,
  catalog: Catalog,
  labels: Readonly<Record<string, string>>,
): readonly ServiceObjects[] {
  const release = findRelease(catalog, environment.release, "kubernetes");
  if (release === undefined) throw new Error(`the catalog has no ${environment.release}`);
  return renderKubernetes(release, kubernetesOptions(environment, labels)).filter(
    ({ service }) => service === "sourcegraph-frontend",
  );
}

/** The Secret that pods read the environment's secrets from, if they read any. */
function secretOf(
  environment: KubernetesEnvironment,
  services: readonly ServiceObjects[],
  labels: Readonly<Record<string, string>>,
): InstanceSecret | undefined {
  const { data, missing } = instanceSecrets(environment, services);
  if (missing.length > 0) {
    throw new pulumi.RunError(
      `environments/Pulumi.${pulumi.getStack()}.yaml: ${missing.map((key) => `sourcegraph:${key}`).join(", ")}: a secret manager's entry isn't read yet. Encrypt the value (pulumi config set --secret --path), or name a Secret: {existingSecret: NAME}.`,
    );
  }
  if (Object.keys(data).length === 0) return undefined;
  return { name: ownSecret, labels, data: pulumi.secret(data) };
}
