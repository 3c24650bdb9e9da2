import type { Properties } from "../core/values.ts";
import { isObject } from "../core/values.ts";
import { baselineChecks } from "./pod-security/baseline.ts";
import { restrictedChecks } from "./pod-security/restricted.ts";
import { listAt } from "./read.ts";

export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

const checks = {
  privileged: [],
  baseline: baselineChecks.map(({ check }) => check),
  restricted: [
    ...baselineChecks.filter((item) => item.stricterAbove !== true).map(({ check }) => check),
    ...restrictedChecks,
  ],
} as const;

/**
 * What a pod does that a level forbids: the Pod Security Standards of Kubernetes 1.36, with the
 * words of the admission plugin (k8s.io/pod-security-admission 0.36.3, policy/check_*.go).
 */
export function podSecurityViolations(
  level: PodSecurityLevel,
  podSpec: Properties,
): readonly string[] {
  const containers = ["initContainers", "containers", "ephemeralContainers"].flatMap((list) =>
    listAt(podSpec, list).filter(isObject),
  );
  return checks[level].flatMap((check) => check(podSpec, containers) ?? []);
}

/** `pods "web" is forbidden: violates PodSecurity "restricted:latest": …` */
export function podSecurityMessage(
  name: string,
  policy: string,
  violations: readonly string[],
): string {
  return `pods ${JSON.stringify(name)} is forbidden: violates PodSecurity ${JSON.stringify(policy)}: ${violations.join(", ")}`;
}
