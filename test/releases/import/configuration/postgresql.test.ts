import assert from "node:assert/strict";
import * as fc from "fast-check";
import { postgresqlConfiguration } from "../../../../manifests/configuration/postgresql.ts";
import { readPostgresql } from "../../../../releases/import/configuration/postgresql.ts";

describe("readPostgresql", () => {
  it("takes what is set, without comments, and the last of several", () => {
    const body = [
      "# what the server sets by itself",
      "max_wal_size = 1GB",
      "#work_mem = 4MB",
      "Listen_Addresses = '*'\t# everywhere",
      "autovacuum_naptime 10",
      "extension.level=basic",
      "",
      "max_wal_size = 8GB   # ours",
    ].join("\n");
    assert.deepEqual(readPostgresql(body), {
      generator: "postgresql",
      settings: {
        autovacuum_naptime: "10",
        "extension.level": "basic",
        listen_addresses: "*",
        max_wal_size: "8GB",
      },
    });
  });

  it("understands quotes within quotes", () => {
    const body = String.raw`a = 'it''s # no comment, \'nor\' an end: \\'`;
    assert.deepEqual(readPostgresql(body).settings, {
      a: String.raw`it's # no comment, 'nor' an end: \ `.trimEnd(),
    });
  });

  for (const [line, message] of [
    ["max_connections =", "line 2: no setting: max_connections ="],
    ["work_mem = 4MB 5MB", "line 2: no setting: work_mem = 4MB 5MB"],
    ["timezone = 'UTC", "line 2: no setting: timezone = 'UTC"],
    ["include_dir 'conf.d'", "line 2: include_dir: what another file sets isn't known here"],
  ] as const) {
    it(`refuses ${line}`, () => {
      assert.throws(() => readPostgresql(`# first\n${line}`), {
        name: "ConfigurationError",
        message,
      });
    });
  }

  it("reads what we write, whatever the values", () => {
    const names = fc
      .stringMatching(/^[a-z_]{3,12}(\.[a-z_]{1,8})?$/)
      .filter((name) => !name.startsWith("include"));
    const values = fc.string({ unit: "grapheme-ascii" });
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values)), (settings) => {
        const facts = { generator: "postgresql", settings: Object.fromEntries(settings) } as const;
        assert.deepEqual(readPostgresql(postgresqlConfiguration(facts)), facts);
      }),
    );
  });
});
