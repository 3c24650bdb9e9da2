import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import type { EmulatedStackArgs } from "../../engine/emulated-stack.ts";
import { EmulatedStack } from "../../engine/emulated-stack.ts";
import type { EngineResult, Step } from "../../engine/pulumi.ts";
import { ensurePulumiCli } from "../../toolchain/pulumi-cli.ts";
import { projectRoot } from "../../toolchain/project-root.ts";

/** A new stack of an environment, in a folder and an emulated cloud of its own. */
export async function newStack(
  name: string,
  args: Partial<EmulatedStackArgs> = {},
): Promise<EmulatedStack> {
  const { bin } = await ensurePulumiCli(() => {});
  const directory = mkdtempSync(join(tmpdir(), `sgstack-${name}-`));
  return await EmulatedStack.open({
    name,
    environment: environmentText(name),
    directory,
    bin,
    ...args,
  });
}

export function environmentText(name: string): string {
  return readFileSync(join(projectRoot, "environments", `Pulumi.${name}.yaml`), "utf8");
}

/** An environment's text with other values at some keys, such as `cluster.nodePools.default.nodes`. */
export function withValues(text: string, values: Readonly<Record<string, unknown>>): string {
  const file = load(text);
  if (!isRecord(file) || !isRecord(file["config"])) throw new Error("not an environment");
  const { config } = file;
  for (const [path, value] of Object.entries(values)) {
    const [first = "", ...rest] = path.split(".");
    setAt(config, [`sourcegraph:${first}`, ...rest], value);
  }
  return dump(file);
}

/**
 * `update gcp:container/nodePool:NodePool dogfood-default`, for all that isn't `same`. Components
 * are left out: they have no existence but in previews, where they group what is.
 */
export function changes(steps: readonly Step[]): readonly string[] {
  return steps
    .filter(({ operation }) => operation !== "same" && operation !== "refresh")
    .filter(({ type }) => !type.startsWith("sourcegraph:components:"))
    .map(({ operation, type, name }) => `${operation} ${type} ${name}`)
    .toSorted();
}

/** What failed and why, when an operation that had to succeed did not. */
export function explain(result: EngineResult): string {
  return [`status ${result.status}`, ...result.errors].join("\n");
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined) delete target[key];
    else target[key] = value;
    return;
  }
  const existing = target[key];
  const child: Record<string, unknown> = isRecord(existing) ? existing : {};
  target[key] = child;
  setAt(child, rest, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
