import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { projectRoot } from "../../toolchain/project-root.ts";

interface Ending {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs bin/sgstack as a person would, by this very Node. */
function sgstack(args: readonly string[], root = projectRoot): Ending {
  const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const { status, stdout, stderr } = spawnSync(join(root, "bin", "sgstack"), args, {
    encoding: "utf8",
    cwd: tmpdir(),
    env: { ...process.env, PATH: path },
  });
  return { status, stdout, stderr };
}

describe("bin/sgstack", () => {
  it("tells about itself on stdout, and ends with status 0", () => {
    const help = sgstack(["--help"]);
    assert.equal(help.status, 0);
    assert.match(help.stdout, /^Usage: sgstack /);
    assert.match(help.stdout, /^ {2}rehearse /m);
    assert.equal(help.stderr, "");
  });

  it("tells about one command", () => {
    const help = sgstack(["rehearse", "--help"]);
    assert.equal(help.status, 0);
    assert.match(help.stdout, /^Usage: sgstack rehearse \[options\] \[environment\]/);
  });

  /** What is typed wrongly, and what is said to it. */
  const misuses: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [[], /^Usage: sgstack /],
    [["rehears"], /^error: unknown command 'rehears'\n\(Did you mean rehearse\?\)$/m],
    [["--vresion"], /^error: unknown option '--vresion'/],
    [["rehearse", "--frsh"], /^error: unknown option '--frsh'\n\(Did you mean --fresh\?\)$/m],
    [["rehearse", "dogfood", "cloud"], /^error: too many arguments for 'rehearse'/],
    [
      ["rehearse", "dogfod"],
      /^There is no environment dogfod \(environments\/Pulumi\.dogfod\.yaml\)\. Did you mean dogfood\?\nThere are: .*dogfood/,
    ],
  ];
  for (const [args, message] of misuses) {
    it(`refuses "sgstack ${args.join(" ")}" with status 2, and says why`, () => {
      const { status, stdout, stderr } = sgstack(args);
      assert.match(stderr, message);
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.doesNotMatch(stderr, /^\s+at /m);
    });
  }

  describe("in a clone of its own", () => {
    let clone: string;
    before(() => {
      clone = mkdtempSync(join(tmpdir(), "sgstack-clone-"));
      const parts = [
        "bin",
        "cli",
        "emulators",
        "engine",
        "environments",
        "manifests",
        "releases",
        "system",
        "toolchain",
      ];
      for (const part of [...parts, "package.json", "package-lock.json"]) {
        cpSync(join(projectRoot, part), join(clone, part), { recursive: true });
      }
      symlinkSync(join(projectRoot, "node_modules"), join(clone, "node_modules"));
    });
    after(() => rmSync(clone, { recursive: true }));

    it("refuses an environment file that is wrong, before anything is started", () => {
      const file = join(clone, "environments", "Pulumi.dogfood.yaml");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.replace("sourcegraph:owner:", "sourcegraph:ownr:"));
      const { status, stdout, stderr } = sgstack(["rehearse", "dogfood"], clone);
      assert.equal(
        stderr,
        [
          "environments/Pulumi.dogfood.yaml:",
          "- sourcegraph:ownr: no such key. Did you mean owner?",
          "",
        ].join("\n"),
      );
      assert.equal(status, 2);
      assert.equal(stdout, "");
    });

    it("works when it is called by a link, from anywhere", () => {
      const link = join(clone, "sgstack-link");
      symlinkSync(join(clone, "bin", "sgstack"), link);
      const env = {
        ...process.env,
        PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
      };
      const { status, stdout } = spawnSync(link, ["--help"], {
        encoding: "utf8",
        cwd: tmpdir(),
        env,
      });
      assert.equal(status, 0);
      assert.match(stdout, /^Usage: sgstack /);
    });
  });
});
