/** Exit statuses, the same for every command (README, "Exit statuses"). */
export const status = { done: 0, failed: 1, badInput: 2, refused: 3 } as const;

/** Ends a command with a message for the person at the keyboard, and no stack trace. */
export class Failure extends Error {
  override readonly name: string = "Failure";
  readonly status: number;

  constructor(message: string, exitStatus: number = status.failed, options?: ErrorOptions) {
    super(message, options);
    this.status = exitStatus;
  }
}

/** Waits for the work of a program's top level; a failure ends the program with its message. */
export async function orTell<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exit(error.status);
  }
}
