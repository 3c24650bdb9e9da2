import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { Command } from "commander";
import { EmulatedCloud } from "../emulators/core/emulated-cloud.ts";
import { emulatedProviders } from "../emulators/providers.ts";
import { ensurePulumiCli } from "../toolchain/pulumi-cli.ts";
import { projectRoot } from "../toolchain/project-root.ts";

/** `sgstack emulate -- <command …>` */
export function emulateCommand(): Command {
  return new Command("emulate")
    .description("run a command, such as plain pulumi, with the emulated cloud attached")
    .argument("<command...>", "the command and its arguments, after --")
    .action(async (command: readonly string[]) => {
      process.exitCode = await emulate(command);
    });
}

/**
 * The command's own exit status. It is given a state of its own as well: what is made in the emulated
 * cloud must never stand in the state of a real environment, nor make one look empty.
 */
async function emulate([program = "", ...args]: readonly string[]): Promise<number> {
  const { bin } = await ensurePulumiCli((line) => console.error(line));
  const home = join(projectRoot, ".sgstack", "emulate");
  const state = join(home, "state");
  mkdirSync(state, { recursive: true });
  const cloud = new EmulatedCloud(join(home, "cloud"));
  await cloud.start(await emulatedProviders());
  const child = spawn(program, args, {
    stdio: "inherit",
    env: {
      ...process.env,
      ...cloud.engineEnvironment,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "rehearsal",
      PATH: [bin, dirname(process.execPath), process.env["PATH"]].join(delimiter),
    },
  });
  // The terminal's Ctrl-C reaches the command by itself, and the cloud stays up until it has ended.
  process.on("SIGINT", ignore);
  try {
    return await new Promise((resolve) => {
      child.on("error", (error) => {
        console.error(`sgstack emulate: ${program} can't be run: ${error.message}`);
        resolve(127);
      });
      child.on("close", (code) => resolve(code ?? 1));
    });
  } finally {
    process.off("SIGINT", ignore);
    cloud.stop();
  }
}

function ignore(): void {}
