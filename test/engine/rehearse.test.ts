import { strict as assert } from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../toolchain/project-root.ts";

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function npm(...args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync("npm", args, {
    cwd: projectRoot,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status: status ?? 128, stdout, stderr };
}

describe("npm run rehearse", () => {
  before(() => rmSync(join(projectRoot, ".sgstack", "rehearse"), { recursive: true, force: true }));

  it("brings dogfood up and sums it up by component, with outputs and time", () => {
    const { status, stdout, stderr } = npm("run", "rehearse");
    assert.equal(status, 0, stderr);
    assert.match(stderr, /gcp:container:Cluster dogfood-cluster created/);
    assert.match(stdout, /GcpNetwork dogfood\s*│\s*5 │ Address, Network, Router, RouterNat,/);
    assert.match(stdout, /url: https:\/\/k8s\.sgdev\.org/);
    assert.match(stdout, /kubeconfig: \[secret\]/);
    assert.match(stdout, /24 resources, 24 changed: \d+\.\d s, of which the engine \d+\.\d s\./);
  });

  it("has nothing to change the second time", () => {
    const { status, stdout, stderr } = npm("run", "rehearse");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /24 resources, nothing had to change/);
  });

  it("takes another environment", () => {
    const { status, stdout, stderr } = npm("run", "rehearse", "--", "customer-restricted");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /namespace: ns-sourcegraph/);
  });

  it("starts from nothing with --fresh", () => {
    const { status, stdout, stderr } = npm("run", "rehearse", "--", "local", "--fresh");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /4 resources, \d changed/);
  });

  it("goes on after Ctrl-C where it stopped", async () => {
    const interrupted = await interruptedRehearsal("customer-default");
    assert.equal(interrupted.status, 1, interrupted.stderr);
    assert.match(interrupted.stderr, /Stopping: what has begun is brought to its end first/);
    assert.match(interrupted.stderr, /Run it again to go on from here/);
    const again = npm("run", "rehearse", "--", "customer-default");
    assert.equal(again.status, 0, again.stderr);
    assert.ok(existsSync(join(projectRoot, ".sgstack", "rehearse", "customer-default")));
  });
});

/** Ctrl-C as soon as the first thing has been made. */
async function interruptedRehearsal(environment: string): Promise<Outcome> {
  const child = spawn(join(projectRoot, "bin", "sgstack"), ["rehearse", environment], {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  let asked = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
    if (asked || !output.stderr.includes(" created (")) return;
    asked = true;
    child.kill("SIGINT");
  });
  return await new Promise((resolve) => {
    child.on("close", (code) => resolve({ status: code ?? 128, ...output }));
  });
}
