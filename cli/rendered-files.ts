import type { Release } from "../releases/catalog.ts";
import type { Environment, KubernetesEnvironment } from "../environments/schema.ts";

/** Text by path. */
export type RenderedFiles = Readonly<Record<string, string>>;

/** A release as upstream has it. Only what its type needs is loaded. */
export async function filesOfRelease(release: Release): Promise<RenderedFiles> {
  if (release.type === "kubernetes") {
    const { renderKubernetes } = await import("../manifests/kubernetes/render.ts");
    const { kubernetesFiles } = await import("../manifests/kubernetes/files.ts");
    return kubernetesFiles(renderKubernetes(release));
  }
  const { renderCompose } = await import("../manifests/compose/render.ts");
  const { composeFiles } = await import("../manifests/compose/files.ts");
  return composeFiles(renderCompose(release));
}

/**
 * A release as an environment has it.
 *
 * @param labels for every object on Kubernetes.
 */
export async function filesOfEnvironment(
  release: Release,
  environment: Environment,
  labels: Readonly<Record<string, string>>,
): Promise<RenderedFiles> {
  if (release.type === "kubernetes" && environment.kind === "kubernetes") {
    const { renderKubernetes } = await import("../manifests/kubernetes/render.ts");
    const { kubernetesFiles } = await import("../manifests/kubernetes/files.ts");
    const { kubernetesOptions } = await import("../stacks/kubernetes-options.ts");
    return {
      ...(await surroundings(environment, labels)),
      ...kubernetesFiles(renderKubernetes(release, kubernetesOptions(environment, labels))),
    };
  }
  if (release.type === "compose" && environment.kind === "box") {
    const { renderCompose } = await import("../manifests/compose/render.ts");
    const { composeFiles } = await import("../manifests/compose/files.ts");
    const { composeOptions } = await import("../stacks/compose-options.ts");
    return composeFiles(renderCompose(release, composeOptions(environment)));
  }
  throw new Error(`an environment of kind ${environment.kind} has no release for ${release.type}`);
}

/** What the services stand on. kubectl applies files in the order of their names. */
async function surroundings(
  environment: KubernetesEnvironment,
  labels: Readonly<Record<string, string>>,
): Promise<RenderedFiles> {
  const { makesNamespace, storageClassOptions } = await import("../stacks/kubernetes-options.ts");
  const { namespace } = await import("../manifests/kubernetes/namespace.ts");
  const { storageClass } = await import("../manifests/kubernetes/storage-class.ts");
  const { yamlText } = await import("../manifests/yaml.ts");
  const { namespace: name, security } = environment;
  const disks = storageClassOptions(environment);
  return {
    ...(makesNamespace(environment) && {
      "00-namespace.yaml": yamlText(namespace({ name, podSecurity: security.podSecurity, labels })),
    }),
    ...(disks !== undefined && { "00-storage-class.yaml": yamlText(storageClass(disks)) }),
  };
}
