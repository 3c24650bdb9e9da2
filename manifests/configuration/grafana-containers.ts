import type { GrafanaContainersFacts } from "../../releases/schema/configuration.ts";

const datasource = "Prometheus";

/**
 * A dashboard on what each container takes, from cAdvisor's series, whose `name` is the container's.
 * Panels of the type `graph`, since the Grafana of 3.x has no other for series over time.
 */
export function grafanaContainers({ uid, title }: GrafanaContainersFacts): object {
  return {
    uid,
    title,
    editable: false,
    refresh: "30s",
    schemaVersion: 18,
    time: { from: "now-6h", to: "now" },
    templating: { list: [containerVariable] },
    panels: [
      graph(
        1,
        "CPU cores",
        "short",
        'sum by (name) (rate(container_cpu_usage_seconds_total{name=~"$container"}[2m]))',
      ),
      graph(
        2,
        "Memory that can't be reclaimed",
        "bytes",
        'max by (name) (container_memory_working_set_bytes{name=~"$container"})',
      ),
    ],
  };
}

export function grafanaContainersFile(facts: GrafanaContainersFacts): string {
  return `${JSON.stringify(grafanaContainers(facts), null, 2)}\n`;
}

const containerVariable = {
  name: "container",
  type: "query",
  datasource,
  query: "label_values(container_last_seen, name)",
  refresh: 2,
  sort: 1,
  multi: true,
  includeAll: true,
  allValue: ".+",
  current: { text: "All", value: ["$__all"] },
};

function graph(id: number, title: string, format: string, expr: string): object {
  return {
    id,
    title,
    type: "graph",
    datasource,
    gridPos: { x: 0, y: (id - 1) * 10, w: 24, h: 10 },
    targets: [{ refId: "A", expr, legendFormat: "{{name}}" }],
    yaxes: [{ format, min: "0", show: true }, { show: false }],
  };
}
