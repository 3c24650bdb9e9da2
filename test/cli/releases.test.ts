import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatOverview } from "../../cli/releases/list.ts";
import { formatDetails } from "../../cli/releases/show.ts";
import { projectRoot } from "../../toolchain/project-root.ts";
import { copyOfSmallRelease, filesBelow, inTemporaryFolder } from "../support/folders.ts";
import { sgstack } from "../support/sgstack.ts";

describe("sgstack releases list", () => {
  it("shows known versions, and how few layouts they have", () => {
    const { status, stdout, stderr } = sgstack(["releases", "list"]);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^│ 5\.1\.9 +│ 22 services, as 5\.\d\.\d +│/m);
    assert.match(stdout, /^base: \d+ releases in \d+ layouts; \d+ services in \d+ shapes\.$/m);
  });

  it("gives a program the same", () => {
    const { stdout } = sgstack(["releases", "list", "--type", "compose", "--json"]);
    const { versions, sources } = JSON.parse(stdout);
    assert.equal(versions.length, sources[0].versions);
    assert.deepEqual(Object.keys(versions[0].deployments[0]), [
      ...["source", "type", "services", "layout", "layoutOf", "faults"],
    ]);
  });
});

describe("formatOverview", () => {
  it("says how to begin where nothing is known", () => {
    assert.equal(
      formatOverview({ versions: [], sources: [] }),
      "No releases. `sgstack releases import` takes one in.",
    );
  });
});

describe("sgstack releases show", () => {
  it("shows a release from each source that has it", () => {
    const { status, stdout } = sgstack(["releases", "show", "5.1.9"]);
    assert.equal(status, 0);
    for (const title of ["kubernetes, base", "kubernetes, kustomize", "compose"]) {
      assert.ok(stdout.includes(`5.1.9 (${title})\n`), title);
    }
  });

  it("names the nearest known ones of a version that isn't", () => {
    assert.deepEqual(sgstack(["releases", "show", "5.1.7", "--type", "compose"]), {
      status: 2,
      stdout: "",
      stderr:
        "5.1.7: no such release for compose. Known ones near it: 5.1.9. All: sgstack releases list --type compose\n",
    });
  });
});

describe("formatDetails", () => {
  it("has a line for each container, and the service's own facts in the first", () => {
    const amounts = { requests: { cpu: "1" }, limits: { cpu: "2", memory: "1Gi" } };
    const text = formatDetails({
      version: "1.0.0",
      source: "base",
      type: "kubernetes",
      services: [
        {
          service: "pgsql",
          workloads: [
            {
              name: "pgsql",
              kind: "Deployment",
              replicas: 1,
              containers: [
                { name: "wait", init: true, image: "alpine:3@sha256:1", requests: {}, limits: {} },
                { name: "pgsql", image: "index.docker.io/sourcegraph/pgsql:1.0.0", ...amounts },
              ],
            },
          ],
          disks: [{ name: "pgsql", size: "200Gi" }],
        },
        { service: "backend", workloads: [], disks: [] },
      ],
      faults: [
        {
          kind: "no-digest",
          about: "alpine:3",
          where: ["pgsql/wait"],
          text: "alpine:3 has no digest",
        },
      ],
    });
    assert.equal(
      text,
      `\
1.0.0 (kubernetes, base)
┌─────────┬────────────┬─────────────┬─────────────┬───────┬────────┬─────────────┐
│ service │ workload   │ container   │ image       │ cpu   │ memory │ disks       │
├─────────┼────────────┼─────────────┼─────────────┼───────┼────────┼─────────────┤
│ pgsql   │ Deployment │ wait (init) │ alpine:3    │       │        │ pgsql 200Gi │
│         │            │ pgsql       │ pgsql:1.0.0 │ 1 – 2 │ 1Gi    │             │
│ backend │            │             │             │       │        │             │
└─────────┴────────────┴─────────────┴─────────────┴───────┴────────┴─────────────┘
Faults, as upstream published it:
- alpine:3 has no digest`,
    );
  });
});

describe("sgstack releases diff", () => {
  it("compares two releases in each way to deploy them", () => {
    const { status, stdout } = sgstack(["releases", "diff", "4.5.1", "5.0.6"]);
    assert.equal(status, 0);
    assert.match(stdout, /^4\.5\.1 → 5\.0\.6 \(kubernetes, base\)\n0 services added, 0 removed; /);
    assert.match(stdout, /^4\.5\.1 → 5\.0\.6 \(compose\)$/m);
  });

  it("compares what is from one source, where both have it", () => {
    const { stdout } = sgstack([
      "releases",
      "diff",
      "6.3.4167",
      "6.4.3889",
      "--type",
      "kubernetes",
    ]);
    assert.match(stdout, /^6\.3\.4167 → 6\.4\.3889 \(kubernetes, kustomize\)$/m);
  });

  it("writes Markdown, and JSON", () => {
    const args = ["releases", "diff", "3.43.2", "4.0.1", "--type", "kubernetes"];
    assert.match(sgstack([...args, "--format", "markdown"]).stdout, /^## 3\.43\.2 → 4\.0\.1 /);
    const { stdout } = sgstack([...args, "--format", "json"]);
    const [diff, ...more] = JSON.parse(stdout);
    assert.deepEqual(more, []);
    assert.deepEqual(diff.removed, [
      {
        service: "jaeger",
        images: diff.removed[0].images,
      },
    ]);
    assert.equal(sgstack([...args, "--json"]).stdout, stdout);
  });

  it("ends in silence when its reader has had enough", () => {
    const program = join(projectRoot, "bin", "sgstack");
    const { stdout, stderr } = spawnSync(
      "sh",
      ["-c", '"$0" releases diff 3.43.2 4.0.1 --json | head -n 1', program],
      { encoding: "utf8" },
    );
    assert.deepEqual([stdout, stderr], ["[\n", ""]);
  });

  const misuses: readonly (readonly [args: readonly string[], message: string])[] = [
    [["5.1.6"], "error: missing required argument 'to'"],
    [
      ["5.1.6", "5.1.9", "5.2.7"],
      "error: too many arguments for 'diff'. Expected 2 arguments but got 3: 5.1.6, 5.1.9, 5.2.7.",
    ],
    [["5.1.6", "5.1.9", "--fromat", "json"], "error: unknown option '--fromat'"],
    [
      ["5.1.6", "5.1.8"],
      "5.1.8: no such release. Known ones near it: 5.1.6, 5.1.9. All: sgstack releases list",
    ],
    [["3.17.3-1", "3.18.0-1", "--type", "compose"], "3.17.3-1: no such release for compose. "],
  ];
  for (const [args, message] of misuses) {
    it(`refuses "${args.join(" ")}" with status 2`, () => {
      const { status, stdout, stderr } = sgstack(["releases", "diff", ...args]);
      assert.ok(stderr.startsWith(message), stderr);
      assert.deepEqual([status, stdout], [2, ""]);
    });
  }
});

describe("sgstack releases import", () => {
  it(
    "takes a release in, tells its faults, and says what is new",
    inTemporaryFolder((folder) => {
      const upstream = copyOfSmallRelease(folder);
      const file = join(upstream, "kubernetes/pgsql/pgsql.yaml");
      writeFileSync(file, readFileSync(file, "utf8").replace(/@sha256:.*/, ""));
      const args = [
        ...["releases", "import", "--version", "9.1.0", "--catalog", join(folder, "catalog")],
        ...["--kubernetes", join(upstream, "kubernetes"), "--compose", join(upstream, "compose")],
      ];
      assert.deepEqual(sgstack(args), {
        status: 0,
        stdout:
          "9.1.0 (base): 3 services, 4 new files, 1 fault.\n9.1.0 (compose): 3 services, 5 new files.\n",
        stderr:
          "warning: base: index.docker.io/sourcegraph/postgres-12-alpine:9.1.0 has no digest: what its tag names may have changed since (pgsql/pgsql)\n",
      });
      assert.match(
        sgstack(args).stdout,
        /^9\.1\.0 \(base\): 3 services, no new files, 1 fault\.$/m,
      );
    }),
  );

  it(
    "refuses with status 2 what it doesn't understand, without a stack trace",
    inTemporaryFolder((folder) => {
      const upstream = copyOfSmallRelease(folder);
      const file = join(upstream, "compose/docker-compose/docker-compose.yaml");
      writeFileSync(file, "\tservices: {}\n");
      const catalog = join(folder, "catalog");
      const args = [
        "--version",
        "9.1.0",
        "--catalog",
        catalog,
        "--compose",
        join(upstream, "compose"),
      ];
      assert.deepEqual(sgstack(["releases", "import", ...args]), {
        status: 2,
        stdout: "",
        stderr: `${file}: line 1: is indented with a tab: YAML takes spaces ("services: {}")\n`,
      });
      assert.deepEqual(
        Object.keys(filesBelow(folder)).filter((path) => path.startsWith("catalog")),
        [],
      );
    }),
  );

  const misuses: readonly (readonly [args: readonly string[], message: string])[] = [
    [
      ["--version", "9.1.0"],
      "error: name what to import: --kubernetes DIR, --compose DIR, or both.\n",
    ],
    [["--kubernetes", "x"], "error: --version says which release it is.\n"],
    [
      ["--version", "9.1", "--kubernetes", "x"],
      '--version: is "9.1": a release has three numbers, such as 3.17.2 or 3.17.3-1\n',
    ],
    [["--version", "9.1.0", "--kubernetes", "/nowhere"], "/nowhere: doesn't exist\n"],
  ];
  for (const [args, message] of misuses) {
    it(`refuses "${args.join(" ")}" with status 2`, () => {
      assert.deepEqual(sgstack(["releases", "import", ...args]), {
        status: 2,
        stdout: "",
        stderr: message,
      });
    });
  }
});
