import assert from "node:assert/strict";
import { optionEnvironment } from "../../cli/option-environment.ts";
import type { DeploymentType } from "../../releases/schema/sources.ts";
import { catalog } from "../environments/fixtures.ts";

function environmentOf(options: readonly string[], type: DeploymentType = "kubernetes") {
  const { environment } = optionEnvironment(options, "5.1.9", type, catalog);
  assert.ok(environment.kind !== "registry-mirror");
  return environment;
}

describe("optionEnvironment", () => {
  it("takes an environment file's keys, and YAML as values", () => {
    assert.partialDeepStrictEqual(
      environmentOf([
        "namespace=prod",
        "services.gitserver.replicas=3",
        "services.gitserver.storage=500Gi",
        'services.gitserver.podLabels["a.b/c"]=d=e',
        "services.searcher={replicas: 4}",
        "sourcegraph:registry.host=registry.example.com",
        "services.worker.tolerations[0].key=a",
        "services.worker.tolerations[1].key=b",
      ]),
      {
        kind: "kubernetes",
        release: "5.1.9",
        namespace: "prod",
        registry: { host: "registry.example.com" },
        services: {
          gitserver: { replicas: 3, storage: "500Gi", podLabels: { "a.b/c": "d=e" } },
          searcher: { replicas: 4 },
          worker: { tolerations: [{ key: "a" }, { key: "b" }] },
        },
      },
    );
  });

  it("adds keys to a mapping that another option gave", () => {
    const { services } = environmentOf([
      "services={gitserver: {replicas: 2}}",
      "services.searcher.replicas=3",
    ]);
    assert.deepEqual([services["gitserver"]?.replicas, services["searcher"]?.replicas], [2, 3]);
  });

  it("makes a box of the options for compose", () => {
    const { kind } = environmentOf(["services.gitserver.replicas=2"], "compose");
    assert.equal(kind, "box");
  });

  const usage =
    'it takes key=value, with a key as in an environment file: services.gitserver.replicas=3, or services.gitserver.podLabels["a.b/c"]=d.';
  const unreadable =
    "its value can't be read as YAML. Put it into quotes of its own if it is text.";
  /** What is typed, and the whole of what is said to it. */
  const refusals: readonly (readonly [options: readonly string[], message: string])[] = [
    [["namespace"], `--option namespace: ${usage}`],
    [["=a"], `--option =a: ${usage}`],
    [[".a=1"], `--option .a=1: ${usage}`],
    [["a..b=1"], `--option a..b=1: ${usage}`],
    [["a[=1"], `--option a[=1: ${usage}`],
    [["[0]=1"], `--option [0]=1: ${usage}`],
    [["a b=1"], `--option a b=1: ${usage}`],
    [["release=3.27.5"], "--option release=3.27.5: --release says that."],
    [["kind=box"], "--option kind=box: --type says that."],
    [["namespace={"], `--option namespace: ${unreadable}`],
    [["domain=*x"], `--option domain: ${unreadable}`],
    [["namespace=a", "namespace=b"], "--option namespace=b: another --option says that already."],
    [["domain.a=1", "domain=b"], "--option domain=b: another --option says that already."],
    [["domain=b", "domain.a=1"], "--option domain.a=1: another --option says that already."],
    [["namespase=a"], "--option:\n- namespase: no such key. Did you mean namespace?"],
    [["namespace="], "--option:\n- namespace is empty. It takes text."],
    [["__proto__=1"], "--option:\n- __proto__: no such key. Remove it."],
    [["storageClass=3"], "--option:\n- storageClass is a number. It takes a mapping."],
    [
      ["services.gitservr.replicas=2", "services.searcher.replicas=many"],
      "--option:\n- services.searcher.replicas is text. It takes a number.\n- services.gitservr: no such service in 5.1.9. Did you mean gitserver?",
    ],
    [
      ["databases.main={type: external, host: db, password: hunter2}"],
      "--option:\n- databases.main.password is a secret in plain text. Name the Secret that keeps it: {existingSecret: NAME}.",
    ],
  ];
  for (const [options, message] of refusals) {
    it(`refuses ${options.join(" ")}`, () => {
      assert.throws(() => environmentOf(options), { name: "Failure", message, status: 2 });
    });
  }
});
