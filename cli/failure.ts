/** Exit statuses, the same for every command (docs/sgstack.md). */
export const status = { done: 0, failed: 1, badInput: 2, refused: 3 } as const;

/** Ends a command with a message for the person at the keyboard, and no stack trace. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly status: number;

  constructor(message: string, exitStatus: number = status.failed) {
    super(message);
    this.status = exitStatus;
  }
}
