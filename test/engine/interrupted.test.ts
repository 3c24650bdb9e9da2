import { strict as assert } from "node:assert";
import type { ChildProcess } from "node:child_process";
import type { Fault } from "../../emulators/core/faults.ts";
import type { StoredResource } from "../../emulators/core/store.ts";
import type { EmulatedStack } from "../../engine/emulated-stack.ts";
import { recover } from "../../engine/recover.ts";
import { changes, environmentText, explain, newStack, withValues } from "../support/engine.ts";
import { mismatches } from "../support/orphans.ts";
import { randomFrom } from "../support/random.ts";

/** Where the engine dies: when the nth creation is asked for, before or after it took effect. */
interface Point {
  readonly nth: number;
  readonly afterEffect: boolean;
}

/** Fixed, so that a failure can be repeated; another one is as good. */
const seed = 20_261_121;

describe("an up that is killed", () => {
  it("loses nothing of a replacement that deletes first", async () => {
    const stack = await newStack("local");
    try {
      const foreign = stack.cloud.store.list();
      const first = await stack.up();
      assert.equal(first.status, 0, explain(first));
      stack.configure(withValues(environmentText("local"), { release: "3.28.0" }));
      const type = "docker:index/container:Container";
      await killAt(stack, { operation: "create", type, nth: 1, afterEffect: true, error: "hang" });
      await converges(stack, foreign);
    } finally {
      stack.remove();
    }
  });

  // Dogfood makes 24 things; on AWS many have no name, and ids that only the cloud knows.
  killedAt("dogfood", points(10, 24));
  killedAt("customer-box", points(3, 18));
});

function killedAt(environment: string, where: readonly Point[]): void {
  for (const { nth, afterEffect } of where) {
    const moment = afterEffect ? "when it was made" : "before it was made";
    it(`${environment} converges after kill -9 at creation ${nth}, ${moment}`, async () => {
      const stack = await newStack(environment);
      try {
        const foreign = stack.cloud.store.list();
        await killAt(stack, { operation: "create", nth, afterEffect, error: "hang" });
        await converges(stack, foreign);
      } finally {
        stack.remove();
      }
    });
  }
}

async function converges(stack: EmulatedStack, foreign: readonly StoredResource[]): Promise<void> {
  await recover(stack, () => {});
  const up = await stack.up();
  assert.equal(up.status, 0, explain(up));
  assert.deepEqual(await mismatches(stack, foreign), { orphaned: [], lost: [] });
  const preview = await stack.preview();
  assert.deepEqual(changes(preview.steps), []);
}

async function killAt(stack: EmulatedStack, fault: Fault): Promise<void> {
  stack.cloud.faults.add(fault);
  let engine: ChildProcess | undefined;
  const up = stack.up({
    onStart: (child) => {
      engine = child;
    },
  });
  await Promise.race([stack.cloud.faults.struck(fault), up]);
  engine?.kill("SIGKILL");
  const { signal } = await up;
  assert.equal(signal, "SIGKILL", "the engine had ended before it could be killed");
  stack.cloud.faults.clear();
}

/** Different ones, in the order in which they were drawn. */
function points(count: number, creations: number): readonly Point[] {
  const random = randomFrom(seed + creations);
  return Array.from({ length: creations }, (_, index) => ({ nth: index + 1, order: random() }))
    .toSorted((left, right) => left.order - right.order)
    .slice(0, count)
    .map(({ nth }) => ({ nth, afterEffect: random() < 0.6 }));
}
