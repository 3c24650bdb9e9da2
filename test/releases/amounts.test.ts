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
    ["2Gi", 2 ** 31],
    ["3Ki", 3072],
    ["1Pi", 2 ** 50],
    ["2k", 2000],
    ["50M", 5e7],
    ["1.5T", 1.5e12],
    ["lots", Number.NaN],
    ["5X", Number.NaN],
  ] as const;
  for (const [text, number] of rows) {
    it(`of ${text} is ${number}`, () => assert.equal(amount(text), number));
  }
});
