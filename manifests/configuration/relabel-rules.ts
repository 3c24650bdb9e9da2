/** One step that labels of a target or a sample go through (Prometheus documentation, `<relabel_config>`). */
export interface RelabelRule {
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
  readonly action?: "keep" | "drop" | "labelmap";
}

type Annotated = "service" | "pod";

/** Puts what `from` holds into `target`, as it is unless `how` says otherwise; `regex` has to match. */
export function set(
  target: string,
  from: readonly string[],
  how: Pick<RelabelRule, "regex" | "replacement" | "separator"> = {},
): RelabelRule {
  return { source_labels: from, ...how, target_label: target };
}

export function keep(label: string, regex: string): RelabelRule {
  return { source_labels: [label], regex, action: "keep" };
}

export function drop(label: string, regex: string): RelabelRule {
  return { source_labels: [label], regex, action: "drop" };
}

/** The label that discovery makes of an annotation. */
export function annotation(of: Annotated, name: string): string {
  return `__meta_kubernetes_${of}_annotation_${name}`;
}

/** `prometheus.io/scheme`, `path` and `port`, where a Service or a pod has them. */
export const scheme = (of: Annotated): RelabelRule =>
  set("__scheme__", [annotation(of, "prometheus_io_scheme")], { regex: "(https?)" });
export const path = (of: Annotated): RelabelRule =>
  set("__metrics_path__", [annotation(of, "prometheus_io_path")], { regex: "(.+)" });
export const port = (of: Annotated): RelabelRule =>
  set("__address__", ["__address__", annotation(of, "prometheus_io_port")], {
    regex: String.raw`(.+):\d+;(\d+)`,
    replacement: "$1:$2",
  });

/** All labels of a Kubernetes object become labels of its series. */
export const objectLabels = (of: Annotated | "node"): RelabelRule => ({
  regex: `__meta_kubernetes_${of}_label_(.+)`,
  action: "labelmap",
});

export const namespace = set("ns", ["__meta_kubernetes_namespace"]);
export const serviceName = set("kubernetes_name", ["__meta_kubernetes_service_name"]);

/** A job is called as the service's label `app`, an instance as its pod: alerts and dashboards go by these. */
export const jobAndInstance: readonly RelabelRule[] = [
  set("job", ["app"]),
  set("instance", ["__meta_kubernetes_pod_name"]),
];

/** Samples of the API server's that belong to no node are no series of a container. */
export const withoutNode = drop("nodename", "^$");

/** cAdvisor's series are called after container and pod: `frontend-sourcegraph-frontend-5d…`. */
export const containerName = set(
  "name",
  ["container_label_io_kubernetes_container_name", "container_label_io_kubernetes_pod_name"],
  { regex: "(.+)", separator: "-" },
);

const containerNamespace = "container_label_io_kubernetes_pod_namespace";
/** cAdvisor tells of all containers of its node. `^$`: series of anything else have no such label. */
export const ofNamespace = (name: string): RelabelRule => keep(containerNamespace, `^$|${name}`);
export const notOfSystem = drop(containerNamespace, "kube-system");
