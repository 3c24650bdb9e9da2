import { strict as assert } from "node:assert";
import type { StoredResource } from "../../emulators/core/store.ts";
import type { EmulatedStack } from "../../engine/emulated-stack.ts";
import { matchesGolden } from "../support/golden.ts";
import { changes, environmentText, explain, newStack, withValues } from "../support/engine.ts";

/** What the life of one environment's stack is tested with. */
export interface LifecycleCase {
  readonly environment: string;
  /** One setting, and exactly what the engine then has to do. */
  readonly change: Readonly<Record<string, unknown>>;
  readonly steps: readonly string[];
  /** A property of a thing in the cloud that somebody changes by hand. */
  readonly drift: { readonly type: string; readonly property: string; readonly value: unknown };
  /** What an environment that is protected refuses to lose; empty for one that is thrown away. */
  readonly protectedTypes: readonly string[];
}

/** The whole life of a stack, one fact after the other: each stands on the one before. */
export function describeLifecycle(test: LifecycleCase): void {
  describe(`the stack ${test.environment} on the engine`, () => {
    let stack: EmulatedStack;
    /** What was there before, since the environment takes it for granted. */
    let foreign: readonly StoredResource[];
    const original = environmentText(test.environment);
    const changed = withValues(original, test.change);

    before(async () => {
      stack = await newStack(test.environment);
      foreign = stack.cloud.store.list();
    });
    after(() => stack.remove());

    it("comes up", async () => {
      const up = await stack.up();
      assert.equal(up.status, 0, explain(up));
      assert.ok(stack.cloud.store.list().length > 0);
    });

    it("registers what its golden file says", async () => {
      matchesGolden(test.environment, (await stack.state()).resources);
    });

    it("has nothing to do in a preview right after", async () => {
      const preview = await stack.preview({}, "--expect-no-changes");
      assert.deepEqual(changes(preview.steps), []);
      assert.equal(preview.status, 0, explain(preview));
    });

    it("takes exactly the expected steps for one changed setting", async () => {
      stack.configure(changed);
      const preview = await stack.preview();
      assert.deepEqual(changes(preview.steps), test.steps);
      const up = await stack.up();
      assert.equal(up.status, 0, explain(up));
      assert.deepEqual(changes(up.steps), test.steps);
    });

    it("finds no drift where there is none", async () => {
      const refresh = await stack.refresh({}, "--expect-no-changes");
      assert.equal(refresh.status, 0, explain(refresh));
    });

    it("finds what was changed behind its back, and puts it right", async () => {
      const { type, property, value } = test.drift;
      const [target] = stack.cloud.store.list(type);
      assert.ok(target !== undefined, `nothing of type ${type} in the cloud`);
      stack.cloud.store.put({
        ...target,
        properties: { ...target.properties, [property]: JSON.parse(JSON.stringify(value)) },
      });
      const refresh = await stack.refresh({}, "--expect-no-changes");
      assert.notEqual(refresh.status, 0, "the refresh saw no drift");
      const repair = await stack.up({}, "--refresh");
      assert.equal(repair.status, 0, explain(repair));
      const [repaired] = stack.cloud.store.list(type);
      assert.deepEqual(repaired?.properties[property], target.properties[property]);
    });

    if (test.protectedTypes.length > 0) {
      it("refuses to be destroyed while it is protected, and loses nothing", async () => {
        const existing = stack.cloud.store.list();
        const destroy = await stack.destroy();
        assert.notEqual(destroy.status, 0);
        assert.match(destroy.errors.join("\n"), /protect/);
        assert.deepEqual(stack.cloud.store.list(), existing);
        for (const type of test.protectedTypes) {
          assert.notEqual(stack.cloud.store.list(type).length, 0, `there was no ${type} to lose`);
        }
      });
    }

    it("leaves nothing behind when it is destroyed unprotected", async () => {
      stack.configure(withValues(changed, { protect: false, category: "internal" }));
      const up = await stack.up();
      assert.equal(up.status, 0, explain(up));
      const destroy = await stack.destroy();
      assert.equal(destroy.status, 0, explain(destroy));
      assert.deepEqual(stack.cloud.store.list(), foreign);
      assert.deepEqual((await stack.state()).resources, []);
    });
  });
}
