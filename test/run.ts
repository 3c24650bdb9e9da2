// `npm test`: format, types and lint, unit tests, then the tests on the real engine, and those that
// hold what we render against a real API server and real Compose. Every stage runs even if one before
// it failed, and the last line counts.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../toolchain/project-root.ts";
import { orTell } from "../toolchain/failure.ts";
import { ensurePulumiCli } from "../toolchain/pulumi-cli.ts";
import { ensureRealParts } from "./support/real-parts.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Stage {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

const checks: readonly Stage[] = [
  { name: "format", program: "oxfmt", args: ["--check"] },
  {
    name: "types and lint",
    program: "oxlint",
    args: ["--type-aware", "--type-check", "--deny-warnings"],
  },
];

const started = performance.now();
const report = (line: string): void => console.error(line);
// Before the stages, so that no test's time limit pays for building them.
await orTell(ensurePulumiCli(report));
await orTell(ensureRealParts(report));

const results: Counts[] = [];
for (const stage of checks) {
  const { status } = await run(stage);
  results.push({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 });
}
results.push(await mocha("unit tests", []));
// Each of these waits for an engine most of its time: two at a time fill two cores.
results.push(await mocha("engine tests", ["--config", ".mocharc.engine.json"]));
results.push(await mocha("real parts", ["--config", ".mocharc.real.json"]));

const total = results.reduce((sum, counts) => ({
  passed: sum.passed + counts.passed,
  failed: sum.failed + counts.failed,
  skipped: sum.skipped + counts.skipped,
}));
console.log(`\n${Math.round((performance.now() - started) / 1000)} s`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** Counts from mocha's own summary. One that ends without a summary has failed as a whole. */
async function mocha(name: string, args: readonly string[]): Promise<Counts> {
  const { status, output } = await run({ name, program: "mocha", args });
  const count = (word: string): number =>
    Number(new RegExp(`^\\s+(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);
  const counts = { passed: count("passing"), failed: count("failing"), skipped: count("pending") };
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function run({ name, program, args }: Stage): Promise<{ status: number; output: string }> {
  console.log(`\n== ${name}`);
  const child = spawn(join(projectRoot, "node_modules", ".bin", program), args, {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ status: code ?? 1, output }));
  });
}
