import * as pulumi from "@pulumi/pulumi";
import { coerceConfig } from "../environments/config-values.ts";
import type { Environment } from "../environments/schema.ts";
import { keysNotDeployedYet } from "./deployed-keys.ts";

const prefix = "sourcegraph:";

/** Says in every preview what an environment sets in vain, so that nobody takes it for done. */
export function tellIdleKeys({ kind }: Environment): void {
  const config = Object.entries(coerceConfig(pulumi.runtime.allConfig()));
  const given = Object.fromEntries(
    config
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
  const idle = keysNotDeployedYet(kind, given);
  if (idle.length === 0) return;
  void pulumi.log.warn(
    `checked, but not deployed by this version of the project: ${idle.map((key) => prefix + key).join(", ")}`,
  );
}
