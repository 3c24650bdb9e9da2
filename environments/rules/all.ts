import type { Problem } from "../problems.ts";
import type { Environment } from "../schema.ts";
import { boxRules } from "./box-rules.ts";
import { clusterRules } from "./cluster-rules.ts";
import { databaseRules } from "./database-rules.ts";
import { exposureRules } from "./exposure-rules.ts";
import { faultRules } from "./fault-rules.ts";
import { identityRules } from "./identity-rules.ts";
import { mirrorRules } from "./mirror-rules.ts";
import { networkRules } from "./network-rules.ts";
import { knownReleaseRules, releaseRules } from "./release-rules.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { serviceRules } from "./service-rules.ts";
import { storeRules } from "./store-rules.ts";

/** Each combination that can't work, by kind. */
export const rules = {
  knownRelease: knownReleaseRules,
  common: [...identityRules, ...networkRules],
  instance: [...releaseRules, ...faultRules, ...serviceRules, ...databaseRules, ...storeRules],
  kubernetes: [...clusterRules, ...exposureRules],
  box: boxRules,
  mirror: mirrorRules,
} as const;

/** What the rules find, apart from those that look at a key of the top level in `skipped`. */
export function ruleProblems(
  environment: Environment,
  context: RuleContext,
  skipped: ReadonlySet<string> = new Set(),
): readonly Problem[] {
  const unknown = environment.kind !== "registry-mirror" && context.release === undefined;
  const left = unknown ? new Set([...skipped, "release"]) : skipped;
  const apply = <Of extends Environment>(
    table: readonly Rule<Of>[],
    to: Of,
    without: ReadonlySet<string> = left,
  ): readonly Problem[] =>
    table
      .filter(({ reads }) => !reads.some((key) => without.has(key)))
      .flatMap(({ check }) => check(to, context));
  if (environment.kind === "registry-mirror") {
    return [...apply(rules.common, environment), ...apply(rules.mirror, environment)];
  }
  return [
    ...apply(rules.knownRelease, environment, skipped),
    ...apply(rules.common, environment),
    ...apply(rules.instance, environment),
    ...(environment.kind === "kubernetes" ? apply(rules.kubernetes, environment) : []),
    ...(environment.kind === "box" ? apply(rules.box, environment) : []),
  ];
}
