import assert from "node:assert/strict";
import * as fc from "fast-check";
import { hasUnknown, unknown } from "../../emulators/core/values.ts";
import { randomProvider, randomTable } from "../../emulators/random.ts";
import { ProviderBench, textAt } from "./core/provider-bench.ts";

const password = "random:index/randomPassword:RandomPassword";
const string = "random:index/randomString:RandomString";
const id = "random:index/randomId:RandomId";
const pet = "random:index/randomPet:RandomPet";
const integer = "random:index/randomInteger:RandomInteger";
const uuid = "random:index/randomUuid:RandomUuid";

describe("randomProvider", () => {
  let bench: ProviderBench;
  beforeEach(() => {
    bench = new ProviderBench(randomProvider());
  });
  afterEach(() => bench[Symbol.dispose]());

  it("makes a password of the length asked for, under an id that tells nothing", async () => {
    const { id: found, properties } = await bench.make(password, "db", { length: 24 });
    assert.equal(found, "none");
    assert.match(textAt(properties, "result"), /^[\w!@#$%&*()\-=+[\]{}<>:?]{24}$/);
    assert.match(textAt(properties, "bcryptHash"), /^\$2a\$10\$[./A-Za-z0-9]{53}$/);
  });

  it("keeps password and hash secret", () => {
    assert.deepEqual(bench.provider.secretOutputs(password), [["bcryptHash"], ["result"]]);
    assert.deepEqual(bench.provider.secretOutputs(string), []);
  });

  it("writes no result into the cloud's store: it lives in the engine's state", async () => {
    const first = await bench.make(password, "one", { length: 24 });
    const second = await bench.make(password, "two", { length: 24 });
    assert.notEqual(first.properties["result"], second.properties["result"]);
    assert.deepEqual(bench.store.list(), []);
    assert.deepEqual(await bench.read(first), first.properties);
    await bench.delete(first);
  });

  it("doesn't know a result at a preview", async () => {
    const promised = await bench.previewOf(password, "db", { length: 24 });
    assert.equal(promised["result"], unknown);
    assert.equal(promised["bcryptHash"], unknown);
    assert.equal(promised["length"], 24);
  });

  it("has at least as many characters of each kind as demanded, and only allowed ones", async () => {
    const share = fc.integer({ min: 0, max: 5 });
    const rules = fc.record({
      minLower: share,
      minUpper: share,
      minNumeric: share,
      minSpecial: share,
      more: share,
      overrideSpecial: fc.constantFrom("_-", "~"),
    });
    await fc.assert(
      fc.asyncProperty(rules, async ({ more, ...given }) => {
        const sum = given.minLower + given.minUpper + given.minNumeric + given.minSpecial;
        const length = sum + more + 1;
        const { properties } = await bench.make(string, "s", { ...given, length });
        const text = textAt(properties, "result");
        assert.equal(text.length, length);
        const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
        assert.ok(count(/[a-z]/g) >= given.minLower);
        assert.ok(count(/[A-Z]/g) >= given.minUpper);
        assert.ok(count(/\d/g) >= given.minNumeric);
        assert.ok(count(/[^a-zA-Z\d]/g) >= given.minSpecial);
        assert.equal(count(/[^a-zA-Z\d_~-]/g), 0);
      }),
      { numRuns: 50 },
    );
  });

  it("uses only the kinds of characters that are allowed", async () => {
    const kinds = { lower: true, upper: false, numeric: false, special: false };
    const { properties } = await bench.make(string, "s", { length: 64, ...kinds });
    assert.match(textAt(properties, "result"), /^[a-z]{64}$/);
  });

  it("takes number for numeric, and numeric for number", async () => {
    const { properties, inputs } = await bench.make(string, "s", { length: 64, number: false });
    assert.doesNotMatch(textAt(properties, "result"), /\d/);
    assert.equal(inputs["numeric"], false);
    const { inputs: other } = await bench.make(string, "s", { length: 64, numeric: false });
    assert.equal(other["number"], false);
  });

  it("shows an id in all its forms", async () => {
    const { id: found, properties } = await bench.make(id, "i", { byteLength: 4, prefix: "p-" });
    const hex = Buffer.from(found, "base64url").toString("hex");
    assert.deepEqual(properties, {
      byteLength: 4,
      prefix: "p-",
      b64Url: `p-${found}`,
      b64Std: `p-${Buffer.from(hex, "hex").toString("base64")}`,
      hex: `p-${hex}`,
      dec: `p-${Number.parseInt(hex, 16)}`,
    });
  });

  it("names a pet with as many words as asked for", async () => {
    assert.match((await bench.make(pet, "p", {})).id, /^[a-z]+-[a-z]+$/);
    assert.match((await bench.make(pet, "p", { length: 1 })).id, /^[a-z]+$/);
    const long = await bench.make(pet, "p", { length: 4, prefix: "box", separator: "_" });
    assert.match(long.id, /^box(_[a-z]+){4}$/);
  });

  it("picks an integer of the range, the same one for the same seed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.nat(), fc.string(), async (min, width, seed) => {
        const args = { min, max: min + width, seed };
        const { id: found, properties } = await bench.make(integer, "n", args);
        assert.equal(properties["result"], Number(found));
        assert.ok(Number(found) >= min && Number(found) <= min + width);
        if (seed !== "") assert.equal((await bench.make(integer, "m", args)).id, found);
      }),
      { numRuns: 50 },
    );
  });

  it("makes a version 4 UUID", async () => {
    const { id: found, properties } = await bench.make(uuid, "u", {});
    assert.match(found, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(properties["result"], found);
  });

  it("makes a result anew whenever an input changes, and at no other time", async () => {
    const held = await bench.make(password, "db", { length: 24, keepers: { version: "1" } });
    assert.deepEqual(await bench.changes(held, { length: 24, keepers: { version: "1" } }), []);
    assert.deepEqual(await bench.changes(held, { length: 24, keepers: { version: "2" } }), [
      "keepers.version update!",
    ]);
    assert.deepEqual(await bench.changes(held, { length: 24 }), ["keepers delete!"]);
    const more = { length: 25, special: false, keepers: { version: "1" } };
    assert.deepEqual(await bench.changes(held, more), ["length update!", "special update!"]);
  });

  it("keeps a result when the older name of numeric gives way to the newer", async () => {
    const held = await bench.make(string, "s", { length: 8, number: false });
    assert.deepEqual(await bench.changes(held, { length: 8, numeric: false }), []);
  });

  for (const [fault, type, news, complaint] of [
    [
      "a length that can't hold what is demanded",
      password,
      { length: 3, minLower: 2, minUpper: 2 },
      "length: Attribute length value must be at least sum of min_upper + min_lower + min_numeric + min_special, got: 3",
    ],
    [
      "no length at all",
      password,
      {},
      `length: Missing required argument. The argument "length" is required, but no definition was found. Examine values at 'length'.`,
    ],
    [
      "an empty alphabet",
      string,
      { length: 3, lower: false, upper: false, numeric: false, special: false },
      "special: At least one attribute out of [special, upper, lower, number] must be specified as true",
    ],
    [
      "number and numeric that differ",
      string,
      { length: 3, number: true, numeric: false },
      "number: Cannot specify both number and numeric",
    ],
    [
      "less than one byte",
      id,
      { byteLength: 0 },
      "byteLength: expected byte_length to be at least 1, got 0. Examine values at 'byteLength'.",
    ],
  ] as const) {
    it(`refuses ${fault}`, async () => {
      assert.deepEqual(await bench.complaints(type, news), [complaint]);
    });
  }

  it("refuses a range without a number in it, when it is to pick one", async () => {
    await assert.rejects(bench.make(integer, "n", { min: 2, max: 1 }), {
      name: "CloudError",
      message:
        "Create Random Integer Error: The minimum (min) value needs to be smaller than or equal to maximum (max) value.",
    });
  });

  it("takes what isn't known yet for valid", async () => {
    const news = { length: unknown, keepers: { image: unknown } };
    assert.deepEqual(await bench.complaints(password, news), []);
    assert.ok(hasUnknown(await bench.previewOf(password, "db", news)));
  });

  it("says that it can't import", async () => {
    const call = { ...bench.call(password, "db"), id: "none", inputs: {}, properties: {} };
    await assert.rejects(bench.provider.read(call), {
      message: `${password}: the emulated random provider can't import 'none'`,
    });
  });
});

describe("randomTable", () => {
  it("knows these types and no others", () => {
    assert.deepEqual(
      Object.keys(randomTable.resources).map((token) => token.split(":").at(-1)),
      ["RandomPassword", "RandomString", "RandomId", "RandomPet", "RandomInteger", "RandomUuid"],
    );
  });
});
