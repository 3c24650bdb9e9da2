import { join } from "node:path";
import { Command } from "commander";
import { EmulatedStack } from "../engine/emulated-stack.ts";
import type { EngineResult } from "../engine/pulumi.ts";
import { recover, refuseWhileBusy } from "../engine/recover.ts";
import { ensurePulumiCli } from "../toolchain/pulumi-cli.ts";
import { projectRoot } from "../toolchain/project-root.ts";
import { checkedEnvironment } from "./checked-environment.ts";
import { Failure } from "../toolchain/failure.ts";
import { interruptible } from "./interruptible.ts";
import { formatSummary, summarizeByComponent } from "./summary.ts";

/** `sgstack rehearse [environment]` */
export function rehearseCommand(): Command {
  return new Command("rehearse")
    .description("bring an environment up with the real Pulumi engine on an emulated cloud")
    .argument("[environment]", "a name from environments/", "dogfood")
    .option("--fresh", "forget what earlier rehearsals of it left")
    .action(async (environment: string, options: { fresh?: boolean }) => {
      await rehearse(environment, options.fresh ?? false);
    });
}

async function rehearse(name: string, fresh: boolean): Promise<void> {
  const started = performance.now();
  const text = checkedEnvironment(name);
  const { bin, version } = await ensurePulumiCli(report);
  const directory = join(projectRoot, ".sgstack", "rehearse", name);
  const open = () => EmulatedStack.open({ name, environment: text, directory, bin });
  if (fresh) await forget(await open());

  report(`Rehearsing ${name}: pulumi up (${version}) on an emulated cloud, nothing of it is real.`);
  const stack = await open();
  try {
    await recover(stack, report);
    const result = await interruptible((options) => stack.up(options), report);
    if (result.status !== 0) throw new Failure(failureOf(name, result));
    await printSummary(stack, result, (performance.now() - started) / 1000);
  } finally {
    stack.close();
  }
}

async function forget(stack: EmulatedStack): Promise<void> {
  try {
    refuseWhileBusy(stack);
    stack.remove();
  } finally {
    stack.close();
  }
}

/** Progress goes to stderr, the result to stdout. */
function report(line: string): void {
  console.error(line);
}

async function printSummary(
  stack: EmulatedStack,
  result: EngineResult,
  seconds: number,
): Promise<void> {
  const { resources } = await stack.state();
  const summary = summarizeByComponent(resources);
  const changed = result.steps.filter(
    ({ operation, type }) => operation !== "same" && !/^(pulumi|sourcegraph):/.test(type),
  ).length;
  const total = summary.reduce((sum, group) => sum + group.resources, 0);
  console.log(`\n${formatSummary(summary)}\n`);
  console.log("Outputs:");
  for (const [name, value] of Object.entries(await stack.outputs())) {
    console.log(
      `  ${name}: ${shortened(typeof value === "string" ? value : JSON.stringify(value))}`,
    );
  }
  const outcome = changed === 0 ? "nothing had to change" : `${changed} changed`;
  console.log(
    `\n${total} resources, ${outcome}: ${seconds.toFixed(1)} s, of which the engine ${result.seconds.toFixed(1)} s.`,
  );
}

/** A kubeconfig without a secret is 3 KB of one line. */
function shortened(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 120)}… (${text.length} characters)`;
}

function failureOf(name: string, { errors, signal }: EngineResult): string {
  const reasons =
    errors.length > 0
      ? errors.join("\n")
      : `pulumi up ended early (${signal ?? "no reason given"})`;
  return `\nThe rehearsal of ${name} stopped:\n${reasons}\nRun it again to go on from here, or with --fresh from nothing.`;
}
