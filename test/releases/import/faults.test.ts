import assert from "node:assert/strict";
import type { UsedImage } from "../../../releases/import/faults.ts";
import { imageFaults, otherRelease } from "../../../releases/import/faults.ts";

const digest = `@sha256:${"a".repeat(64)}`;
const ofRelease = ["frontend", "gitserver", "searcher", "symbols"].map(
  (name) => `index.docker.io/sourcegraph/${name}:3.42.1${digest}`,
);

/** What is wrong with one image of a release whose others are as they should be. */
function faultsOf(reference: string): readonly string[] {
  const images = [...ofRelease, reference].map((each) => ({ reference: each, where: "pod/main" }));
  const faults = imageFaults(images, "3.42.1");
  assert.ok(faults.every(({ about }) => about === reference));
  return faults.map(({ kind }) => kind);
}

describe("faults of an image", () => {
  for (const [reference, ...kinds] of [
    [`index.docker.io/sourcegraph/worker:3.42.1${digest}`],
    [`caddy/caddy:2.5.1-alpine${digest}`],
    ["index.docker.io/sourcegraph/worker:3.42.1", "no-digest"],
    ["index.docker.io/sourcegraph/worker:3.42.1@sha256:abc", "broken-digest"],
    [`index.docker.io/sourcegraph/worker${digest}`, "no-tag"],
    [`index.docker.io/sourcegraph/worker:insiders${digest}`, "insiders"],
    [`index.docker.io/sourcegraph/worker:3.42.0${digest}`, "other-version"],
    [`sourcegraph/worker:4.2_182034_2022-11-15_2c0e2e1${digest}`, "other-version"],
    [`caddy/caddy:3.42.0${digest}`],
    [`us.gcr.io/sourcegraph-dev/worker:3.42.1${digest}`, "internal-registry"],
    [
      `us-central1-docker.pkg.dev/sourcegraph-ci/rfc795-internal/worker:3.42.1${digest}`,
      "internal-registry",
    ],
    ["gcr.io/sourcegraph-dev/worker", "no-digest", "no-tag", "internal-registry"],
    [`gcr.io/cadvisor/cadvisor:v0.45.0${digest}`],
  ] as const) {
    it(`${reference.replace(/@sha256:a+$/, "@…")}: ${kinds.join(", ") || "none"}`, () => {
      assert.deepEqual(faultsOf(reference), kinds);
    });
  }

  it("is no other version in a release whose images have tag lines of their own", () => {
    const images = ["frontend:3.13.2", "grafana:10.0.6", "prometheus:10.0.6"].map((name) => ({
      reference: `index.docker.io/sourcegraph/${name}${digest}`,
      where: "pod/main",
    }));
    assert.deepEqual(imageFaults(images, "3.13.2"), []);
  });

  it("names everybody who runs it, once each", () => {
    const reference = "index.docker.io/sourcegraph/worker:3.42.1";
    const where = ["b/main", "a/main", "b/main"];
    assert.deepEqual(
      imageFaults(
        where.map((each) => ({ reference, where: each })),
        "3.42.1",
      ),
      [{ kind: "no-digest", about: reference, where: ["a/main", "b/main"] }],
    );
  });
});

describe("otherRelease", () => {
  it("is the version that most images say, if none says the wanted one", () => {
    assert.equal(otherRelease(tagged("1.0.0"), "2.0.0"), "1.0.0");
    assert.equal(otherRelease(tagged("1.0.0", "1.0.0", "1.0.0", "3.0.0"), "2.0.0"), "1.0.0");
  });

  it("is none if one says the wanted one, or if they don't agree", () => {
    assert.equal(otherRelease(tagged("1.0.0", "1.0.0", "2.0.0"), "2.0.0"), undefined);
    assert.equal(otherRelease(tagged("1.0.0", "3.0.0"), "2.0.0"), undefined);
    assert.equal(otherRelease([], "2.0.0"), undefined);
  });
});

/** Images of Sourcegraph's, each another one. */
function tagged(...tags: readonly string[]): readonly UsedImage[] {
  return tags.map((tag, index) => ({ reference: `sourcegraph/${index}:${tag}`, where: "" }));
}
