import type { Path, Properties } from "../core/values.ts";
import { formatPath, same, valueAt } from "../core/values.ts";
import type { Cause } from "./cause.ts";
import { child, forbidden, invalid } from "./cause.ts";
import { amountOf } from "./quantity.ts";
import { listAt, objectAt, textAt, without } from "./read.ts";
import { volumeSettings } from "./rules/storage.ts";
import type { Kind } from "./schema.ts";

/** What the API server has against a change, when the same object may say that from the start. */
type UpdateRule = (before: Properties, after: Properties) => readonly Cause[];

/** All that an update may not do to an object (Validate…Update in pkg/apis/<group>/validation). */
export function updateCauses(kind: Kind, before: Properties, after: Properties): readonly Cause[] {
  if (kind.definition === undefined) return [];
  const fields = (immutableFields[kind.kind] ?? []).flatMap((path) =>
    immutable(before, after, path),
  );
  return [...fields, ...(updateRules[kind.kind]?.(before, after) ?? [])];
}

/** Fields of which the API server says `field is immutable`. */
const immutableFields: Readonly<Record<string, readonly Path[]>> = {
  CSIDriver: [
    ["spec", "attachRequired"],
    ["spec", "volumeLifecycleModes"],
  ],
  CustomResourceDefinition: [
    ["spec", "group"],
    ["spec", "scope"],
    ["spec", "names", "plural"],
    ["spec", "names", "kind"],
  ],
  DaemonSet: [["spec", "selector"]],
  Deployment: [["spec", "selector"]],
  EndpointSlice: [["addressType"]],
  IngressClass: [["spec", "controller"]],
  Job: [
    ["spec", "selector"],
    ["spec", "completionMode"],
    ["spec", "podFailurePolicy"],
    ["spec", "backoffLimitPerIndex"],
    ["spec", "managedBy"],
    ["spec", "successPolicy"],
    ["spec", "template"],
  ],
  PriorityClass: [["preemptionPolicy"]],
  ReplicaSet: [["spec", "selector"]],
  RuntimeClass: [["handler"]],
  Secret: [["type"]],
  StorageClass: [["parameters"], ["provisioner"], ["reclaimPolicy"], ["volumeBindingMode"]],
};

const updateRules: Readonly<Record<string, UpdateRule>> = {
  ClusterRoleBinding: roleReferenceCauses,
  ConfigMap: (before, after) => sealedCauses(before, after, ["data", "binaryData"]),
  Job: completionCauses,
  PersistentVolume: volumeCauses,
  PersistentVolumeClaim: claimCauses,
  Pod: podCauses,
  PriorityClass: (before, after) =>
    same(before["value"], after["value"])
      ? []
      : [forbidden("value", "may not be changed in an update.")],
  RoleBinding: roleReferenceCauses,
  Secret: (before, after) => sealedCauses(before, after, ["data"]),
  Service: serviceCauses,
  StatefulSet: statefulSetCauses,
};

function immutable(before: Properties, after: Properties, path: Path): readonly Cause[] {
  const value = valueAt(after, path);
  return same(valueAt(before, path), value)
    ? []
    : [invalid(formatPath(path), value, "field is immutable")];
}

function roleReferenceCauses(before: Properties, after: Properties): readonly Cause[] {
  return same(before["roleRef"], after["roleRef"])
    ? []
    : [invalid("roleRef", after["roleRef"], "cannot change roleRef")];
}

/** A ConfigMap or Secret that said `immutable: true`. */
function sealedCauses(
  before: Properties,
  after: Properties,
  fields: readonly string[],
): readonly Cause[] {
  if (before["immutable"] !== true) return [];
  const detail = "field is immutable when `immutable` is set";
  return [
    ...(after["immutable"] === true ? [] : [forbidden("immutable", detail)]),
    ...fields
      .filter((field) => !same(before[field], after[field]))
      .map((field) => forbidden(field, detail)),
  ];
}

function completionCauses(before: Properties, after: Properties): readonly Cause[] {
  const path = ["spec", "completions"];
  if (textAt(after, "spec", "completionMode") !== "Indexed") return immutable(before, after, path);
  const completions = valueAt(after, path);
  return same(valueAt(before, path), completions) ||
    same(completions, valueAt(after, ["spec", "parallelism"]))
    ? []
    : [
        invalid(
          "spec.completions",
          completions,
          "can only be modified in tandem with spec.parallelism",
        ),
      ];
}

const statefulSetMutable = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
] as const;

function statefulSetCauses(before: Properties, after: Properties): readonly Cause[] {
  return same(specWithout(before, statefulSetMutable), specWithout(after, statefulSetMutable))
    ? []
    : [
        forbidden(
          "spec",
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        ),
      ];
}

function serviceCauses(before: Properties, after: Properties): readonly Cause[] {
  const [old, own] = [objectAt(before, "spec"), objectAt(after, "spec")];
  const external = [old, own].some((spec) => textAt(spec, "type") === "ExternalName");
  const [oldIp, ip] = [textAt(old, "clusterIP"), textAt(own, "clusterIP")];
  const families = listAt(own, "ipFamilies");
  return [
    ...(external || oldIp === "" || oldIp === ip
      ? []
      : [
          invalid(
            "spec.clusterIPs[0]",
            ip === "" ? [] : [ip],
            ip === "" ? "primary clusterIP can not be unset" : "may not change once set",
          ),
        ]),
    ...(external || same(listAt(old, "ipFamilies")[0], families[0])
      ? []
      : [invalid("spec.ipFamilies[0]", families, "may not change once set")]),
    ...(textAt(old, "type") === "LoadBalancer" &&
    textAt(own, "type") === "LoadBalancer" &&
    !same(old["loadBalancerClass"], own["loadBalancerClass"])
      ? [invalid("spec.loadBalancerClass", own["loadBalancerClass"], "may not change once set")]
      : []),
  ];
}

/** A bound claim can grow, and change its attributes class; an unbound one can't change at all. */
function claimCauses(before: Properties, after: Properties): readonly Cause[] {
  const bound = textAt(before, "status", "phase") === "Bound";
  const rest = (claim: Properties): Properties => {
    const spec = without(objectAt(claim, "spec"), ["volumeName"]);
    if (!bound) return spec;
    return without(without(spec, ["resources", "requests", "storage"]), [
      "volumeAttributesClassName",
    ]);
  };
  return [
    ...(same(rest(before), rest(after))
      ? []
      : [
          forbidden(
            "spec",
            `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims: ${changedFields(rest(before), rest(after), "spec").join(", ")}`,
          ),
        ]),
    ...(requestedStorage(after) < requestedStorage(before)
      ? [forbidden("spec.resources.requests.storage", "field can not be less than status.capacity")]
      : []),
  ];
}

/** How much a claim asks for, in billionths of a byte. */
export function requestedStorage(claim: Properties): bigint {
  return amountOf(objectAt(claim, "spec", "resources", "requests")["storage"]) ?? 0n;
}

function volumeCauses(before: Properties, after: Properties): readonly Cause[] {
  const [old, own] = [before, after].map((volume) => specWithout(volume, [...volumeSettings]));
  return [
    ...(same(old, own)
      ? []
      : [
          forbidden(
            "spec.persistentvolumesource",
            `spec.persistentvolumesource is immutable after creation: ${changedFields(old, own, "spec").join(", ")}`,
          ),
        ]),
    ...immutable(before, after, ["spec", "volumeMode"]),
  ];
}

/** Of a pod's spec only images, deadlines and further tolerations can change. */
function podCauses(before: Properties, after: Properties): readonly Cause[] {
  return same(podRest(before), podRest(after))
    ? []
    : [
        forbidden(
          "spec",
          "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
        ),
      ];
}

function podRest(pod: Properties): Properties {
  const spec = specWithout(pod, ["activeDeadlineSeconds", "tolerations"]);
  const imageless = ["containers", "initContainers"]
    .filter((list) => spec[list] !== undefined)
    .map((list) => [list, listAt(spec, list).map((item) => without(objectAt(item), ["image"]))]);
  return { ...spec, ...Object.fromEntries(imageless) };
}

function specWithout(object: Properties, fields: readonly string[]): Properties {
  return fields.reduce<Properties>(
    (spec, field) => without(spec, [field]),
    objectAt(object, "spec"),
  );
}

/** The API server shows a diff in Go's syntax; the fields say as much. */
function changedFields(
  before: Properties = {},
  after: Properties = {},
  field = "",
): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !same(before[name], after[name]))
    .map((name) => child(field, name));
}
