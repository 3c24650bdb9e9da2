import assert from "node:assert/strict";
import * as fc from "fast-check";
import { redisConfiguration } from "../../../../manifests/configuration/redis.ts";
import { readRedis } from "../../../../releases/import/configuration/redis.ts";

describe("readRedis", () => {
  it("takes the directives in their order", () => {
    const body = [
      "# cache",
      "MaxMemory 6gb",
      "",
      "save 900 1",
      'save ""',
      "dir '/redis data'",
    ].join("\n");
    assert.deepEqual(readRedis(body), {
      generator: "redis",
      directives: [
        ["maxmemory", "6gb"],
        ["save", "900", "1"],
        ["save", ""],
        ["dir", "/redis data"],
      ],
    });
  });

  for (const [line, message] of [
    ['dir "/data', "line 2: quotes that don't close: dir \"/data"],
    ["include other.conf", "line 2: include: what another file sets isn't known here"],
  ] as const) {
    it(`refuses ${line}`, () => {
      assert.throws(() => readRedis(`# first\n${line}`), { name: "ConfigurationError", message });
    });
  }

  it("reads what we write, whatever the words", () => {
    const words = fc.array(fc.string({ unit: "grapheme-ascii" }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom("save", "dir"), words)), (given) => {
        const directives = given.map(([name, rest]) => [name, ...rest]);
        const facts = { generator: "redis", directives } as const;
        assert.deepEqual(readRedis(redisConfiguration(facts)), facts);
      }),
    );
  });
});
