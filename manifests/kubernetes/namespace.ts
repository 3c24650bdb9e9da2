import type { Namespace } from "./objects.ts";

export interface NamespaceOptions {
  readonly name: string;
  /** Level that the API server enforces on every pod in it. */
  readonly podSecurity: "privileged" | "baseline" | "restricted";
  readonly labels: Readonly<Record<string, string>>;
}

/** The namespace of an instance. The label `name` is what NetworkPolicies of other teams select by. */
export function namespace({ name, podSecurity, labels }: NamespaceOptions): Namespace {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      labels: { ...labels, name, "pod-security.kubernetes.io/enforce": podSecurity },
    },
  };
}
