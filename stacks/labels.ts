import type { Environment } from "../environments/schema.ts";

/**
 * Labels for everything that is made: the daily resource report and whoever finds a forgotten VM can
 * tell whose it is, what for, and until when. Values are what GCP, AWS and Kubernetes all take.
 *
 * @param name the environment's name.
 */
export function labelsOf(environment: Environment, name: string): Readonly<Record<string, string>> {
  const { owner, category, purpose, expires, labels } = environment;
  return {
    environment: labelValue(name),
    owner,
    category,
    ...(purpose !== undefined && { purpose: labelValue(purpose) }),
    ...(expires !== undefined && { expires }),
    ...labels,
  };
}

/**
 * A sentence as a label's value: lower case, words joined by hyphens, at most 63 characters, a letter
 * or a digit at both ends (Kubernetes).
 */
function labelValue(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^[-_]+|[-_]+$/g, "");
}
