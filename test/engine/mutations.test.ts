import { strict as assert } from "node:assert";
import { environmentNames } from "../../cli/checked-environment.ts";
import { readEnvironmentFile } from "../../environments/file.ts";
import { parseEnvironment } from "../../environments/parse.ts";
import { asPulumiGivesIt, catalog, today } from "../environments/fixtures.ts";
import { mutations, seeded } from "../environments/mutations.ts";
import { environmentText, newStack } from "../support/engine.ts";

/**
 * A sample of the 500 mutated files of the unit tests, through the real engine: every 45th, unless
 * it can't be read as YAML, which Pulumi itself refuses before there is a program to run.
 */
describe("a mutated environment on the engine", () => {
  const names = environmentNames();

  for (let round = 0; round < 500; round += 45) {
    const random = seeded(round + 1);
    const mutation = mutations[round % mutations.length];
    const name = names[random(names.length)];
    if (mutation === undefined || name === undefined) continue;
    const text = mutation.apply(environmentText(name), random);
    const { config } = readEnvironmentFile(text);
    if (config === undefined) continue;

    it(`is previewed, or refused without a stack trace: ${name}, ${mutation.name}, seed ${round + 1}`, async () => {
      const { environment } = parseEnvironment(asPulumiGivesIt(config), { catalog, today });
      const stack = await newStack(name);
      try {
        stack.configure(text);
        const { status, errors } = await stack.preview();
        const told = errors.join("\n");
        assert.doesNotMatch(told, /\n\s+at |TypeError|unhandled/);
        if (environment === undefined) {
          assert.notEqual(status, 0);
          assert.match(told, new RegExp(`environments/Pulumi\\.${name}\\.yaml:\n- `));
        } else {
          assert.doesNotMatch(told, /environments\/Pulumi\./);
        }
      } finally {
        stack.remove();
      }
    });
  }
});
