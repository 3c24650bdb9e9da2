import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkedEnvironment, environmentNames } from "../../cli/checked-environment.ts";
import { Failure, status } from "../../toolchain/failure.ts";
import { projectRoot } from "../../toolchain/project-root.ts";

const right = `config:
  sourcegraph:kind: box
  sourcegraph:release: 3.27.5
  sourcegraph:owner: distribution
  sourcegraph:cloud: { provider: local }
`;
const wrong = right.replace("3.27.5", "3.27.99").replace("sourcegraph:owner:", "sourcegraph:ownr:");

describe("checkedEnvironment", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "environments-"));
    const files = {
      "Pulumi.right.yaml": right,
      "Pulumi.wrong.yaml": wrong,
      "Pulumi.another.yaml": right,
      "Pulumi.right.yaml~": "left by an editor",
      "schema.ts": "",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  });
  after(() => rmSync(directory, { recursive: true }));

  const failureOf = (name: string): Failure => {
    try {
      checkedEnvironment(name, directory);
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
    throw new Error(`nothing is wrong with ${name}`);
  };

  it("gives the text of a file that is right", () => {
    assert.equal(checkedEnvironment("right", directory), right);
  });

  it("reads the project's own environments unless told otherwise", () => {
    const file = join(projectRoot, "environments", "Pulumi.dogfood.yaml");
    assert.equal(checkedEnvironment("dogfood"), readFileSync(file, "utf8"));
  });

  it("tells all that is wrong with a file", () => {
    const failure = failureOf("wrong");
    assert.equal(failure.status, status.badInput);
    assert.equal(
      failure.message,
      [
        "environments/Pulumi.wrong.yaml:",
        "- sourcegraph:ownr: no such key. Did you mean owner?",
        "- sourcegraph:release is 3.27.99: no such release for box. Known ones near it: 3.27.5. All: sgstack releases list.",
      ].join("\n"),
    );
  });

  it("names the environments that there are for one that there isn't", () => {
    const failure = failureOf("wrongg");
    assert.equal(failure.status, status.badInput);
    assert.equal(
      failure.message,
      "There is no environment wrongg (environments/Pulumi.wrongg.yaml). Did you mean wrong?\nThere are: another, right, wrong",
    );
  });

  for (const name of ["zzzzzz", "", "../schema", "schema.ts"]) {
    it(`suggests nothing for "${name}"`, () => {
      assert.equal(
        failureOf(name).message,
        `There is no environment ${name} (environments/Pulumi.${name}.yaml).\nThere are: another, right, wrong`,
      );
    });
  }
});

describe("environmentNames", () => {
  it("has the names of the project's environment files, sorted", () => {
    const names = environmentNames();
    assert.ok(names.includes("dogfood"));
    assert.deepEqual(names, names.toSorted());
  });
});
