import assert from "node:assert/strict";
import { z } from "zod";
import {
  bareSchema,
  fixed,
  schemaBelow,
  suppressed,
  traitsOf,
  unordered,
  withDefaults,
} from "../../../emulators/core/traits.ts";
import { unknown } from "../../../emulators/core/values.ts";

const anyCase = (from: unknown, to: unknown) =>
  JSON.stringify(from).toLowerCase() === JSON.stringify(to).toLowerCase();
const shrinks = (from: unknown, to: unknown) => Number(to) < Number(from);

describe("traitsOf", () => {
  it("finds a trait through everything that wraps its schema", () => {
    const schema = fixed(z.string());
    for (const wrapped of [
      schema.optional(),
      schema.default("x"),
      schema.nullable(),
      schema.readonly(),
      schema.optional().default("x").nullable(),
    ]) {
      assert.deepEqual(traitsOf(wrapped), { replaces: true });
    }
  });

  it("finds a trait given to a wrapper", () => {
    assert.deepEqual(traitsOf(fixed(z.string().optional())), { replaces: true });
    assert.deepEqual(traitsOf(fixed(z.string().default("x"))), { replaces: true });
  });

  it("keeps a trait when zod copies the schema for one more rule", () => {
    assert.deepEqual(traitsOf(fixed(z.string()).max(9)), { replaces: true });
    assert.deepEqual(traitsOf(fixed(z.string()).regex(/^a/).describe("a").optional()), {
      replaces: true,
    });
    assert.deepEqual(traitsOf(unordered(z.array(z.string())).min(1)), { unordered: true });
  });

  it("adds up the traits of all layers, the outer one winning", () => {
    const schema = fixed(suppressed(fixed(z.string()), anyCase).optional(), shrinks);
    assert.deepEqual(traitsOf(schema), { replaces: shrinks, equivalent: anyCase });
  });

  it("leaves a shared schema without the traits of one property", () => {
    const shared = z.strictObject({ name: z.string() });
    const name = z.string().min(1);
    const vocabulary = { name };
    const user = { name: fixed(vocabulary.name), block: fixed(shared), list: unordered(shared) };
    assert.deepEqual(Object.keys(user), ["name", "block", "list"]);
    assert.deepEqual(traitsOf(vocabulary.name), {});
    assert.deepEqual(traitsOf(shared), {});
    assert.deepEqual(traitsOf(shared.shape.name), {});
    assert.deepEqual(traitsOf(user.list), { unordered: true });
  });

  it("leaves the schema it is put on as strict as it was", () => {
    const schema = fixed(z.strictObject({ name: z.string().min(2) }));
    assert.equal(schema.safeParse({ name: "a" }).success, false);
    assert.equal(schema.safeParse({ name: "ab", other: 1 }).success, false);
    assert.equal(schema.safeParse({ name: "ab" }).success, true);
  });
});

describe("schemaBelow", () => {
  const schema = z
    .strictObject({
      list: z.array(fixed(z.string())).optional(),
      map: z.record(z.string(), fixed(z.string())).default({}),
    })
    .optional();

  it("leads into objects, lists and maps, through what wraps them", () => {
    const list = schemaBelow(schema, "list");
    const map = schemaBelow(schema, "map");
    assert.ok(list !== undefined && map !== undefined);
    assert.deepEqual(traitsOf(schemaBelow(list, 7) ?? z.any()), { replaces: true });
    assert.deepEqual(traitsOf(schemaBelow(map, "any") ?? z.any()), { replaces: true });
  });

  it("ends where nothing is below, also at names that every object has", () => {
    for (const step of ["absent", "constructor", "toString", 0]) {
      assert.equal(schemaBelow(schema, step), undefined);
    }
    assert.equal(schemaBelow(z.string(), "length"), undefined);
  });
});

describe("bareSchema", () => {
  it("takes every wrapper off", () => {
    const bare = z.string();
    assert.equal(bareSchema(bare.optional().default("x").nullable()), bare);
  });
});

describe("withDefaults", () => {
  const disk = z.strictObject({
    size: z.int().default(10),
    boot: z.strictObject({ image: z.string().default("debian") }).optional(),
  });
  const schema = z.strictObject({
    name: z.string(),
    zone: z.string().default("a"),
    disks: z.array(disk).optional(),
    byName: z.record(z.string(), disk).optional(),
    main: disk.default({ size: 20, boot: { image: "cos" } }),
    bare: z.strictObject({ size: z.int().default(1) }).prefault({}),
    note: z.string().nullable().default(null),
  });

  it("fills in defaults at every depth: in objects, lists, maps and other defaults", () => {
    const given = { name: "n", disks: [{}, { boot: {} }], byName: { a: {}, b: { size: 3 } } };
    assert.deepEqual(withDefaults(schema, given), {
      name: "n",
      zone: "a",
      disks: [{ size: 10 }, { size: 10, boot: { image: "debian" } }],
      byName: { a: { size: 10 }, b: { size: 3 } },
      main: { size: 20, boot: { image: "cos" } },
      bare: { size: 1 },
      note: null,
    });
  });

  it("overwrites nothing, and keeps what the schema doesn't know for it to refuse", () => {
    const given = { name: "n", zone: "b", main: { size: 1 }, bare: { size: 2 }, note: "x", odd: 1 };
    assert.deepEqual(withDefaults(schema, given), given);
  });

  it("leaves alone what isn't known yet, and what is of the wrong kind", () => {
    const given = { name: unknown, zone: unknown, disks: unknown, main: "wrong" };
    const filled = withDefaults(schema, given);
    assert.deepEqual(filled, { ...given, bare: { size: 1 }, note: null });
  });

  it("gives every resource a default of its own", () => {
    const [one, other] = [withDefaults(schema, {}), withDefaults(schema, {})];
    assert.deepEqual(one, other);
    assert.notEqual(one, other);
  });
});
