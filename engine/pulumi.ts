import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";

/** How to call the Pulumi CLI for one project. */
export interface PulumiContext {
  /** The folder with Pulumi.yaml. */
  readonly projectDirectory: string;
  /** The folder with the CLI and its language host. */
  readonly bin: string;
  /** Added to this process's own environment: backend, home, passphrase, attached providers. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What the engine did to one resource, or means to do in a preview. */
export interface Step {
  readonly operation: string;
  readonly urn: string;
  readonly type: string;
  /** The resource's logical name. */
  readonly name: string;
  /** Paths of the inputs that differ, such as `spec.replicas`. */
  readonly changedPaths: readonly string[];
}

export interface EngineResult {
  /** 0 when all went well. */
  readonly status: number;
  readonly signal: NodeJS.Signals | null;
  readonly steps: readonly Step[];
  /** Operations that failed. */
  readonly failed: readonly Step[];
  /** Messages of severity error, as a person gets to see them, without colours. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** One line each, everything a person would have seen. */
export type LineSink = (line: string) => void;

export interface RunOptions {
  readonly onOutput?: LineSink;
  /** Receives the running CLI, for a caller that means to interrupt it. */
  readonly onStart?: (child: ChildProcess) => void;
}

/**
 * Runs `pulumi up`, `preview`, `refresh` or `destroy` and reads what it did from the engine's event
 * log.
 *
 * The Automation API would do the same by four to five runs of the CLI (version, operation, outputs
 * twice, history): 4.0 instead of 1.5 seconds for a small stack, which a test suite pays hundreds
 * of times, and it doesn't hand out the process that a test has to kill.
 */
export async function runOperation(
  context: PulumiContext,
  args: readonly string[],
  options: RunOptions = {},
): Promise<EngineResult> {
  const started = performance.now();
  const scratch = mkdtempSync(join(tmpdir(), "sgstack-events-"));
  const eventLog = join(scratch, "events");
  try {
    const { status, signal } = await runPulumi(
      context,
      [...args, "--event-log", eventLog, "--color", "never", "--non-interactive"],
      // The option is a hidden one without this; the Automation API sets it too.
      { ...options, environment: { PULUMI_DEBUG_COMMANDS: "true" } },
    );
    const seconds = (performance.now() - started) / 1000;
    return { status, signal, ...summarize(readEvents(eventLog)), seconds };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Runs any command of the CLI. */
export async function runPulumi(
  context: PulumiContext,
  args: readonly string[],
  options: RunOptions & { readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<{ status: number; signal: NodeJS.Signals | null; stdout: string; stderr: string }> {
  const child = spawn(join(context.bin, "pulumi"), args, {
    cwd: context.projectDirectory,
    stdio: ["ignore", "pipe", "pipe"],
    // A session of its own: the terminal's Ctrl-C reaches us only, and we decide.
    detached: true,
    env: {
      ...process.env,
      // The language host runs programs with the first `node` on PATH: it has to be this one.
      PATH: [context.bin, dirname(process.execPath), process.env["PATH"]].join(delimiter),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...context.environment,
      ...options.environment,
    },
  });
  options.onStart?.(child);
  child.on("exit", (_, signal) => {
    if (signal !== null && child.pid !== undefined) killSession(child.pid);
  });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    let rest = "";
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) options.onOutput?.(line);
    });
  }
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ status: code ?? 128, signal, ...output }));
  });
}

/**
 * Ends what a killed engine leaves running: a language host, and a program that asks the dead engine
 * again and again, a whole core and gigabytes of memory long (seen with SDK 3.259.0). They are in
 * process groups of their own, but in the engine's session.
 */
function killSession(leader: number): void {
  spawnSync("pkill", ["-KILL", "-s", String(leader)]);
}

function readEvents(file: string): readonly EngineEvent[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // The CLI ended before the engine began.
    return [];
  }
  return text.split("\n").flatMap((line): EngineEvent[] => {
    try {
      return line === "" ? [] : [JSON.parse(line)];
    } catch {
      // A killed engine leaves its last line half written.
      return [];
    }
  });
}

function summarize(
  events: readonly EngineEvent[],
): Pick<EngineResult, "steps" | "failed" | "errors" | "warnings"> {
  const messages = (severity: string): readonly string[] =>
    events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === severity ? [plainText(diagnosticEvent.message)] : [],
    );
  return {
    steps: events.flatMap(({ resourcePreEvent }) =>
      resourcePreEvent === undefined ? [] : [stepOf(resourcePreEvent.metadata)],
    ),
    failed: events.flatMap(({ resOpFailedEvent }) =>
      resOpFailedEvent === undefined ? [] : [stepOf(resOpFailedEvent.metadata)],
    ),
    errors: messages("error"),
    warnings: messages("warning"),
  };
}

type StepMetadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

function stepOf({ op, urn, type, detailedDiff, diffs }: StepMetadata): Step {
  return {
    operation: op,
    urn,
    type,
    name: urn.split("::").slice(3).join("::"),
    changedPaths:
      Object.keys(detailedDiff ?? {}).length > 0 ? Object.keys(detailedDiff ?? {}) : (diffs ?? []),
  };
}

/** Without the engine's own colour marks, `<{%reset%}>` and the like. */
function plainText(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}
