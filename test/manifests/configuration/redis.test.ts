import assert from "node:assert/strict";
import { redisConfiguration } from "../../../manifests/configuration/redis.ts";

function write(...directives: string[][]): string {
  return redisConfiguration({ generator: "redis", directives });
}

describe("redisConfiguration", () => {
  it("writes the directives in their order, and why once", () => {
    assert.equal(
      write(["save", "900", "1"], ["save", "60", "1000"], ["appendonly", "yes"]),
      [
        "save 900 1",
        "save 60 1000",
        "# Sessions and queued jobs have to survive a restart.",
        "appendonly yes",
        "",
      ].join("\n"),
    );
  });

  it("quotes what is empty, and what has blanks, quotes or backslashes", () => {
    assert.equal(write(["save", ""]), 'save ""\n');
    assert.equal(
      write(["proc-title-template", 'a "b" \\c']),
      'proc-title-template "a \\"b\\" \\\\c"\n',
    );
  });
});
