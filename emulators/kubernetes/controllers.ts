import type { Properties } from "../core/values.ts";
import { create, toCreate } from "./api-server.ts";
import type { Cluster } from "./cluster.ts";
import { kindNamed } from "./cluster.ts";
import { nameOf, namespaceOf } from "./object.ts";
import { notReadyReasons, rejectedPods } from "./readiness.ts";
import { numberAt, textAt } from "./read.ts";
import { allotted, claimsOf, existingClaims, replicasOf, statusOf } from "./status.ts";
import type { Kind } from "./schema.ts";

/** Writes what the controllers say of an object now, and returns it. */
export function settled(
  cluster: Cluster,
  kind: Kind,
  object: Properties,
  ready: boolean,
): Properties {
  const status = statusOf(cluster, kind, object, ready);
  const whole = allotted(kind, status === undefined ? object : { ...object, status });
  cluster.put(kind, whole);
  return whole;
}

/** Makes the claims that a StatefulSet's pods need and that aren't there. */
export function makeClaims(cluster: Cluster, set: Properties): void {
  const kind = kindNamed("PersistentVolumeClaim");
  if (rejectedPods(cluster, set) !== undefined) return;
  for (const { claim } of claimsOf(set)) {
    if (cluster.get(kind, namespaceOf(claim), nameOf(claim)) !== undefined) continue;
    const made = create(cluster, kind, toCreate(cluster, kind, claim));
    settled(cluster, kind, made, notReadyReasons(cluster, kind, made).length === 0);
  }
}

/** `whenScaled: Delete`: claims of pods that the set doesn't want any more go. */
export function releaseScaledClaims(cluster: Cluster, set: Properties): void {
  if (textAt(set, "spec", "persistentVolumeClaimRetentionPolicy", "whenScaled") !== "Delete")
    return;
  const start = numberAt(set, "spec", "ordinals", "start") ?? 0;
  removeClaims(cluster, set, (ordinal) => ordinal >= start + replicasOf(set));
}

/** `whenDeleted: Delete`: all its claims go with a set. Otherwise they stay for the next one. */
export function releaseAllClaims(cluster: Cluster, set: Properties): void {
  if (textAt(set, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") !== "Delete") {
    return;
  }
  removeClaims(cluster, set, () => true);
}

function removeClaims(
  cluster: Cluster,
  set: Properties,
  which: (ordinal: number) => boolean,
): void {
  const kind = kindNamed("PersistentVolumeClaim");
  for (const { ordinal, claim } of existingClaims(cluster, set)) {
    if (which(ordinal)) cluster.remove(kind, namespaceOf(claim), nameOf(claim));
  }
}
