import type { Catalog } from "../../releases/catalog.ts";
import type { DeploymentType } from "../../releases/schema/sources.ts";
import type { ReleaseSummary } from "../../releases/summary.ts";
import type { Problem } from "../problems.ts";
import type { BoxEnvironment, Environment, KubernetesEnvironment } from "../schema.ts";

export interface RuleContext {
  readonly catalog: Catalog;
  /** The environment's release, unless it isn't known. */
  readonly release: ReleaseSummary | undefined;
  /** Keys of the top level that the file has itself. */
  readonly given: ReadonlySet<string>;
  /** Today, as `2026-11-21`; without it nothing is compared with today. */
  readonly today: string | undefined;
}

/** A combination that can't work. What one key alone may be is said by the schema. */
export interface Rule<Of extends Environment> {
  /** The fact that holds afterwards. */
  readonly name: string;
  /**
   * Keys of the top level that it looks at: it is left out while one of them is wrong by itself,
   * or names a release that isn't known.
   */
  readonly reads: readonly string[];
  readonly check: (environment: Of, context: RuleContext) => readonly Problem[];
}

/** What runs Sourcegraph, as opposed to the mirror. */
export type InstanceEnvironment = KubernetesEnvironment | BoxEnvironment;

export function deploymentTypeOf(kind: Environment["kind"]): DeploymentType {
  return kind === "box" ? "compose" : "kubernetes";
}

/** The problem when the condition holds, for rules of one line. */
export function when(condition: boolean, ...problems: readonly Problem[]): readonly Problem[] {
  return condition ? problems : [];
}
