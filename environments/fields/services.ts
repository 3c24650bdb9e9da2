import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import {
  bytes,
  cpus,
  kubernetesLabels,
  kubernetesName,
  line,
  secretSource,
  variableName,
} from "./common.ts";

const amountsSchema = z.strictObject({
  cpu: cpus().optional().describe("CPU cores: 6, 0.5 or 500m."),
  memory: bytes().optional().describe("Memory: 24G, 512Mi."),
  "ephemeral-storage": bytes().optional().describe("Disk of the node for caches: 10Gi."),
});

export const resourcesSchema = z
  .strictObject({
    requests: amountsSchema.optional().describe("What is set aside. Default: the release's."),
    limits: amountsSchema.optional().describe("The most it may use. Default: the release's."),
  })
  .meta({ id: "resources" });
export type Resources = DeepReadonly<z.infer<typeof resourcesSchema>>;

const tolerationSchema = z.strictObject({
  key: line(253).optional().describe("The taint's key. Default: every taint."),
  operator: z.enum(["Equal", "Exists"]).optional().describe("Default: Equal."),
  value: z.string().max(63).optional().describe("The taint's value."),
  effect: z
    .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
    .optional()
    .describe("Default: every effect."),
  tolerationSeconds: z.int().min(0).max(86_400).optional().describe("In seconds; for NoExecute."),
});
export type Toleration = DeepReadonly<z.infer<typeof tolerationSchema>>;

/** `repository:tag@sha256:…` with optional parts. A candidate or a hot fix, for one image. */
const imageReference = () =>
  z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9._:/-]*[a-z0-9])?(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
      { error: "an image such as us.gcr.io/sourcegraph-dev/cadvisor:tag@sha256:…" },
    );

const environmentVariables = () => z.record(variableName(), z.string());
const secretVariables = () => z.record(variableName(), secretSource());

const containerSchema = z.strictObject({
  resources: resourcesSchema.optional().describe("Default: the release's."),
  image: imageReference().optional().describe("Image to run instead of the release's."),
  env: environmentVariables().default({}).describe("More environment variables. Default: none."),
  secretEnv: secretVariables().default({}).describe("The same, secret. Default: none."),
});

const placement = {
  nodePool: kubernetesName()
    .optional()
    .describe("Node pool of `cluster.nodePools` to run on. Default: any."),
  nodeSelector: kubernetesLabels().default({}).describe("Labels a node must have. Default: none."),
  tolerations: z.array(tolerationSchema).default([]).describe("Taints to accept. Default: none."),
  affinity: z
    .partialRecord(z.enum(["nodeAffinity", "podAffinity", "podAntiAffinity"]), z.unknown())
    .optional()
    .describe("Kubernetes affinity, as it stands in a pod. Default: the release's."),
  priorityClassName: kubernetesName().optional().describe("Default: none."),
  podLabels: kubernetesLabels().default({}).describe("More labels on pods. Default: none."),
  podAnnotations: z.record(line(253), z.string()).default({}).describe("Default: none."),
};

export const serviceSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe("false leaves it out; its disk stays. Default: true."),
  replicas: z
    .int()
    .min(0)
    .max(500)
    .optional()
    .describe(
      "Instances; gitserver spreads its repositories anew. Default: by size, else the release's.",
    ),
  resources: resourcesSchema
    .optional()
    .describe("Of its main container. Default: by size, else the release's."),
  storage: bytes()
    .optional()
    .describe(
      "Disk per replica; grows in place, never shrinks. Default: by size, else the release's.",
    ),
  storageClass: line(253).optional().describe("Class of its disks. Default: storageClass.name."),
  existingDisks: z
    .array(line(253))
    .min(1)
    .optional()
    .describe("Disks made before, in order of replicas. Default: new ones."),
  env: environmentVariables()
    .default({})
    .describe(
      "More environment variables of the main container; one of the same name is replaced.",
    ),
  secretEnv: secretVariables()
    .default({})
    .describe("The same, for values that nobody may read. Default: none."),
  image: imageReference()
    .optional()
    .describe("Image of the main container instead of the release's: a candidate, for instance."),
  containers: z
    .record(kubernetesName(), containerSchema)
    .default({})
    .describe("Its other containers, or one of several such as zoekt-webserver. Default: none."),
  ...placement,
});
export type Service = DeepReadonly<z.infer<typeof serviceSchema>>;

export const serviceDefaultsSchema = z.strictObject({
  resources: resourcesSchema
    .optional()
    .describe("For every container that the release or the environment gives no such value."),
  withoutResources: z
    .boolean()
    .default(false)
    .describe("Drops all requests and limits, for a machine too small for them. Default: false."),
  env: environmentVariables().default({}).describe("On every Sourcegraph service. Default: none."),
  imagePullPolicy: z
    .enum(["IfNotPresent", "Always", "Never"])
    .optional()
    .describe("Default: Kubernetes'."),
  ...placement,
});
export type ServiceDefaults = DeepReadonly<z.infer<typeof serviceDefaultsSchema>>;

export const serviceFields = {
  services: z
    .record(line(63), serviceSchema)
    .default({})
    .describe("What differs from the release, by upstream's service names. Default: nothing."),
  serviceDefaults: serviceDefaultsSchema
    .prefault({})
    .describe("What holds for every service unless `services` says otherwise."),
  build: z
    .string()
    .regex(/^\d+_\d{4}-\d{2}-\d{2}_[0-9a-f]{7,40}(_candidate)?$/, {
      error: "a build of main such as 91042_2021-04-29_1f2e3d4",
    })
    .optional()
    .describe(
      "Build of main whose images run with the release's manifests. Default: the release's images.",
    ),
};
