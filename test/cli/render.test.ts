import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load, loadAll } from "js-yaml";
import { quickRenderArguments } from "../../cli/render-arguments.ts";
import { renderKubernetes } from "../../manifests/kubernetes/render.ts";
import { findRelease, loadCatalog } from "../../releases/catalog.ts";
import { importRelease } from "../../releases/import/import-release.ts";
import { copyOfSmallRelease, filesBelow, inTemporaryFolder } from "../support/folders.ts";
import { mustBeFound } from "../support/releases.ts";
import { sgstack } from "../support/sgstack.ts";

function inFolder(use: (out: string, folder: string) => void): () => void {
  return inTemporaryFolder((folder) => use(join(folder, "out"), folder));
}

const release = ["render", "--release", "5.1.9"];
const kubernetes = [...release, "--type", "kubernetes"];

describe("sgstack render", () => {
  it(
    "writes a release, one file for each service, as the renderer has it",
    inFolder((out) => {
      const { status, stdout, stderr } = sgstack([...kubernetes, "--output-dir", out]);
      assert.deepEqual([status, stderr], [0, ""]);
      assert.equal(stdout, `5.1.9 for kubernetes: 22 files in ${out}\n`);
      const services = renderKubernetes(
        mustBeFound(findRelease(loadCatalog(), "5.1.9", "kubernetes")),
      );
      for (const { service, objects } of services) {
        assert.deepEqual(loadAll(readFileSync(join(out, `${service}.yaml`), "utf8")), objects);
      }
    }),
  );

  it(
    "writes the same bytes each time, and says what as JSON",
    inFolder((out) => {
      const args = [...kubernetes, "--flavour", "kustomize", "--json", "--output-dir", out];
      const first = sgstack(args);
      const before = filesBelow(out);
      assert.equal(sgstack(args).stdout, first.stdout);
      assert.deepEqual(filesBelow(out), before);
      const { files, ...written } = JSON.parse(first.stdout);
      assert.deepEqual(written, {
        version: "5.1.9",
        type: "kubernetes",
        source: "kustomize",
        directory: out,
      });
      assert.deepEqual(
        files,
        Object.keys(before).filter((file) => file.endsWith(".yaml")),
      );
    }),
  );

  it(
    "writes a Compose project with the files that it mounts",
    inFolder((out) => {
      const { stdout } = sgstack([...release, "--type", "compose", "--output-dir", out]);
      assert.match(stdout, /^5\.1\.9 for compose: \d+ files in /);
      const project = Object(
        load(readFileSync(join(out, "docker-compose/docker-compose.yaml"), "utf8")),
      );
      const services: readonly { volumes?: readonly string[] }[] = Object.values(
        project["services"],
      );
      const mounted = services.flatMap(({ volumes = [] }) =>
        volumes.flatMap((volume) => (volume.startsWith("../") ? [volume.split(":")[0] ?? ""] : [])),
      );
      assert.ok(mounted.length > 3);
      for (const path of mounted) assert.ok(existsSync(join(out, "docker-compose", path)), path);
    }),
  );

  it(
    "acts on options as on an environment's keys",
    inFolder((out) => {
      const options = ["namespace=prod", "services.gitserver.replicas=3"];
      const { status } = sgstack([
        ...kubernetes,
        ...options.flatMap((option) => ["--option", option]),
        ...["--output-dir", out],
      ]);
      assert.equal(status, 0);
      const [, gitserver] = loadAll(readFileSync(join(out, "gitserver.yaml"), "utf8"));
      assert.partialDeepStrictEqual(gitserver, {
        kind: "StatefulSet",
        metadata: { name: "gitserver", namespace: "prod" },
        spec: { replicas: 3 },
      });
      assert.match(readFileSync(join(out, "00-namespace.yaml"), "utf8"), /^ {2}name: prod$/m);
    }),
  );

  it(
    "writes an environment with its namespace, class of disks and labels",
    inFolder((out) => {
      assert.equal(sgstack(["render", "dogfood", "--output-dir", out]).status, 0);
      const files = filesBelow(out);
      assert.match(files["00-namespace.yaml"] ?? "", /^ {2}name: dogfood-k8s$/m);
      assert.match(files["00-storage-class.yaml"] ?? "", /^kind: StorageClass$/m);
      assert.match(files["gitserver.yaml"] ?? "", /^ {4}environment: dogfood$/m);
    }),
  );

  it(
    "renders what another catalog has, and tells of its faults",
    inFolder((out, folder) => {
      const upstream = copyOfSmallRelease(folder);
      const file = join(upstream, "kubernetes/pgsql/pgsql.yaml");
      writeFileSync(file, readFileSync(file, "utf8").replace(/@sha256:.*/, ""));
      const catalog = join(folder, "catalog");
      importRelease({ version: "9.1.0", kubernetes: join(upstream, "kubernetes"), catalog });
      const args = ["render", "--release", "9.1.0", "--type", "kubernetes", "--catalog", catalog];
      const { status, stderr } = sgstack([...args, "--output-dir", out]);
      assert.equal(
        stderr,
        "warning: 9.1.0 has one fault as upstream published it: sgstack releases show 9.1.0\n",
      );
      assert.equal(status, 0);

      rmSync(join(catalog, "kubernetes", "services", "pgsql"), { recursive: true });
      const { status: broken, stderr: told } = sgstack([...args, "--output-dir", out]);
      assert.match(
        told,
        /pgsql\/[0-9a-f]{12}\.json: can't be read: ENOENT.*Restore it, or import its release again\.\n$/,
      );
      assert.equal(broken, 2);
    }),
  );

  /** What is typed wrongly, and the whole of what is said to it. */
  const misuses: readonly (readonly [args: readonly string[], message: string])[] = [
    [
      ["render"],
      "error: name an environment, or a release with --release VERSION --type kubernetes|compose.\n",
    ],
    [kubernetes, "error: --output-dir DIR says where to write.\n"],
    [
      ["render", "--output-dir", "out"],
      "error: name an environment, or a release with --release VERSION --type kubernetes|compose.\n",
    ],
    [
      [...release, "--output-dir", "out"],
      "error: --release needs --type kubernetes or --type compose.\n",
    ],
    [
      [...release, "--type", "helm", "--output-dir", "out"],
      "error: option '--type <type>' argument 'helm' is invalid. Allowed choices are kubernetes, compose.\n",
    ],
    [
      [...release, "--type", "compose", "--flavour", "base", "--output-dir", "out"],
      "error: --flavour is for --type kubernetes: there is one kind of Compose files.\n",
    ],
    [
      ["render", "dogfood", "--type", "kubernetes", "--output-dir", "out"],
      "error: --release, --type, --flavour and --option are for a release without an environment: environments/Pulumi.dogfood.yaml says all of that.\n",
    ],
    [
      ["render", "dogfood", "--output-dri", "out"],
      "error: unknown option '--output-dri'\n(Did you mean --output-dir?)\n",
    ],
    [
      ["render", "--release", "3.27.4", "--type", "kubernetes", "--output-dir", "out"],
      "3.27.4: no such release for kubernetes. Known ones near it: 3.27.5. All: sgstack releases list --type kubernetes\n",
    ],
    [
      [
        "render",
        "--release",
        "3.27.5",
        "--type",
        "kubernetes",
        "--flavour",
        "kustomize",
        "--output-dir",
        "out",
      ],
      "3.27.5 has no kustomize manifests. It has base: leave --flavour out.\n",
    ],
    [
      ["render", "registry-mirror", "--output-dir", "out"],
      "registry-mirror is a registry mirror: it runs no Sourcegraph, so there is nothing to render.\n",
    ],
    [
      [...kubernetes, "--option", "services.gitservr.replicas=2", "--output-dir", "out"],
      "--option:\n- services.gitservr: no such service in 5.1.9. Did you mean gitserver?\n",
    ],
  ];
  for (const [args, message] of misuses) {
    it(
      `refuses "sgstack ${args.join(" ")}" with status 2, and writes nothing`,
      inTemporaryFolder((folder) => {
        const { status, stdout, stderr } = sgstack(args, undefined, folder);
        // Of commander's, the hint to --help follows.
        assert.equal(stderr.replace(/\n\(sgstack --help.*\n$/s, ""), message);
        assert.deepEqual([status, stdout], [2, ""]);
        assert.deepEqual(filesBelow(folder), {});
      }),
    );
  }

  it(
    "refuses with status 3 to replace what it hasn't written",
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "notes.txt"), "mine\n");
      const { status, stderr } = sgstack([...kubernetes, "--output-dir", folder]);
      assert.match(stderr, /^- notes\.txt$/m);
      assert.equal(status, 3);
      assert.deepEqual(filesBelow(folder), { "notes.txt": "mine\n" });
    }),
  );

  it("tells a folder that is no catalog", () => {
    const args = [...kubernetes, "--output-dir", "out", "--catalog", "/nowhere"];
    assert.deepEqual(sgstack(args), {
      status: 2,
      stdout: "",
      stderr:
        "/nowhere: is no catalog: it has no folder entries. `sgstack releases import` makes one.\n",
    });
  });

  it(
    "fails with the system's message, and status 1, where it can't write",
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "file"), "");
      const out = join(folder, "file", "out");
      const { status, stderr } = sgstack([...kubernetes, "--output-dir", out]);
      assert.match(stderr, /^--output-dir .* can't be written: ENOTDIR: not a directory, .*\n$/);
      assert.equal(status, 1);
    }),
  );
});

describe("quickRenderArguments", () => {
  const given = ["--release", "5.1.9", "--type=compose", "--output-dir", "out", "--json"];

  it("reads what is typed rightly", () => {
    assert.deepEqual(quickRenderArguments(given), {
      release: "5.1.9",
      type: "compose",
      flavour: undefined,
      option: [],
      outputDir: "out",
      catalog: undefined,
      json: true,
    });
  });

  for (const more of [
    ["--help"],
    ["dogfood"],
    ["--jsn"],
    ["--option", "a=b"],
    ["--catalog"],
    ["--type", "helm"],
  ]) {
    it(`leaves ${more.join(" ")} to commander`, () => {
      assert.equal(quickRenderArguments([...given, ...more]), undefined);
    });
  }
});
