// What rendering a release takes: in process, and as a command beside kubectl and Helm.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { composeFiles } from "../manifests/compose/files.ts";
import { renderCompose } from "../manifests/compose/render.ts";
import { kubernetesFiles } from "../manifests/kubernetes/files.ts";
import type { ServiceObjects } from "../manifests/kubernetes/objects.ts";
import { renderKubernetes } from "../manifests/kubernetes/render.ts";
import type { Release } from "../releases/catalog.ts";
import { loadCatalog } from "../releases/catalog.ts";
import { orTell } from "../toolchain/failure.ts";
import { ensureGoProgram, goPrograms } from "../toolchain/go-programs.ts";
import { projectRoot } from "../toolchain/project-root.ts";
import { baseOrigin, writeBase, writeChart } from "./peers.ts";
import { rounds } from "./rounds.ts";
import { median, range, ratio } from "./statistics.ts";

const version = "5.1.9";
const aimInProcess = 30;
const sources = ["base", "kustomize", "compose"] as const;

const report = (line: string): void => console.error(line);
const kubectl = await orTell(ensureGoProgram(goPrograms.kubectl, report));
const helm = await orTell(ensureGoProgram(goPrograms.helm, report));

inProcess();
asCommand();

/** From the catalog's files to text, each release anew. */
function inProcess(): void {
  const all = sources.flatMap((source) =>
    loadCatalog()
      .versionsOf(source)
      .map((each) => ({ source, version: each })),
  );
  const times: number[] = [];
  const totals: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const started = performance.now();
    for (const { source, version: each } of all) {
      const before = performance.now();
      const release = loadCatalog().release(each, source);
      if (release !== undefined) textOf(release);
      if (round > 0) times.push(performance.now() - before);
    }
    if (round > 0) totals.push((performance.now() - started) / 1000);
  }
  console.log(
    `\n${all.length} releases (two sources of Kubernetes manifests, and Compose), read, rendered and written as YAML in one process, ${rounds} rounds: ${median(totals).toFixed(2)} s for all; one takes ${range(times, 1)} ms, aim ≤ ${aimInProcess}.`,
  );
}

function textOf(release: Release): Readonly<Record<string, string>> {
  return release.type === "kubernetes"
    ? kubernetesFiles(renderKubernetes(release))
    : composeFiles(renderCompose(release));
}

function asCommand(): void {
  const directory = mkdtempSync(join(tmpdir(), "sgstack-bench-"));
  try {
    const services = servicesOf(version);
    writeBase(directory, version, services);
    writeChart(directory, version, services);
    const commands = {
      "sgstack render": [
        join(projectRoot, "bin", "sgstack"),
        ...["render", "--release", version, "--type", "kubernetes"],
        ...["--output-dir", join(directory, "out")],
      ],
      "kubectl kustomize": [kubectl, "kustomize", join(directory, "base")],
      "helm template": [helm, "template", "sourcegraph", join(directory, "chart")],
      "node, doing nothing": [process.execPath, "-e", "0"],
    } as const satisfies Readonly<Record<string, readonly string[]>>;
    const times = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
    for (let round = 0; round <= rounds; round++) {
      for (const [name, command] of Object.entries(commands)) {
        rmSync(join(directory, "out"), { recursive: true, force: true });
        const seconds = timed(command);
        if (round > 0) times.get(name)?.push(seconds);
      }
    }
    printCommands(
      services.reduce((sum, { objects }) => sum + objects.length, 0),
      times,
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function servicesOf(wanted: string): readonly ServiceObjects[] {
  const release = loadCatalog().release(wanted, "base");
  if (release?.type !== "kubernetes") throw new Error(`the catalog has no ${wanted}`);
  return renderKubernetes(release);
}

function timed([program = "", ...args]: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${program} ended with status ${status}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

function printCommands(objects: number, times: ReadonlyMap<string, readonly number[]>): void {
  const own = times.get("sgstack render") ?? [];
  const table = new Table({
    head: [`${objects} objects of ${version}`, "whole process (s)", "sgstack's ratio to it"],
    style: { head: [], border: [] },
  });
  for (const [name, seconds] of times) {
    table.push([name, range(seconds, 3), ratio(own, seconds).toFixed(2)]);
  }
  console.log(
    `\nIn turn, ${rounds} rounds; median (min to max). ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}. kubectl reads ${baseOrigin}, Helm our objects.`,
  );
  console.log(table.toString());
}
