import assert from "node:assert/strict";
import * as fc from "fast-check";
import { amountOf, canonicalQuantity } from "../../../emulators/kubernetes/quantity.ts";

const forms: readonly (readonly [given: string | number, canonical: string])[] = [
  ["1000m", "1"],
  ["0.5", "500m"],
  [0.5, "500m"],
  [2, "2"],
  ["1024Mi", "1Gi"],
  ["1.5Gi", "1536Mi"],
  ["1000Mi", "1000Mi"],
  ["1000M", "1G"],
  ["1e3", "1e3"],
  ["0.1m", "100u"],
  ["0Gi", "0"],
  ["-1000m", "-1"],
];

describe("canonicalQuantity", () => {
  for (const [given, canonical] of forms) {
    it(`writes ${given} as ${canonical}`, () => assert.equal(canonicalQuantity(given), canonical));
  }

  it("means the same amount as what it was given, and is its own canonical form", () => {
    const suffix = fc.constantFrom("", "m", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti");
    const quantity = fc.tuple(fc.nat(), suffix).map(([amount, unit]) => `${amount}${unit}`);
    fc.assert(
      fc.property(quantity, (given) => {
        const canonical = canonicalQuantity(given);
        assert.equal(amountOf(canonical), amountOf(given));
        assert.equal(canonicalQuantity(canonical), canonical);
      }),
    );
  });
});

describe("amountOf", () => {
  it("finds no amount in what is no quantity", () => {
    for (const text of ["", "1 Gi", "Gi", "1gb", "--1", undefined]) {
      assert.equal(amountOf(text), undefined);
    }
  });
});
