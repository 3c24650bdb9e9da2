import { commented, yaml } from "./yaml.ts";

/** Rules that are evaluated together (Prometheus documentation, "Recording rules"). */
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly object[];
}

/** A file of recording and alerting rules. The monitoring specification makes the groups. */
export function prometheusRulesFile(groups: readonly RuleGroup[]): string {
  return commented("Rules besides those in Prometheus' image.", yaml({ groups }));
}
