import type { Properties, Value } from "../core/values.ts";
import { isList, isObject } from "../core/values.ts";
import { listAt, objectAt, textAt, withValue } from "./read.ts";
import type { Kind } from "./schema.ts";

/**
 * What the API server fills in before it looks at an object, for the kinds that programs make
 * (k8s.io/kubernetes 1.36.3, pkg/apis/<group>/v1/defaults.go). What differs with every call, such
 * as a cluster IP, is not here: previews show these.
 */
export function withDefaults(kind: Kind, object: Properties): Properties {
  const filler = kind.definition === undefined ? undefined : fillers[kind.kind];
  return filler === undefined ? object : filler(object);
}

type Filler = (object: Properties) => Properties;

const fillers: Readonly<Record<string, Filler>> = {
  ClusterRoleBinding: bindingDefaults,
  CronJob: cronJobDefaults,
  DaemonSet: (object) =>
    withTemplate(
      filled(object, {
        spec: {
          revisionHistoryLimit: 10,
          updateStrategy: {
            type: "RollingUpdate",
            ...rolling(object, "updateStrategy", { maxSurge: 0, maxUnavailable: 1 }),
          },
        },
      }),
      ["spec", "template"],
    ),
  Deployment: (object) =>
    withTemplate(
      filled(object, {
        spec: {
          replicas: 1,
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
          strategy: {
            type: "RollingUpdate",
            ...rolling(object, "strategy", { maxSurge: "25%", maxUnavailable: "25%" }),
          },
        },
      }),
      ["spec", "template"],
    ),
  HorizontalPodAutoscaler: (object) => filled(object, { spec: { minReplicas: 1 } }),
  Job: (object) => withTemplate(filled(object, { spec: jobDefaults }), ["spec", "template"]),
  Namespace: (object) =>
    filled(object, {
      metadata: { labels: { "kubernetes.io/metadata.name": textAt(object, "metadata", "name") } },
      spec: { finalizers: ["kubernetes"] },
    }),
  NetworkPolicy: (object) =>
    filled(object, {
      spec: {
        podSelector: {},
        policyTypes: [
          "Ingress",
          ...(listAt(object, "spec", "egress").length > 0 ? ["Egress"] : []),
        ],
      },
    }),
  PersistentVolume: (object) =>
    filled(object, {
      spec: { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" },
    }),
  PersistentVolumeClaim: (object) => filled(object, { spec: { volumeMode: "Filesystem" } }),
  Pod: (object) => {
    const filledPod = withTemplate(object, []);
    return mapped(filledPod, ["spec", "containers"], requestsFromLimits);
  },
  PriorityClass: (object) => filled(object, { preemptionPolicy: "PreemptLowerPriority" }),
  ReplicaSet: (object) =>
    withTemplate(filled(object, { spec: { replicas: 1 } }), ["spec", "template"]),
  RoleBinding: bindingDefaults,
  Secret: (object) => filled(object, { type: "Opaque" }),
  Service: serviceDefaults,
  StatefulSet: statefulSetDefaults,
  StorageClass: (object) =>
    filled(object, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" }),
};

const jobDefaults: Properties = {
  backoffLimit: 6,
  completionMode: "NonIndexed",
  completions: 1,
  parallelism: 1,
  podReplacementPolicy: "TerminatingOrFailed",
  suspend: false,
};

function cronJobDefaults(object: Properties): Properties {
  const defaults = {
    spec: {
      concurrencyPolicy: "Allow",
      failedJobsHistoryLimit: 1,
      successfulJobsHistoryLimit: 3,
      suspend: false,
    },
  };
  return withTemplate(filled(object, defaults), ["spec", "jobTemplate", "spec", "template"]);
}

function statefulSetDefaults(object: Properties): Properties {
  const defaults = {
    spec: {
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      podManagementPolicy: "OrderedReady",
      replicas: 1,
      revisionHistoryLimit: 10,
      updateStrategy: {
        type: "RollingUpdate",
        ...rolling(object, "updateStrategy", { partition: 0 }),
      },
    },
  };
  const set = withTemplate(filled(object, defaults), ["spec", "template"]);
  return mapped(set, ["spec", "volumeClaimTemplates"], (template) =>
    filled(template, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      spec: { volumeMode: "Filesystem" },
      status: { phase: "Pending" },
    }),
  );
}

function serviceDefaults(object: Properties): Properties {
  const type = textAt(object, "spec", "type") || "ClusterIP";
  const external = type === "ExternalName";
  const reachable = type === "LoadBalancer" || type === "NodePort";
  const clientIp = textAt(object, "spec", "sessionAffinity") === "ClientIP";
  const service = filled(object, {
    spec: {
      type,
      sessionAffinity: "None",
      ...(clientIp ? { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } } : {}),
      ...(external
        ? {}
        : {
            internalTrafficPolicy: "Cluster",
            ipFamilies: ["IPv4"],
            ipFamilyPolicy: "SingleStack",
          }),
      ...(reachable ? { externalTrafficPolicy: "Cluster" } : {}),
      ...(type === "LoadBalancer" ? { allocateLoadBalancerNodePorts: true } : {}),
    },
  });
  return mapped(service, ["spec", "ports"], (port) => {
    const own = objectAt(port);
    return filled(port, {
      protocol: "TCP",
      ...(external ? {} : { targetPort: own["port"] }),
    });
  });
}

const rbacGroup = "rbac.authorization.k8s.io";

function bindingDefaults(object: Properties): Properties {
  const binding = filled(object, { roleRef: { apiGroup: rbacGroup } });
  return mapped(binding, ["subjects"], (subject) =>
    textAt(subject, "kind") === "ServiceAccount"
      ? subject
      : filled(subject, { apiGroup: rbacGroup }),
  );
}

/** Defaults of a rolling update; other strategies have none. */
function rolling(object: Properties, field: string, defaults: Properties): Properties {
  const type = textAt(object, "spec", field, "type");
  return type === "" || type === "RollingUpdate" ? { rollingUpdate: defaults } : {};
}

function withTemplate(object: Properties, path: readonly string[]): Properties {
  const template = objectAt(object, ...path);
  const spec = template["spec"];
  return isObject(spec) ? withValue(object, [...path, "spec"], podSpecDefaults(spec)) : object;
}

function podSpecDefaults(spec: Properties): Properties {
  const account = textAt(spec, "serviceAccountName") || textAt(spec, "serviceAccount");
  const podSpec = filled(spec, {
    dnsPolicy: "ClusterFirst",
    restartPolicy: "Always",
    schedulerName: "default-scheduler",
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...(account === "" ? {} : { serviceAccount: account, serviceAccountName: account }),
  });
  const containers = mapped(podSpec, ["containers"], containerDefaults);
  const inits = mapped(containers, ["initContainers"], containerDefaults);
  return mapped(inits, ["volumes"], volumeDefaults);
}

function containerDefaults(container: Properties): Properties {
  const own = filled(container, {
    imagePullPolicy: pullPolicy(textAt(container, "image")),
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
  });
  const withPorts = mapped(own, ["ports"], (port) => filled(port, { protocol: "TCP" }));
  const withEnv = mapped(withPorts, ["env"], (variable) =>
    isObject(objectAt(variable, "valueFrom")["fieldRef"])
      ? filled(variable, { valueFrom: { fieldRef: { apiVersion: "v1" } } })
      : variable,
  );
  return ["livenessProbe", "readinessProbe", "startupProbe"].reduce(probeDefaults, withEnv);
}

function probeDefaults(container: Properties, name: string): Properties {
  const probe = container[name];
  if (!isObject(probe)) return container;
  const http = isObject(probe["httpGet"]) ? { httpGet: { path: "/", scheme: "HTTP" } } : {};
  const grpc = isObject(probe["grpc"]) ? { grpc: { service: "" } } : {};
  const defaults = {
    failureThreshold: 3,
    periodSeconds: 10,
    successThreshold: 1,
    timeoutSeconds: 1,
  };
  return { ...container, [name]: filled(probe, { ...defaults, ...http, ...grpc }) };
}

/** Only a tag that means something else tomorrow is pulled each time. */
function pullPolicy(image: string): string {
  if (image.includes("@")) return "IfNotPresent";
  const tag = /:([^/:]+)$/.exec(image)?.[1] ?? "latest";
  return tag === "latest" ? "Always" : "IfNotPresent";
}

function volumeDefaults(volume: Properties): Properties {
  const source = Object.keys(volume).find((name) => name !== "name");
  switch (source) {
    case undefined:
      return { ...volume, emptyDir: {} };
    case "configMap":
    case "secret":
    case "projected":
    case "downwardAPI":
      return filled(volume, { [source]: { defaultMode: 0o644 } });
    case "hostPath":
      return filled(volume, { hostPath: { type: "" } });
    default:
      return volume;
  }
}

/** A pod asks for what it is limited to, unless it says otherwise. Templates don't. */
function requestsFromLimits(container: Properties): Properties {
  const limits = objectAt(container, "resources", "limits");
  return Object.keys(limits).length === 0
    ? container
    : filled(container, { resources: { requests: limits } });
}

/**
 * The object with what it lacks of the defaults, all the way down; lists are taken whole. To the
 * server, written in Go, an empty text is no text.
 */
function filled(object: Properties, defaults: Properties): Properties {
  const added = Object.entries(defaults).flatMap(([name, value]): [string, Value][] => {
    const own = object[name];
    if (own === undefined || own === "") return [[name, value]];
    return isObject(own) && isObject(value) ? [[name, filled(own, value)]] : [];
  });
  return { ...object, ...Object.fromEntries(added) };
}

function mapped(object: Properties, path: readonly string[], change: Filler): Properties {
  const list = path.reduce<Value>((value, step) => objectAt(value)[step], object);
  if (!isList(list)) return object;
  return withValue(
    object,
    path,
    list.map((item) => (isObject(item) ? change(item) : item)),
  );
}
