import type { ChildProcess } from "node:child_process";
import type { LineSink, RunOptions } from "../engine/pulumi.ts";

/**
 * Runs an operation of the engine so that Ctrl-C stops it in order: the engine ends what it has
 * begun, writes its state and releases its lock. It gets the signal once, since a second one makes
 * it drop everything and leave the lock behind.
 */
export async function interruptible<Result>(
  operation: (options: RunOptions) => Promise<Result>,
  onOutput: LineSink,
): Promise<Result> {
  let engine: ChildProcess | undefined;
  let asked = false;
  const interrupt = (): void => {
    onOutput(asked ? "Still stopping …" : "Stopping: what has begun is brought to its end first …");
    if (!asked) engine?.kill("SIGINT");
    asked = true;
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    return await operation({
      onOutput,
      onStart: (child) => {
        engine = child;
      },
    });
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}
