import assert from "node:assert/strict";
import { coerceConfig } from "../../environments/config-values.ts";

describe("coerceConfig", () => {
  const rows = [
    ["release", "3.27", "3.27"],
    ["release", "3.27.5", "3.27.5"],
    ["owner", "123", "123"],
    ["namespace", "true", "true"],
    ["protect", "true", true],
    ["labels", '{"a":"b"}', { a: "b" }],
    ["labels", "{a: b}", "{a: b}"],
    ["services", '{"gitserver":{"replicas":2}}', { gitserver: { replicas: 2 } }],
    ["unheard-of", "[1]", [1]],
  ] as const;
  for (const [key, text, value] of rows) {
    it(`makes ${JSON.stringify(value)} of ${key}: ${text}`, () => {
      assert.deepEqual(coerceConfig({ [`sourcegraph:${key}`]: text }), {
        [`sourcegraph:${key}`]: value,
      });
    });
  }

  it("leaves other namespaces alone", () => {
    assert.deepEqual(coerceConfig({ "gcp:project": "1" }), { "gcp:project": "1" });
  });
});
