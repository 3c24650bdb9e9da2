import assert from "node:assert/strict";
import { load } from "js-yaml";
import { prometheusRulesFile } from "../../../manifests/configuration/prometheus-rules.ts";

describe("prometheusRulesFile", () => {
  for (const groups of [[], [{ name: "own", rules: [{ record: "a:b", expr: "sum(b)" }] }]]) {
    it(`holds ${groups.length} groups`, () => {
      assert.deepEqual(load(prometheusRulesFile(groups)), { groups });
    });
  }
});
