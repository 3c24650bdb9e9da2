import { randomBytes, randomUUID } from "node:crypto";
import type { Properties } from "../core/values.ts";
import { same } from "../core/values.ts";
import { applied, duplicateEntry } from "./apply.ts";
import { invalidMessage } from "./cause.ts";
import type { Cause } from "./cause.ts";
import type { Cluster } from "./cluster.ts";
import { alreadyExists, kindNamed, notFoundMessage } from "./cluster.ts";
import { decode, decodingError } from "./decode.ts";
import { withDefaults } from "./defaults.ts";
import { requestedStorage, updateCauses } from "./immutability.ts";
import { apiVersion, qualifiedKind } from "./kind.ts";
import { nameOf, namespaceOf, stored } from "./object.ts";
import { rejectedPods } from "./readiness.ts";
import { objectAt, textAt, withValue } from "./read.ts";
import { objectCauses } from "./rules.ts";
import { jobLabel } from "./rules/batch.ts";
import type { Kind } from "./schema.ts";

/** The API server's answer when it doesn't do as asked. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly reason: "AlreadyExists" | "BadRequest" | "Forbidden" | "Invalid" | "NotFound";

  constructor(reason: ApiError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * The object that a create would store, or the error that it ends with. Of what the server makes up
 * nothing is in it yet, so that a preview can show it.
 */
export function toCreate(cluster: Cluster, kind: Kind, sent: Properties): Properties {
  const missing = readable(kind, sent);
  const own = stored(kind, { ...sent, apiVersion: apiVersion(kind), kind: kind.kind });
  const object = admitted(cluster, kind, withDefaults(kind, own));
  refuseInvalid(kind, object, [...objectCauses(kind, object), ...missing]);
  return object;
}

/** The object that an apply would store in place of another one, or the error. */
export function toUpdate(
  cluster: Cluster,
  kind: Kind,
  live: Properties,
  before: Properties,
  sent: Properties,
): Properties {
  const missing = readable(kind, sent);
  const twice = duplicateEntry(kind, sent);
  if (twice !== undefined) {
    throw new ApiError(
      "BadRequest",
      `failed to create typed patch object (${namespaceOf(sent)}/${nameOf(sent)}; ${apiVersion(kind)}, Kind=${kind.kind}): ${twice}`,
    );
  }
  const whole = { ...sent, apiVersion: apiVersion(kind), kind: kind.kind };
  const merged = applied(kind, live, stored(kind, before), stored(kind, whole));
  const object = withDefaults(kind, merged);
  refuseInvalid(kind, object, [
    ...objectCauses(kind, object),
    ...updateCauses(kind, live, object),
    ...missing,
  ]);
  refuseExpansion(cluster, kind, live, object);
  return object;
}

/** Stores a new object, with what the server makes up for it. */
export function create(cluster: Cluster, kind: Kind, object: Properties): Properties {
  const name = nameOf(object);
  if (cluster.get(kind, namespaceOf(object), name) !== undefined) {
    throw new ApiError("AlreadyExists", alreadyExists(kind, name));
  }
  const rejected = kind.kind === "Pod" ? rejectedPods(cluster, object) : undefined;
  if (rejected !== undefined) throw new ApiError("Forbidden", rejected);
  const uid = randomUUID();
  const metadata = {
    ...objectAt(object, "metadata"),
    uid,
    resourceVersion: "1",
    creationTimestamp: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    ...(object["spec"] === undefined ? {} : { generation: 1 }),
  };
  const made = withJobSelector(kind, { ...object, metadata }, uid);
  cluster.put(kind, made);
  return made;
}

/** Stores a changed object; a change of what is wanted makes a new generation of it. */
export function update(
  cluster: Cluster,
  kind: Kind,
  live: Properties,
  object: Properties,
): Properties {
  const revision = Number(textAt(live, "metadata", "resourceVersion"));
  const generation = objectAt(live, "metadata")["generation"];
  const changed = !same(live["spec"], object["spec"]);
  const metadata = {
    ...objectAt(object, "metadata"),
    resourceVersion: String((Number.isNaN(revision) ? 0 : revision) + 1),
    ...(typeof generation === "number" && changed ? { generation: generation + 1 } : {}),
  };
  const made = { ...object, metadata };
  cluster.put(kind, made);
  return made;
}

/** `generateName` and five characters, for an object that has no name of its own. */
export function withGeneratedName(object: Properties): Properties {
  const prefix = textAt(object, "metadata", "generateName");
  if (prefix === "" || nameOf(object) !== "") return object;
  const name = `${prefix}${randomBytes(4).toString("hex").slice(0, 5)}`;
  return withValue(object, ["metadata", "name"], name);
}

export function refuseMissingNamespace(cluster: Cluster, kind: Kind, object: Properties): void {
  const namespace = namespaceOf(object);
  if (!kind.namespaced || cluster.namespaceExists(namespace)) return;
  throw new ApiError("NotFound", notFoundMessage(kindNamed("Namespace"), namespace));
}

const permanentNamespaces = ["default", "kube-public", "kube-system"] as const;

/** Removes an object, and what goes with it. */
export function remove(cluster: Cluster, kind: Kind, object: Properties): void {
  const name = nameOf(object);
  if (kind.group === "" && kind.kind === "Namespace") {
    if (permanentNamespaces.some((item) => item === name)) {
      throw new ApiError(
        "Forbidden",
        `namespaces ${JSON.stringify(name)} is forbidden: this namespace may not be deleted`,
      );
    }
    cluster.removeNamespace(name);
  }
  if (kind.kind === "CustomResourceDefinition") {
    const spec = objectAt(object, "spec");
    cluster.removeKind(textAt(spec, "group"), textAt(spec, "names", "kind"));
  }
  cluster.remove(kind, namespaceOf(object), name);
}

/** Refuses what doesn't decode; returns what the schema misses in the rest. */
function readable(kind: Kind, sent: Properties): readonly Cause[] {
  const decoding = decode(kind, sent);
  const error = decodingError(kind, decoding);
  if (error !== undefined) throw new ApiError("BadRequest", error);
  return decoding.missing;
}

function refuseInvalid(kind: Kind, object: Properties, causes: readonly Cause[]): void {
  const [first] = causes;
  if (first === undefined) return;
  // A rule's own words for a field stand for what the schema says of it.
  const told = causes.filter(
    ({ field, body }, index) =>
      body !== "Required value" ||
      !causes.slice(0, index).some((other) => other.field.startsWith(field)),
  );
  throw new ApiError("Invalid", invalidMessage(qualifiedKind(kind), nameOf(object), told));
}

/** What admission plugins put in: a claim's storage class (DefaultStorageClass). */
function admitted(cluster: Cluster, kind: Kind, object: Properties): Properties {
  if (kind.group !== "" || kind.kind !== "PersistentVolumeClaim") return object;
  if (objectAt(object, "spec")["storageClassName"] !== undefined) return object;
  const name = nameOf(cluster.defaultStorageClass());
  return name === "" ? object : withValue(object, ["spec", "storageClassName"], name);
}

/** Only a class that says so lets its claims grow (PersistentVolumeClaimResize). */
function refuseExpansion(cluster: Cluster, kind: Kind, live: Properties, object: Properties): void {
  if (kind.group !== "" || kind.kind !== "PersistentVolumeClaim") return;
  const storageClass = cluster.storageClass(textAt(live, "spec", "storageClassName"));
  if (
    requestedStorage(object) <= requestedStorage(live) ||
    objectAt(storageClass)["allowVolumeExpansion"] === true
  )
    return;
  throw new ApiError(
    "Forbidden",
    `persistentvolumeclaims ${JSON.stringify(nameOf(object))} is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize`,
  );
}

/** A Job finds its pods by labels that nobody else can have. */
function withJobSelector(kind: Kind, job: Properties, uid: string): Properties {
  if (kind.kind !== "Job" || objectAt(job, "spec")["manualSelector"] === true) return job;
  const own = { [jobLabel]: uid, "batch.kubernetes.io/job-name": nameOf(job) };
  const path = ["spec", "template", "metadata", "labels"];
  const labelled = withValue(job, path, { ...objectAt(job, ...path), ...own });
  return withValue(labelled, ["spec", "selector"], { matchLabels: { [jobLabel]: uid } });
}
