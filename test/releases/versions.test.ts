import assert from "node:assert/strict";
import { compareVersions, imageVersion, minorOf, versionPattern } from "../../releases/versions.ts";

describe("compareVersions", () => {
  it("orders numbers as numbers, and a second cut after the first", () => {
    const versions = ["5.11.6271", "3.17.3-1", "5.2.7", "3.17.3", "3.9.0"];
    assert.deepEqual(versions.toSorted(compareVersions), [
      "3.9.0",
      "3.17.3",
      "3.17.3-1",
      "5.2.7",
      "5.11.6271",
    ]);
    assert.equal(compareVersions("3.17.3", "3.17.3"), 0);
  });
});

describe("versionPattern", () => {
  it("takes releases and second cuts, and nothing else that upstream tags", () => {
    const tags = [
      "3.17.2",
      "3.17.3-1",
      "5.11.6271",
      "3.17",
      "3.17.3-redacted",
      "4.0.0-rc.1",
      "latest",
    ];
    assert.deepEqual(
      tags.filter((tag) => versionPattern.test(tag)),
      ["3.17.2", "3.17.3-1", "5.11.6271"],
    );
  });
});

describe("imageVersion", () => {
  it("is the version without the number of the cut", () => {
    assert.deepEqual(["3.17.3-1", "3.17.3"].map(imageVersion), ["3.17.3", "3.17.3"]);
  });
});

describe("minorOf", () => {
  it("is the first two numbers", () => {
    assert.equal(minorOf("3.17.3-1"), "3.17");
  });
});
