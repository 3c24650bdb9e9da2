import assert from "node:assert/strict";
import { warningTexts } from "./warnings.ts";

const cases = [
  { what: "nothing of none", headers: [], texts: [] },
  { what: "the text in quotes", headers: ['299 - "is deprecated"'], texts: ["is deprecated"] },
  {
    what: "what is escaped, as it was meant",
    headers: [String.raw`299 - "would violate \"restricted\": a \\ b"`],
    texts: [String.raw`would violate "restricted": a \ b`],
  },
  {
    what: "each of several in one header",
    headers: ['299 - "one, 299", 299 - "other"'],
    texts: ["one, 299", "other"],
  },
  { what: "each header's", headers: ['299 - "one"', '299 - "other"'], texts: ["one", "other"] },
];

describe("warningTexts", () => {
  for (const { what, headers, texts } of cases) {
    it(`gives ${what}`, () => assert.deepEqual(warningTexts(headers), texts));
  }
});
