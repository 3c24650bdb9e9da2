import assert from "node:assert/strict";
import * as fc from "fast-check";
import { labelsOf } from "../../stacks/labels.ts";
import { parsed } from "../environments/fixtures.ts";

/**
 * A value that all three take: Google Cloud (up to 63 lower-case letters, digits, - and _), AWS (more
 * than that) and Kubernetes (a letter or a digit at both ends, or empty).
 */
const valid = /^([a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)?$/;

describe("labelsOf", () => {
  it("tells whose it is, what for, and until when", () => {
    const environment = parsed("kubernetes", {
      category: "test",
      owner: "search-core",
      purpose: "Upgrade test from 3.24",
      expires: "2026-12-31",
      labels: { "cost-category": "upgrade-test" },
    });
    assert.deepEqual(labelsOf(environment, "upgrade-test"), {
      environment: "upgrade-test",
      owner: "search-core",
      category: "test",
      purpose: "upgrade-test-from-3-24",
      expires: "2026-12-31",
      "cost-category": "upgrade-test",
    });
  });

  it("has no label for what isn't said", () => {
    assert.deepEqual(labelsOf(parsed("box"), "box"), {
      environment: "box",
      owner: "distribution",
      category: "internal",
    });
  });

  /** A purpose, and what becomes of it. */
  const purposes: readonly (readonly [string, string])[] = [
    ["sourcegraph.com, public code search", "sourcegraph-com-public-code-search"],
    ["_internal_", "internal"],
    ["(a demo!)", "a-demo"],
    ["検索", ""],
    ["x".repeat(70), "x".repeat(63)],
    [`${"x".repeat(62)} y`, "x".repeat(62)],
  ];
  for (const [purpose, value] of purposes) {
    it(`writes "${purpose.slice(0, 40)}" as "${value.slice(0, 40)}"`, () => {
      assert.equal(labelsOf(parsed("box", { purpose }), "box")["purpose"], value);
    });
  }

  it("has valid values for whatever purpose and name", () => {
    const environment = parsed("box");
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ unit: fc.constantFrom("a", "Z", "9", "-", "_", " ", ".", "ß"), maxLength: 80 }),
    );
    fc.assert(
      fc.property(text, text, (purpose, name) => {
        const labels = labelsOf({ ...environment, purpose, expires: "2026-12-31" }, name);
        for (const [key, value] of Object.entries(labels)) {
          assert.match(value, valid, `${key} for ${JSON.stringify({ purpose, name })}`);
        }
      }),
    );
  });
});
