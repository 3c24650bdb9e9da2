import { strict as assert } from "node:assert";
import type { FaultKind } from "../../emulators/core/provider.ts";
import type { Step } from "../../engine/pulumi.ts";
import { explain, newStack } from "../support/engine.ts";
import { mismatches } from "../support/orphans.ts";

const kinds: readonly FaultKind[] = ["quota", "permission", "conflict", "timeout"];

describe("an up of dogfood in which one creation fails", () => {
  let creations: readonly Step[] = [];

  before(async () => {
    const stack = await newStack("dogfood");
    const { steps } = await stack.preview();
    creations = steps.filter(({ type }) => !/^(pulumi:|sourcegraph:components:)/.test(type));
    stack.remove();
  });

  it("has creations to fail", () => {
    assert.ok(creations.length >= 20, `${creations.length} creations`);
  });

  // The number of resources is known only at run time, so one test takes each in turn.
  it("stops with one clear message at each resource in turn, and converges when run again", async () => {
    for (const [index, { type, name }] of creations.entries()) {
      const error = kinds[index % kinds.length] ?? "quota";
      const stack = await newStack("dogfood");
      try {
        const foreign = stack.cloud.store.list();
        stack.cloud.faults.add({ operation: "create", type, name, nth: 1, error });
        const failed = await stack.up();
        const where = `${error} at ${type} ${name}`;
        assert.notEqual(failed.status, 0, `${where}: the run didn't stop`);
        const messages = failed.errors.filter((message) => message !== "update failed");
        assert.equal(messages.length, 1, `${where}: ${explain(failed)}`);
        assert.doesNotMatch(messages[0] ?? "", /\n\s+at /, `${where}: a stack trace`);
        assert.deepEqual(
          failed.failed.map((step) => `${step.type} ${step.name}`),
          [`${type} ${name}`],
        );

        const again = await stack.up();
        assert.equal(again.status, 0, `${where}: ${explain(again)}`);
        assert.deepEqual(await mismatches(stack, foreign), { orphaned: [], lost: [] }, where);
      } finally {
        stack.remove();
      }
    }
  }).timeout(900_000);
});
