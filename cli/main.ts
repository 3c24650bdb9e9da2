import { Command, CommanderError } from "commander";
import { CatalogError, ImportError } from "../releases/file-problem.ts";
import { Failure, orTell, status } from "../toolchain/failure.ts";

/** Each command with what it needs is loaded when it is typed: rendering takes less than loading the engine. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  rehearse: async () => (await import("./rehearse.ts")).rehearseCommand(),
  emulate: async () => (await import("./emulate.ts")).emulateCommand(),
  render: async () => (await import("./render.ts")).renderCommand(),
  releases: async () => (await import("./releases.ts")).releasesCommand(),
};

// `sgstack releases diff … | head` ends when head has had enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? status.done);
});

const program = new Command("sgstack")
  .description("Sourcegraph's deployments, one Pulumi stack per environment")
  .showHelpAfterError("(sgstack --help lists the commands)");
const typed = commands[process.argv[2] ?? ""];
const loaded = typed === undefined ? Object.values(commands) : [typed];
for (const command of await Promise.all(loaded.map(async (load) => await load()))) {
  program.addCommand(command);
}
endByThrowing(program);

try {
  await orTell(run());
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? status.done : status.badInput;
}

/** Bad usage ends with status 2, asked-for help with 0; commander says the reason itself. */
function endByThrowing(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) endByThrowing(inner);
}

async function run(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CatalogError || error instanceof ImportError) {
      throw new Failure(error.message, status.badInput, { cause: error });
    }
    if (isFromTheSystem(error)) throw new Failure(error.message, status.failed, { cause: error });
    throw error;
  }
}

/** A full disk, a folder that may not be read: the message says what and where. */
function isFromTheSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}
