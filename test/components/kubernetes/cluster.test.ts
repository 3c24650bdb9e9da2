import assert from "node:assert/strict";
import { load } from "js-yaml";
import { execKubeconfig } from "../../../components/kubernetes/cluster.ts";

describe("execKubeconfig", () => {
  const text = execKubeconfig(
    { name: "dogfood", endpoint: "https://203.0.113.9", caCertificate: "Q0E=" },
    { command: "aws", args: ["eks", "get-token"], installHint: "Install the AWS CLI" },
  );

  it("is YAML with one cluster, one user and one context", () => {
    assert.deepEqual(load(text), {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "dogfood",
          cluster: { server: "https://203.0.113.9", "certificate-authority-data": "Q0E=" },
        },
      ],
      users: [
        {
          name: "dogfood",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              interactiveMode: "IfAvailable",
              provideClusterInfo: true,
              command: "aws",
              args: ["eks", "get-token"],
              installHint: "Install the AWS CLI",
            },
          },
        },
      ],
      contexts: [{ name: "dogfood", context: { cluster: "dogfood", user: "dogfood" } }],
      "current-context": "dogfood",
    });
  });

  it("holds no credential", () => {
    assert.doesNotMatch(text, /"(token|password|username|client-key|client-certificate)[^"]*":/);
  });
});
