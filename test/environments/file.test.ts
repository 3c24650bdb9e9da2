import assert from "node:assert/strict";
import { readEnvironmentFile } from "../../environments/file.ts";
import { formatProblem } from "../../environments/problems.ts";

function lines(text: string): string[] {
  return (readEnvironmentFile(text).problems ?? []).map(formatProblem);
}

describe("readEnvironmentFile", () => {
  it("returns the configuration as it stands", () => {
    const text =
      "config:\n  sourcegraph:release: 3.27.5\n  gcp:project: x\n  sourcegraph:protect: true\n";
    assert.deepEqual(readEnvironmentFile(text).config, {
      "sourcegraph:release": "3.27.5",
      "gcp:project": "x",
      "sourcegraph:protect": true,
    });
  });

  it("takes what Pulumi keeps beside the configuration", () => {
    const text =
      "secretsprovider: gcpkms://x\nencryptedkey: abc\nencryptionsalt: v1:a\nenvironment: [base]\nconfig: {}\n";
    assert.deepEqual(readEnvironmentFile(text).config, {});
  });

  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ["an empty file", "", ["line 1: the file is empty. Start it with config:."]],
    ["only comments", "# nothing\n", ["line 1: the file is empty. Start it with config:."]],
    ["a list", "- a\n", ["line 1: the file is a list. It starts with config:."]],
    ["a word", "config\n", ["line 1: the file is text without keys. It starts with config:."]],
    [
      "no config",
      "encryptionsalt: x\n",
      ["config is missing. Put the environment's keys below it."],
    ],
    ["an empty config", "config:\n", ["config is missing. Put the environment's keys below it."]],
    [
      "a list as config",
      "config: [a]\n",
      ["config is not a mapping. Put the environment's keys below it."],
    ],
    [
      "an unknown key",
      "config: {}\ncnfig: {}\n",
      ["cnfig: no such key at the top of the file. Put it below config:, or remove it."],
    ],
    [
      "a key that isn't indented",
      "config: {}\nsourcegraph:release: 3.27.5\n",
      ["sourcegraph:release: no such key at the top of the file. Indent it below config:."],
    ],
    [
      "a key without namespace",
      "config: {release: 3.27.5}\n",
      ["config.release has no namespace. Write it as sourcegraph:release."],
    ],
    [
      "a merge key",
      "config:\n  <<: {a: b}\n",
      ["<<: merge keys aren't possible here. Write the values out."],
    ],
    [
      "a duplicate key",
      "config:\n  sourcegraph:a: 1\n  sourcegraph:a: 2\n",
      ["line 3: duplicated mapping key. Keep one of the two."],
    ],
    [
      "a tab",
      "config:\n\tsourcegraph:a: 1\n",
      ["line 2: tab characters must not be used in indentation. Indent with spaces."],
    ],
    [
      "an anchor that is used",
      "config:\n  sourcegraph:a: &x {b: 1}\n  sourcegraph:c: *x\n",
      ["line 3: aliases (*name) aren't possible here. Write the value out."],
    ],
    [
      "a tag",
      "config:\n  sourcegraph:a: !include b\n",
      ["line 2: tags (!name) aren't possible here. Write the value out."],
    ],
    [
      "two documents",
      "config: {}\n---\nconfig: {}\n",
      ["line 1: more than one document. Keep one document, without --- or ...."],
    ],
    [
      "an open bracket",
      "config:\n  sourcegraph:a: {b: 1\n",
      [
        "line 3: deficient indentation. Close the bracket or the quotes above it, or indent the line.",
      ],
    ],
    [
      "an open quote",
      'config:\n  sourcegraph:a: "hunter2\n',
      [
        "line 3: deficient indentation. Close the bracket or the quotes above it, or indent the line.",
      ],
    ],
    [
      "uneven indentation",
      "config:\n    sourcegraph:a: 1\n  sourcegraph:b: 2\n",
      [
        "line 3: bad indentation of a mapping entry. Indent keys of one mapping equally, with spaces.",
      ],
    ],
    [
      "endless nesting",
      `config: ${"[".repeat(10_000)}`,
      ["line 1: nested too deeply. Compare it with another environment's file."],
    ],
  ];
  for (const [what, text, expected] of rows) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(lines(text), expected);
    });
  }
});
