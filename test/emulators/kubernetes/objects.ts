import type { Properties } from "../../../emulators/core/values.ts";

/** Small valid objects, and type tokens, for the tests of the emulated Kubernetes. */
export const types = {
  claim: "kubernetes:core/v1:PersistentVolumeClaim",
  configMap: "kubernetes:core/v1:ConfigMap",
  cronJob: "kubernetes:batch/v1:CronJob",
  deployment: "kubernetes:apps/v1:Deployment",
  ingress: "kubernetes:networking.k8s.io/v1:Ingress",
  job: "kubernetes:batch/v1:Job",
  namespace: "kubernetes:core/v1:Namespace",
  pod: "kubernetes:core/v1:Pod",
  roleBinding: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:core/v1:Service",
  statefulSet: "kubernetes:apps/v1:StatefulSet",
  storageClass: "kubernetes:storage.k8s.io/v1:StorageClass",
} as const;

const metadata = { name: "web" };
const labels = { app: "web" };
const selector = { matchLabels: labels };

export const container: Properties = { name: "web", image: "example.com/web:1" };

export function template(container_: Properties = {}, spec: Properties = {}): Properties {
  return {
    metadata: { labels },
    spec: { containers: [{ ...container, ...container_ }], ...spec },
  };
}

export function deployment(spec: Properties = {}): Properties {
  return { metadata, spec: { selector, template: template(), ...spec } };
}

export function claimTemplate(spec: Properties = {}): Properties {
  return { metadata: { name: "data" }, spec: claimSpec(spec) };
}

export function claimSpec(spec: Properties = {}): Properties {
  return { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, ...spec };
}

export function statefulSet(spec: Properties = {}): Properties {
  return {
    metadata,
    spec: {
      selector,
      serviceName: "web",
      template: template({ volumeMounts: [{ name: "data", mountPath: "/data" }] }),
      volumeClaimTemplates: [claimTemplate()],
      ...spec,
    },
  };
}

export function pod(container_: Properties = {}, spec: Properties = {}): Properties {
  return { ...template(container_, spec), metadata: { name: "web", labels } };
}

export function service(spec: Properties = {}): Properties {
  return { metadata, spec: { selector: labels, ports: [{ port: 80 }], ...spec } };
}

export function ingress(path: Properties = {}, spec: Properties = {}): Properties {
  const backend = { service: { name: "web", port: { number: 80 } } };
  const paths = [{ path: "/", pathType: "Prefix", backend, ...path }];
  return { metadata, spec: { rules: [{ host: "example.com", http: { paths } }], ...spec } };
}

export function job(spec: Properties = {}): Properties {
  return { metadata, spec: { template: template({}, { restartPolicy: "Never" }), ...spec } };
}

export function named(rest: Properties): Properties {
  return { metadata, ...rest };
}
