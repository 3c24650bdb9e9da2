import type { CloudStore } from "./store.ts";
import type { Path, Properties } from "./values.ts";

/** One of a cloud's answers that is no result: the message is what the real provider would print. */
export class CloudError extends Error {
  override readonly name = "CloudError";
}

/**
 * The operation took effect, but the thing never became ready. The engine keeps the resource in its
 * state and tries to bring it in order with the next `up`.
 */
export class NotReadyError extends CloudError {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;

  constructor(message: string, id: string, properties: Properties, inputs: Properties) {
    super(message);
    this.id = id;
    this.properties = properties;
    this.inputs = inputs;
  }
}

export interface Failure {
  /** Where in the inputs; empty for the resource as a whole. */
  readonly path: Path;
  readonly reason: string;
}

export type DiffKind = "add" | "delete" | "update";

export interface PropertyChange {
  readonly path: Path;
  readonly kind: DiffKind;
  /** Whether this change can only be made by making the resource anew. */
  readonly replaces: boolean;
}

export interface DiffResult {
  readonly changes: readonly PropertyChange[];
  /** Whether the old one has to go first when the resource is made anew. */
  readonly deleteBeforeReplace: boolean;
}

/** Which resource a call is about, and on whose behalf. */
export interface Call {
  readonly urn: string;
  /** Pulumi's type token, such as `gcp:compute/network:Network`. */
  readonly type: string;
  /** The resource's logical name. */
  readonly name: string;
  /** The configuration of the provider that the call came through, such as project and region. */
  readonly config: Properties;
  readonly store: CloudStore;
}

export interface CheckCall extends Call {
  readonly olds: Properties;
  readonly news: Properties;
  /** The same over a preview and the update after it, so that made-up names agree. */
  readonly seed: Uint8Array;
}

export interface DiffCall extends Call {
  readonly id: string;
  readonly oldInputs: Properties;
  readonly oldProperties: Properties;
  readonly news: Properties;
}

export interface CreateCall extends Call {
  readonly inputs: Properties;
  readonly preview: boolean;
}

export interface ReadCall extends Call {
  readonly id: string;
  /** Empty when the resource is being imported. */
  readonly inputs: Properties;
  /** What the engine's state holds, for a provider that has no cloud of its own to ask. */
  readonly properties?: Properties;
}

export interface UpdateCall extends DiffCall {
  readonly preview: boolean;
}

export interface DeleteCall extends Call {
  readonly id: string;
  readonly oldProperties: Properties;
}

/** A provider as the emulated cloud knows it: plain values in and out, no wire format, no secrets. */
export interface EmulatedProvider {
  /** Pulumi's package name, such as `gcp`. */
  readonly packageName: string;
  /** The version of the SDK that the emulation was written against. */
  readonly version: string;
  /** What the cloud says when it can't do as asked, for faults injected by a test. */
  readonly faultMessages: FaultMessages;

  /** Refuses configuration that it doesn't know. */
  checkConfig(config: Properties): readonly Failure[];
  check(call: CheckCall): Promise<{ inputs: Properties; failures: readonly Failure[] }>;
  diff(call: DiffCall): Promise<DiffResult>;
  create(call: CreateCall): Promise<{ id: string; properties: Properties }>;
  /** Undefined when there is no such thing any more. */
  read(
    call: ReadCall,
  ): Promise<{ id: string; properties: Properties; inputs: Properties } | undefined>;
  update(call: UpdateCall): Promise<Properties>;
  delete(call: DeleteCall): Promise<void>;
  invoke(
    token: string,
    args: Properties,
    config: Properties,
    store: CloudStore,
  ): Promise<Properties>;
  /** Outputs that are secret whatever the inputs were, such as a generated password. */
  secretOutputs(type: string): readonly Path[];
}

export type FaultKind = "quota" | "permission" | "conflict" | "timeout";
export type FaultMessages = Readonly<Record<FaultKind, string>>;
