import { z } from "zod";
import { configurationSchema } from "./configuration.ts";
import type { DeepReadonly } from "./deep-readonly.ts";
import {
  containerFields,
  podFields,
  stringMap,
  variableSourceSchema,
  volumeSourceSchema,
  workloadFields,
} from "./pod.ts";

const text = z.string();
const names = z.array(text);

/** What a named object says of itself: only what its service's objects don't all say. */
const metadata = { labels: stringMap.exactOptional(), annotations: stringMap.exactOptional() };

const containerSchema = z.strictObject({
  name: text,
  /** Key among the deployment's images: releases that differ in images alone share a shape. */
  image: text,
  /** In upstream's order: `$(NAME)` sees earlier names only. */
  env: z.record(text, z.union([text, variableSourceSchema])).exactOptional(),
  ...containerFields,
});

/** What a claim asks for; ReadWriteOnce unless it says otherwise. */
const claimFields = {
  storage: text,
  accessModes: names.exactOptional(),
  storageClassName: text.exactOptional(),
};

const workloadSchema = z.strictObject({
  kind: z.enum(["Deployment", "StatefulSet", "DaemonSet"]),
  /** @default - the service's name */
  name: text.exactOptional(),
  ...metadata,
  ...workloadFields,
  /** Labels by which it knows its pods. @default - `app` with the workload's name */
  selector: stringMap.exactOptional(),
  pod: z.strictObject({
    /** More than the selector's. */
    labels: stringMap.exactOptional(),
    annotations: stringMap.exactOptional(),
    ...podFields,
    initContainers: z.array(containerSchema).exactOptional(),
    containers: z.array(containerSchema).min(1),
    /** By name. One without a source is a claim template's. */
    volumes: z.record(text, volumeSourceSchema).exactOptional(),
  }),
  /** Claims of each replica, by name. */
  claimTemplates: z
    .record(text, z.strictObject({ ...claimFields, labels: stringMap.exactOptional() }))
    .exactOptional(),
});

const rule = z.strictObject({
  apiGroups: names.exactOptional(),
  resources: names.exactOptional(),
  resourceNames: names.exactOptional(),
  nonResourceURLs: names.exactOptional(),
  verbs: names,
});
const roleSchema = z.strictObject({ ...metadata, rules: z.array(rule) });
/** Gives a ServiceAccount the role of the same name, unless it says otherwise. */
const bindingSchema = z.strictObject({
  ...metadata,
  role: text.exactOptional(),
  /** `""`, as some releases have it, means the same. @default rbac.authorization.k8s.io */
  apiGroup: text.exactOptional(),
  serviceAccounts: names,
});

/** Content of a ConfigMap: variables as they are, files by what a generator of ours needs to know. */
const configMapSchema = z.strictObject({
  ...metadata,
  variables: stringMap.exactOptional(),
  files: z.record(text, configurationSchema).exactOptional(),
});

export const kubernetesServiceSchema = z.strictObject({
  /** On every object of the service. */
  labels: stringMap.exactOptional(),
  workloads: z.array(workloadSchema).exactOptional(),
  /** Kubernetes Services, by name. */
  services: z
    .record(
      text,
      z.strictObject({
        ...metadata,
        /** @default ClusterIP */
        type: text.exactOptional(),
        clusterIP: text.exactOptional(),
        /** @default - the service's workload's */
        selector: stringMap.exactOptional(),
        ports: z.array(
          z.strictObject({
            name: text.exactOptional(),
            port: z.int(),
            targetPort: z.union([text, z.int()]).exactOptional(),
            nodePort: z.int().exactOptional(),
            protocol: text.exactOptional(),
          }),
        ),
      }),
    )
    .exactOptional(),
  configMaps: z.record(text, configMapSchema).exactOptional(),
  /** PersistentVolumeClaims, by name. */
  claims: z.record(text, z.strictObject({ ...metadata, ...claimFields })).exactOptional(),
  serviceAccounts: z
    .record(
      text,
      z.strictObject({
        ...metadata,
        imagePullSecrets: names.exactOptional(),
        automountServiceAccountToken: z.boolean().exactOptional(),
      }),
    )
    .exactOptional(),
  roles: z.record(text, roleSchema).exactOptional(),
  roleBindings: z.record(text, bindingSchema).exactOptional(),
  clusterRoles: z.record(text, roleSchema).exactOptional(),
  clusterRoleBindings: z.record(text, bindingSchema).exactOptional(),
  /** Kubernetes served them until 1.24. */
  podSecurityPolicies: z
    .record(text, z.strictObject({ ...metadata, spec: z.record(text, z.unknown()) }))
    .exactOptional(),
  ingresses: z
    .record(
      text,
      z.strictObject({
        ...metadata,
        className: text.exactOptional(),
        rules: z.array(
          z.strictObject({
            host: text.exactOptional(),
            path: text,
            /** @default Prefix */
            pathType: text.exactOptional(),
            service: text,
            port: z.union([text, z.int()]),
          }),
        ),
      }),
    )
    .exactOptional(),
});

/** One service of a release on Kubernetes: its workload and all that belongs to it. */
export type KubernetesServiceFacts = DeepReadonly<z.infer<typeof kubernetesServiceSchema>>;
export type WorkloadFacts = DeepReadonly<z.infer<typeof workloadSchema>>;
export type ContainerFacts = DeepReadonly<z.infer<typeof containerSchema>>;
export type VariableSource = DeepReadonly<z.infer<typeof variableSourceSchema>>;
