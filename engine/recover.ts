import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../toolchain/failure.ts";
import { adoptPending } from "./adopt-pending.ts";
import type { EmulatedStack } from "./emulated-stack.ts";
import { findCreated } from "./find-created.ts";
import type { LineSink } from "./pulumi.ts";
import { restoreCheckpoint } from "./restore-checkpoint.ts";

/** Another run has the stack. */
export class StackBusyError extends Failure {
  override readonly name = "StackBusyError";
}

/**
 * Brings a stack whose last run was cut off back in order, so that the next `up` converges: releases
 * a lock whose owner is gone, adopts what was created but not written down, and refreshes.
 *
 * @throws StackBusyError while the owner of the lock is alive.
 */
export async function recover(stack: EmulatedStack, report: LineSink): Promise<void> {
  refuseWhileBusy(stack);
  const owners = lockOwners(stack);
  if (restoreCheckpoint(stack.checkpointFile)) {
    report(
      `The last run of ${stack.name} was cut off while it wrote its state: going on from the one before.`,
    );
  }
  if (owners.length > 0) {
    report(`The last run of ${stack.name} was cut off: releasing its lock.`);
    await stack.cancel();
  }
  const { pending } = await stack.state();
  if (pending.length === 0) return;

  await stack.cloud.settled();
  const { adopted, forgotten } = await stack.rewriteState((deployment) =>
    adoptPending(deployment, (resource, taken) => findCreated(resource, stack.cloud.store, taken)),
  );
  report(
    `It left ${pending.length} operations open: ${adopted.length} created things adopted, ${forgotten.length} never made.`,
  );
  const refreshed = await stack.refresh({ onOutput: report });
  if (refreshed.status !== 0) throw new Error(`the refresh failed: ${refreshed.errors.join("\n")}`);
}

/** @throws StackBusyError while the engine of another run is alive. */
export function refuseWhileBusy(stack: EmulatedStack): void {
  const alive = lockOwners(stack).find(isAlive);
  if (alive === undefined) return;
  throw new StackBusyError(
    `Another run of ${stack.name} is at work (process ${alive}). Wait for it, or stop it, then run this again.`,
  );
}

/** Process ids from the lock files of the file backend. */
function lockOwners(stack: EmulatedStack): readonly number[] {
  const folder = join(
    stack.stateDirectory,
    ".pulumi",
    "locks",
    "organization",
    "sourcegraph",
    stack.name,
  );
  let files: readonly string[];
  try {
    files = readdirSync(folder);
  } catch {
    return [];
  }
  return files.map((file) => {
    const lock: { readonly pid?: number } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    return lock.pid ?? 0;
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid > 0;
  } catch {
    return false;
  }
}
