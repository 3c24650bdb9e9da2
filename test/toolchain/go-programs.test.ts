import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../toolchain/failure.ts";
import { ensureGoProgram, goPrograms, pinnedVersion } from "../../toolchain/go-programs.ts";

const program = goPrograms.kubeApiServer136;
const version = pinnedVersion(program);
const folder = `kube-apiserver-${version}-${process.platform}-${process.arch}`;

describe("ensureGoProgram", () => {
  let directory: string;
  let cache: string;
  let reported: string[];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "go-programs-"));
    cache = join(directory, "cache");
    reported = [];
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const ensure = (go: string) =>
    ensureGoProgram(program, (line) => reported.push(line), { cache, go });
  /** A Go that keeps its arguments and runs a script in which `$output` is the file to write. */
  const fakeGo = (script = ': > "$output"'): string => {
    const file = join(directory, "go");
    const lines = [
      "#!/bin/sh",
      `printf '%s\\n' "$@" > ${join(directory, "arguments")}`,
      'while [ "$1" != -o ]; do shift; done; output=$2',
      script,
    ];
    writeFileSync(file, lines.join("\n"));
    chmodSync(file, 0o755);
    return file;
  };

  it("builds the pinned version into a folder of its own in the cache", async () => {
    assert.equal(await ensure(fakeGo()), join(cache, folder, "kube-apiserver"));
    assert.deepEqual(readdirSync(cache), [folder]);
    assert.deepEqual(readdirSync(join(cache, folder)), ["kube-apiserver"]);
    assert.deepEqual(reported.slice(0, 1), [
      `Building kube-apiserver (${program.takes} on two cores, once) …`,
    ]);
  });

  it("tells the program its version", async () => {
    await ensure(fakeGo());
    const args = readFileSync(join(directory, "arguments"), "utf8").split("\n");
    const variables = "k8s.io/component-base/version";
    assert.equal(
      args[args.indexOf("-ldflags") + 1],
      `-s -w -X ${variables}.gitVersion=v${version} -X ${variables}.gitMajor=1 -X ${variables}.gitMinor=36`,
    );
  });

  it("takes what is in the cache, and says nothing", async () => {
    const file = await ensure(fakeGo());
    reported = [];
    assert.equal(await ensure(join(directory, "no-go")), file);
    assert.deepEqual(reported, []);
  });

  it("tells what to install where there is no Go", async () => {
    await assert.rejects(ensure(join(directory, "no-go")), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(
        error.message,
        `Building kube-apiserver ${version} needs Go 1.26 or newer, which is not on PATH. Install Go (go.dev/doc/install), then run it again.`,
      );
      return true;
    });
    assert.deepEqual(readdirSync(cache), []);
  });

  it("tells why Go could not build it, and leaves nothing half built behind", async () => {
    const go = fakeGo(': > "$output"; echo "go: no such module" >&2; exit 1');
    await assert.rejects(ensure(go), {
      name: "Failure",
      message: `Building kube-apiserver ${version} from Go modules failed: ${go} ended with status 1: go: no such module. Mend that (Go 1.26 or newer, and a module proxy that can be reached), then run this again: what was built so far is kept.`,
    });
    assert.deepEqual(readdirSync(cache), []);
  });

  it("keeps the first of two builds that run at once", async () => {
    const first = join(cache, folder);
    const go = fakeGo(
      `: > "$output"; mkdir -p ${first}; [ -e ${first}/kube-apiserver ] || echo first > ${first}/kube-apiserver`,
    );
    const [one, other] = await Promise.all([ensure(go), ensure(go)]);
    assert.equal(one, other);
    assert.equal(readFileSync(one, "utf8"), "first\n");
    assert.deepEqual(readdirSync(cache), [folder]);
  });

  it("removes what a killed build left an hour ago, and no other", async () => {
    const left = ["old", "new"].map((name) => join(cache, `${folder}.building-${name}`));
    for (const each of left) mkdirSync(each, { recursive: true });
    utimesSync(left[0] ?? "", new Date(0), new Date(0));
    await ensure(fakeGo());
    assert.deepEqual(readdirSync(cache).toSorted(), [folder, `${folder}.building-new`]);
  });
});
