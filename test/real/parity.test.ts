import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { composeFile, composeFiles } from "../../manifests/compose/files.ts";
import { renderCompose } from "../../manifests/compose/render.ts";
import { kubernetesFiles } from "../../manifests/kubernetes/files.ts";
import { renderKubernetes } from "../../manifests/kubernetes/render.ts";
import { loadCatalog } from "../../releases/catalog.ts";
import deliberate from "../releases/deliberate-differences.json" with { type: "json" };
import { writeFiles } from "../support/folders.ts";
import type { UpstreamRelease } from "../support/upstream.ts";
import { upstreamDirectory, upstreamReleases } from "../support/upstream.ts";

// The comparison that is kept beside the copies of upstream's releases, and not by us: it reads what we
// write with another YAML reader, and counts facts in its own way.
const script = join(upstreamDirectory, "..", "tools", "parity.py");

const catalog = loadCatalog();

/** Writes a release as `sgstack render` does, and tells the script what to compare. */
function rendered({ source, version, directory }: UpstreamRelease, to: string): readonly string[] {
  const release = catalog.release(version, source);
  if (release === undefined) throw new Error(`the catalog has no ${version} from ${source}`);
  const files =
    release.type === "kubernetes"
      ? kubernetesFiles(renderKubernetes(release))
      : composeFiles(renderCompose(release));
  writeFiles(to, files);
  return release.type === "kubernetes"
    ? ["kubernetes", join(directory, source === "base" ? "base" : "built"), to]
    : ["compose", join(directory, composeFile), join(to, composeFile)];
}

/** Lines of the script about facts that differ. */
async function differences(args: readonly string[]): Promise<readonly string[]> {
  const all = [script, ...args, "--show", "1000"];
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
    execFile("python3", all, (_, out, err) => resolve({ stdout: out, stderr: err }));
  });
  assert.match(stdout, /facts equal/, `${stdout}${stderr}`);
  return stdout
    .trim()
    .split("\n")
    .slice(0, -1)
    .filter((line) => !deliberate.some((row) => line.includes(nameInScript(row))));
}

function nameInScript({ object, path }: { object: string; path: string }): string {
  const [kind = "", name = ""] = object.split(" ");
  return path === "" ? `only upstream: ${kind}//${name} ` : `${kind}//${name}: ${path}: `;
}

const releases = existsSync(script) ? upstreamReleases() : [];
if (releases.length === 0) console.log(`skipped: parity.py, which isn't in ${dirname(script)}`);

describe("parity.py", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "sgstack-parity-"));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  for (const release of releases) {
    it(`finds only what is deliberate in ${release.version} (${release.source})`, async () => {
      const to = join(directory, release.source, release.version);
      assert.deepEqual(await differences(rendered(release, to)), []);
    });
  }
});
