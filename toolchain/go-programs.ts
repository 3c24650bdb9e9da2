import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import { Failure, status } from "./failure.ts";
import type { GoProgram } from "./go-build.ts";
import { buildAdvice, buildGoPrograms, hasPrograms } from "./go-build.ts";
import { projectRoot } from "./project-root.ts";
import type { Report } from "./run-reporting.ts";

const pulumiVersion = (version: string): Readonly<Record<string, string>> => ({
  "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${version}`,
});

/** The API server takes its own version apart, so it has to have all of these. */
const kubernetesVersion = (version: string): Readonly<Record<string, string>> => {
  const [major = "", minor = ""] = version.split(".");
  const variables = "k8s.io/component-base/version";
  return {
    [`${variables}.gitVersion`]: `v${version}`,
    [`${variables}.gitMajor`]: major,
    [`${variables}.gitMinor`]: minor,
  };
};

/** All that is built from Go modules. */
export const goPrograms = {
  pulumi: {
    name: "pulumi",
    folder: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    takes: "about 4 minutes",
    versionVariables: pulumiVersion,
  },
  pulumiLanguageNodejs: {
    name: "pulumi-language-nodejs",
    folder: "language-nodejs",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    takes: "about 20 seconds",
    versionVariables: pulumiVersion,
  },
  etcd: {
    name: "etcd",
    folder: "etcd",
    package: "go.etcd.io/etcd/server/v3",
    takes: "about 1 minute",
    versionVariables: () => ({}),
  },
  kubeApiServer134: {
    name: "kube-apiserver",
    folder: "kube-apiserver-1.34",
    package: "k8s.io/kubernetes/cmd/kube-apiserver",
    takes: "about 5 minutes",
    versionVariables: kubernetesVersion,
  },
  kubeApiServer136: {
    name: "kube-apiserver",
    folder: "kube-apiserver-1.36",
    package: "k8s.io/kubernetes/cmd/kube-apiserver",
    takes: "about 5 minutes",
    versionVariables: kubernetesVersion,
  },
  dockerCompose: {
    name: "docker-compose",
    folder: "docker-compose",
    package: "github.com/docker/compose/v2/cmd",
    takes: "about 3 minutes",
    versionVariables: (version) => ({
      "github.com/docker/compose/v2/internal.Version": `v${version}`,
    }),
  },
  helm: {
    name: "helm",
    folder: "helm",
    package: "helm.sh/helm/v3/cmd/helm",
    takes: "about 2 minutes",
    versionVariables: (version) => ({
      "helm.sh/helm/v3/internal/version.version": `v${version}`,
      // What a chart's own kubeVersion is held against: as in the official build, client-go's.
      "helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor": "1",
      "helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor": "34",
    }),
  },
  kubectl: {
    name: "kubectl",
    folder: "kubectl",
    package: "k8s.io/kubernetes/cmd/kubectl",
    takes: "about 2 minutes",
    versionVariables: kubernetesVersion,
  },
} as const satisfies Readonly<Record<string, GoProgram>>;

/** Where programs are kept and what builds them; a test puts something else in its place. */
export interface GoProgramSources {
  /** The folder that keeps them. */
  readonly cache: string;
  /** The Go command. */
  readonly go: string;
}

/**
 * A program's file, from the user's cache or built now. Its folder is named by version and platform.
 *
 * @param report receives lines of progress for a person.
 */
export async function ensureGoProgram(
  program: GoProgram,
  report: Report,
  { cache, go }: GoProgramSources = { cache: cacheDirectory(), go: "go" },
): Promise<string> {
  const version = pinnedVersion(program);
  const bin = join(cache, `${program.name}-${version}-${process.platform}-${process.arch}`);
  if (!hasPrograms(bin, [program])) {
    try {
      await buildGoPrograms({ programs: [program], version, bin, go }, report);
    } catch (error) {
      const advice = buildAdvice(error, `Building ${program.name} ${version}`);
      throw new Failure(advice, status.failed, { cause: error });
    }
  }
  return join(bin, program.name);
}

/** The version of the one module that a folder's go.mod asks for by itself. */
export function pinnedVersion({ folder }: Pick<GoProgram, "folder">): string {
  const file = join("toolchain", folder, "go.mod");
  const text = readFileSync(join(projectRoot, file), "utf8");
  const version = /^require \S+ v(\S+)$/m.exec(text)?.[1];
  if (version === undefined) throw new Error(`${file} doesn't pin a module`);
  return version;
}
