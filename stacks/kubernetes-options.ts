import type { Environment, KubernetesEnvironment, SecretSource } from "../environments/schema.ts";
import type {
  DatabaseName,
  ExternalDatabase,
  ExternalRedis,
  ObjectStorage,
  SecretKey,
  VariableValue,
} from "../manifests/external-services.ts";
import { defined } from "../manifests/defined.ts";
import type { ImageSource } from "../manifests/image-reference.ts";
import { ingressAnnotations } from "../manifests/kubernetes/ingress-annotations.ts";
import type {
  ContainerOptions,
  KubernetesOptions,
  Placement,
  ServiceOptions,
} from "../manifests/kubernetes/options.ts";
import type { IngressOptions } from "../manifests/kubernetes/options/ingress.ts";
import type { StorageClassOptions } from "../manifests/kubernetes/storage-class.ts";

type Labels = Readonly<Record<string, string>>;
type Instance = Exclude<Environment, { kind: "registry-mirror" }>;

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

/** Without a registry of its own, an instance pulls from where upstream's manifests say. */
export function imageSource(registry: Instance["registry"]): ImageSource | undefined {
  const { host, pathPrefix, keepDigests } = registry;
  if (host === "index.docker.io" && pathPrefix === undefined && keepDigests) return undefined;
  return { host, pathPrefix, keepDigest: keepDigests };
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
  const secret = Object.entries(own.secretEnv).map(([name, source]) => [
    name,
    secretKey(`${path}.secretEnv.${name}`, source),
  ]);
  const env: Readonly<Record<string, VariableValue>> = {
    ...Object.fromEntries(secret),
    ...own.env,
  };
  return { resources: own.resources, image: own.image, env };
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

/** The Secret of an instance that holds what its environment gives, by the key in the environment. */
const ownSecret = "sourcegraph-secrets";

/** Where pods read a secret: in the Secret that exists, or in the one that is made of the environment's. */
export function secretKey(path: string, source: SecretSource): SecretKey {
  if (typeof source === "object" && "existingSecret" in source) {
    return { secret: source.existingSecret, key: source.key ?? "password" };
  }
  return { secret: ownSecret, key: path };
}

/** Databases that run elsewhere already; one that is made at the cloud is known once it is there. */
export function externalDatabases({
  databases,
}: Instance): Readonly<Partial<Record<DatabaseName, ExternalDatabase>>> {
  return Object.fromEntries(
    (["main", "codeintel", "codeinsights"] as const).flatMap((name) => {
      const own = databases[name];
      if (own.type !== "external") return [];
      const { host, port, user, database, sslMode, pgBouncer, password } = own;
      return [
        [
          name,
          {
            host,
            port,
            user,
            database,
            sslMode,
            pgBouncer,
            iam: own.iam === "rds",
            ...(password !== undefined && {
              password: secretKey(`databases.${name}.password`, password),
            }),
          },
        ],
      ];
    }),
  );
}

export function externalRedis({ redis }: Instance): {
  readonly cache?: ExternalRedis;
  readonly store?: ExternalRedis;
} {
  return Object.fromEntries(
    (["cache", "store"] as const).flatMap((name) => {
      const own = redis[name];
      if (own.type !== "external") return [];
      const { type: _, password, ...server } = own;
      return [
        [
          name,
          {
            ...server,
            ...(password !== undefined && {
              password: secretKey(`redis.${name}.password`, password),
            }),
          },
        ],
      ];
    }),
  );
}

/** A bucket that exists; one that is made at the cloud is known once it is there. */
export function objectStorage({ objectStorage: own }: Instance): ObjectStorage | undefined {
  switch (own.type) {
    case "built-in":
    case "managed":
      return undefined;
    case "s3": {
      const { secretAccessKey, ...rest } = own;
      return {
        ...rest,
        ...(secretAccessKey !== undefined && {
          secretAccessKey: secretKey("objectStorage.secretAccessKey", secretAccessKey),
        }),
      };
    }
    case "gcs": {
      const { credentials, ...rest } = own;
      return {
        ...rest,
        ...(credentials !== undefined && {
          credentials: secretKey("objectStorage.credentials", credentials),
        }),
      };
    }
  }
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
