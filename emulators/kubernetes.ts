import type { EmulatedProvider } from "./core/provider.ts";
import type { ClusterOptions } from "./kubernetes/options.ts";
import { defaultOptions } from "./kubernetes/options.ts";
import { prepareValidators } from "./kubernetes/decode.ts";
import { KubernetesProvider } from "./kubernetes/provider.ts";

/**
 * Kubernetes as pulumi-kubernetes 4.34 shows it: real API schemas and validation, no containers.
 * Each cluster is a world of its own, told apart by the server's URL in the kubeconfig.
 */
export function kubernetesProvider(options: Partial<ClusterOptions> = {}): EmulatedProvider {
  // While the engine is starting there is nothing else to do.
  setImmediate(prepareValidators);
  return new KubernetesProvider({ ...defaultOptions, ...options });
}
