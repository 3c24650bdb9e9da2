import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Path, Value } from "../../../emulators/core/values.ts";
import {
  formatPath,
  hasUnknown,
  isUnknownAt,
  same,
  unknown,
  unwrapSecrets,
  valueAt,
  valuesAt,
  wrapSecrets,
} from "../../../emulators/core/values.ts";

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

/** Anything a property can hold, keys such as `__proto__` and `a.b` among it. */
const { tree } = fc.letrec<{ tree: Value }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("tree"), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
}));

/** Every place in a value, the value itself first. */
function placesIn(value: Value, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries: readonly (readonly [string | number, Value])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return [path, ...entries.flatMap(([step, item]) => placesIn(item, [...path, step]))];
}

function isWithin(path: Path, around: Path): boolean {
  return around.length < path.length && around.every((step, index) => step === path[index]);
}

describe("unwrapSecrets", () => {
  it("gives back what wrapSecrets wrapped, and where", () => {
    fc.assert(
      fc.property(tree, fc.infiniteStream(fc.boolean()), (value, coin) => {
        const hidden = placesIn(value).filter(() => coin.next().value);
        const found = unwrapSecrets(wrapSecrets(value, hidden));
        assert.deepEqual(found.value, value);
        // Inside of a secret everything is secret: only the outermost place is told.
        const outermost = hidden.filter((path) => !hidden.some((around) => isWithin(path, around)));
        assert.deepEqual(new Set(found.secrets), new Set(outermost));
      }),
    );
  });

  it("takes a secret in a secret for one", () => {
    const { value, secrets } = unwrapSecrets({ a: secret({ b: secret("x") }) });
    assert.deepEqual(value, { a: { b: "x" } });
    assert.deepEqual(secrets, [["a"]]);
  });

  it("refuses what no property can be", () => {
    assert.throws(() => unwrapSecrets({ a: 1n }), {
      message: "a bigint can't be a resource's property",
    });
  });
});

describe("wrapSecrets", () => {
  it("passes over places that are gone", () => {
    assert.deepEqual(wrapSecrets({ a: "x", b: ["y"] }, [["c"], ["a", "b"], ["b", 1], ["b", "0"]]), {
      a: "x",
      b: ["y"],
    });
  });

  it("wraps a place once, however often it is told", () => {
    assert.deepEqual(wrapSecrets({ a: "x" }, [["a"], ["a"], ["a", "b"]]), { a: secret("x") });
  });

  it("wraps nothing where there is no value", () => {
    assert.deepEqual(wrapSecrets({ a: undefined }, [["a"]]), { a: undefined });
  });
});

describe("valueAt", () => {
  it("follows keys and indexes, as far as they lead", () => {
    const value = { list: [{ "a.b": 1 }] };
    assert.equal(valueAt(value, ["list", 0, "a.b"]), 1);
    assert.equal(valueAt(value, ["list", 1, "a.b"]), undefined);
    assert.equal(valueAt(value, ["list", "0"]), undefined);
    assert.equal(valueAt("text", ["length"]), undefined);
  });

  it("leads to every place of a value", () => {
    fc.assert(
      fc.property(tree, (value) => {
        for (const path of placesIn(value)) assert.notEqual(valueAt(value, path), undefined);
      }),
    );
  });
});

describe("valuesAt", () => {
  const value = {
    network: "a",
    none: null,
    interfaces: [{ network: "b", ids: ["1", "2"] }, { network: "c" }, "text"],
    rows: [["x"], ["y", "z"]],
  };
  for (const [pattern, found] of [
    ["network", ["a"]],
    ["interfaces[].network", ["b", "c"]],
    ["interfaces[].ids[]", ["1", "2"]],
    ["rows[][]", ["x", "y", "z"]],
    ["rows[]", [["x"], ["y", "z"]]],
    ["none", []],
    ["network[]", []],
    ["interfaces.network", []],
    ["absent[].network", []],
  ] as const) {
    it(`finds ${JSON.stringify(found)} at ${pattern}`, () => {
      assert.deepEqual(valuesAt(value, pattern), found);
    });
  }
});

describe("isUnknownAt", () => {
  const value = { known: { a: 1 }, unknown, list: [unknown, { a: unknown }] };
  for (const [path, expected] of [
    [["known", "a"], false],
    [["known"], false],
    [["unknown"], true],
    [["unknown", "deeper", 3], true],
    [["list"], false],
    [["list", 0, "a"], true],
    [["list", 1], false],
    [["list", 1, "a"], true],
    [["absent"], false],
    [[], false],
  ] as const) {
    it(`is ${expected} of ${JSON.stringify(path)}`, () => {
      assert.equal(isUnknownAt(value, path), expected);
    });
  }

  it("is true of everything in what is unknown as a whole", () => {
    assert.equal(isUnknownAt(unknown, []), true);
    assert.equal(isUnknownAt(unknown, ["a"]), true);
  });
});

describe("hasUnknown", () => {
  it("finds an unknown at any depth", () => {
    assert.equal(hasUnknown({ a: [{ b: unknown }] }), true);
    assert.equal(hasUnknown({ a: [{ b: "known" }, null, undefined] }), false);
  });
});

describe("same", () => {
  it("takes a key without a value for no key, at any depth", () => {
    assert.equal(same({ a: undefined, b: [{ c: undefined }] }, { b: [{}] }), true);
    assert.equal(same({ a: null }, {}), false);
    assert.equal(same([1, 2], [2, 1]), false);
  });
});

describe("formatPath", () => {
  for (const [path, text] of [
    [["nodeConfig", "oauthScopes", 0], "nodeConfig.oauthScopes[0]"],
    [["labels", "app.kubernetes.io/name"], 'labels["app.kubernetes.io/name"]'],
    [["labels", 'a"b'], 'labels["a\\"b"]'],
    [["a.b"], '["a.b"]'],
    [[], ""],
  ] as const) {
    it(`writes ${JSON.stringify(path)} as ${text}`, () => {
      assert.equal(formatPath(path), text);
    });
  }
});
