import assert from "node:assert/strict";
import { renderKubernetes } from "../../manifests/kubernetes/render.ts";
import { instanceSecrets } from "../../stacks/instance-secrets.ts";
import { kubernetesOptions } from "../../stacks/kubernetes-options.ts";
import { parsed } from "../environments/fixtures.ts";
import { kubernetesRelease } from "../support/changed-facts.ts";

const release = kubernetesRelease("5.1.9");
const server = { type: "external", host: "db.example.com", sslMode: "require" };

/** The Secret of an instance on which everything runs as its environment says. */
function secretsOf(given: Readonly<Record<string, unknown>>) {
  const environment = parsed("kubernetes", { release: release.version, ...given });
  if (environment.kind !== "kubernetes") throw new Error("not for kubernetes");
  return instanceSecrets(environment, renderKubernetes(release, kubernetesOptions(environment)));
}

describe("instanceSecrets", () => {
  it("are none for an environment without secrets", () => {
    assert.deepEqual(secretsOf({}), { data: {}, missing: [] });
  });

  it("have what the environment encrypts, by the keys that pods read", () => {
    const { data, missing } = secretsOf({
      databases: { main: { ...server, password: "m" } },
      redis: { store: { type: "external", host: "r", password: "s" } },
      services: {
        worker: { secretEnv: { TOKEN: "t" } },
        "indexed-search": { containers: { "zoekt-indexserver": { secretEnv: { KEY: "k" } } } },
      },
    });
    assert.deepEqual(data, {
      "databases.main.password": "m",
      "redis.store.password": "s",
      "services.indexed-search.containers.zoekt-indexserver.secretEnv.KEY": "k",
      "services.worker.secretEnv.TOKEN": "t",
    });
    assert.deepEqual(missing, []);
  });

  it("leave out what another Secret keeps, and what no pod reads", () => {
    const { data } = secretsOf({
      databases: { main: { ...server, password: { existingSecret: "databases", key: "main" } } },
      services: { worker: { enabled: false, secretEnv: { TOKEN: "t" } } },
    });
    assert.deepEqual(data, {});
  });

  it("miss what a secret manager keeps", () => {
    const password = { secretManager: "sourcegraph-main" };
    assert.deepEqual(secretsOf({ databases: { main: { ...server, password } } }), {
      data: {},
      missing: ["databases.main.password"],
    });
  });
});
