import assert from "node:assert/strict";
import { namespace } from "../../../manifests/kubernetes/namespace.ts";

describe("namespace", () => {
  it("enforces its Pod Security level, and carries its name as a label", () => {
    assert.deepEqual(
      namespace({ name: "prod", podSecurity: "restricted", labels: { owner: "distribution" } }),
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
          name: "prod",
          labels: {
            owner: "distribution",
            name: "prod",
            "pod-security.kubernetes.io/enforce": "restricted",
          },
        },
      },
    );
  });

  it("doesn't let an environment's label take the place of its own", () => {
    const { metadata } = namespace({
      name: "prod",
      podSecurity: "baseline",
      labels: { name: "other" },
    });
    assert.equal(metadata.labels?.["name"], "prod");
  });
});
