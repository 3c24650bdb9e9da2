import type { FrontendOptions } from "../manifests/frontend.ts";
import type { IngressOptions } from "../manifests/ingress.ts";
import { ingressAnnotations } from "../manifests/ingress.ts";
import type { StorageClassOptions } from "../manifests/storage-class.ts";
import type { KubernetesEnvironment } from "../environments/schema.ts";

type Labels = Readonly<Record<string, string>>;

/** The frontend as an environment wants it. */
export function frontendOptions(
  environment: KubernetesEnvironment,
  labels: Labels,
): FrontendOptions {
  const { namespace, registry, security, serviceDefaults } = environment;
  const service = environment.services["sourcegraph-frontend"];
  return {
    namespace,
    images: {
      host: registry.host,
      pathPrefix: registry.pathPrefix,
      keepDigest: registry.keepDigests,
    },
    pullSecret: registry.pullSecret,
    replicas: environment.hibernate ? 0 : service?.replicas,
    resources: service?.resources,
    defaultResources: serviceDefaults.resources,
    env: { ...serviceDefaults.env, ...service?.env },
    image: service?.image,
    restrictedUser: runsAsRoot(environment) ? undefined : sourcegraphUser,
    readOnlyRootFilesystem: security.readOnlyRootFilesystem,
    labels,
  };
}

/** The user of Sourcegraph's images and its group, from upstream's non-root overlays. */
const sourcegraphUser = { user: 100, group: 101 } as const;

function runsAsRoot({ security }: KubernetesEnvironment): boolean {
  return !security.nonRoot && security.podSecurity !== "restricted";
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
export function ingressOptions(
  environment: KubernetesEnvironment,
  labels: Labels,
): IngressOptions | undefined {
  const { ingress, namespace, domain } = environment;
  const { type } = ingress;
  if (type === "none" || type === "node-port") return undefined;
  return {
    namespace,
    className: ingress.className ?? (type === "gce" ? undefined : type),
    domain,
    tlsSecret: tlsSecret(environment),
    annotations: {
      ...ingressAnnotations(type, ingress),
      ...tlsAnnotations(environment),
      ...ingress.annotations,
    },
    labels,
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
