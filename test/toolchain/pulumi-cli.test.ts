import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PulumiCliSources } from "../../toolchain/pulumi-cli.ts";
import { PulumiCliError, ensurePulumiCli } from "../../toolchain/pulumi-cli.ts";

const programs = ["pulumi", "pulumi-language-nodejs"];

const downloads =
  (names: readonly string[]) =>
  async (home: string): Promise<undefined> => {
    const bin = join(home, "versions", (await pinned()).version, "bin");
    mkdirSync(bin, { recursive: true });
    for (const name of names) writeFileSync(join(bin, name), "");
  };

const blocked = async (): Promise<string> => "blocked";

describe("ensurePulumiCli", () => {
  let cache: string;
  let reported: string[];
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "pulumi-cli-"));
    reported = [];
  });
  afterEach(() => rmSync(cache, { recursive: true }));

  const ensure = (sources: Partial<PulumiCliSources>) =>
    ensurePulumiCli((line) => reported.push(line), {
      cache,
      download: blocked,
      go: join(cache, "no-go"),
      ...sources,
    });
  /** A Go that writes an empty program for `-o`, or does what is said instead. */
  const fakeGo = (script = 'while [ "$1" != -o ]; do shift; done; : > "$2"'): string => {
    const file = join(cache, "go");
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it("tells what to install when it can be neither downloaded nor built", async () => {
    const { version } = await pinned();
    await assert.rejects(ensure({}), (error) => {
      assert.ok(error instanceof PulumiCliError);
      assert.equal(
        error.message,
        `The Pulumi CLI ${version} can't be downloaded here, and building it needs Go 1.26 or newer, which is not on PATH. Install Go (go.dev/doc/install), or run this where get.pulumi.com can be reached, then run it again.`,
      );
      return true;
    });
    assert.deepEqual(readdirSync(cache), []);
  });

  it("tells why Go could not build it, and leaves nothing half built behind", async () => {
    const go = fakeGo("echo 'go: no such module' >&2; exit 1");
    const { version } = await pinned();
    await assert.rejects(ensure({ go }), {
      name: "PulumiCliError",
      message: `The Pulumi CLI ${version} can't be downloaded here, and building it from Go modules failed: ${go} ended with status 1: go: no such module. Mend that (Go 1.26 or newer, and a module proxy that can be reached), then run this again: what was built so far is kept.`,
    });
    assert.deepEqual(readdirSync(cache), ["go"]);
  });

  it("is the official build where that can be downloaded", async () => {
    const { bin, version } = await ensure({ download: downloads(programs) });
    assert.equal(bin, join(cache, "pulumi-home", "versions", version, "bin"));
    assert.deepEqual(readdirSync(bin).toSorted(), programs);
  });

  it("is built where the download is blocked, or lacks the language host", async () => {
    const go = fakeGo();
    for (const download of [blocked, downloads(["pulumi"])]) {
      const { bin, version } = await ensure({ go, download });
      const platform = `${process.platform}-${process.arch}`;
      assert.equal(bin, join(cache, `pulumi-${version}-${platform}`));
      assert.deepEqual(readdirSync(bin).toSorted(), programs);
      rmSync(bin, { recursive: true });
    }
    assert.match(reported.join("\n"), /building it from Go modules instead/);
  });

  it("takes what is in the cache, and says nothing", async () => {
    const { bin } = await ensure({ go: fakeGo() });
    reported = [];
    assert.equal((await ensure({})).bin, bin);
    assert.deepEqual(reported, []);
  });

  it("builds again what somebody took a part of", async () => {
    const go = fakeGo();
    const { bin } = await ensure({ go });
    rmSync(join(bin, "pulumi"));
    assert.deepEqual(await ensure({ go }), await ensure({}));
    assert.deepEqual(readdirSync(bin).toSorted(), programs);
    assert.deepEqual(
      readdirSync(dirname(bin)).filter((name) => name.includes("building")),
      [],
    );
  });
});

/** The pinned version, found out without a download: from a cache that has it all. */
async function pinned(): Promise<{ readonly version: string }> {
  const { default: manifest } = await import("../../package.json", { with: { type: "json" } });
  return { version: manifest.dependencies.pulumi };
}
