import type { Catalog, Release } from "../releases/catalog.ts";
import { loadCatalog } from "../releases/catalog.ts";
import { Failure, status } from "../toolchain/failure.ts";
import { knownRelease } from "./known-release.ts";
import { writeOutputDirectory } from "./output-directory.ts";
import type { RenderArguments } from "./render-arguments.ts";
import type { RenderedFiles } from "./rendered-files.ts";
import { filesOfEnvironment, filesOfRelease } from "./rendered-files.ts";

/** What a render writes, and what is doubtful about it. */
interface Rendering {
  readonly release: Release;
  readonly files: RenderedFiles;
  readonly warnings: string;
}

/** Writes what would be deployed, and says so. */
export async function render(given: RenderArguments): Promise<void> {
  const { environment, outputDir } = given;
  const problem = usageProblem(given);
  if (problem !== undefined) throw new Failure(`error: ${problem}.`, status.badInput);
  if (outputDir === undefined) {
    throw new Failure("error: --output-dir DIR says where to write.", status.badInput);
  }
  const catalog = loadCatalog(given.catalog);
  const { release, files, warnings } =
    environment === undefined
      ? await renderRelease(catalog, given)
      : await renderEnvironment(catalog, environment);
  if (warnings !== "") console.error(warnings);
  writeOutputDirectory(outputDir, files);
  const { version, type, source } = release;
  if (given.json === true) {
    const written = { version, type, source, directory: outputDir };
    console.log(JSON.stringify({ ...written, files: Object.keys(files).toSorted() }, undefined, 2));
    return;
  }
  const count = Object.keys(files).length;
  const what = source === "kustomize" ? "kubernetes (kustomize)" : type;
  console.log(`${version} for ${what}: ${count} ${count === 1 ? "file" : "files"} in ${outputDir}`);
}

/** What the options don't allow together, each option for itself being right. */
function usageProblem(given: RenderArguments): string | undefined {
  const { environment, release, type, flavour, option } = given;
  if (environment !== undefined) {
    const isDouble = [release, type, flavour, ...option].some((each) => each !== undefined);
    return isDouble
      ? `--release, --type, --flavour and --option are for a release without an environment: environments/Pulumi.${environment}.yaml says all of that`
      : undefined;
  }
  if (release === undefined) {
    return "name an environment, or a release with --release VERSION --type kubernetes|compose";
  }
  if (type === undefined) return "--release needs --type kubernetes or --type compose";
  if (type === "compose" && flavour !== undefined) {
    return "--flavour is for --type kubernetes: there is one kind of Compose files";
  }
  return undefined;
}

async function renderRelease(catalog: Catalog, given: RenderArguments): Promise<Rendering> {
  const { release: version = "", type = "kubernetes", flavour, option } = given;
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
