import type { CloudStore } from "../core/store.ts";
import type { Properties } from "../core/values.ts";
import type { ClusterOptions } from "./options.ts";
import { apiVersion, builtInKind, qualifiedResource, storedType, typeName } from "./kind.ts";
import type { TypeName } from "./kind.ts";
import { nameOf, namespaceOf } from "./object.ts";
import { listAt, objectAt, textAt } from "./read.ts";
import type { Kind } from "./schema.ts";

/** The id that the engine sees: `namespace/name`, or the name alone. */
export function plainId(kind: Kind, namespace: string, name: string): string {
  return kind.namespaced ? `${namespace}/${name}` : name;
}

/**
 * The id in the store: `<cluster> <plain id>`, where the cluster is its server's URL or `ambient`.
 * No server's URL, namespace or name has a space in it.
 */
export function storedId(cluster: string, id: string): string {
  return `${cluster} ${id}`;
}

/** Stands for all clusters in an id: what people put into each one by hand. */
export const everyCluster = "*";

/** One cluster's objects in the store that all clusters share. */
export class Cluster {
  readonly #name: string;
  readonly #store: CloudStore;
  readonly #options: ClusterOptions;

  constructor(name: string, store: CloudStore, options: ClusterOptions) {
    this.#name = name;
    this.#store = store;
    this.#options = options;
  }

  /** The kind that the API server serves under that name: its own, or a CRD's. */
  kind(name: TypeName): Kind | undefined {
    const own = builtInKind(name);
    if (own !== undefined) return own;
    const definition = this.list(kindNamed("CustomResourceDefinition")).find(
      ({ spec }) =>
        textAt(spec, "group") === name.group &&
        textAt(spec, "names", "kind") === name.kind &&
        listAt(spec, "versions").some(
          (version) =>
            textAt(version, "name") === name.version && objectAt(version)["served"] === true,
        ),
    );
    if (definition === undefined) return undefined;
    return {
      ...name,
      plural: textAt(definition, "spec", "names", "plural"),
      namespaced: textAt(definition, "spec", "scope") === "Namespaced",
    };
  }

  get(kind: Kind, namespace: string, name: string): Properties | undefined {
    const id = plainId(kind, namespace, name);
    const stored = [this.#name, everyCluster]
      .map((cluster) => this.#store.get(storedType(kind), storedId(cluster, id))?.properties)
      .find((properties) => properties !== undefined);
    const object = stored ?? this.#initial(kind).find((item) => nameOf(item) === name);
    return object === undefined ? undefined : { ...object, apiVersion: apiVersion(kind) };
  }

  put(kind: Kind, object: Properties): void {
    const id = plainId(kind, namespaceOf(object), nameOf(object));
    this.#store.put({
      type: storedType(kind),
      id: storedId(this.#name, id),
      properties: object,
    });
  }

  remove(kind: Kind, namespace: string, name: string): void {
    this.#store.remove(storedType(kind), storedId(this.#name, plainId(kind, namespace, name)));
  }

  /** Objects of a kind, in one namespace or in all. */
  list(kind: Kind, namespace?: string): readonly Properties[] {
    const stored = this.#store
      .list(storedType(kind))
      .filter(({ id }) => id.startsWith(storedId(this.#name, "")))
      .map(({ properties }) => properties);
    const initial = this.#initial(kind).filter(
      (item) => !stored.some((other) => nameOf(other) === nameOf(item)),
    );
    return [...initial, ...stored].filter(
      (object) => namespace === undefined || namespaceOf(object) === namespace,
    );
  }

  /** Everything in a namespace goes with it. */
  removeNamespace(namespace: string): void {
    for (const { type, id } of this.#store.list()) {
      if (type.startsWith("kubernetes:") && id.startsWith(storedId(this.#name, `${namespace}/`))) {
        this.#store.remove(type, id);
      }
    }
  }

  /** Objects of the kind that a CRD defines go with it. */
  removeKind(group: string, kind: string): void {
    for (const { type, id } of this.#store.list()) {
      if (!type.startsWith("kubernetes:") || !id.startsWith(storedId(this.#name, ""))) continue;
      const name = typeName(type);
      if (name.group === group && name.kind === kind) this.#store.remove(type, id);
    }
  }

  namespaceExists(namespace: string): boolean {
    return this.get(kindNamed("Namespace"), "", namespace) !== undefined;
  }

  /** The level that a namespace enforces for its pods. */
  podSecurity(namespace: string): { readonly level: string; readonly version: string } {
    const labels = objectAt(this.get(kindNamed("Namespace"), "", namespace), "metadata", "labels");
    const prefix = "pod-security.kubernetes.io/enforce";
    return {
      level: textAt(labels, prefix) === "" ? "privileged" : textAt(labels, prefix),
      version:
        textAt(labels, `${prefix}-version`) === "" ? "latest" : textAt(labels, `${prefix}-version`),
    };
  }

  storageClass(name: string): Properties | undefined {
    return this.get(kindNamed("StorageClass"), "", name);
  }

  /** The class of claims that name none. */
  defaultStorageClass(): Properties | undefined {
    const annotation = "storageclass.kubernetes.io/is-default-class";
    return this.list(kindNamed("StorageClass")).find(
      (item) => textAt(item, "metadata", "annotations", annotation) === "true",
    );
  }

  /** What a cluster has before anyone made anything in it. */
  #initial(kind: Kind): readonly Properties[] {
    if (kind.group === "" && kind.kind === "Namespace") {
      return ["default", "kube-node-lease", "kube-public", "kube-system"].map(initialNamespace);
    }
    if (kind.group === "storage.k8s.io" && kind.kind === "StorageClass") {
      return this.#options.storageClasses.map((name, index) =>
        initialStorageClass(name, index === 0),
      );
    }
    return [];
  }
}

/** A built-in kind of the emulator's own concern. */
export function kindNamed(kind: keyof typeof groups): Kind {
  const found = builtInKind({ group: groups[kind], version: "v1", kind });
  if (found === undefined) throw new Error(`the OpenAPI data has no kind ${kind}`);
  return found;
}

const groups = {
  ConfigMap: "",
  CustomResourceDefinition: "apiextensions.k8s.io",
  DaemonSet: "apps",
  Deployment: "apps",
  Ingress: "networking.k8s.io",
  Job: "batch",
  Namespace: "",
  PersistentVolumeClaim: "",
  Pod: "",
  ReplicaSet: "apps",
  Secret: "",
  Service: "",
  ServiceAccount: "",
  StatefulSet: "apps",
  StorageClass: "storage.k8s.io",
} as const;

function initialNamespace(name: string): Properties {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "kubernetes.io/metadata.name": name }, uid: `initial-${name}` },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  };
}

function initialStorageClass(name: string, isDefault: boolean): Properties {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name,
      uid: `initial-${name}`,
      annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) },
    },
    provisioner: "emulated.example.com/disk",
    reclaimPolicy: "Delete",
    volumeBindingMode: "Immediate",
    allowVolumeExpansion: true,
  };
}

export function alreadyExists(kind: Kind, name: string): string {
  return `${qualifiedResource(kind)} ${JSON.stringify(name)} already exists`;
}

export function notFoundMessage(kind: Kind, name: string): string {
  return `${qualifiedResource(kind)} ${JSON.stringify(name)} not found`;
}
