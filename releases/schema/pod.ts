import { z } from "zod";

// What a pod consists of, in Kubernetes' own terms (Kubernetes API reference, v1 PodSpec): the part
// that upstream's files and the catalog have in common. Fields that no release has ever used, and
// none is likely to, are left out: the importer stops at them.

const text = z.string();
/** `1` and `"1"` are the same amount; the catalog has text. */
const amount = z.union([text, z.number()]).transform(String);
const mode = z.int().min(0).max(0o777);
const portReference = z.union([text, z.int()]);

export const stringMap = z.record(text, text);

const keyToPath = z.strictObject({ key: text, path: text, mode: mode.exactOptional() });
const execAction = z.strictObject({ command: z.array(text) });
const httpGetAction = z.strictObject({
  path: text.exactOptional(),
  port: portReference,
  host: text.exactOptional(),
  scheme: text.exactOptional(),
  httpHeaders: z.array(z.strictObject({ name: text, value: text })).exactOptional(),
});
const tcpSocketAction = z.strictObject({ port: portReference, host: text.exactOptional() });
const handlers = {
  exec: execAction.exactOptional(),
  httpGet: httpGetAction.exactOptional(),
  tcpSocket: tcpSocketAction.exactOptional(),
};

export const probeSchema = z.strictObject({
  ...handlers,
  grpc: z.strictObject({ port: z.int(), service: text.exactOptional() }).exactOptional(),
  initialDelaySeconds: z.int().exactOptional(),
  periodSeconds: z.int().exactOptional(),
  timeoutSeconds: z.int().exactOptional(),
  successThreshold: z.int().exactOptional(),
  failureThreshold: z.int().exactOptional(),
  terminationGracePeriodSeconds: z.int().exactOptional(),
});

const keySelector = z.strictObject({
  name: text,
  key: text,
  optional: z.boolean().exactOptional(),
});
/** Where a variable's value comes from, when it isn't text. */
export const variableSourceSchema = z.strictObject({
  fieldRef: z.strictObject({ apiVersion: text.exactOptional(), fieldPath: text }).exactOptional(),
  resourceFieldRef: z
    .strictObject({
      containerName: text.exactOptional(),
      resource: text,
      divisor: amount.exactOptional(),
    })
    .exactOptional(),
  configMapKeyRef: keySelector.exactOptional(),
  secretKeyRef: keySelector.exactOptional(),
});

const sourceOfVariables = z.strictObject({ name: text, optional: z.boolean().exactOptional() });

export const resourcesSchema = z.strictObject({
  requests: z.record(text, amount).exactOptional(),
  limits: z.record(text, amount).exactOptional(),
});

const capabilities = z.strictObject({
  add: z.array(text).exactOptional(),
  drop: z.array(text).exactOptional(),
});
const seccompProfile = z.strictObject({ type: text, localhostProfile: text.exactOptional() });

/** Fields of a container that stand in the catalog as they stand upstream. */
export const containerFields = {
  imagePullPolicy: text.exactOptional(),
  command: z.array(text).exactOptional(),
  args: z.array(text).exactOptional(),
  workingDir: text.exactOptional(),
  envFrom: z
    .array(
      z.strictObject({
        prefix: text.exactOptional(),
        configMapRef: sourceOfVariables.exactOptional(),
        secretRef: sourceOfVariables.exactOptional(),
      }),
    )
    .exactOptional(),
  ports: z
    .array(
      z.strictObject({
        name: text.exactOptional(),
        containerPort: z.int(),
        hostPort: z.int().exactOptional(),
        protocol: text.exactOptional(),
      }),
    )
    .exactOptional(),
  resources: resourcesSchema.exactOptional(),
  startupProbe: probeSchema.exactOptional(),
  livenessProbe: probeSchema.exactOptional(),
  readinessProbe: probeSchema.exactOptional(),
  lifecycle: z
    .strictObject({
      postStart: z.strictObject(handlers).exactOptional(),
      preStop: z.strictObject(handlers).exactOptional(),
    })
    .exactOptional(),
  volumeMounts: z
    .array(
      z.strictObject({
        name: text,
        mountPath: text,
        subPath: text.exactOptional(),
        readOnly: z.boolean().exactOptional(),
        mountPropagation: text.exactOptional(),
      }),
    )
    .exactOptional(),
  terminationMessagePath: text.exactOptional(),
  terminationMessagePolicy: text.exactOptional(),
  securityContext: z
    .strictObject({
      privileged: z.boolean().exactOptional(),
      allowPrivilegeEscalation: z.boolean().exactOptional(),
      readOnlyRootFilesystem: z.boolean().exactOptional(),
      runAsNonRoot: z.boolean().exactOptional(),
      runAsUser: z.int().exactOptional(),
      runAsGroup: z.int().exactOptional(),
      capabilities: capabilities.exactOptional(),
      seccompProfile: seccompProfile.exactOptional(),
    })
    .exactOptional(),
};

export const volumeSourceSchema = z.strictObject({
  emptyDir: z
    .strictObject({ medium: text.exactOptional(), sizeLimit: amount.exactOptional() })
    .exactOptional(),
  hostPath: z.strictObject({ path: text, type: text.exactOptional() }).exactOptional(),
  persistentVolumeClaim: z
    .strictObject({ claimName: text, readOnly: z.boolean().exactOptional() })
    .exactOptional(),
  configMap: z
    .strictObject({
      name: text,
      defaultMode: mode.exactOptional(),
      optional: z.boolean().exactOptional(),
      items: z.array(keyToPath).exactOptional(),
    })
    .exactOptional(),
  secret: z
    .strictObject({
      secretName: text,
      defaultMode: mode.exactOptional(),
      optional: z.boolean().exactOptional(),
      items: z.array(keyToPath).exactOptional(),
    })
    .exactOptional(),
});

/** Fields of a pod, apart from its containers and volumes. */
export const podFields = {
  serviceAccountName: text.exactOptional(),
  automountServiceAccountToken: z.boolean().exactOptional(),
  imagePullSecrets: z.array(z.strictObject({ name: text })).exactOptional(),
  hostNetwork: z.boolean().exactOptional(),
  hostPID: z.boolean().exactOptional(),
  dnsPolicy: text.exactOptional(),
  priorityClassName: text.exactOptional(),
  restartPolicy: text.exactOptional(),
  terminationGracePeriodSeconds: z.int().exactOptional(),
  securityContext: z
    .strictObject({
      runAsNonRoot: z.boolean().exactOptional(),
      runAsUser: z.int().exactOptional(),
      runAsGroup: z.int().exactOptional(),
      fsGroup: z.int().exactOptional(),
      fsGroupChangePolicy: text.exactOptional(),
      supplementalGroups: z.array(z.int()).exactOptional(),
      seccompProfile: seccompProfile.exactOptional(),
    })
    .exactOptional(),
  nodeSelector: stringMap.exactOptional(),
  tolerations: z
    .array(
      z.strictObject({
        key: text.exactOptional(),
        operator: text.exactOptional(),
        value: text.exactOptional(),
        effect: text.exactOptional(),
        tolerationSeconds: z.int().exactOptional(),
      }),
    )
    .exactOptional(),
  affinity: z.record(text, z.unknown()).exactOptional(),
};

/** Fields of Deployments, StatefulSets and DaemonSets, apart from their selector, pods and claims. */
export const workloadFields = {
  replicas: z.int().min(0).exactOptional(),
  minReadySeconds: z.int().exactOptional(),
  revisionHistoryLimit: z.int().exactOptional(),
  progressDeadlineSeconds: z.int().exactOptional(),
  serviceName: text.exactOptional(),
  podManagementPolicy: text.exactOptional(),
  strategy: z
    .strictObject({
      type: text.exactOptional(),
      rollingUpdate: z
        .strictObject({
          maxSurge: portReference.exactOptional(),
          maxUnavailable: portReference.exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
  updateStrategy: z
    .strictObject({
      type: text.exactOptional(),
      rollingUpdate: z
        .strictObject({
          partition: z.int().exactOptional(),
          maxUnavailable: portReference.exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
};
