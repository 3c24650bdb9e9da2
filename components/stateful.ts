import type * as pulumi from "@pulumi/pulumi";

/**
 * Options of a resource whose loss is a loss of data, or of an address that others know: disks,
 * buckets, databases, addresses, claims.
 *
 * @param protect true: the engine refuses to delete or replace it, and a destroyed stack leaves it
 * behind. False, for instances that are thrown away: it goes with its stack.
 */
export function stateful(
  protect: boolean,
): Pick<pulumi.CustomResourceOptions, "protect" | "retainOnDelete"> {
  return { protect, retainOnDelete: protect };
}
