import { Command, CommanderError } from "commander";
import { status } from "../toolchain/failure.ts";

/** Each command with what it needs is loaded when it is typed. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  rehearse: async () => (await import("./rehearse.ts")).rehearseCommand(),
  emulate: async () => (await import("./emulate.ts")).emulateCommand(),
  render: async () => (await import("./render-command.ts")).renderCommand(),
  releases: async () => (await import("./releases.ts")).releasesCommand(),
};

/** Does what was typed. Bad usage ends with status 2, asked-for help with 0; commander says the reason itself. */
export async function runCommand(name = ""): Promise<void> {
  const program = new Command("sgstack")
    .description("Sourcegraph's deployments, one Pulumi stack per environment")
    .showHelpAfterError("(sgstack --help lists the commands)");
  const typed = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const loaded = typed === undefined ? Object.values(commands) : [typed];
  for (const command of await Promise.all(loaded.map(async (load) => await load()))) {
    program.addCommand(command);
  }
  endByThrowing(program);
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? status.done : status.badInput;
  }
}

function endByThrowing(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) endByThrowing(inner);
}
