import type { z } from "zod";
import type { Failure } from "./provider.ts";
import type { Path, Properties, Value } from "./values.ts";
import { formatPath, isUnknownAt, valueAt } from "./values.ts";

/**
 * A schema's findings in the words of the bridged providers (pulumi-terraform-bridge, pkg/tfbridge:
 * missing required, unknown and conflicting properties; the rest as the Terraform plugin SDK's
 * validation package says it). What isn't known yet can't be wrong yet.
 */
export function bridgeFailures(
  issues: readonly z.core.$ZodIssue[],
  inputs: Properties,
): readonly Failure[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    if (isUnknownAt(inputs, path)) return [];
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...path, key],
        reason: `An argument named "${snakeCase(key)}" is not expected here (the emulated cloud doesn't know it)`,
      }));
    }
    return [{ path, reason: reasonOf(issue, path, valueAt(inputs, path)) }];
  });
}

function reasonOf(issue: z.core.$ZodIssue, path: Path, value: Value): string {
  // About more than one property: there is no one place to examine.
  if (path.length === 0) return issue.message;
  const field = snakeCase(String(path.at(-1) ?? ""));
  if (value === undefined) {
    return `Missing required argument. The argument "${field}" is required, but no definition was found. Examine values at '${formatPath(path)}'.`;
  }
  return `${wrongValue(issue, field, value)}. Examine values at '${formatPath(path)}'.`;
}

function wrongValue(issue: z.core.$ZodIssue, field: string, value: Value): string {
  const found = typeof value === "string" ? value : JSON.stringify(value);
  switch (issue.code) {
    case "invalid_value":
      return `expected ${field} to be one of [${issue.values.map((one) => JSON.stringify(one)).join(" ")}], got ${found}`;
    case "invalid_type":
      return `expected ${field} to be of type ${issue.expected}, got ${found}`;
    case "invalid_format":
      return issue.pattern === undefined
        ? `"${field}" (${JSON.stringify(value)}) is not a valid ${issue.format}`
        : `"${field}" (${JSON.stringify(value)}) doesn't match regexp "${issue.pattern.replace(/^\/(.*)\/[a-z]*$/, "$1")}"`;
    case "too_big":
      return `expected ${field} to be at most ${issue.maximum}, got ${found}`;
    case "too_small":
      return `expected ${field} to be at least ${issue.minimum}, got ${found}`;
    default:
      return issue.message;
  }
}

/** `deletionProtection` → `deletion_protection`, the way the provider behind the bridge names it. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
