import assert from "node:assert/strict";
import { environmentSchema } from "../../environments/schema.ts";
import { rules } from "../../environments/rules/all.ts";
import { linesOf } from "./fixtures.ts";
import { ruleCases } from "./rule-cases.ts";

describe("rules", () => {
  const all = Object.values(rules).flat();

  for (const [index, { rule, kind, changes, lines }] of ruleCases.entries()) {
    it(`${rule} (${kind}, row ${index + 1})`, () => {
      assert.deepEqual(linesOf(kind, changes), lines);
    });
  }

  it("each have a row of their own", () => {
    const tested = new Set(ruleCases.map(({ rule }) => rule));
    const names = all.map(({ name }) => name).filter((name) => !tested.has(name));
    assert.deepEqual(names, []);
  });

  it("read keys that exist", () => {
    const read = new Set(all.flatMap(({ reads }) => reads));
    const wrong = [...read].filter((key) => !topLevelKeys.has(key));
    assert.deepEqual(wrong, []);
  });
});

const topLevelKeys = new Set(
  environmentSchema.options.flatMap((option) => Object.keys(option.shape)),
);
