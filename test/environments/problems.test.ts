import assert from "node:assert/strict";
import { formatProblems, problem, shownKey, warning } from "../../environments/problems.ts";

describe("shownKey", () => {
  it("is what pulumi config set --path takes", () => {
    assert.equal(
      shownKey(["services", "gitserver", "tolerations", 0]),
      "sourcegraph:services.gitserver.tolerations[0]",
    );
    assert.equal(shownKey(["labels", "a.b"]), 'sourcegraph:labels["a.b"]');
  });

  it("is of one line, whatever stands in a file", () => {
    assert.equal(shownKey(["labels", "a\nb"]), 'sourcegraph:labels["a\\nb"]');
    assert.equal(shownKey(["labels", "🙂"]), 'sourcegraph:labels["\\ud83d\\ude42"]');
    assert.ok(shownKey(["labels", "x".repeat(10_000)]).length < 100);
  });
});

describe("formatProblems", () => {
  it("prints errors, then warnings, one to a line", () => {
    const problems = [
      warning(["expires"], "is 2020-01-01, which is over", "Destroy it."),
      problem(["services", "gitservr"], "no such service in 3.27.5", "Did you mean gitserver?"),
      problem(["protect"], "is false in category production", "Remove it."),
    ];
    assert.equal(
      formatProblems("environments/Pulumi.dogfood.yaml", problems),
      [
        "environments/Pulumi.dogfood.yaml:",
        "- sourcegraph:services.gitservr: no such service in 3.27.5. Did you mean gitserver?",
        "- sourcegraph:protect is false in category production. Remove it.",
        "- warning: sourcegraph:expires is 2020-01-01, which is over. Destroy it.",
      ].join("\n"),
    );
  });
});
