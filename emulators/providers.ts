import type { EmulatedProvider } from "./core/provider.ts";

const packages = {
  aws: async () => (await import("./aws.ts")).awsProvider(),
  docker: async () => (await import("./docker.ts")).dockerProvider(),
  gcp: async () => (await import("./gcp.ts")).gcpProvider(),
  kubernetes: async () => (await import("./kubernetes.ts")).kubernetesProvider(),
  random: async () => (await import("./random.ts")).randomProvider(),
} satisfies Record<string, () => Promise<EmulatedProvider>>;

export type EmulatedPackage = keyof typeof packages;

/**
 * The packages that are emulated; a program that uses another one is refused by the engine. Only
 * those that are asked for are loaded.
 */
export async function emulatedProviders(
  names: readonly EmulatedPackage[] = ["aws", "docker", "gcp", "kubernetes", "random"],
): Promise<readonly EmulatedProvider[]> {
  return await Promise.all(names.map((name) => packages[name]()));
}
