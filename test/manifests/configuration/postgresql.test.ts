import assert from "node:assert/strict";
import { postgresqlConfiguration } from "../../../manifests/configuration/postgresql.ts";

function write(settings: Record<string, string>): string {
  return postgresqlConfiguration({ generator: "postgresql", settings });
}

describe("postgresqlConfiguration", () => {
  it("writes the settings in their order, and why where that isn't plain", () => {
    assert.equal(
      write({ wal_buffers: "16MB", temp_file_limit: "20GB" }),
      [
        "wal_buffers = 16MB",
        "# Of one process: a runaway query fails, and the disk doesn't fill.",
        "temp_file_limit = 20GB",
        "",
      ].join("\n"),
    );
  });

  for (const [value, written] of [
    ["100", "100"],
    ["-1", "-1"],
    ["0.9", "0.9"],
    ["50ms", "50ms"],
    ["on", "on"],
    ["pg_catalog.english", "'pg_catalog.english'"],
    ["*", "'*'"],
    ["", "''"],
    ["it's", "'it''s'"],
    [String.raw`C:\data`, String.raw`'C:\\data'`],
  ] as const) {
    it(`writes ${value === "" ? "nothing" : value} as ${written}`, () => {
      assert.equal(write({ some_setting: value }), `some_setting = ${written}\n`);
    });
  }
});
