import type { FaultKind } from "./provider.ts";

export type Operation = "check" | "diff" | "create" | "read" | "update" | "delete" | "invoke";

/** Something that goes wrong on purpose. What isn't given matches everything. */
export interface Fault {
  readonly operation: Operation;
  /** Pulumi's type token, or an invoke's. */
  readonly type?: string;
  /** The resource's logical name. */
  readonly name?: string;
  /** Fails the nth matching call only, counted from 1. @default every one */
  readonly nth?: number;
  /** What the cloud answers; `hang` never answers. Without it the call is only delayed. */
  readonly error?: FaultKind | "hang";
  /** The call takes effect, and only its answer is an error. */
  readonly afterEffect?: boolean;
  /** How long the call takes before anything else happens. */
  readonly delayMilliseconds?: number;
}

/** What is to happen to one call. */
export type Verdict = Pick<Fault, "error" | "afterEffect" | "delayMilliseconds">;

interface Entry {
  readonly fault: Fault;
  /** How often a call matched. */
  met: number;
  readonly struck: PromiseWithResolvers<void>;
}

/** The faults in force, and how often each was met. */
export class FaultPlan {
  readonly #faults: Entry[] = [];

  add(...faults: readonly Fault[]): void {
    for (const fault of faults) {
      this.#faults.push({ fault, met: 0, struck: Promise.withResolvers() });
    }
  }

  /** Resolves when a fault that was added strikes for the first time. */
  async struck(fault: Fault): Promise<void> {
    const entry = this.#faults.find((known) => known.fault === fault);
    if (entry === undefined) throw new Error("the fault was not added");
    await entry.struck.promise;
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** Counts the call; the first fault that strikes decides. */
  next(operation: Operation, type: string, name: string): Verdict {
    let first: Entry | undefined;
    for (const entry of this.#faults) {
      const { fault } = entry;
      if (fault.operation !== operation) continue;
      if (fault.type !== undefined && fault.type !== type) continue;
      if (fault.name !== undefined && fault.name !== name) continue;
      entry.met += 1;
      if (fault.nth === undefined || fault.nth === entry.met) first ??= entry;
    }
    first?.struck.resolve();
    return first?.fault ?? {};
  }
}
