import type {
  CheckCall,
  CreateCall,
  DeleteCall,
  DiffCall,
  DiffResult,
  EmulatedProvider,
  Failure,
  FaultMessages,
  ReadCall,
  UpdateCall,
} from "../core/provider.ts";
import { CloudError, NotReadyError } from "../core/provider.ts";
import type { CloudStore } from "../core/store.ts";
import type { Path, Properties } from "../core/values.ts";
import { hasUnknown } from "../core/values.ts";
import {
  ApiError,
  create,
  refuseMissingNamespace,
  remove,
  toCreate,
  toUpdate,
  update,
  withGeneratedName,
} from "./api-server.ts";
import { Cluster, notFoundMessage, plainId } from "./cluster.ts";
import { clusterName, configurationFailures, defaultNamespace, flag } from "./configuration.ts";
import { makeClaims, releaseAllClaims, releaseScaledClaims, settled } from "./controllers.ts";
import { apiVersion, knownType, unknownKind } from "./kind.ts";
import { named } from "./naming.ts";
import { canonical, nameOf, namespaceOf, pruned, readOnlyMetadata, sent, shown } from "./object.ts";
import type { ClusterOptions } from "./options.ts";
import { notReadyReasons, rejectedPods, skipsAwait } from "./readiness.ts";
import { objectAt, without, withValue } from "./read.ts";
import { objectDiff } from "./replacement.ts";
import type { Kind } from "./schema.ts";

/** pulumi-kubernetes with server-side apply, in front of emulated API servers. */
export class KubernetesProvider implements EmulatedProvider {
  readonly packageName = "kubernetes";
  readonly version = "4.34.2";
  readonly faultMessages: FaultMessages = {
    quota: "exceeded quota: compute-resources, requested: pods=1, used: pods=10, limited: pods=10",
    permission:
      'User "system:serviceaccount:ci:deployer" cannot patch resource in API group at the cluster scope',
    conflict:
      "Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again",
    timeout: "context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
  };
  readonly #options: ClusterOptions;

  constructor(options: ClusterOptions) {
    this.#options = options;
  }

  checkConfig(config: Properties): readonly Failure[] {
    return configurationFailures(config);
  }

  /** Names the object and gives it a namespace. What it says is the API server's to judge. */
  async check(call: CheckCall): Promise<{ inputs: Properties; failures: readonly Failure[] }> {
    const name = knownType(call.type);
    const kind = this.#cluster(call).kind(name);
    const whole = { apiVersion: apiVersion(name), kind: name.kind, ...call.news };
    const failures = Object.entries({ apiVersion: apiVersion(name), kind: name.kind })
      .filter(([key, value]) => objectAt(whole)[key] !== value)
      .map(([key, value]) => ({
        path: [key],
        reason: `${key} must be ${JSON.stringify(value)} for ${call.type}, not ${JSON.stringify(objectAt(whole)[key])}`,
      }));
    const inputs = named(call, whole);
    // A kind without a definition is taken to be namespaced until it has one.
    const inNamespace =
      kind?.namespaced === false || objectAt(inputs, "metadata")["namespace"] !== undefined
        ? inputs
        : withValue(inputs, ["metadata", "namespace"], defaultNamespace(call.config));
    return { inputs: typeof inputs["metadata"] === "string" ? inputs : inNamespace, failures };
  }

  async diff(call: DiffCall): Promise<DiffResult> {
    const kind = this.#kindOrCustom(call);
    const before = pruned(kind, sent(kind, call.oldProperties), call.oldInputs);
    return objectDiff(kind, comparable(kind, before), comparable(kind, call.news), {
      configMaps: flag(call.config, "enableConfigMapMutable"),
      secrets: flag(call.config, "enableSecretMutable"),
    });
  }

  async create(call: CreateCall): Promise<{ id: string; properties: Properties }> {
    const cluster = this.#cluster(call);
    const name = knownType(call.type);
    const asIs = { id: "", properties: call.inputs };
    if (call.preview && (hasUnknown(call.inputs) || cluster.kind(name) === undefined)) return asIs;
    await this.#until(() => cluster.kind(name) !== undefined);
    const kind = cluster.kind(name);
    if (kind === undefined) throw new CloudError(unknownKind(call.urn, name, "creation"));
    return await refusing(
      (reason) =>
        `resource ${JSON.stringify(call.urn)} was not successfully created by the Kubernetes API server: ${reason}`,
      async () => {
        const object = placed(kind, call.inputs, call.config);
        if (call.preview) {
          return { id: "", properties: this.#promised(cluster, kind, object) };
        }
        const made = await this.#made(call, cluster, kind, withGeneratedName(object));
        const id = plainId(kind, namespaceOf(made), nameOf(made));
        const ready = await this.#awaited(cluster, kind, made, (properties, reason) => {
          const message = `resource ${JSON.stringify(call.urn)} was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: ${reason}`;
          return new NotReadyError(message, id, shown(kind, properties), call.inputs);
        });
        return { id, properties: shown(kind, ready) };
      },
    );
  }

  async read(
    call: ReadCall,
  ): Promise<{ id: string; properties: Properties; inputs: Properties } | undefined> {
    const cluster = this.#cluster(call);
    const kind = cluster.kind(knownType(call.type));
    const live = kind === undefined ? undefined : cluster.get(kind, ...parsedId(kind, call));
    if (kind === undefined || live === undefined) return undefined;
    const properties = shown(kind, live);
    const inputs =
      Object.keys(call.inputs).length > 0
        ? pruned(kind, properties, call.inputs)
        : importedInputs(properties);
    const id = plainId(kind, namespaceOf(live), nameOf(live));
    return { id, properties, inputs };
  }

  async update(call: UpdateCall): Promise<Properties> {
    const cluster = this.#cluster(call);
    const name = knownType(call.type);
    const kind = cluster.kind(name);
    if (call.preview && (hasUnknown(call.news) || kind === undefined)) return call.news;
    if (kind === undefined) throw new CloudError(unknownKind(call.urn, name, "update"));
    const [namespace, objectName] = parsedId(kind, call);
    const live = cluster.get(kind, namespace, objectName);
    if (live === undefined) {
      throw new CloudError(
        `update of resource ${JSON.stringify(call.urn)} failed: ${notFoundMessage(kind, objectName)}`,
      );
    }
    const failed = (reason: string): string =>
      `the Kubernetes API server reported that ${JSON.stringify(call.id)} failed to fully initialize or become live: ${reason}`;
    return await refusing(failed, async () => {
      const before = placed(kind, call.oldInputs, call.config);
      const now = withValue(placed(kind, call.news, call.config), ["metadata", "name"], objectName);
      const wanted = toUpdate(cluster, kind, live, before, now);
      if (call.preview) return shown(kind, wanted);
      const made = update(cluster, kind, live, wanted);
      const ready = await this.#awaited(
        cluster,
        kind,
        made,
        (properties, reason) =>
          new NotReadyError(failed(reason), call.id, shown(kind, properties), call.news),
      );
      return shown(kind, ready);
    });
  }

  async delete(call: DeleteCall): Promise<void> {
    const cluster = this.#cluster(call);
    const kind = cluster.kind(knownType(call.type));
    const live = kind === undefined ? undefined : cluster.get(kind, ...parsedId(kind, call));
    // Gone already, or its definition is: the real provider takes both for success.
    if (kind === undefined || live === undefined) return;
    await refusing(
      (reason) => reason,
      async () => {
        remove(cluster, kind, live);
        if (kind.definition !== undefined && kind.kind === "StatefulSet") {
          releaseAllClaims(cluster, live);
        }
      },
    );
  }

  async invoke(token: string): Promise<Properties> {
    throw new CloudError(`the emulated cloud doesn't know the function ${token}`);
  }

  secretOutputs(type: string): readonly Path[] {
    return type === "kubernetes:core/v1:Secret" ? [["data"], ["stringData"]] : [];
  }

  #cluster(call: { readonly config: Properties; readonly store: CloudStore }): Cluster {
    return new Cluster(clusterName(call.config), call.store, this.#options);
  }

  /** For a diff a custom resource is compared by its fields, whether its kind is served or not. */
  #kindOrCustom(call: DiffCall): Kind {
    const name = knownType(call.type);
    return this.#cluster(call).kind(name) ?? { ...name, plural: "", namespaced: true };
  }

  /** What a preview shows of a new object: not the name, if the server is to make it up. */
  #promised(cluster: Cluster, kind: Kind, object: Properties): Properties {
    const promised = toCreate(cluster, kind, withGeneratedName(object));
    return shown(kind, nameOf(object) === "" ? without(promised, ["metadata", "name"]) : promised);
  }

  /** Stores a new object, once its namespace is there, or takes over the one that is there. */
  async #made(
    call: CreateCall,
    cluster: Cluster,
    kind: Kind,
    object: Properties,
  ): Promise<Properties> {
    await this.#until(() => !kind.namespaced || cluster.namespaceExists(namespaceOf(object)));
    refuseMissingNamespace(cluster, kind, object);
    const live = cluster.get(kind, namespaceOf(object), nameOf(object));
    if (live !== undefined && flag(call.config, "upsertExistingObjects")) {
      return update(cluster, kind, live, toUpdate(cluster, kind, live, {}, object));
    }
    return create(cluster, kind, toCreate(cluster, kind, object));
  }

  /** What controllers make of an object, and whether it gets ready before patience runs out. */
  async #awaited(
    cluster: Cluster,
    kind: Kind,
    made: Properties,
    failure: (properties: Properties, reason: string) => NotReadyError,
  ): Promise<Properties> {
    const rejected = kind.definition === undefined ? undefined : rejectedPods(cluster, made);
    const isSet = kind.definition !== undefined && kind.kind === "StatefulSet";
    const reasons = (): readonly string[] =>
      rejected === undefined ? notReadyReasons(cluster, kind, made) : [rejected];
    const pending = settled(cluster, kind, made, reasons().length === 0);
    if (isSet) {
      makeClaims(cluster, pending);
      releaseScaledClaims(cluster, pending);
    }
    if (reasons().length === 0 || skipsAwait(made)) return pending;
    if (rejected === undefined) await this.#until(() => reasons().length === 0);
    if (reasons().length === 0) {
      // Someone may have changed or removed it meanwhile.
      const live = cluster.get(kind, namespaceOf(made), nameOf(made));
      return live === undefined ? pending : settled(cluster, kind, live, true);
    }
    throw failure(
      pending,
      `'${nameOf(made)}' timed out waiting to be Ready: ${reasons().join("; ")}`,
    );
  }

  async #until(done: () => boolean): Promise<void> {
    const end = Date.now() + this.#options.waitMilliseconds;
    while (!done() && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, this.#options.pollMilliseconds));
    }
  }
}

/** The object as it is sent, in a namespace if its kind has any. */
function placed(kind: Kind, inputs: Properties, config: Properties): Properties {
  const object = sent(kind, inputs);
  if (!kind.namespaced) return without(object, ["metadata", "namespace"]);
  return namespaceOf(object) === ""
    ? withValue(object, ["metadata", "namespace"], defaultNamespace(config))
    : object;
}

/** Inputs and live values in the one form in which they can be compared. */
function comparable(kind: Kind, object: Properties): Properties {
  const plain = canonical(kind, sent(kind, object));
  return kind.namespaced ? plain : without(plain, ["metadata", "namespace"]);
}

/** An import takes everything but what only the server writes. */
function importedInputs(properties: Properties): Properties {
  return readOnlyMetadata.reduce<Properties>(
    (rest, field) => without(rest, ["metadata", field]),
    without(properties, ["status"]),
  );
}

function parsedId(kind: Kind, { id }: { readonly id: string }): [string, string] {
  const slash = id.indexOf("/");
  if (!kind.namespaced) return ["", id];
  return slash < 0 ? ["default", id] : [id.slice(0, slash), id.slice(slash + 1)];
}

/** Hands on the API server's refusals as the real provider words them. */
async function refusing<Result>(
  message: (reason: string) => string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new CloudError(message(error.message), { cause: error });
  }
}
