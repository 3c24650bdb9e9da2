import { createHash, randomBytes } from "node:crypto";
import { bridgeFailures } from "./bridge-messages.ts";
import { diffInputs } from "./property-diff.ts";
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
} from "./provider.ts";
import { CloudError } from "./provider.ts";
import type { PackageTable, ResourceType, Scope } from "./resource-type.ts";
import type { CloudStore, StoredResource } from "./store.ts";
import { withDefaults } from "./traits.ts";
import type { Path, Properties, Value } from "./values.ts";
import { isObject, isUnknown, unknown, valuesAt } from "./values.ts";

/** An emulated provider that does what a table of resource types says, and refuses all else. */
export class TableProvider implements EmulatedProvider {
  readonly packageName: string;
  readonly version: string;
  readonly faultMessages: FaultMessages;
  readonly #table: PackageTable;

  constructor(table: PackageTable, faultMessages: FaultMessages) {
    this.packageName = table.packageName;
    this.version = table.version;
    this.faultMessages = faultMessages;
    this.#table = table;
  }

  checkConfig(config: Properties): readonly Failure[] {
    const parsed = this.#table.config.safeParse(config);
    return parsed.success ? [] : bridgeFailures(parsed.error.issues, config);
  }

  async check(call: CheckCall): Promise<{ inputs: Properties; failures: readonly Failure[] }> {
    const type = this.#type(call.type);
    const inputs = complete(type, withName(type, call));
    const parsed = type.inputs.safeParse(inputs);
    const failures = parsed.success ? [] : bridgeFailures(parsed.error.issues, inputs);
    if (failures.length > 0) return { inputs, failures };
    return { inputs, failures: type.validate?.(inputs, scopeOf(call)) ?? [] };
  }

  async diff(call: DiffCall): Promise<DiffResult> {
    const type = this.#type(call.type);
    return {
      changes: diffInputs(type.inputs, call.oldInputs, call.news),
      deleteBeforeReplace: type.deleteBeforeReplace ?? false,
    };
  }

  async create(call: CreateCall): Promise<{ id: string; properties: Properties }> {
    const type = this.#type(call.type);
    if (call.preview) {
      const outputs = [...Object.keys(type.computed), ...Object.keys(type.derived ?? {})];
      const pending = Object.fromEntries(outputs.map((output) => [output, unknown]));
      return { id: "", properties: { ...pending, ...call.inputs } };
    }
    const scope = scopeOf(call);
    refuse(type.refuseCreate?.(call.inputs, scope));
    this.#refuseDangling(type, call.inputs, call.store);
    const id = type.id(call.inputs, scope);
    if (call.store.get(call.type, id) !== undefined) {
      throw new CloudError(`${this.faultMessages.conflict}: '${id}' already exists`);
    }
    const state = { ...call.inputs, id };
    const properties = {
      ...evaluate(type.computed, state, scope),
      ...call.inputs,
    };
    const derived = evaluate(type.derived ?? {}, { ...properties, id }, scope);
    const resource = { type: call.type, id, properties: { ...properties, ...derived } };
    call.store.put(resource);
    return resource;
  }

  async read(
    call: ReadCall,
  ): Promise<{ id: string; properties: Properties; inputs: Properties } | undefined> {
    const type = this.#type(call.type);
    const resource = call.store.get(call.type, call.id);
    if (resource === undefined) return undefined;
    const known = Object.keys(call.inputs);
    // An import has no inputs to go by: it takes everything that could have been one.
    const keys = known.length > 0 ? known : Object.keys(type.inputs.shape);
    const inputs = Object.fromEntries(
      keys
        .filter((key) => resource.properties[key] !== undefined)
        .map((key) => [key, resource.properties[key]]),
    );
    return { ...resource, inputs };
  }

  async update(call: UpdateCall): Promise<Properties> {
    const type = this.#type(call.type);
    const scope = scopeOf(call);
    const current = call.preview
      ? call.oldProperties
      : this.#existing(call.store, call.type, call.id).properties;
    refuse(call.preview ? undefined : type.refuseUpdate?.(call.oldInputs, call.news, scope));
    const dropped = new Set(Object.keys(call.oldInputs).filter((key) => !(key in call.news)));
    const kept = Object.fromEntries(Object.entries(current).filter(([key]) => !dropped.has(key)));
    const properties: Properties = { ...kept, ...call.news };
    if (call.preview) return properties;
    this.#refuseDangling(type, call.news, call.store);
    const id = call.id;
    const derived = evaluate(type.derived ?? {}, { ...properties, id }, scope);
    const resource = { type: call.type, id, properties: { ...properties, ...derived } };
    call.store.put(resource);
    return resource.properties;
  }

  async delete(call: DeleteCall): Promise<void> {
    const type = this.#type(call.type);
    const resource = call.store.get(call.type, call.id);
    // Gone already: the real providers take a 404 for success here.
    if (resource === undefined) return;
    refuse(type.refuseDelete?.(resource, scopeOf(call)));
    const user = this.#usersOf(call.type, resource, call.store)[0];
    if (user !== undefined) {
      throw new CloudError(
        `'${resource.id}' can't be deleted: it is being used by '${user.id}' (${user.type}), resourceInUseByAnotherResource`,
      );
    }
    call.store.remove(call.type, call.id);
  }

  async invoke(
    token: string,
    args: Properties,
    config: Properties,
    store: CloudStore,
  ): Promise<Properties> {
    const type = this.#table.invokes[token];
    if (type === undefined) {
      throw new CloudError(`the emulated cloud doesn't know the function ${token}`);
    }
    const filled = withDefaults(type.args, args);
    const parsed = type.args.safeParse(filled);
    const failure = parsed.success ? undefined : bridgeFailures(parsed.error.issues, args)[0];
    refuse(failure === undefined ? undefined : `invocation of ${token}: ${failure.reason}`);
    return type.result(isObject(filled) ? filled : {}, { config, store, hex, digits });
  }

  secretOutputs(token: string): readonly Path[] {
    return (this.#type(token).secretOutputs ?? []).map((output) => [output]);
  }

  #type(token: string): ResourceType {
    const type = this.#table.resources[token];
    if (type === undefined) {
      throw new CloudError(
        `the emulated cloud doesn't know the resource type ${token}: add it to emulators/${this.packageName}, with its source`,
      );
    }
    return type;
  }

  #existing(store: CloudStore, type: string, id: string): StoredResource {
    const resource = store.get(type, id);
    if (resource === undefined) throw new CloudError(`'${id}' was not found, notFound`);
    return resource;
  }

  #refuseDangling(type: ResourceType, inputs: Properties, store: CloudStore): void {
    for (const reference of type.references ?? []) {
      for (const value of referencesAt(inputs, reference.at, reference.except)) {
        if (store.resolve(reference.to, value) === undefined) {
          throw new CloudError(
            `${reference.at}: the resource ${JSON.stringify(value)} was not found, notFound`,
          );
        }
      }
    }
  }

  #usersOf(token: string, target: StoredResource, store: CloudStore): readonly StoredResource[] {
    return Object.entries(this.#table.resources).flatMap(([userToken, userType]) => {
      const references = (userType.references ?? []).filter(
        (reference) => reference.mayDangle !== true && reference.to.includes(token),
      );
      if (references.length === 0) return [];
      return store.list(userToken).filter((user) =>
        references.some((reference) =>
          referencesAt(user.properties, reference.at, reference.except).some((value) => {
            const found = store.resolve(reference.to, value);
            return found?.id === target.id && found.type === token;
          }),
        ),
      );
    });
  }
}

function referencesAt(inputs: Properties, at: string, except?: RegExp): readonly Value[] {
  return valuesAt(inputs, at).filter(
    (value) => !isUnknown(value) && !(typeof value === "string" && except?.test(value) === true),
  );
}

function refuse(reason: string | undefined): void {
  if (reason !== undefined) throw new CloudError(reason);
}

function complete(type: ResourceType, inputs: Properties): Properties {
  const filled = withDefaults(type.inputs, inputs);
  return isObject(filled) ? filled : inputs;
}

/** The inputs with a name: the given one, the one it has already, or a new one. */
function withName(type: ResourceType, call: CheckCall): Properties {
  const { autoName } = type;
  if (autoName === undefined || call.news[autoName.property] !== undefined) return call.news;
  const old = call.olds[autoName.property];
  if (old !== undefined) return { ...call.news, [autoName.property]: old };
  const suffix = createHash("sha256").update(call.seed).update(call.urn).digest("hex").slice(0, 7);
  const wanted =
    autoName.lowerCase === true
      ? call.name.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-")
      : call.name;
  const stem = wanted.slice(0, autoName.maxLength - suffix.length - 1);
  return { ...call.news, [autoName.property]: `${stem}-${suffix}` };
}

function evaluate(
  rules: ResourceType["computed"],
  state: Properties & { readonly id: string },
  scope: Scope,
): Properties {
  return Object.fromEntries(
    Object.entries(rules)
      .map(([output, rule]) => [output, rule(state, scope)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

function scopeOf(call: { readonly config: Properties; readonly store: CloudStore }): Scope {
  return { config: call.config, store: call.store, hex, digits };
}

function hex(count: number): string {
  return randomBytes(count).toString("hex").slice(0, count);
}

function digits(count: number): string {
  const value = BigInt(`0x${randomBytes(count).toString("hex")}`).toString();
  return `1${value}`.slice(0, count);
}
