import { ensureGoProgram, goPrograms } from "../../toolchain/go-programs.ts";
import type { Report } from "../../toolchain/run-reporting.ts";
import { apiServers } from "./kubernetes/api-server.ts";

/** Builds all programs that the tests in test/real/ run, unless they are there already. */
export async function ensureRealParts(report: Report): Promise<void> {
  const programs = [goPrograms.etcd, ...Object.values(apiServers), goPrograms.dockerCompose];
  // One after the other: Go keeps all cores busy with one.
  for (const program of programs) await ensureGoProgram(program, report);
}
