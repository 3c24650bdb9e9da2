import assert from "node:assert/strict";
import { amount } from "../../releases/amounts.ts";

describe("amount", () => {
  const rows = [
    ["500m", 0.5],
    ["6", 6],
    ["0.5", 0.5],
    ["4Ti", 4 * 2 ** 40],
    ["19500G", 19.5e12],
    ["512Mi", 512 * 2 ** 20],
  ] as const;
  for (const [text, number] of rows) {
    it(`of ${text} is ${number}`, () => assert.equal(amount(text), number));
  }
});
