import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../environments/schema.ts";

/**
 * Keys that an environment may have and that are checked, but that no component acts on yet. Each
 * one that is set is told in every preview, so that nobody takes it for done. A component that
 * starts to act on one removes its row.
 */
const notDeployedYet: Readonly<Record<Environment["kind"], readonly string[]>> = {
  kubernetes: [
    "access",
    "alerts",
    "backups",
    "build",
    "configuration",
    "databases",
    "dns",
    "egress",
    "gitserverSsh",
    "monitoring",
    "objectStorage",
    "proxy",
    "redis",
    "size",
    "updates",
  ],
  box: [
    "access",
    "alerts",
    "build",
    "configuration",
    "databases",
    "dns",
    "egress",
    "gitserverSsh",
    "hibernate",
    "monitoring",
    "objectStorage",
    "proxy",
    "redis",
    "registry",
    "serviceDefaults",
    "services",
    "size",
    "tls",
    "updates",
  ],
  "registry-mirror": ["access", "dns", "domain", "hibernate", "namespace", "network", "tls"],
};

/** Keys of the given ones, `sourcegraph:` left out, that are set and that nothing acts on. */
export function keysNotDeployedYet(
  kind: Environment["kind"],
  given: readonly string[],
): readonly string[] {
  const rows = new Set(notDeployedYet[kind]);
  return given.filter((key) => rows.has(key)).toSorted();
}

/** Says it once in a preview or an update. */
export function warnOfWhatIsNotDeployed({ kind }: Environment): void {
  const prefix = "sourcegraph:";
  const given = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
  const keys = keysNotDeployedYet(kind, given);
  if (keys.length === 0) return;
  void pulumi.log.warn(
    `checked, but not deployed by this version of the project: ${keys.map((key) => prefix + key).join(", ")}`,
  );
}
