import type { PostgresqlFacts } from "../../releases/schema/configuration.ts";

/** What an operator asks of a setting, where its name and value don't say it. */
const reasons: Readonly<Record<string, string>> = {
  effective_cache_size:
    "What the planner takes for cached, by PostgreSQL and the kernel together. Nothing is set aside.",
  listen_addresses: "Everything else of Sourcegraph connects over the network.",
  max_connections: "Every replica of every service keeps a pool of its own.",
  random_page_cost: "Close to seq_page_cost: the disk is an SSD.",
  shared_buffers: "Grow it together with the container's memory.",
  temp_file_limit: "Of one process: a runaway query fails, and the disk doesn't fill.",
  work_mem: "Of one sort or hash; a query may hold several.",
};

/**
 * `postgresql.conf` with what the release sets, and nothing else: the rest is the server's default.
 * Syntax: PostgreSQL 12, section 19.1 "Setting Parameters".
 */
export function postgresqlConfiguration({ settings }: PostgresqlFacts): string {
  const lines = Object.entries(settings).map(([name, value]) => {
    const reason = reasons[name];
    return `${reason === undefined ? "" : `# ${reason}\n`}${name} = ${quoted(value)}\n`;
  });
  return lines.join("");
}

/** Numbers, with their unit if any, and plain words may stand as they are; all else takes quotes, `a.b` too. */
function quoted(value: string): string {
  if (/^-?\d+(\.\d+)?[A-Za-z]*$/.test(value) || /^[A-Za-z]\w*$/.test(value)) return value;
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
