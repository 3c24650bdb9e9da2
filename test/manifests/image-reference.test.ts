import assert from "node:assert/strict";
import { imageFrom } from "../../manifests/image-reference.ts";

const digest = `sha256:${"0".repeat(64)}`;
const mirror = { host: "registry.example.com", keepDigest: true };
const team = { host: "registry.example.com:5000", pathPrefix: "team/mirror", keepDigest: false };

describe("imageFrom", () => {
  /** An image, where it is to come from, and what it is called there. */
  const rows = [
    [
      "index.docker.io/sourcegraph/frontend:3.27.5",
      mirror,
      "registry.example.com/sourcegraph/frontend:3.27.5",
    ],
    ["sourcegraph/frontend:3.27.5", mirror, "registry.example.com/sourcegraph/frontend:3.27.5"],
    ["alpine:3.12", mirror, "registry.example.com/library/alpine:3.12"],
    ["alpine", mirror, "registry.example.com/library/alpine"],
    ["docker.io/alpine:3.12", mirror, "registry.example.com/library/alpine:3.12"],
    ["index.docker.io/alpine:3.12", mirror, "registry.example.com/library/alpine:3.12"],
    ["library/alpine:3.12", mirror, "registry.example.com/library/alpine:3.12"],
    ["gcr.io/pause:3.2", mirror, "registry.example.com/pause:3.2"],
    [
      "us.gcr.io/sourcegraph-dev/cadvisor:tag",
      mirror,
      "registry.example.com/sourcegraph-dev/cadvisor:tag",
    ],
    ["localhost/frontend:dev", mirror, "registry.example.com/frontend:dev"],
    ["localhost:5000/frontend:dev", mirror, "registry.example.com/frontend:dev"],
    ["registry:5000/a/b/frontend", mirror, "registry.example.com/a/b/frontend"],
    [
      "index.docker.io/sourcegraph/frontend:3.27.5",
      team,
      "registry.example.com:5000/team/mirror/frontend:3.27.5",
    ],
    ["alpine:3.12", team, "registry.example.com:5000/team/mirror/alpine:3.12"],
    ["registry:5000/a/b/frontend", team, "registry.example.com:5000/team/mirror/frontend"],
    [
      "index.docker.io/sourcegraph/frontend:3.27.5",
      { host: "registry.example.com", namePattern: "sourcegraph-{name}", keepDigest: true },
      "registry.example.com/sourcegraph/sourcegraph-frontend:3.27.5",
    ],
    [
      "registry:5000/a/b/frontend",
      { ...team, namePattern: "{name}-copy" },
      "registry.example.com:5000/team/mirror/frontend-copy",
    ],
    [
      "index.docker.io/caddy:2.5.1-alpine",
      { ...mirror, pathPrefix: "team", namePattern: "sourcegraph-{name}" },
      "registry.example.com/team/sourcegraph-caddy:2.5.1-alpine",
    ],
  ] as const;
  for (const [image, source, expected] of rows) {
    it(`finds ${image} at ${expected}`, () => {
      assert.equal(imageFrom(image, source), expected);
    });
  }

  it("keeps a digest, or drops it where copies have another", () => {
    const image = `index.docker.io/sourcegraph/frontend:3.27.5@${digest}`;
    const tagged = "registry.example.com/sourcegraph/frontend:3.27.5";
    assert.equal(imageFrom(image, mirror), `${tagged}@${digest}`);
    assert.equal(imageFrom(image, { ...mirror, keepDigest: false }), tagged);
    assert.equal(
      imageFrom(`alpine@${digest}`, mirror),
      `registry.example.com/library/alpine@${digest}`,
    );
  });

  it("leaves an image at its own registry when no other is named", () => {
    const tagOnly = { keepDigest: false };
    const images = [
      [
        "index.docker.io/sourcegraph/frontend:3.27.5",
        "index.docker.io/sourcegraph/frontend:3.27.5",
      ],
      ["google/cadvisor:v0.33.0", "google/cadvisor:v0.33.0"],
      ["alpine:3.12", "alpine:3.12"],
      ["us.gcr.io/internal/a/frontend:1", "us.gcr.io/internal/a/frontend:1"],
    ] as const;
    for (const [image, expected] of images) {
      assert.equal(imageFrom(`${image}@${digest}`, tagOnly), expected);
      assert.equal(imageFrom(`${image}@${digest}`, { keepDigest: true }), `${image}@${digest}`);
    }
  });

  it("changes nothing for the registry that upstream names", () => {
    const image = `index.docker.io/sourcegraph/frontend:3.27.5@${digest}`;
    assert.equal(imageFrom(image, { host: "index.docker.io", keepDigest: true }), image);
  });
});
