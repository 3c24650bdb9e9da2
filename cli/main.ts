import { OptionError } from "../manifests/option-error.ts";
import { CatalogError, ImportError } from "../releases/file-problem.ts";
import { Failure, orTell, status } from "../toolchain/failure.ts";

// `sgstack releases diff … | head` ends when head has had enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

await orTell(run());

async function run(): Promise<void> {
  try {
    await runTyped(process.argv.slice(2));
  } catch (error) {
    if (
      error instanceof CatalogError ||
      error instanceof ImportError ||
      error instanceof OptionError
    ) {
      throw new Failure(error.message, status.badInput, { cause: error });
    }
    if (isFromTheSystem(error)) throw new Failure(error.message, status.failed, { cause: error });
    throw error;
  }
}

async function runTyped([name, ...args]: readonly string[]): Promise<void> {
  if (name === "render") {
    const { quickRenderArguments } = await import("./render-arguments.ts");
    const given = quickRenderArguments(args);
    if (given !== undefined) {
      const { render } = await import("./render.ts");
      await render(given);
      return;
    }
  }
  const { runCommand } = await import("./commands.ts");
  await runCommand(name);
}

/** A full disk, a folder that may not be read: the message says what and where. */
function isFromTheSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}
