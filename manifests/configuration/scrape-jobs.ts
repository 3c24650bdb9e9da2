import type { ScrapeJob } from "../../releases/schema/configuration.ts";
import type { ConfigurationContext } from "./context.ts";
import type { RelabelRule } from "./relabel-rules.ts";
import {
  annotation,
  containerName,
  drop,
  jobAndInstance,
  keep,
  namespace,
  notOfSystem,
  objectLabels,
  ofNamespace,
  path,
  port,
  scheme,
  serviceName,
  set,
  withoutNode,
} from "./relabel-rules.ts";

/** One item of `scrape_configs` (Prometheus documentation, `<scrape_config>`). */
export interface ScrapeConfig {
  readonly job_name: string;
  readonly relabel_configs?: readonly RelabelRule[];
  readonly metric_relabel_configs?: readonly RelabelRule[];
  readonly [setting: string]: unknown;
}

/** `job_name` of each kind: upstream's, since series that get no other `job` are found by it. */
export const jobNames = {
  "api-servers": "kubernetes-apiservers",
  nodes: "kubernetes-nodes",
  "service-endpoints": "kubernetes-service-endpoints",
  federation: "kubernetes-federate",
  probes: "kubernetes-services",
  pods: "kubernetes-pods",
  "cadvisor-by-name": "kubernetes-pods",
  "replicas-by-name": "sourcegraph-statefulsets",
  "services-by-name": "sourcegraph-services",
  "target-files": "sg",
  prometheus: "builtin-prometheus",
  alertmanager: "builtin-alertmanager",
} as const satisfies Record<ScrapeJob["kind"], string>;

/** Why a job is as it is, above it in the file. */
export const jobReasons: Partial<Record<ScrapeJob["kind"], string>> = {
  nodes: "Through the API server, as nodes can't be reached by themselves everywhere.",
  "service-endpoints":
    "Services with the annotation sourcegraph.prometheus/scrape, each replica by itself.",
  probes: "For a blackbox exporter, which has to be added.",
  pods: "Pods with the annotation: cAdvisor, one on each node.",
  "cadvisor-by-name":
    "Names without a domain are found in the own namespace, by the pod's search path.",
  "replicas-by-name": "Each replica behind a headless Service; its port stands in no DNS record.",
  "services-by-name": "Behind a Service of several replicas any one of them answers.",
};

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";
const asServiceAccount = {
  scheme: "https",
  tls_config: { ca_file: `${serviceAccount}/ca.crt` },
  bearer_token_file: `${serviceAccount}/token`,
};

/** A job of the release for this instance; undefined for one that needs access to the whole cluster and hasn't. */
export function scrapeJob(job: ScrapeJob, context: ConfigurationContext): ScrapeConfig | undefined {
  if (!context.clusterWide && (job.kind === "api-servers" || job.kind === "nodes"))
    return undefined;
  return { job_name: jobNames[job.kind], ...settings(job, context) };
}

/** `kubernetes_sd_configs`: of the whole cluster, or of the own namespace where no more may be seen. */
export function discovery(role: string, context: ConfigurationContext): object {
  const names = [context.namespace ?? "default"];
  return {
    kubernetes_sd_configs: [{ role, ...(!context.clusterWide && { namespaces: { names } }) }],
  };
}

function settings(job: ScrapeJob, context: ConfigurationContext): Omit<ScrapeConfig, "job_name"> {
  const own = context.namespace;
  switch (job.kind) {
    case "api-servers":
      return {
        ...asServiceAccount,
        ...discovery("endpoints", context),
        relabel_configs: [apiServer],
      };
    case "nodes":
      return {
        ...asServiceAccount,
        // The API server's address isn't always among its certificate's names.
        tls_config: { ...asServiceAccount.tls_config, insecure_skip_verify: true },
        ...discovery("node", context),
        relabel_configs: nodeRules,
      };
    case "service-endpoints":
      return {
        ...discovery("endpoints", context),
        relabel_configs: [
          keep(annotation("service", "sourcegraph_prometheus_scrape"), "true"),
          ...(job.skipContainers === undefined
            ? []
            : [drop("__meta_kubernetes_pod_container_name", job.skipContainers.join("|"))]),
          scheme("service"),
          path("service"),
          port("service"),
          objectLabels("service"),
          namespace,
          serviceName,
          ...jobAndInstance,
          ...(job.nodename ? [set("nodename", ["__meta_kubernetes_endpoint_node_name"])] : []),
        ],
        ...(job.nodename && { metric_relabel_configs: [withoutNode] }),
      };
    case "federation":
      return {
        honor_labels: true,
        metrics_path: "/federate",
        params: { "match[]": job.match },
        ...discovery("endpoints", context),
        relabel_configs: [
          keep(annotation("service", "sourcegraph_prometheus_federate"), "true"),
          scheme("service"),
          port("service"),
          objectLabels("service"),
          namespace,
          serviceName,
          ...jobAndInstance,
        ],
      };
    case "probes":
      return {
        metrics_path: "/probe",
        params: { module: ["http_2xx"] },
        ...discovery("service", context),
        relabel_configs: probeRules,
      };
    case "pods":
      return {
        ...discovery("pod", context),
        relabel_configs: [
          keep(annotation(job.annotatedOn, "sourcegraph_prometheus_scrape"), "true"),
          path("pod"),
          port("pod"),
          objectLabels("pod"),
          namespace,
          set("kubernetes_pod_name", ["__meta_kubernetes_pod_name"]),
          ...(job.nodename ? [set("nodename", ["__meta_kubernetes_pod_node_name"])] : []),
        ],
        ...((job.containerNames || job.nodename) && {
          metric_relabel_configs: [
            ...(job.containerNames && own !== undefined ? [ofNamespace(own)] : []),
            ...(job.containerNames ? [containerName] : []),
            ...(job.nodename ? [withoutNode] : []),
          ],
        }),
      };
    case "cadvisor-by-name":
      return {
        dns_sd_configs: [{ names: ["cadvisor"], type: "A", port: job.port }],
        metric_relabel_configs: [containersOf(own), containerName],
      };
    case "replicas-by-name": {
      const ports = Object.entries(job.ports).filter(([name]) => name in context.services);
      return {
        dns_sd_configs: [{ names: ports.map(([name]) => name), type: "SRV" }],
        relabel_configs: [...portRules(ports), ...replicaRules],
      };
    }
    case "services-by-name": {
      const named = job.labels["job"] === undefined;
      const targets = job.targets.filter((target) => serviceOf(target) in context.services);
      const host = { regex: "(.+):.+" };
      return {
        static_configs: [{ targets, labels: job.labels }],
        relabel_configs: [
          set("instance", ["__address__"], host),
          ...(named ? [set("job", ["__address__"], host)] : []),
        ],
        metric_relabel_configs: [containersOf(own)],
      };
    }
    case "target-files":
      return { file_sd_configs: [{ files: job.files }] };
    case "prometheus":
      return { static_configs: [local(9092, job.app && "prometheus")] };
    case "alertmanager":
      return {
        metrics_path: "/alertmanager/metrics",
        static_configs: [local(9093, job.app && "alertmanager")],
      };
  }
}

const apiServer: RelabelRule = {
  source_labels: [
    "__meta_kubernetes_namespace",
    "__meta_kubernetes_service_name",
    "__meta_kubernetes_endpoint_port_name",
  ],
  regex: "default;kubernetes;https",
  action: "keep",
};

const nodeRules: readonly RelabelRule[] = [
  objectLabels("node"),
  { target_label: "__address__", replacement: "kubernetes.default.svc:443" },
  set("__metrics_path__", ["__meta_kubernetes_node_name"], {
    regex: "(.+)",
    replacement: "/api/v1/nodes/$1/proxy/metrics",
  }),
];

const probeRules: readonly RelabelRule[] = [
  keep(annotation("service", "prometheus_io_probe"), "true"),
  set("__param_target", ["__address__"]),
  { target_label: "__address__", replacement: "blackbox" },
  set("instance", ["__param_target"]),
  objectLabels("service"),
  namespace,
  serviceName,
];

/** An SRV record's target is the replica's own name, with a dot at its end. */
const replicaRules: readonly RelabelRule[] = [
  set("job", ["__meta_dns_name"]),
  set("instance", ["__meta_dns_srv_record_target"], { regex: String.raw`([^.]+)\..*` }),
];

function portRules(ports: readonly (readonly [string, number])[]): readonly RelabelRule[] {
  const byPort = Map.groupBy(ports, ([, number]) => number);
  return [...byPort].map(([number, services]) => {
    const names = services.map(([name]) => name).join("|");
    return set("__address__", ["__meta_dns_name", "__meta_dns_srv_record_target"], {
      regex: String.raw`(?:${names});(.+)\.`,
      replacement: `$1:${number}`,
    });
  });
}

function containersOf(own: string | undefined): RelabelRule {
  return own === undefined ? notOfSystem : ofNamespace(own);
}

export function serviceOf(target: string): string {
  return target.slice(0, target.lastIndexOf(":"));
}

/** What prom-wrapper runs beside Prometheus, in the same container. */
export function local(number: number, app?: string): object {
  return { targets: [`127.0.0.1:${number}`], ...(app !== undefined && { labels: { app } }) };
}
