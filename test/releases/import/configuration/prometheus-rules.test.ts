import assert from "node:assert/strict";
import { readPrometheusRules } from "../../../../releases/import/configuration/prometheus-rules.ts";

describe("readPrometheusRules", () => {
  for (const body of ["", "# words\n\ngroups:\n  - name: a\n    rules: []\n", "groups: []\n"]) {
    it(`takes nothing over of ${JSON.stringify(body)}`, () => {
      assert.deepEqual(readPrometheusRules(body), { generator: "prometheus-rules" });
    });
  }

  it("refuses what are no rules", () => {
    assert.throws(() => readPrometheusRules("# words\nscrape_configs: []\n"), {
      name: "ConfigurationError",
      message: "line 2: no groups of rules: scrape_configs: []",
    });
  });
});
