import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmulatedCloud } from "../../emulators/core/emulated-cloud.ts";
import { emulatedProviders } from "../../emulators/providers.ts";
import type { PulumiContext } from "../../engine/pulumi.ts";
import { runPulumi } from "../../engine/pulumi.ts";
import { ensurePulumiCli } from "../../toolchain/pulumi-cli.ts";
import { projectRoot } from "../../toolchain/project-root.ts";

const copied = [
  "Pulumi.yaml",
  "package.json",
  "components",
  "environments",
  "manifests",
  "releases",
  "stacks",
  "system",
];

/** Plain Pulumi in a copy of the checkout, as somebody types it who doesn't know of sgstack. */
describe("pulumi, called by hand", () => {
  let checkout: string;
  let cloud: EmulatedCloud;
  let context: PulumiContext;

  before(async () => {
    checkout = mkdtempSync(join(tmpdir(), "sgstack-by-hand-"));
    for (const path of copied) {
      cpSync(join(projectRoot, path), join(checkout, path), { recursive: true });
    }
    symlinkSync(join(projectRoot, "node_modules"), join(checkout, "node_modules"));
    mkdirSync(join(checkout, "state"));
    cloud = new EmulatedCloud(join(checkout, "cloud"));
    await cloud.start(await emulatedProviders());
    const { bin } = await ensurePulumiCli(() => {});
    context = {
      projectDirectory: checkout,
      bin,
      environment: {
        ...cloud.engineEnvironment,
        PULUMI_BACKEND_URL: `file://${join(checkout, "state")}`,
        PULUMI_HOME: join(checkout, "home"),
        PULUMI_CONFIG_PASSPHRASE: "by hand",
      },
    };
    await pulumi("stack", "init", "dogfood");
  });
  after(() => {
    cloud.stop();
    rmSync(checkout, { recursive: true, force: true });
  });

  async function pulumi(...args: readonly string[]): Promise<string> {
    const result = await runPulumi(context, [...args, "--non-interactive", "--color", "never"]);
    assert.equal(result.status, 0, result.stdout + result.stderr);
    return result.stdout;
  }

  it("previews dogfood", async () => {
    assert.match(await pulumi("preview", "-s", "dogfood"), /\+ 33 to create/);
  });

  it("takes a changed setting from pulumi config set --path", async () => {
    await pulumi("up", "-s", "dogfood", "--yes", "--skip-preview");
    const path = "sourcegraph:cluster.nodePools.default.nodes";
    await pulumi("config", "set", "-s", "dogfood", "--path", path, "6");
    assert.match(await pulumi("preview", "-s", "dogfood"), /NodePool dogfood-default update/);
  });

  it("takes in what exists already with pulumi import", async () => {
    cloud.store.put({
      type: "gcp:compute/network:Network",
      id: "projects/sourcegraph-dogfood/global/networks/made-by-hand",
      properties: {
        name: "made-by-hand",
        project: "sourcegraph-dogfood",
        autoCreateSubnetworks: false,
        selfLink:
          "https://www.googleapis.com/compute/v1/projects/sourcegraph-dogfood/global/networks/made-by-hand",
      },
    });
    const id = "projects/sourcegraph-dogfood/global/networks/made-by-hand";
    await pulumi(
      ...["import", "gcp:compute/network:Network", "made-by-hand", id],
      ...["-s", "dogfood", "--yes", "--skip-preview", "--generate-code=false"],
    );
    assert.match(await pulumi("stack", "export", "-s", "dogfood"), /"name": "made-by-hand"/);
  });

  it("says all that is wrong with an environment in one message, without a stack trace", async () => {
    await pulumi("config", "set", "-s", "dogfood", "--path", "sourcegraph:cluster.nodePool", "{}");
    await pulumi("config", "set", "-s", "dogfood", "sourcegraph:release", "3.27.99");
    const { status, stdout } = await runPulumi(context, [
      ...["preview", "-s", "dogfood", "--non-interactive", "--color", "never"],
    ]);
    assert.notEqual(status, 0);
    assert.match(stdout, /environments\/Pulumi\.dogfood\.yaml:/);
    assert.match(stdout, /sourcegraph:release.*3\.27\.5/);
    assert.match(stdout, /sourcegraph:cluster\.nodePool\b.*nodePools/);
    assert.doesNotMatch(stdout, /\n\s+at /);
  });

  it("needs no ts-node: nothing of it is among the dependencies", () => {
    const { packages } = JSON.parse(readFileSync(join(projectRoot, "package-lock.json"), "utf8"));
    assert.equal("node_modules/ts-node" in packages, false);
    const listed = spawnSync("npm", ["ls", "ts-node", "--all"], { cwd: projectRoot });
    assert.match(listed.stdout.toString(), /\(empty\)/);
  });
});
