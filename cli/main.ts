import { Command, CommanderError } from "commander";
import { emulateCommand } from "./emulate.ts";
import { rehearseCommand } from "./rehearse.ts";
import { orTell, status } from "../toolchain/failure.ts";

const program = new Command("sgstack")
  .description("Sourcegraph's deployments, one Pulumi stack per environment")
  .showHelpAfterError("(sgstack --help lists the commands)")
  .addCommand(rehearseCommand())
  .addCommand(emulateCommand());

// Bad usage ends with status 2, asked-for help with 0; commander says the reason itself.
for (const command of [program, ...program.commands]) command.exitOverride();

try {
  await orTell(program.parseAsync());
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? status.done : status.badInput;
}
