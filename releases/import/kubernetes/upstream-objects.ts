import { z } from "zod";
import { imageReference } from "../image-reference.ts";
import {
  containerFields,
  podFields,
  stringMap,
  variableSourceSchema,
  volumeSourceSchema,
  workloadFields,
} from "../../schema/pod.ts";

// The kinds of objects that upstream's manifests consist of, each with the fields and the API
// versions that the importer understands. Whatever else stands there stops it.

const text = z.string();
const names = z.array(text);

/** Names of objects become names of files (Kubernetes, "Object Names and IDs"). */
const objectName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/, { error: "no name for an object" });

const metadata = z.strictObject({
  name: objectName,
  // Where objects go is for whoever applies them to say.
  namespace: z.literal("default").exactOptional(),
  labels: stringMap.exactOptional(),
  annotations: stringMap.exactOptional(),
});

const container = z.strictObject({
  ...containerFields,
  name: text,
  image: imageReference,
  env: z
    .array(
      z.strictObject({
        name: text,
        value: text.exactOptional(),
        valueFrom: variableSourceSchema.exactOptional(),
      }),
    )
    .exactOptional(),
});

const claimSpec = z.strictObject({
  accessModes: names,
  storageClassName: text.exactOptional(),
  resources: z.strictObject({ requests: z.strictObject({ storage: text }) }),
});

const workload = <Kind extends "Deployment" | "StatefulSet" | "DaemonSet">(kind: Kind) =>
  z.strictObject({
    apiVersion: z.literal("apps/v1"),
    kind: z.literal(kind),
    metadata,
    spec: z.strictObject({
      ...workloadFields,
      selector: z.strictObject({ matchLabels: stringMap }),
      template: z.strictObject({
        metadata: z.strictObject({
          name: text.exactOptional(),
          labels: stringMap,
          annotations: stringMap.exactOptional(),
        }),
        spec: z.strictObject({
          ...podFields,
          initContainers: z.array(container).exactOptional(),
          containers: z.array(container).min(1),
          volumes: z.array(volumeSourceSchema.extend({ name: text })).exactOptional(),
        }),
      }),
      volumeClaimTemplates: z
        .array(
          z.strictObject({
            apiVersion: z.literal("v1").exactOptional(),
            kind: z.literal("PersistentVolumeClaim").exactOptional(),
            metadata: z.strictObject({ name: text, labels: stringMap.exactOptional() }),
            spec: claimSpec,
          }),
        )
        .exactOptional(),
    }),
  });

const rule = z.strictObject({
  apiGroups: names.exactOptional(),
  resources: names.exactOptional(),
  resourceNames: names.exactOptional(),
  nonResourceURLs: names.exactOptional(),
  verbs: names,
});
const rbacVersion = z.enum(["rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1beta1"]);

const role = <Kind extends "Role" | "ClusterRole">(kind: Kind) =>
  z.strictObject({
    apiVersion: rbacVersion,
    kind: z.literal(kind),
    metadata,
    rules: z.array(rule),
  });

const binding = <Kind extends "RoleBinding" | "ClusterRoleBinding">(kind: Kind) =>
  z.strictObject({
    apiVersion: rbacVersion,
    kind: z.literal(kind),
    metadata,
    roleRef: z.strictObject({
      apiGroup: z.enum(["", "rbac.authorization.k8s.io"]).exactOptional(),
      kind: z.literal(kind === "RoleBinding" ? "Role" : "ClusterRole"),
      name: text,
    }),
    subjects: z.array(
      z.strictObject({
        kind: z.literal("ServiceAccount"),
        name: text,
        namespace: text.exactOptional(),
      }),
    ),
  });

const port = z.union([text, z.int()]);
/** `service` since networking.k8s.io/v1, `serviceName` and `servicePort` before. */
const backend = z.union([
  z.strictObject({
    service: z.strictObject({
      name: text,
      port: z.union([z.strictObject({ number: z.int() }), z.strictObject({ name: text })]),
    }),
  }),
  z.strictObject({ serviceName: text, servicePort: port }),
]);

export const upstreamObjectSchema = z.discriminatedUnion("kind", [
  workload("Deployment"),
  workload("StatefulSet"),
  workload("DaemonSet"),
  z.strictObject({
    apiVersion: z.literal("v1"),
    kind: z.literal("Service"),
    metadata,
    spec: z.strictObject({
      type: text.exactOptional(),
      clusterIP: text.exactOptional(),
      selector: stringMap,
      ports: z.array(
        z.strictObject({
          name: text.exactOptional(),
          port: z.int(),
          targetPort: port.exactOptional(),
          nodePort: z.int().exactOptional(),
          protocol: text.exactOptional(),
        }),
      ),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal("v1"),
    kind: z.literal("ConfigMap"),
    metadata,
    data: stringMap,
  }),
  z.strictObject({
    apiVersion: z.literal("v1"),
    kind: z.literal("PersistentVolumeClaim"),
    metadata,
    spec: claimSpec,
  }),
  z.strictObject({
    apiVersion: z.literal("v1"),
    kind: z.literal("ServiceAccount"),
    metadata,
    imagePullSecrets: z.array(z.strictObject({ name: text })).exactOptional(),
    automountServiceAccountToken: z.boolean().exactOptional(),
  }),
  role("Role"),
  role("ClusterRole"),
  binding("RoleBinding"),
  binding("ClusterRoleBinding"),
  z.strictObject({
    apiVersion: z.enum(["policy/v1beta1", "extensions/v1beta1"]),
    kind: z.literal("PodSecurityPolicy"),
    metadata,
    spec: z.record(text, z.unknown()),
  }),
  z.strictObject({
    apiVersion: z.enum(["networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"]),
    kind: z.literal("Ingress"),
    metadata,
    spec: z.strictObject({
      ingressClassName: text.exactOptional(),
      rules: z.array(
        z.strictObject({
          host: text.exactOptional(),
          http: z.strictObject({
            paths: z.array(z.strictObject({ path: text, pathType: text.exactOptional(), backend })),
          }),
        }),
      ),
    }),
  }),
]);

export type UpstreamObject = z.infer<typeof upstreamObjectSchema>;
export type UpstreamWorkload = Extract<
  UpstreamObject,
  { kind: "Deployment" | "StatefulSet" | "DaemonSet" }
>;
export type UpstreamOf<Kind extends UpstreamObject["kind"]> = Extract<
  UpstreamObject,
  { kind: Kind }
>;
