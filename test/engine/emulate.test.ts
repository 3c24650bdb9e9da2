import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../../toolchain/project-root.ts";

function emulate(script: string): { readonly status: number | null; readonly stdout: string } {
  const { status, stdout } = spawnSync(
    join(projectRoot, "bin", "sgstack"),
    ["emulate", "--", "sh", "-c", script],
    { encoding: "utf8", env: { ...process.env, PULUMI_BACKEND_URL: "gs://the-real-state" } },
  );
  return { status, stdout };
}

describe("sgstack emulate", () => {
  it("attaches every emulated package to the engine", () => {
    const { stdout } = emulate('echo "$PULUMI_DEBUG_PROVIDERS"');
    const packages = stdout
      .trim()
      .split(",")
      .map((attachment) => attachment.split(":")[0]);
    assert.deepEqual(new Set(packages), new Set(["aws", "docker", "gcp", "kubernetes", "random"]));
  });

  it("gives the command a state of its own, whatever it was logged in to", () => {
    const { stdout } = emulate('echo "$PULUMI_BACKEND_URL"');
    assert.equal(stdout.trim(), `file://${join(projectRoot, ".sgstack", "emulate", "state")}`);
  });

  it("ends with the command's own status", () => {
    assert.equal(emulate("exit 7").status, 7);
  });

  it("puts the pinned Pulumi on PATH", () => {
    assert.match(emulate("pulumi version").stdout, /^v3\.259\.0$/m);
  });
});
