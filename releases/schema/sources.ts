/**
 * How a release can be run. `kubernetes` comes in two flavours: `base` is upstream's deploy-sourcegraph
 * (to 6.3), `kustomize` its deploy-sourcegraph-k8s (from 4.5), where databases are StatefulSets.
 */
export const deploymentSources = {
  base: { type: "kubernetes", repository: "deploy-sourcegraph" },
  kustomize: { type: "kubernetes", repository: "deploy-sourcegraph-k8s" },
  compose: { type: "compose", repository: "deploy-sourcegraph-docker" },
} as const;

export type DeploymentSource = keyof typeof deploymentSources;
export type DeploymentType = (typeof deploymentSources)[DeploymentSource]["type"];
