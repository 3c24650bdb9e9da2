import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEnvironmentFile } from "../../environments/file.ts";
import { environmentSchema } from "../../environments/schema.ts";
import { deployedKeys, keysNotDeployedYet } from "../../stacks/deployed-keys.ts";
import { projectRoot } from "../../toolchain/project-root.ts";

describe("deployedKeys", () => {
  for (const { shape } of environmentSchema.options) {
    const kind = shape.kind.value;
    it(`names top-level keys of kind ${kind} only, each once`, () => {
      const keys = deployedKeys[kind];
      assert.deepEqual(keys.length, new Set(keys).size);
      const unknown = keys.filter((key) => !((key.split(".")[0] ?? "") in shape));
      assert.deepEqual(unknown, []);
    });
  }
});

describe("keysNotDeployedYet", () => {
  it("tells a key that nothing acts on as a whole", () => {
    const alerts = { notifiers: { slack: { type: "slack" } } };
    assert.deepEqual(keysNotDeployedYet("kubernetes", { alerts }), ["alerts"]);
  });

  it("tells the part of a key that nothing acts on", () => {
    const given = {
      ingress: { type: "nginx", waf: { provider: "cloudflare" }, headers: { "X-A": "b" } },
      services: {
        gitserver: { replicas: 4 },
        "sourcegraph-frontend": { replicas: 2, storage: "1Gi" },
      },
      cluster: { nodePools: { default: { nodes: 3, zones: ["a"] } } },
    };
    assert.deepEqual(keysNotDeployedYet("kubernetes", given), [
      "cluster.nodePools.default.zones",
      "ingress.headers",
      "ingress.waf",
      "services.gitserver",
      "services.sourcegraph-frontend.storage",
    ]);
  });

  it("says nothing of what is below a key that is acted on", () => {
    const storageClass = { name: "fast", parameters: { iops: "3000" } };
    assert.deepEqual(keysNotDeployedYet("kubernetes", { storageClass, release: "3.27.5" }), []);
  });

  it("says nothing of what labels say", () => {
    const given = { kind: "box", owner: "me", labels: { team: "a" }, expires: "2026-12-31" };
    assert.deepEqual(keysNotDeployedYet("box", given), []);
  });

  it("goes by the kind", () => {
    const network = { cidr: "10.0.0.0/16", natAddresses: 1 };
    assert.deepEqual(keysNotDeployedYet("box", { network }), []);
    assert.deepEqual(keysNotDeployedYet("registry-mirror", { network }), ["network"]);
  });

  it("finds customer-default deployed in full", () => {
    assert.deepEqual(idleKeysOf("customer-default"), []);
  });

  it("finds what dogfood sets in vain", () => {
    const idle = idleKeysOf("dogfood");
    assert.ok(idle.includes("services.gitserver") && idle.includes("tls.email"), idle.join());
    assert.ok(!idle.includes("cluster") && !idle.includes("ingress"), idle.join());
  });
});

function idleKeysOf(environment: string): readonly string[] {
  const file = join(projectRoot, "environments", `Pulumi.${environment}.yaml`);
  const { config = {} } = readEnvironmentFile(readFileSync(file, "utf8"));
  const given = Object.entries(config).map(([key, value]) => [
    key.replace(/^sourcegraph:/, ""),
    value,
  ]);
  return keysNotDeployedYet("kubernetes", Object.fromEntries(given));
}
