import type {
  ContainerFacts,
  KubernetesServiceFacts,
  WorkloadFacts,
} from "../../schema/kubernetes.ts";
import type { ConfigurationFacts } from "../../schema/configuration.ts";
import { sorted } from "../sorting.ts";
import type { UpstreamOf, UpstreamWorkload } from "./upstream-objects.ts";

// From upstream's objects to the catalog's facts, kind by kind: `manifests/kubernetes/` goes the
// other way. What a rule can say is left out: see the defaults in `schema/kubernetes.ts`.

type Facts = KubernetesServiceFacts;
type Of<Key extends keyof Facts> =
  NonNullable<Facts[Key]> extends Readonly<Record<string, infer Own>> ? Own : never;
type StringMap = Readonly<Record<string, string>>;
/** The key of an image among the deployment's. */
export type ImageKey = (reference: string) => string;

interface Metadata {
  readonly name: string;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
}

/** Labels and annotations in alphabetical order; descriptions are prose. */
function metadataFacts({ labels, annotations }: Metadata) {
  const told = Object.entries(annotations ?? {}).filter(([key]) => key !== "description");
  return {
    ...(labels !== undefined && { labels: sorted(labels) }),
    ...(told.length > 0 && { annotations: sorted(Object.fromEntries(told)) }),
  };
}

/** @param service the name of the service that the workload makes. */
export function workloadFacts(
  object: UpstreamWorkload,
  service: string,
  imageKey: ImageKey,
): WorkloadFacts {
  const { kind, metadata, spec } = object;
  const { selector, template, volumeClaimTemplates, ...fields } = spec;
  const { matchLabels } = selector;
  const isUsual = Object.keys(matchLabels).length === 1 && matchLabels["app"] === metadata.name;
  const podLabels = Object.entries(template.metadata.labels).filter(
    ([label, value]) => matchLabels[label] !== value,
  );
  return {
    kind,
    ...(metadata.name !== service && { name: metadata.name }),
    ...metadataFacts(metadata),
    ...fields,
    ...(!isUsual && { selector: sorted(matchLabels) }),
    pod: {
      ...metadataFacts({
        name: metadata.name,
        ...(podLabels.length > 0 && { labels: Object.fromEntries(podLabels) }),
        ...(template.metadata.annotations !== undefined && {
          annotations: template.metadata.annotations,
        }),
      }),
      ...podFacts(template.spec, imageKey),
    },
    ...(volumeClaimTemplates !== undefined && {
      claimTemplates: Object.fromEntries(
        volumeClaimTemplates.map((claim) => [
          claim.metadata.name,
          {
            ...claimFacts(claim.spec),
            ...(claim.metadata.labels !== undefined && { labels: sorted(claim.metadata.labels) }),
          },
        ]),
      ),
    }),
  };
}

function podFacts(spec: UpstreamWorkload["spec"]["template"]["spec"], imageKey: ImageKey) {
  const { initContainers, containers, volumes, ...fields } = spec;
  return {
    ...fields,
    ...(initContainers !== undefined && {
      initContainers: initContainers.map((own) => containerFacts(own, imageKey)),
    }),
    containers: containers.map((own) => containerFacts(own, imageKey)),
    ...(volumes !== undefined && {
      volumes: Object.fromEntries(volumes.map(({ name, ...source }) => [name, source])),
    }),
  };
}

type UpstreamContainer = UpstreamWorkload["spec"]["template"]["spec"]["containers"][number];

function containerFacts(container: UpstreamContainer, imageKey: ImageKey): ContainerFacts {
  const { name, image, env, resources, ...fields } = container;
  return {
    name,
    image: imageKey(image),
    ...(env !== undefined && {
      env: Object.fromEntries(
        env.map((variable) => [variable.name, variable.valueFrom ?? variable.value ?? ""]),
      ),
    }),
    ...fields,
    ...(resources !== undefined && {
      resources: {
        ...(resources.requests !== undefined && { requests: sorted(resources.requests) }),
        ...(resources.limits !== undefined && { limits: sorted(resources.limits) }),
      },
    }),
  };
}

function claimFacts(spec: UpstreamOf<"PersistentVolumeClaim">["spec"]) {
  const { accessModes, storageClassName, resources } = spec;
  const isUsual = accessModes.length === 1 && accessModes[0] === "ReadWriteOnce";
  return {
    storage: resources.requests.storage,
    ...(!isUsual && { accessModes }),
    ...(storageClassName !== undefined && { storageClassName }),
  };
}

export function persistentClaimFacts(object: UpstreamOf<"PersistentVolumeClaim">): Of<"claims"> {
  return { ...metadataFacts(object.metadata), ...claimFacts(object.spec) };
}

/** @param usual labels by which the workload behind it knows its pods. */
export function serviceFacts(object: UpstreamOf<"Service">, usual: StringMap): Of<"services"> {
  const { type, clusterIP, selector, ports } = object.spec;
  return {
    ...metadataFacts(object.metadata),
    ...(type !== undefined && type !== "ClusterIP" && { type }),
    ...(clusterIP !== undefined && { clusterIP }),
    ...(!sameMap(selector, usual) && { selector: sorted(selector) }),
    ports,
  };
}

export function sameMap(left: StringMap, right: StringMap): boolean {
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key]);
}

export function serviceAccountFacts(object: UpstreamOf<"ServiceAccount">): Of<"serviceAccounts"> {
  const { metadata, imagePullSecrets, automountServiceAccountToken } = object;
  return {
    ...metadataFacts(metadata),
    ...(imagePullSecrets !== undefined && {
      imagePullSecrets: imagePullSecrets.map(({ name }) => name),
    }),
    ...(automountServiceAccountToken !== undefined && { automountServiceAccountToken }),
  };
}

export function roleFacts(object: UpstreamOf<"Role" | "ClusterRole">): Of<"roles"> {
  return { ...metadataFacts(object.metadata), rules: object.rules };
}

export function bindingFacts(
  object: UpstreamOf<"RoleBinding" | "ClusterRoleBinding">,
): Of<"roleBindings"> {
  const { metadata, roleRef, subjects } = object;
  return {
    ...metadataFacts(metadata),
    ...(roleRef.name !== metadata.name && { role: roleRef.name }),
    ...(roleRef.apiGroup === "" && { apiGroup: "" }),
    serviceAccounts: subjects.map(({ name }) => name),
  };
}

export function policyFacts(object: UpstreamOf<"PodSecurityPolicy">): Of<"podSecurityPolicies"> {
  return { ...metadataFacts(object.metadata), spec: object.spec };
}

export function ingressFacts(object: UpstreamOf<"Ingress">): Of<"ingresses"> {
  const { ingressClassName, rules } = object.spec;
  return {
    ...metadataFacts(object.metadata),
    ...(ingressClassName !== undefined && { className: ingressClassName }),
    rules: rules.flatMap(({ host, http }) =>
      http.paths.map(({ path, pathType, backend }) => ({
        ...(host !== undefined && { host }),
        path,
        ...(pathType !== undefined && pathType !== "Prefix" && { pathType }),
        ...("service" in backend
          ? {
              service: backend.service.name,
              port:
                "number" in backend.service.port
                  ? backend.service.port.number
                  : backend.service.port.name,
            }
          : { service: backend.serviceName, port: backend.servicePort }),
      })),
    ),
  };
}

/** A file has an extension; a variable is in capitals. */
export function configMapFacts(
  object: UpstreamOf<"ConfigMap">,
  readFile: (name: string, body: string) => ConfigurationFacts,
): Of<"configMaps"> {
  const entries = Object.entries(object.data);
  const variables = entries.filter(([key]) => isVariable(key));
  const files = entries.filter(([key]) => !isVariable(key));
  return {
    ...metadataFacts(object.metadata),
    ...(variables.length > 0 && { variables: Object.fromEntries(variables) }),
    ...(files.length > 0 && {
      files: sorted(Object.fromEntries(files.map(([file, body]) => [file, readFile(file, body)]))),
    }),
  };
}

function isVariable(key: string): boolean {
  return /^[A-Z_][A-Z0-9_]*$/.test(key);
}
