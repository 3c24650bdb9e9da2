import type { PrometheusRulesFacts } from "../../schema/configuration.ts";
import { ConfigurationError } from "./configuration-error.ts";

/**
 * Checks that it is a file of rules, perhaps an empty one; nothing of upstream's rules is taken over. It
 * isn't parsed: the ones of 3.13 to 3.18 break lines of quoted text in a way that YAML doesn't allow.
 */
export function readPrometheusRules(body: string): PrometheusRulesFacts {
  const lines = body.split("\n").map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== "" && !line.startsWith("#") && line !== "---");
  if (first !== -1 && !/^groups:( \[\])?$/.test(lines[first] ?? "")) {
    throw new ConfigurationError(`no groups of rules: ${lines[first]}`, first + 1);
  }
  return { generator: "prometheus-rules" };
}
