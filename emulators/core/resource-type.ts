import type { z } from "zod";
import type { CloudStore, StoredResource } from "./store.ts";
import type { Failure } from "./provider.ts";
import type { Properties, Value } from "./values.ts";

/** What a rule of a resource type may look at beside the resource's own properties. */
export interface Scope {
  /** The provider's configuration, such as project and region. */
  readonly config: Properties;
  readonly store: CloudStore;
  /** Random lower-case hexadecimal digits, for what a cloud makes up. */
  readonly hex: (digits: number) => string;
  /** Random decimal digits, the first of them not 0. */
  readonly digits: (count: number) => string;
}

/** A property that refers to another resource, which has to exist, and can't be deleted meanwhile. */
export interface Reference {
  /** Where, such as `network` or `networkInterfaces[].subnetwork`. */
  readonly at: string;
  /** The types that it may refer to. */
  readonly to: readonly string[];
  /** References that the cloud doesn't mind dangling, when its target goes. @default false */
  readonly mayDangle?: boolean;
  /** Values that are no reference, such as `default` or a well-known policy's ARN. */
  readonly except?: RegExp;
}

/** What the emulator knows of one resource type. What it isn't told, it refuses. */
export interface ResourceType {
  /** Where these facts stand: document and version. */
  readonly source: string;
  /** Every input that the emulator understands; any other one is refused. */
  readonly inputs: z.ZodObject;
  /** How Pulumi makes up a physical name when none is given. */
  readonly autoName?: {
    readonly property: string;
    readonly maxLength: number;
    /** Made lower case, with other characters than [a-z0-9-] replaced. @default false */
    readonly lowerCase?: boolean;
  };
  /** Rules over more than one property, as the provider checks them before anything is made. */
  readonly validate?: (inputs: Properties, scope: Scope) => readonly Failure[];
  /** The id under which the cloud knows it. Inputs are complete here. */
  readonly id: (inputs: Properties, scope: Scope) => string;
  /** Outputs that stay as they are from creation on. An input of the same name wins. */
  readonly computed: Readonly<
    Record<string, (state: Properties & { readonly id: string }, scope: Scope) => Value>
  >;
  /** Outputs that follow from the inputs, and so change with them. */
  readonly derived?: Readonly<
    Record<string, (state: Properties & { readonly id: string }, scope: Scope) => Value>
  >;
  /**
   * Places inside inputs that the cloud fills in when nothing is said, such as
   * `networkInterfaces[].networkIp`: not known at a preview. `derived` gives their values.
   */
  readonly filledIn?: readonly string[];
  readonly references?: readonly Reference[];
  /** Outputs, or places inside one such as `masterAuth.clientKey`. */
  readonly secretOutputs?: readonly string[];
  /** When made anew, the old one goes first, since the two can't stand side by side. */
  readonly deleteBeforeReplace?: boolean;
  /** Creating what exists already is no conflict: it is taken over (a Docker volume, a pulled image). */
  readonly adoptsExisting?: boolean;
  /** Deleting this one only takes it out of the engine's state; the thing itself stays. */
  readonly staysOnDelete?: (properties: Properties) => boolean;
  /** Why the cloud refuses to create it just now. */
  readonly refuseCreate?: (inputs: Properties, scope: Scope) => string | undefined;
  /** Why the cloud refuses this update. */
  readonly refuseUpdate?: (from: Properties, to: Properties, scope: Scope) => string | undefined;
  /** Why the cloud, or the provider, refuses to delete it. */
  readonly refuseDelete?: (resource: StoredResource, scope: Scope) => string | undefined;
}

/** A data source: from arguments to result. */
export interface InvokeType {
  readonly source: string;
  readonly args: z.ZodObject;
  readonly result: (args: Properties, scope: Scope) => Properties;
}

/** How a cloud says what every type can meet; the core has words of its own where one is missing. */
export interface CloudWords {
  readonly exists?: (type: string, id: string) => string;
  /** A reference that leads nowhere. */
  readonly notFound?: (reference: Value, at: string) => string;
  /** Why the one can't be deleted: the other uses it. */
  readonly inUse?: (resource: StoredResource, user: StoredResource) => string;
}

/** Everything that the emulator knows of one package. */
export interface PackageTable {
  readonly packageName: string;
  readonly version: string;
  readonly config: z.ZodObject;
  readonly resources: Readonly<Record<string, ResourceType>>;
  readonly invokes: Readonly<Record<string, InvokeType>>;
  readonly words?: CloudWords;
}
