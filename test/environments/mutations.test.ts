import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { readEnvironmentFile } from "../../environments/file.ts";
import type { ParseResult } from "../../environments/parse.ts";
import { parseEnvironment, parseEnvironmentFile } from "../../environments/parse.ts";
import type { Problem } from "../../environments/problems.ts";
import { formatProblem } from "../../environments/problems.ts";
import { asPulumiGivesIt, catalog, today } from "./fixtures.ts";
import { mutations, seeded } from "./mutations.ts";

const directory = new URL("../../environments/", import.meta.url);
const files = readdirSync(directory).filter((file) => /^Pulumi\..+\.yaml$/.test(file));
const rounds = 500;

/** One line, from a key to a full stop, without anything that only a programmer understands. */
function assertReadable(problem: Problem): void {
  const line = formatProblem(problem);
  assert.match(line, /^(warning: )?(sourcegraph:|line \d+:|config|<<:|[\x21-\x7e…]+:? )/);
  assert.match(line, /[.?…]$/);
  assert.doesNotMatch(line, /[^\x20-\x7e…]/);
  assert.doesNotMatch(line, /undefined|\[object|\bat .*\.ts:|TypeError|RangeError|zod|invalid_/i);
  assert.ok(line.length < 700, line);
}

function assertDecided({ environment, problems }: ParseResult): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  assert.equal(environment === undefined, errors.length > 0);
  problems.forEach(assertReadable);
}

describe("a mutated environment file", () => {
  const outcomes = { accepted: 0, refused: 0 };

  for (let round = 0; round < rounds; round++) {
    const random = seeded(round + 1);
    const mutation = mutations[round % mutations.length];
    const file = files[random(files.length)];
    if (mutation === undefined || file === undefined) continue;

    it(`is accepted or refused in one line per problem: ${file}, ${mutation.name}, seed ${round + 1}`, () => {
      const original = readFileSync(new URL(file, directory), "utf8");
      const text = mutation.apply(original, random);
      const result = parseEnvironmentFile(text, { catalog, today });
      assertDecided(result);
      outcomes[result.environment === undefined ? "refused" : "accepted"]++;

      // The same through Pulumi, which gives every value of the top level as text.
      const { config } = readEnvironmentFile(text);
      if (config === undefined) return;
      assertDecided(parseEnvironment(asPulumiGivesIt(config), { catalog, today }));
    });
  }

  it("is refused often, and accepted now and then", () => {
    assert.ok(outcomes.refused > 300, JSON.stringify(outcomes));
    assert.ok(outcomes.accepted > 50, JSON.stringify(outcomes));
  });
});
