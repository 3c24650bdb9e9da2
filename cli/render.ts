import { Command, Option } from "commander";
import type { Catalog, Release } from "../releases/catalog.ts";
import { loadCatalog } from "../releases/catalog.ts";
import type { DeploymentType } from "../releases/schema/sources.ts";
import { Failure, status } from "../toolchain/failure.ts";
import type { Flavour } from "./known-release.ts";
import { knownRelease } from "./known-release.ts";
import { writeOutputDirectory } from "./output-directory.ts";
import type { RenderedFiles } from "./rendered-files.ts";
import { filesOfEnvironment, filesOfRelease } from "./rendered-files.ts";

interface RenderFlags {
  readonly release?: string;
  readonly type?: DeploymentType;
  readonly flavour?: Flavour;
  readonly option: readonly string[];
  readonly outputDir: string;
  readonly catalog?: string;
  readonly json?: boolean;
}

/** `sgstack render` */
export function renderCommand(): Command {
  return new Command("render")
    .description("write what would be deployed as YAML, one file per service")
    .usage("[options] ENVIRONMENT\n       sgstack render [options] --release VERSION --type TYPE")
    .argument("[environment]", "a name from environments/")
    .option("--release <version>", "a release of the catalog, instead of an environment")
    .addOption(
      new Option("--type <type>", "with --release: how it is deployed").choices([
        "kubernetes",
        "compose",
      ]),
    )
    .addOption(
      new Option(
        "--flavour <flavour>",
        "with --release: which of upstream's Kubernetes manifests, where it has both (default: base)",
      ).choices(["base", "kustomize"]),
    )
    .option(
      "--option <key=value>",
      "with --release: what an environment file would say, such as services.gitserver.replicas=3; may be repeated",
      (option: string, others: readonly string[]) => [...others, option],
      [] as readonly string[],
    )
    .requiredOption("--output-dir <dir>", "where to; replaced if an earlier render wrote it")
    .option("--catalog <dir>", "another catalog than the project's")
    .option("--json", "say what was written as JSON")
    .action(async (environment: string | undefined, flags: RenderFlags) => {
      await render(environment, flags);
    });
}

/** What a render writes, and what is doubtful about it. */
interface Rendering {
  readonly release: Release;
  readonly files: RenderedFiles;
  readonly warnings: string;
}

async function render(environment: string | undefined, flags: RenderFlags): Promise<void> {
  checkFlags(environment, flags);
  const catalog = loadCatalog(flags.catalog);
  const { release, files, warnings } =
    environment === undefined
      ? await renderRelease(catalog, flags)
      : await renderEnvironment(catalog, environment);
  if (warnings !== "") console.error(warnings);
  writeOutputDirectory(flags.outputDir, files);
  const { version, type, source } = release;
  if (flags.json === true) {
    const written = { version, type, source, directory: flags.outputDir };
    console.log(JSON.stringify({ ...written, files: Object.keys(files).toSorted() }, undefined, 2));
    return;
  }
  const count = Object.keys(files).length;
  const what = source === "kustomize" ? "kubernetes (kustomize)" : type;
  console.log(
    `${version} for ${what}: ${count} ${count === 1 ? "file" : "files"} in ${flags.outputDir}`,
  );
}

function checkFlags(environment: string | undefined, flags: RenderFlags): void {
  const { release, type, flavour, option } = flags;
  const problem =
    environment === undefined
      ? release === undefined
        ? "name an environment, or a release with --release VERSION --type kubernetes|compose"
        : type === undefined
          ? "--release needs --type kubernetes or --type compose"
          : type === "compose" && flavour !== undefined
            ? "--flavour is for --type kubernetes: there is one kind of Compose files"
            : undefined
      : release !== undefined || type !== undefined || flavour !== undefined || option.length > 0
        ? `--release, --type, --flavour and --option are for a release without an environment: environments/Pulumi.${environment}.yaml says all of that`
        : undefined;
  if (problem !== undefined) throw new Failure(`error: ${problem}.`, status.badInput);
}

async function renderRelease(catalog: Catalog, flags: RenderFlags): Promise<Rendering> {
  const { release: version = "", type = "kubernetes", flavour, option } = flags;
  const release = knownRelease(catalog, version, type, flavour);
  if (option.length === 0) {
    return { release, files: await filesOfRelease(release), warnings: faultsOf(release) };
  }
  const { optionEnvironment } = await import("./option-environment.ts");
  const { environment, warnings } = optionEnvironment(option, version, type, catalog);
  const files = await filesOfEnvironment(release, environment, environment.labels);
  return { release, files, warnings };
}

function faultsOf({ version, faults }: Release): string {
  if (faults.length === 0) return "";
  const count = faults.length === 1 ? "one fault" : `${faults.length} faults`;
  return `warning: ${version} has ${count} as upstream published it: sgstack releases show ${version}`;
}

async function renderEnvironment(catalog: Catalog, name: string): Promise<Rendering> {
  const { readEnvironment } = await import("./checked-environment.ts");
  const { environment, warnings } = readEnvironment(name, catalog);
  if (environment.kind === "registry-mirror") {
    throw new Failure(
      `${name} is a registry mirror: it runs no Sourcegraph, so there is nothing to render.`,
      status.badInput,
    );
  }
  const { labelsOf } = await import("../stacks/labels.ts");
  const type = environment.kind === "box" ? "compose" : "kubernetes";
  const release = knownRelease(catalog, environment.release, type);
  const files = await filesOfEnvironment(release, environment, labelsOf(environment, name));
  return { release, files, warnings };
}
