// What our program adds to the engine: dogfood beside a program that registers as much without any logic.
import { mkdtempSync, readFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import type { EngineResult } from "../engine/pulumi.ts";
import { EmulatedStack } from "../engine/emulated-stack.ts";
import { orTell } from "../toolchain/failure.ts";
import { ensurePulumiCli } from "../toolchain/pulumi-cli.ts";
import { projectRoot } from "../toolchain/project-root.ts";
import { rounds } from "./rounds.ts";
import { range, ratio } from "./statistics.ts";

const aim = 1.25;
const { bin } = await orTell(ensurePulumiCli((line) => console.error(line)));
const environment = readFileSync(join(projectRoot, "environments", "Pulumi.dogfood.yaml"), "utf8");
const ownProgram = join(projectRoot, "stacks", "index.ts");
const rawProgram = join(projectRoot, "bench", "raw-program.ts");

const { components, resources } = await countResources();
process.env["SGSTACK_BENCH"] = JSON.stringify({ components, resources });

const times = { preview: { own: [], raw: [] }, up: { own: [], raw: [] } } as {
  readonly [Operation in "preview" | "up"]: { readonly own: number[]; readonly raw: number[] };
};
// The first round warms the caches of the file system and of compiled code, and isn't counted.
for (let round = 0; round <= rounds; round++) {
  console.error(`round ${round} of ${rounds}`);
  for (const [who, program] of [
    ["own", ownProgram],
    ["raw", rawProgram],
  ] as const) {
    const { preview, up } = await measure(program);
    if (round === 0) continue;
    times.preview[who].push(preview);
    times.up[who].push(up);
  }
}
report();

/** A new stack each time: nothing exists yet, and every process starts from nothing. */
async function measure(program: string): Promise<{ preview: number; up: number }> {
  const stack = await openStack(program);
  try {
    const preview = succeeded(await stack.preview());
    const up = succeeded(await stack.up());
    return { preview: preview.seconds, up: up.seconds };
  } finally {
    stack.remove();
  }
}

async function countResources(): Promise<{ components: number; resources: number }> {
  const stack = await openStack(ownProgram);
  try {
    const { steps } = succeeded(await stack.preview());
    const own = steps.filter(({ type }) => !type.startsWith("pulumi:pulumi:"));
    const componentCount = own.filter(({ type }) =>
      type.startsWith("sourcegraph:components:"),
    ).length;
    return { components: componentCount, resources: own.length - componentCount };
  } finally {
    stack.remove();
  }
}

async function openStack(program: string): Promise<EmulatedStack> {
  const directory = mkdtempSync(join(tmpdir(), "sgstack-bench-"));
  return await EmulatedStack.open({ name: "dogfood", environment, directory, bin, program });
}

function succeeded(result: EngineResult): EngineResult {
  if (result.status !== 0) throw new Error(result.errors.join("\n"));
  return result;
}

function report(): void {
  const table = new Table({
    head: ["dogfood", "ours (s)", "raw program (s)", "ratio", "aim"],
    style: { head: [], border: [] },
  });
  for (const operation of ["preview", "up"] as const) {
    const { own, raw } = times[operation];
    table.push([
      operation,
      range(own),
      range(raw),
      ratio(own, raw).toFixed(2),
      `≤ ${aim.toFixed(2)}`,
    ]);
  }
  console.log(
    `\n${resources} resources in ${components} components, new stacks, ${rounds} rounds in turn; median (min to max). ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}.`,
  );
  console.log(table.toString());
}
