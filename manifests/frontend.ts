import type { ContainerFacts, FrontendFacts } from "../releases/catalog.ts";
import type { ImageSource } from "./image-reference.ts";
import { imageFrom } from "./image-reference.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

export interface FrontendOptions {
  readonly namespace: string;
  readonly images: ImageSource;
  /** Secret with the registry's login. @default - anonymous */
  readonly pullSecret?: string | undefined;
  /** @default - the release's */
  readonly replicas?: number | undefined;
  /** Of the frontend's own container. @default - the release's */
  readonly resources?: ResourceOptions | undefined;
  /** Of every container, where neither release nor environment gives a value. @default - none */
  readonly defaultResources?: ResourceOptions | undefined;
  /** Variables of the frontend's own container; one of the same name is replaced. */
  readonly env: Readonly<Record<string, string>>;
  /** Image of the frontend's own container, instead of the release's. */
  readonly image?: string | undefined;
  /** Pods as Pod Security `restricted` takes them, run by this user. @default - as the release has it */
  readonly restrictedUser?: { readonly user: number; readonly group: number } | undefined;
  readonly readOnlyRootFilesystem: boolean;
  /** Labels for every object. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface ResourceOptions {
  readonly requests?: Amounts | undefined;
  readonly limits?: Amounts | undefined;
}
type Amounts = Readonly<Record<string, string | undefined>>;

const name = "sourcegraph-frontend";
const selector = { app: name };

/** The frontend: who it is, what it may see, its pods, and the Services that lead to them. */
export function frontendObjects(
  facts: FrontendFacts,
  options: FrontendOptions,
): readonly KubernetesObject[] {
  return [...access(facts, options), deployment(facts, options), ...services(facts, options)];
}

/** It finds the other services' replicas by the API, within its own namespace. */
function access(facts: FrontendFacts, options: FrontendOptions): readonly KubernetesObject[] {
  const metadata = metadataOf(options, { category: "rbac" });
  return [
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata,
      ...(options.pullSecret !== undefined && { imagePullSecrets: [{ name: options.pullSecret }] }),
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: facts.roleRules,
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      subjects: [{ kind: "ServiceAccount", name, namespace: options.namespace }],
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    },
  ];
}

function deployment(facts: FrontendFacts, options: FrontendOptions): KubernetesObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadataOf(options),
    spec: {
      replicas: options.replicas ?? facts.replicas,
      minReadySeconds: facts.minReadySeconds,
      revisionHistoryLimit: 10,
      selector: { matchLabels: selector },
      strategy: { type: "RollingUpdate", rollingUpdate: facts.strategy },
      template: {
        // Without the environment's labels: a change of one must not restart every pod.
        metadata: { labels: { ...selector, deploy: "sourcegraph" } },
        spec: {
          serviceAccountName: name,
          securityContext: podSecurityContext(facts, options),
          ...(facts.initContainers.length > 0 && {
            initContainers: facts.initContainers.map((own) => container(facts, own, options)),
          }),
          containers: facts.containers.map((own) => container(facts, own, options)),
          volumes: facts.emptyDirs.map((volume) => ({ name: volume, emptyDir: {} })),
        },
      },
    },
  };
}

function services(facts: FrontendFacts, options: FrontendOptions): readonly KubernetesObject[] {
  return facts.services.map((service) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      ...metadataOf(options),
      name: service.name,
      annotations: service.annotations,
    },
    spec: { type: "ClusterIP", selector, ports: service.ports },
  }));
}

function container(facts: FrontendFacts, own: ContainerFacts, options: FrontendOptions) {
  const main = own.name === "frontend";
  return {
    name: own.name,
    image: (main ? options.image : undefined) ?? imageFrom(imageOf(facts, own), options.images),
    ...(own.args !== undefined && { args: own.args }),
    env: environmentOf(own, main ? options.env : {}),
    ports: own.ports,
    ...(own.livenessProbe !== undefined && { livenessProbe: probe(own.livenessProbe) }),
    ...(own.readinessProbe !== undefined && { readinessProbe: probe(own.readinessProbe) }),
    resources: resourcesOf(options.defaultResources, own, main ? options.resources : undefined),
    volumeMounts: own.volumeMounts,
    ...(own.terminationMessagePolicy !== undefined && {
      terminationMessagePolicy: own.terminationMessagePolicy,
    }),
    securityContext: {
      ...(options.restrictedUser === undefined ? own.securityContext : restrictedContainer),
      ...(options.readOnlyRootFilesystem && { readOnlyRootFilesystem: true }),
    },
  };
}

function imageOf(facts: FrontendFacts, { name: containerName }: ContainerFacts): string {
  const image = facts.images[containerName];
  if (image === undefined)
    throw new Error(`the catalog has no image for container ${containerName}`);
  return image;
}

/** Upstream's order is kept, since `$(NAME)` sees only what stands before it. */
function environmentOf(own: ContainerFacts, more: Readonly<Record<string, string>>) {
  const known = own.env.map((variable) => {
    const given = more[variable.name];
    if (given !== undefined) return { name: variable.name, value: given };
    return "fieldPath" in variable
      ? { name: variable.name, valueFrom: { fieldRef: { fieldPath: variable.fieldPath } } }
      : { name: variable.name, value: variable.value };
  });
  const names = new Set(known.map((variable) => variable.name));
  const added = Object.entries(more).filter(([variable]) => !names.has(variable));
  return [...known, ...added.map(([variable, value]) => ({ name: variable, value }))];
}

function probe(facts: NonNullable<ContainerFacts["livenessProbe"]>) {
  const { path, port, scheme, ...timing } = facts;
  return { httpGet: { path, port, ...(scheme !== undefined && { scheme }) }, ...timing };
}

/** What is said later wins. */
function resourcesOf(
  fallback: ResourceOptions | undefined,
  { resources }: ContainerFacts,
  given: ResourceOptions | undefined,
) {
  return {
    requests: {
      ...defined(fallback?.requests),
      ...resources?.requests,
      ...defined(given?.requests),
    },
    limits: { ...defined(fallback?.limits), ...resources?.limits, ...defined(given?.limits) },
  };
}

function defined(amounts: Amounts | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts ?? {}).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}

/** What Pod Security `restricted` asks of a pod and of a container (kubernetes.io/docs/concepts/security/pod-security-standards). */
function podSecurityContext(facts: FrontendFacts, { restrictedUser }: FrontendOptions) {
  if (restrictedUser === undefined) return facts.securityContext ?? {};
  return {
    runAsNonRoot: true,
    runAsUser: restrictedUser.user,
    runAsGroup: restrictedUser.group,
    seccompProfile: { type: "RuntimeDefault" },
  };
}

const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
};

function metadataOf(
  { namespace, labels }: FrontendOptions,
  more: Readonly<Record<string, string>> = {},
) {
  return {
    name,
    namespace,
    labels: {
      ...labels,
      ...more,
      deploy: "sourcegraph",
      "app.kubernetes.io/component": "frontend",
    },
  };
}
