import assert from "node:assert/strict";
import { canonical, overlap } from "../../environments/addresses.ts";

describe("overlap", () => {
  const rows = [
    ["10.0.0.0/16", "10.0.255.0/24", true],
    ["10.0.0.0/16", "10.1.0.0/16", false],
    ["10.4.0.0/14", "10.7.0.0/16", true],
    ["10.4.0.0/14", "10.8.0.0/20", false],
    ["0.0.0.0/0", "192.168.0.1/32", true],
    ["255.255.255.255/32", "255.255.255.254/32", false],
  ] as const;
  for (const [a, b, expected] of rows) {
    it(`of ${a} and ${b} is ${String(expected)}`, () => {
      assert.equal(overlap(a, b), expected);
      assert.equal(overlap(b, a), expected);
    });
  }
});

describe("canonical", () => {
  it("is the range that an address lies in", () => {
    assert.equal(canonical("10.1.2.3/16"), "10.1.0.0/16");
    assert.equal(canonical("203.0.113.255/25"), "203.0.113.128/25");
    assert.equal(canonical("10.4.0.0/14"), "10.4.0.0/14");
  });
});
