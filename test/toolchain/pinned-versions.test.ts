import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { goPrograms, pinnedVersion } from "../../toolchain/go-programs.ts";
import { projectRoot } from "../../toolchain/project-root.ts";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));
const modules = readdirSync(join(projectRoot, "toolchain"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe("package.json", () => {
  it("pins every package to one version", () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
    for (const [name, version] of Object.entries(all)) {
      assert.match(version, /^(npm:[^@]+@)?\d+\.\d+\.\d+$/, name);
    }
  });

  it("has the CLI and the SDK of one version", () => {
    assert.equal(manifest.dependencies["pulumi"], manifest.dependencies["@pulumi/pulumi"]);
  });
});

describe("the Go modules in toolchain/", () => {
  it("are those of the programs that are built", () => {
    const folders = Object.values(goPrograms).map(({ folder }) => folder);
    assert.deepEqual(modules.toSorted(), folders.toSorted());
  });

  it("build the CLI in the version of the npm package", () => {
    const version = pinnedVersion(goPrograms.pulumi);
    assert.equal(version, manifest.dependencies["pulumi"]);
    assert.equal(version, manifest.dependencies["@pulumi/pulumi"]);
  });

  it("build the API server of the minor version that its folder says", () => {
    for (const program of [goPrograms.kubeApiServer134, goPrograms.kubeApiServer136]) {
      const minor = pinnedVersion(program).replace(/\.\d+$/, "");
      assert.equal(program.folder, `kube-apiserver-${minor}`);
    }
  });

  it("build a helm that stands for the Kubernetes of its client library", () => {
    const text = readFileSync(join(projectRoot, "toolchain", "helm", "go.mod"), "utf8");
    const minor = /k8s\.io\/client-go v0\.(\d+)\./.exec(text)?.[1];
    const { versionVariables, folder } = goPrograms.helm;
    const variables = versionVariables(pinnedVersion({ folder }));
    assert.equal(variables["helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor"], minor);
  });

  it("import the packages that are built, so that tidying go.mod keeps what they need", () => {
    for (const { folder, package: built } of Object.values(goPrograms)) {
      const text = readFileSync(join(projectRoot, "toolchain", folder, "tools.go"), "utf8");
      assert.ok(text.includes(`import _ "${built}"`), folder);
    }
  });

  for (const module of modules) {
    it(`have checksums of what ${module} is built from`, () => {
      const folder = join(projectRoot, "toolchain", module);
      const wanted = readFileSync(join(folder, "go.mod"), "utf8");
      const [, name = "", version = ""] = /^require (\S+) (\S+)$/m.exec(wanted) ?? [];
      const sums = readFileSync(join(folder, "go.sum"), "utf8");
      assert.ok(sums.includes(`${name} ${version} h1:`), `${name} ${version}`);
    });
  }
});
