import { z } from "zod";
import { suppressed } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList, isObject, same } from "../core/values.ts";
import { accountId, object, strings, text } from "./vocabulary.ts";

/**
 * Policy documents, as IAM, KMS and EKS read them (IAM user guide, policy grammar; messages of
 * MalformedPolicyDocument). Conditions are left to the real thing.
 */

/** A policy document as text; two that say the same are no change (verify.SuppressEquivalentPolicyDiffs). */
export const policyText = suppressed(
  z.string().superRefine((value, context) => {
    const document = parseDocument(value);
    if (document === undefined) context.addIssue("contains an invalid JSON policy");
  }),
  (from, to) => {
    const [old, next] = [parseDocument(from), parseDocument(to)];
    return old !== undefined && next !== undefined && same(old, next);
  },
);

export function parseDocument(value: Value): Properties | undefined {
  if (typeof value !== "string") return undefined;
  try {
    const document: unknown = JSON.parse(value);
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

export function statementsOf(document: Value): readonly Properties[] {
  const found = parseDocument(document)?.["Statement"];
  return (isList(found) ? found : [found]).filter((one) => isObject(one));
}

/** What is wrong with a policy's form, whichever kind it is. */
function malformed(document: Value): string | undefined {
  const parsed = parseDocument(document);
  if (parsed === undefined) return "This policy contains invalid Json";
  const version = parsed["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") {
    return "Syntax errors in policy.";
  }
  const statements = statementsOf(document);
  if (statements.length === 0) return "Missing required field Statement";
  const known = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"];
  const odd = statements
    .flatMap(Object.keys)
    .find((key) => ![...known, "Resource", "NotResource", "Condition"].includes(key));
  if (odd !== undefined) return `Syntax errors in policy. (Has prohibited field ${odd})`;
  if (statements.some((one) => !["Allow", "Deny"].includes(text(one["Effect"])))) {
    return "Missing required field Effect";
  }
  const actions = statements.flatMap((one) => listOf(one["Action"] ?? one["NotAction"]));
  const wrong = actions.find((action) => action !== "*" && !/^[a-zA-Z0-9-]+:.+$/.test(action));
  return wrong === undefined
    ? undefined
    : `Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. (${wrong})`;
}

/** Who may take a role: it has principals and no resources. */
export function malformedTrust(document: Value): string | undefined {
  const reason = malformed(document);
  if (reason !== undefined) return reason;
  for (const one of statementsOf(document)) {
    if ("Resource" in one || "NotResource" in one) return "Has prohibited field Resource";
    if (!("Principal" in one || "NotPrincipal" in one)) return "Missing required field Principal";
    if (!("Action" in one || "NotAction" in one)) return "Missing required field Action";
    const other = listOf(one["Action"]).find((action) => !/^(sts:|\*$)/.test(action));
    if (other !== undefined) {
      return `AssumeRole policy may only specify STS AssumeRole actions. (${other})`;
    }
  }
  return undefined;
}

/** What a role may do: it has resources and no principals. */
export function malformedGrant(document: Value): string | undefined {
  const reason = malformed(document);
  if (reason !== undefined) return reason;
  for (const one of statementsOf(document)) {
    if ("Principal" in one || "NotPrincipal" in one) {
      return "Policy document should not specify a principal.";
    }
    if (!("Action" in one || "NotAction" in one)) return "Policy statement must contain actions.";
    if (!("Resource" in one || "NotResource" in one)) {
      return "Policy statement must contain resources.";
    }
    const resources = listOf(one["Resource"] ?? one["NotResource"]);
    const wrong = resources.find((resource) => resource !== "*" && !resource.startsWith("arn:"));
    if (wrong !== undefined) {
      return `Resource ${wrong} must be in ARN format or "*".`;
    }
  }
  return undefined;
}

/** A key's policy has to leave somebody who can change it. */
export function malformedKeyPolicy(
  document: Value,
  caller: string,
  lockOutAllowed: boolean,
): string | undefined {
  const reason = malformed(document);
  if (reason !== undefined) return reason;
  if (statementsOf(document).some((one) => !("Principal" in one || "NotPrincipal" in one))) {
    return "Missing required field Principal";
  }
  const keepers = new Set(["*", accountId, `arn:aws:iam::${accountId}:root`, caller]);
  const changes = new Set(["*", "kms:*", "kms:Put*", "kms:PutKeyPolicy"]);
  const kept = statementsOf(document).some(
    (one) =>
      one["Effect"] === "Allow" &&
      principalsOf(one, "AWS").some((principal) => keepers.has(principal)) &&
      listOf(one["Action"]).some((action) => changes.has(action)),
  );
  return kept || lockOutAllowed
    ? undefined
    : "The new key policy will not allow you to update the key policy in the future.";
}

/** Whether a role's trust lets a service such as `eks.amazonaws.com` take it with all these actions. */
export function trusts(
  document: Value,
  service: string,
  actions: readonly string[] = ["sts:AssumeRole"],
): boolean {
  const allowed = new Set(
    statementsOf(document)
      .filter((one) => one["Effect"] === "Allow" && principalsOf(one, "Service").includes(service))
      .flatMap((one) => listOf(one["Action"])),
  );
  return actions.every((action) => ["*", "sts:*", action].some((one) => allowed.has(one)));
}

export function principalsOf(statement: Properties, kind: "AWS" | "Service"): readonly string[] {
  const principal = statement["Principal"];
  if (principal === "*") return ["*"];
  return listOf(object(principal)[kind]);
}

function listOf(value: Value): readonly string[] {
  return typeof value === "string" ? [value] : strings(value);
}
