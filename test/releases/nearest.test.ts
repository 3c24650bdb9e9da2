import assert from "node:assert/strict";
import { nearest } from "../../releases/nearest.ts";

describe("nearest", () => {
  const names = ["gitserver", "sourcegraph-frontend", "pgsql", "objectStorage", "cluster"];
  const rows = [
    ["gitservr", "gitserver"],
    ["gitsevrer", "gitserver"],
    ["GitServer", "gitserver"],
    ["frontend", "sourcegraph-frontend"],
    ["storage", "objectStorage"],
    ["clustr", "cluster"],
    ["zoo", undefined],
    ["", undefined],
    ["x".repeat(10_000), undefined],
  ] as const;
  for (const [name, expected] of rows) {
    it(`of ${name.slice(0, 20) || "nothing"} is ${expected ?? "nothing"}`, () => {
      assert.equal(nearest(name, names), expected);
    });
  }

  it("takes names that can be read once only", () => {
    assert.equal(
      nearest("frontend", new Map([["sourcegraph-frontend", 1]]).keys()),
      "sourcegraph-frontend",
    );
  });
});
