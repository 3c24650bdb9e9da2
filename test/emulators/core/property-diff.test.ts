import assert from "node:assert/strict";
import * as fc from "fast-check";
import { z } from "zod";
import { diffInputs } from "../../../emulators/core/property-diff.ts";
import { fixed, suppressed, unordered } from "../../../emulators/core/traits.ts";
import type { Properties, Value } from "../../../emulators/core/values.ts";
import { unknown } from "../../../emulators/core/values.ts";

function trimmed(value: Value): Value {
  return typeof value === "string" ? value.trim() : value;
}

const item = z.strictObject({ name: z.string(), size: z.int().optional() });
const schema = z.strictObject({
  name: fixed(z.string()),
  size: fixed(z.int(), (from, to) => Number(to) < Number(from)).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  list: z.array(item).optional(),
  set: unordered(z.array(item)).optional(),
  fixedSet: unordered(fixed(z.array(z.string()))).optional(),
  block: z
    .strictObject({ key: fixed(z.string()).optional(), note: z.string().optional() })
    .optional(),
  blocks: z.array(z.strictObject({ key: fixed(z.string()).optional() })).optional(),
  fixedBlock: fixed(z.strictObject({ note: z.string().optional() })).optional(),
  text: suppressed(z.string(), (from, to) => trimmed(from) === trimmed(to)).optional(),
  free: z.unknown().optional(),
});

/** Each change as `place kind`, with `!` where it makes the resource anew. */
function changes(from: Properties, to: Properties): readonly string[] {
  return diffInputs(schema, from, to).map(
    ({ path, kind, replaces }) => `${path.join(".")} ${kind}${replaces ? "!" : ""}`,
  );
}

describe("diffInputs", () => {
  for (const [fact, from, to, expected] of [
    ["finds nothing between equals", { name: "a", list: [] }, { name: "a", list: [] }, []],
    ["takes a key without a value for none", { text: undefined }, {}, []],
    [
      "tells added, deleted and updated",
      { text: "a", size: 1 },
      { size: 2, free: "x" },
      ["free add", "size update", "text delete"],
    ],
    [
      "goes down to the leaf that differs",
      { labels: { a: "1", b: "2" } },
      { labels: { a: "3" } },
      ["labels.a update", "labels.b delete"],
    ],
    [
      "compares a list place by place",
      { list: [{ name: "a" }] },
      {
        list: [{ name: "b" }, { name: "c" }],
      },
      ["list.0.name update", "list.1 add"],
    ],
    ["replaces for what is fixed", { name: "a" }, { name: "b" }, ["name update!"]],
    ["replaces when a fixed one goes", { name: "a" }, {}, ["name delete!"]],
    ["asks the two values whether to replace", { size: 2 }, { size: 1 }, ["size update!"]],
    ["grows in place when only shrinking replaces", { size: 2 }, { size: 3 }, ["size update"]],
    [
      "replaces for one leaf of a block",
      { block: { key: "a", note: "x" } },
      {
        block: { key: "b", note: "y" },
      },
      ["block.key update!", "block.note update"],
    ],
    ["replaces for a block that brings a fixed leaf", {}, { block: { key: "a" } }, ["block add!"]],
    [
      "replaces for a block that takes a fixed leaf",
      { block: { key: "a" } },
      {},
      ["block delete!"],
    ],
    ["adds a block without a fixed leaf in place", {}, { block: { note: "a" } }, ["block add"]],
    [
      "replaces for an item that brings a fixed leaf",
      { blocks: [] },
      { blocks: [{ key: "a" }] },
      ["blocks.0 add!"],
    ],
    [
      "replaces for everything below a fixed block",
      { fixedBlock: { note: "a" } },
      {
        fixedBlock: { note: "b" },
      },
      ["fixedBlock.note update!"],
    ],
    [
      "sees no order in a set",
      { set: [{ name: "a" }, { name: "b" }] },
      {
        set: [{ name: "b" }, { name: "a" }],
      },
      [],
    ],
    [
      "sees order in a list",
      { list: [{ name: "a" }, { name: "b" }] },
      {
        list: [{ name: "b" }, { name: "a" }],
      },
      ["list.0.name update", "list.1.name update"],
    ],
    [
      "replaces for another item of a fixed set",
      { fixedSet: ["a"] },
      { fixedSet: ["b", "a"] },
      ["fixedSet.0 update!", "fixedSet.1 add!"],
    ],
    [
      "takes an item that is said twice for one",
      { set: [{ name: "a" }, { name: "a" }, { name: "b" }] },
      {
        set: [{ name: "a" }, { name: "b" }, { name: "b" }],
      },
      [],
    ],
    [
      "misses no item of a set that went for another one's sake",
      { set: [{ name: "a" }, { name: "a" }] },
      { set: [{ name: "a" }, { name: "b" }] },
      ["set.1.name update"],
    ],
    ["takes two spellings for one", { text: "a" }, { text: " a " }, []],
    [
      "plans for the worst when a value isn't known yet",
      { size: 1, name: "a" },
      {
        size: unknown,
        name: unknown,
      },
      ["name update!", "size update!"],
    ],
    [
      "takes what isn't known for a change of what has two spellings",
      { text: "a" },
      {
        text: unknown,
      },
      ["text update"],
    ],
    [
      "replaces when a block with a fixed leaf isn't known yet",
      { block: { key: "a" } },
      {
        block: unknown,
      },
      ["block update!"],
    ],
    [
      "compares what it has no schema for",
      { free: { a: [1] } },
      { free: { a: [2] } },
      ["free.a update"],
    ],
  ] as const) {
    it(fact, () => {
      assert.deepEqual(changes(from, to), expected);
    });
  }

  it("finds nothing between any value and itself, and something between any two others", () => {
    const value = fc.record(
      {
        name: fc.string(),
        labels: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
        list: fc.array(fc.record({ name: fc.string(), size: fc.nat(3) }), { maxLength: 3 }),
      },
      { requiredKeys: ["name"] },
    );
    fc.assert(
      fc.property(value, value, (one, other) => {
        assert.deepEqual(changes(one, structuredClone(one)), []);
        const equal = JSON.stringify(one) === JSON.stringify(other);
        assert.ok(
          equal ||
            JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)) ||
            changes(one, other).length > 0,
        );
      }),
    );
  });
});

function sorted({ labels, ...rest }: { name: string; labels?: Record<string, string> }) {
  const entries = Object.entries(labels ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...rest, ...(labels === undefined ? {} : { labels: entries }) };
}
