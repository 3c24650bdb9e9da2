import type { KubernetesEnvironment } from "../environments/schema.ts";
import { defined } from "../manifests/defined.ts";
import { ingressAnnotations } from "../manifests/kubernetes/ingress-annotations.ts";
import type {
  ContainerOptions,
  KubernetesOptions,
  Placement,
  ServiceOptions,
} from "../manifests/kubernetes/options.ts";
import type { IngressOptions } from "../manifests/kubernetes/options/ingress.ts";
import type { StorageClassOptions } from "../manifests/kubernetes/storage-class.ts";
import {
  externalDatabases,
  externalRedis,
  imageSource,
  objectStorage,
  profile,
  variables,
} from "./instance-options.ts";

type Labels = Readonly<Record<string, string>>;

/**
 * Sourcegraph on Kubernetes as an environment wants it.
 *
 * @param labels for every object.
 */
export function kubernetesOptions(
  environment: KubernetesEnvironment,
  labels: Labels = {},
): KubernetesOptions {
  const { security, serviceDefaults, cluster, registry } = environment;
  const { resources, withoutResources, env, imagePullPolicy } = serviceDefaults;
  return {
    namespace: environment.namespace,
    kubernetesVersion: cluster.kubernetesVersion,
    images: imageSource(registry),
    pullSecret: registry.pullSecret,
    hibernate: environment.hibernate,
    profile: profile(environment),
    labels,
    services: Object.fromEntries(
      Object.entries(environment.services).map(([name, service]) => [
        name,
        serviceOptions(name, service),
      ]),
    ),
    defaults: {
      resources,
      withoutResources,
      env,
      imagePullPolicy,
      ...placement(serviceDefaults),
    },
    storageClassName: environment.storageClass.name,
    databases: externalDatabases(environment),
    redis: externalRedis(environment),
    objectStorage: objectStorage(environment),
    security: {
      nonRoot: security.nonRoot,
      podSecurity: security.podSecurity,
      readOnlyRootFilesystem: security.readOnlyRootFilesystem,
      clusterRoles: security.clusterRoles,
      roles: security.roles,
    },
    ingress: ingressOptions(environment),
  };
}

type Service = KubernetesEnvironment["services"][string];

function serviceOptions(name: string, service: Service): ServiceOptions {
  const { enabled, replicas, storage, storageClass, containers } = service;
  return {
    enabled,
    replicas,
    storage,
    storageClassName: storageClass,
    ...containerOptions(`services.${name}`, service),
    ...placement(service),
    containers: Object.fromEntries(
      Object.entries(containers).map(([container, own]) => [
        container,
        containerOptions(`services.${name}.containers.${container}`, own),
      ]),
    ),
  };
}

function containerOptions(path: string, own: Service["containers"][string]): ContainerOptions {
  return { resources: own.resources, image: own.image, env: variables(path, own) };
}

function placement(own: KubernetesEnvironment["serviceDefaults"] | Service): Placement {
  const { nodeSelector, tolerations, affinity, priorityClassName, podLabels, podAnnotations } = own;
  return {
    nodeSelector,
    tolerations: tolerations.map(defined),
    affinity,
    priorityClassName,
    podLabels,
    podAnnotations,
  };
}

/** Whether the namespace is this stack's own: `default` is always there. */
export function makesNamespace({ namespace, createNamespace }: KubernetesEnvironment): boolean {
  return createNamespace && namespace !== "default";
}

/** The class to make, unless it exists already. */
export function storageClassOptions(
  environment: KubernetesEnvironment,
): StorageClassOptions | undefined {
  const { storageClass, cloud } = environment;
  if (!storageClass.create) return undefined;
  const provisioner = storageClass.provisioner ?? provisioners[cloud.provider];
  if (provisioner === undefined) return undefined;
  return {
    name: storageClass.name,
    provisioner,
    parameters: {
      type: storageClass.type,
      ...(storageClass.replication === "regional" && { "replication-type": "regional-pd" }),
      ...storageClass.parameters,
    },
    reclaimPolicy: storageClass.reclaimPolicy,
  };
}

/** The cloud's own driver; a cluster that someone else made may have any. */
const provisioners: Readonly<Record<string, string | undefined>> = {
  gcp: "pd.csi.storage.gke.io",
  aws: "ebs.csi.aws.com",
};

/** The Ingress, unless requests get in by other ways. */
function ingressOptions(environment: KubernetesEnvironment): IngressOptions | false {
  const { ingress, domain } = environment;
  const { type } = ingress;
  if (type === "none" || type === "node-port") return false;
  return {
    className: ingress.className ?? (type === "gce" ? undefined : type),
    domain,
    tlsSecret: tlsSecret(environment),
    annotations: {
      ...ingressAnnotations(type, ingress),
      ...tlsAnnotations(environment),
      ...ingress.annotations,
    },
  };
}

function tlsSecret({ tls }: KubernetesEnvironment): string | undefined {
  switch (tls.mode) {
    case "cert-manager":
    case "existing-secret":
      return tls.secretName;
    case "none":
    case "managed":
    case "certificate":
    case "letsencrypt":
    case "behind-proxy":
      return undefined;
  }
}

function tlsAnnotations({ tls, ingress }: KubernetesEnvironment): Labels {
  if (tls.mode === "cert-manager") return { "cert-manager.io/cluster-issuer": tls.issuer };
  if (tls.mode === "managed" && ingress.type === "alb" && tls.certificate !== undefined) {
    return {
      "alb.ingress.kubernetes.io/certificate-arn": tls.certificate,
      "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
      "alb.ingress.kubernetes.io/ssl-redirect": "443",
    };
  }
  return {};
}
