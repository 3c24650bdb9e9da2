import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { EmulatedCloud } from "../emulators/core/emulated-cloud.ts";
import type { EmulatedProvider } from "../emulators/core/provider.ts";
import { emulatedProviders } from "../emulators/providers.ts";
import { cacheDirectory } from "../toolchain/cache-directory.ts";
import { projectRoot } from "../toolchain/project-root.ts";
import { loadCatalog } from "../releases/catalog.ts";
import { parseEnvironmentFile } from "../environments/parse.ts";
import type { Adoption, Deployment, PendingOperation, StateResource } from "./adopt-pending.ts";
import { assumedToExist } from "./assumed-to-exist.ts";
import type { EngineResult, PulumiContext, RunOptions } from "./pulumi.ts";
import { runOperation, runPulumi } from "./pulumi.ts";
import { standInForSecrets } from "./stand-in-secrets.ts";

export interface EmulatedStackArgs {
  /** The stack's name, which is its environment's. */
  readonly name: string;
  /** The environment file's text. */
  readonly environment: string;
  /** Holds everything of this stack: project copy, state, emulated cloud. Kept between runs. */
  readonly directory: string;
  /** The folder with the Pulumi CLI. */
  readonly bin: string;
  /** @default stacks/index.ts, the project's own program */
  readonly program?: string;
  /** @default every package that is emulated */
  readonly providers?: readonly EmulatedProvider[];
}

/**
 * One stack of the project on the real engine, in front of an emulated cloud of its own. The
 * checkout's environment files are only read: the engine writes into the copy below `directory`.
 */
export class EmulatedStack {
  readonly name: string;
  readonly cloud: EmulatedCloud;
  readonly context: PulumiContext;
  /** The folder of the file backend. */
  readonly stateDirectory: string;

  private constructor(name: string, cloud: EmulatedCloud, context: PulumiContext) {
    this.name = name;
    this.cloud = cloud;
    this.context = context;
    this.stateDirectory = stateDirectoryOf(context.projectDirectory);
  }

  /** Opens the stack, made before or new, and starts its cloud. Close it in the end. */
  static async open(args: EmulatedStackArgs): Promise<EmulatedStack> {
    const { name, directory, bin } = args;
    const state = stateDirectoryOf(directory);
    mkdirSync(state, { recursive: true });
    mkdirSync(join(directory, "environments"), { recursive: true });
    writeProjectFile(directory, args.program ?? join(projectRoot, "stacks", "index.ts"));

    const cloud = new EmulatedCloud(join(directory, "cloud"));
    await cloud.start(args.providers ?? (await emulatedProviders()));
    const stack = new EmulatedStack(name, cloud, {
      projectDirectory: directory,
      bin,
      environment: {
        ...cloud.engineEnvironment,
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_HOME: join(directory, "home"),
        // Secrets of a rehearsal are stand-ins: this only has to be the same from run to run.
        PULUMI_CONFIG_PASSPHRASE: "rehearsal",
        NODE_COMPILE_CACHE: join(cacheDirectory(), "compile-cache"),
      },
    });
    stack.configure(args.environment);
    stack.#fillCloud(args.environment);
    if (!existsSync(stack.checkpointFile) && !existsSync(`${stack.checkpointFile}.bak`)) {
      const created = await stack.#command(["stack", "init", name]);
      if (created.status !== 0) throw new Error(`pulumi stack init: ${created.stderr}`);
    }
    return stack;
  }

  /** Where the file backend keeps the state. */
  get checkpointFile(): string {
    return join(this.stateDirectory, ".pulumi", "stacks", "sourcegraph", `${this.name}.json`);
  }

  /** Changes the environment file's text. */
  configure(environment: string): void {
    const file = join(this.context.projectDirectory, "environments", `Pulumi.${this.name}.yaml`);
    writeFileSync(
      file,
      copyOfEnvironment(environment, existsSync(file) ? readFileSync(file, "utf8") : "{}"),
    );
  }

  async preview(options?: RunOptions, ...flags: readonly string[]): Promise<EngineResult> {
    return await this.#operation("preview", flags, options);
  }

  async up(options?: RunOptions, ...flags: readonly string[]): Promise<EngineResult> {
    return await this.#operation("up", ["--yes", "--skip-preview", ...flags], options);
  }

  async refresh(options?: RunOptions, ...flags: readonly string[]): Promise<EngineResult> {
    return await this.#operation("refresh", ["--yes", "--skip-preview", ...flags], options);
  }

  async destroy(options?: RunOptions, ...flags: readonly string[]): Promise<EngineResult> {
    // With its preview: what is protected is then found before anything is deleted.
    return await this.#operation("destroy", ["--yes", ...flags], options);
  }

  /** Releases the lock that an interrupted run left behind. */
  async cancel(): Promise<void> {
    const { status, stderr } = await this.#command(["cancel", "--yes", "--stack", this.name]);
    if (status !== 0) throw new Error(`pulumi cancel: ${stderr}`);
  }

  /** The stack's outputs; secret ones read `[secret]`. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const { stdout } = await this.#command(["stack", "output", "--json", "--stack", this.name]);
    return JSON.parse(stdout);
  }

  /** The state as the engine exports it: secrets are encrypted in it. */
  async state(): Promise<{
    readonly resources: readonly StateResource[];
    readonly pending: readonly PendingOperation[];
  }> {
    const { stdout } = await this.#command(["stack", "export", "--stack", this.name]);
    const { deployment } = JSON.parse(stdout);
    return { resources: deployment.resources ?? [], pending: deployment.pending_operations ?? [] };
  }

  /**
   * Changes the state itself, between an export and an import; encrypted values pass through as they
   * are. Resolves with what `change` gave.
   */
  async rewriteState(change: (deployment: Deployment) => Adoption): Promise<Adoption> {
    const { stdout } = await this.#command(["stack", "export", "--stack", this.name]);
    const exported = JSON.parse(stdout);
    const result = change(exported.deployment);
    const file = join(this.context.projectDirectory, "rewritten-state.json");
    writeFileSync(file, JSON.stringify({ ...exported, deployment: result.deployment }));
    const imported = await this.#command(["stack", "import", "--stack", this.name, "--file", file]);
    rmSync(file);
    if (imported.status !== 0) throw new Error(`pulumi stack import: ${imported.stderr}`);
    return result;
  }

  /** Stops the emulated cloud; what exists in it stays on disk. */
  close(): void {
    this.cloud.stop();
  }

  /** Closes, and forgets everything. */
  remove(): void {
    this.close();
    rmSync(this.context.projectDirectory, { recursive: true, force: true });
  }

  /** Puts what the environment takes for granted into a cloud that is new. */
  #fillCloud(environment: string): void {
    const parsed = parseEnvironmentFile(environment, { catalog: loadCatalog() });
    if (parsed.environment === undefined) return;
    for (const resource of assumedToExist(parsed.environment)) {
      if (this.cloud.store.get(resource.type, resource.id) === undefined) {
        this.cloud.store.put(resource);
      }
    }
  }

  async #operation(
    command: string,
    flags: readonly string[],
    options: RunOptions = {},
  ): Promise<EngineResult> {
    return await runOperation(this.context, [command, "--stack", this.name, ...flags], options);
  }

  async #command(args: readonly string[]): Promise<Awaited<ReturnType<typeof runPulumi>>> {
    return await runPulumi(this.context, [...args, "--non-interactive", "--color", "never"]);
  }
}

function stateDirectoryOf(projectDirectory: string): string {
  return join(projectDirectory, "state");
}

/** The project's own Pulumi.yaml, with the program named by its full path. */
function writeProjectFile(directory: string, program: string): void {
  const project = load(readFileSync(join(projectRoot, "Pulumi.yaml"), "utf8"));
  if (typeof project !== "object" || project === null) throw new Error("Pulumi.yaml is empty");
  writeFileSync(join(directory, "Pulumi.yaml"), dump({ ...project, main: program }));
}

function copyOfEnvironment(source: string, previousCopy: string): string {
  const environment = standInForSecrets(load(source));
  const previous = load(previousCopy);
  const salt =
    typeof previous === "object" && previous !== null && "encryptionsalt" in previous
      ? { encryptionsalt: previous.encryptionsalt }
      : {};
  return dump({ ...environment, ...salt });
}
