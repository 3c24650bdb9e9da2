import assert from "node:assert/strict";
import type { Properties } from "../../../emulators/core/values.ts";
import { unknown } from "../../../emulators/core/values.ts";
import {
  clusterName,
  configurationFailures,
  defaultNamespace,
} from "../../../emulators/kubernetes/configuration.ts";

const kubeconfig = `
apiVersion: v1
kind: Config
clusters:
  - name: blue
    cluster: { server: https://blue.example.com }
  - name: green
    cluster: { server: https://green.example.com }
contexts:
  - name: to-blue
    context: { cluster: blue, user: me, namespace: sourcegraph }
  - name: to-nowhere
    context: { cluster: red, user: me }
current-context: to-blue
`;

const cases: readonly (readonly [what: string, config: Properties, failures: readonly string[]])[] =
  [
    ["nothing", {}, []],
    ["a kubeconfig", { kubeconfig }, []],
    ["a kubeconfig that isn't known yet", { kubeconfig: unknown }, []],
    ["flags as texts", { enableConfigMapMutable: "true", deleteUnreachable: false }, []],
    ["settings of the client", { kubeClientSettings: { burst: 120, qps: 50 } }, []],
    [
      "an unknown key",
      { kubeConfig: "" },
      ["kubeConfig: the kubernetes provider has no configuration key kubeConfig"],
    ],
    [
      "a flag that is no flag",
      { enableSecretMutable: "yes" },
      ['enableSecretMutable: enableSecretMutable must be true or false, not "yes"'],
    ],
    [
      "a namespace that is no text",
      { namespace: 1 },
      ["namespace: namespace must be a text, not 1"],
    ],
    [
      "a kubeconfig that is none",
      { kubeconfig: "clusters: {" },
      [
        "kubeconfig: failed to parse kubeconfig: it must be a kubeconfig's YAML or JSON, or the path of one",
      ],
    ],
    [
      "a file that isn't there",
      { kubeconfig: "/nowhere/config" },
      ["kubeconfig: failed to read kubeconfig: /nowhere/config: no such file"],
    ],
    [
      "a context that isn't there",
      { kubeconfig, context: "to-red" },
      ['context: context "to-red" does not exist'],
    ],
    [
      "a context to no cluster",
      { kubeconfig, context: "to-nowhere" },
      ['context: cluster "red" does not exist'],
    ],
    [
      "rendering",
      { renderYamlToDirectory: "out" },
      ["renderYamlToDirectory: the emulated cloud doesn't render"],
    ],
    [
      "client-side apply",
      { enableServerSideApply: false },
      ["enableServerSideApply: the emulated cloud only knows server-side apply"],
    ],
    [
      "strict mode by half",
      { strictMode: true, kubeconfig },
      ['context: strict mode requires Provider "context" argument'],
    ],
  ];

describe("configurationFailures", () => {
  for (const [what, config, failures] of cases) {
    it(`${failures.length === 0 ? "takes" : "refuses"} ${what}`, () => {
      assert.deepEqual(
        configurationFailures(config).map(({ path, reason }) => `${path.join(".")}: ${reason}`),
        failures,
      );
    });
  }
});

describe("clusterName", () => {
  it("is the server of the context, or of the cluster that is named", () => {
    assert.equal(clusterName({}), "ambient");
    assert.equal(clusterName({ kubeconfig }), "https://blue.example.com");
    assert.equal(clusterName({ kubeconfig, cluster: "green" }), "https://green.example.com");
  });

  it("reads a kubeconfig that arrived as an object", () => {
    const clusters = [{ name: "c", cluster: { server: "https://c.example.com" } }];
    const contexts = [{ name: "x", context: { cluster: "c" } }];
    const config = { kubeconfig: { clusters, contexts, "current-context": "x" } };
    assert.deepEqual(configurationFailures(config), []);
    assert.equal(clusterName(config), "https://c.example.com");
  });
});

describe("defaultNamespace", () => {
  it("is the provider's, else the context's, else default", () => {
    assert.equal(defaultNamespace({ kubeconfig, namespace: "own" }), "own");
    assert.equal(defaultNamespace({ kubeconfig }), "sourcegraph");
    assert.equal(defaultNamespace({}), "default");
  });
});
