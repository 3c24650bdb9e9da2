/** Sourcegraph's own programs, by the container that runs them on Kubernetes. */
const programs: ReadonlySet<string> = new Set([
  "embeddings",
  "frontend",
  "github-proxy",
  "gitserver",
  "migrator",
  "precise-code-intel-api-server",
  "precise-code-intel-bundle-manager",
  "precise-code-intel-worker",
  "query-runner",
  "replacer",
  "repo-updater",
  "searcher",
  "symbols",
  "syntactic-code-intel",
  "worker",
]);

/** Services on Compose that aren't called as their program is. */
const programsOfServices: Readonly<Record<string, string>> = {
  "sourcegraph-frontend": "frontend",
  "sourcegraph-frontend-internal": "frontend",
  "syntactic-code-intel-worker": "syntactic-code-intel",
};

/**
 * Whether a program reads the variables that are common to Sourcegraph's programs. No database, exporter
 * or proxy does: their variables are their own.
 */
export function readsCommonVariables(program: string): boolean {
  return programs.has(program);
}

/** The migrator, too, reads the common variables, but it works on databases alone. */
export function usesRedis(program: string): boolean {
  return programs.has(program) && program !== "migrator";
}

/** The program that a service runs on Compose. @param service without a replica's number. */
export function programOf(service: string): string {
  return programsOfServices[service] ?? service;
}
