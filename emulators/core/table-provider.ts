import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
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
import { bareSchema, schemaBelow, withDefaults } from "./traits.ts";
import type { Path, Properties, Value } from "./values.ts";
import { hasUnknown, isList, isObject, isUnknown, same, unknown, valuesAt } from "./values.ts";

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
      changes: diffInputs(type.inputs, ...comparable(type, call)),
      deleteBeforeReplace: type.deleteBeforeReplace ?? keepsGivenName(type, call),
    };
  }

  async create(call: CreateCall): Promise<{ id: string; properties: Properties }> {
    const type = this.#type(call.type);
    if (call.preview) {
      const outputs = [...Object.keys(type.computed), ...Object.keys(type.derived ?? {})];
      const pending = Object.fromEntries(outputs.map((output) => [output, unknown]));
      const inputs = withUnknowns(call.inputs, type.filledIn ?? []);
      return { id: "", properties: { ...pending, ...inputs } };
    }
    refuse(type.refuseCreate?.(call.inputs, scopeOf(call)));
    this.#refuseDangling(type, call.inputs, call.store);
    const resource = this.made(call);
    const existing = call.store.get(call.type, resource.id);
    if (existing !== undefined && type.adoptsExisting !== true) {
      throw new CloudError(
        this.#table.words?.exists?.(call.type, resource.id) ??
          `${this.faultMessages.conflict}: '${resource.id}' already exists`,
      );
    }
    call.store.put(resource);
    return resource;
  }

  /** The resource as the cloud would answer it right after its creation; nothing is stored. */
  protected made(call: CreateCall): StoredResource {
    const type = this.#type(call.type);
    const scope = scopeOf(call);
    const id = type.id(call.inputs, scope);
    const computed = evaluate(type.computed, { ...call.inputs, id }, scope);
    const properties = { ...computed, ...call.inputs };
    const derived = evaluate(type.derived ?? {}, { ...properties, id }, scope);
    return { type: call.type, id, properties: { ...properties, ...derived } };
  }

  async read(
    call: ReadCall,
  ): Promise<{ id: string; properties: Properties; inputs: Properties } | undefined> {
    const type = this.#type(call.type);
    const resource = call.store.get(call.type, call.id);
    if (resource === undefined) return undefined;
    const inputs = readInputs(type, call.inputs, resource.properties);
    return { ...resource, inputs };
  }

  async update(call: UpdateCall): Promise<Properties> {
    const type = this.#type(call.type);
    const scope = scopeOf(call);
    const current = call.preview
      ? call.oldProperties
      : this.#existing(call.store, call.type, call.id).properties;
    refuse(call.preview ? undefined : type.refuseUpdate?.(call.oldInputs, call.news, scope));
    const dropped = new Set(
      Object.keys(call.oldInputs).filter((key) => !(key in call.news) && !isOutput(type, key)),
    );
    const kept = Object.fromEntries(Object.entries(current).filter(([key]) => !dropped.has(key)));
    const properties: Properties = { ...kept, ...call.news };
    const id = call.id;
    if (call.preview) {
      return {
        ...kept,
        ...promised(type, { ...properties, id }, call.news, scope),
        ...withUnknowns(changedInputs(call), type.filledIn ?? []),
      };
    }
    this.#refuseDangling(type, call.news, call.store);
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
    if (type.staysOnDelete?.(call.oldProperties) === true) return;
    refuse(type.refuseDelete?.(resource, scopeOf(call)));
    const user = this.#usersOf(call.type, resource, call.store)[0];
    if (user !== undefined) {
      throw new CloudError(
        this.#table.words?.inUse?.(resource, user) ??
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
    return (this.#type(token).secretOutputs ?? []).map((output) => output.split("."));
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
            this.#table.words?.notFound?.(value, reference.at) ??
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
      return store.list(userToken).filter(
        (user) =>
          !(user.type === token && user.id === target.id) &&
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

/**
 * The inputs that a refresh finds: what was asked for with its live values, and what somebody set by
 * hand since, unless the cloud fills it in by itself. An import takes all that could be an input.
 */
function readInputs(type: ResourceType, asked: Properties, live: Properties): Properties {
  const imports = Object.keys(asked).length === 0;
  const keys = Object.keys(type.inputs.shape).filter(
    (key) => live[key] !== undefined && (imports || key in asked || !isOutput(type, key)),
  );
  return Object.fromEntries(
    keys.map((key) => [
      key,
      key in asked ? asAsked(schemaBelow(type.inputs, key), asked[key], live[key]) : live[key],
    ]),
  );
}

/** A live value without what the cloud filled in below it: of a block, the keys that were given. */
function asAsked(schema: z.ZodType | undefined, asked: Value, live: Value): Value {
  if (schema === undefined) return live;
  if (isList(asked) && isList(live)) {
    return live.map((item, index) => asAsked(schemaBelow(schema, index), asked[index], item));
  }
  if (!isObject(asked) || !isObject(live) || !(bareSchema(schema) instanceof z.ZodObject)) {
    return live;
  }
  return Object.fromEntries(
    Object.keys(asked)
      .filter((key) => live[key] !== undefined)
      .map((key) => [key, asAsked(schemaBelow(schema, key), asked[key], live[key])]),
  );
}

/**
 * Old and new inputs as the real providers compare them. What the cloud filled in for want of an
 * input is the old value once a program says it, and stays as it is once a program says it no more.
 */
function comparable(type: ResourceType, call: DiffCall): readonly [Properties, Properties] {
  const { oldInputs, oldProperties, news } = call;
  const filledIn = Object.keys(news).filter((key) => !(key in oldInputs) && isOutput(type, key));
  const dropped = Object.keys(oldInputs).filter((key) => !(key in news) && isOutput(type, key));
  return [
    { ...oldInputs, ...pick(oldProperties, filledIn) },
    { ...news, ...pick(oldInputs, dropped) },
  ];
}

/** What an update changes: the rest is known from before, with all that the cloud filled in. */
function changedInputs(call: DiffCall): Properties {
  const keys = Object.keys(call.news);
  return pick(
    call.news,
    keys.filter((key) => !same(call.oldInputs[key], call.news[key])),
  );
}

/** The outputs that follow from the inputs, as a preview can tell: only when all inputs are known. */
function promised(
  type: ResourceType,
  state: Properties & { readonly id: string },
  inputs: Properties,
  scope: Scope,
): Properties {
  const rules = Object.entries(type.derived ?? {}).filter(([output]) => !(output in inputs));
  if (!hasUnknown(inputs)) return evaluate(Object.fromEntries(rules), state, scope);
  return Object.fromEntries(rules.map(([output]) => [output, unknown]));
}

/**
 * A name that a person chose can't stand twice, so the bridge deletes first (pkg/tfbridge,
 * nameRequiresDeleteBeforeReplace); a made-up one is made up anew.
 */
function keepsGivenName(type: ResourceType, call: DiffCall): boolean {
  if (type.autoName === undefined) return false;
  const name = call.news[type.autoName.property];
  const madeUp = typeof name === "string" && /-[0-9a-f]{7}$/.test(name);
  return !madeUp && name === call.oldInputs[type.autoName.property];
}

function isOutput(type: ResourceType, key: string): boolean {
  return key in type.computed || key in (type.derived ?? {});
}

function pick(properties: Properties, keys: readonly string[]): Properties {
  return Object.fromEntries(
    keys.filter((key) => key in properties).map((key) => [key, properties[key]]),
  );
}

/** The inputs, with every one of these places unknown where nothing was said. */
function withUnknowns(inputs: Properties, patterns: readonly string[]): Properties {
  let filled: Value = inputs;
  for (const pattern of patterns) filled = withUnknown(filled, pattern.split("."));
  return isObject(filled) ? filled : inputs;
}

function withUnknown(value: Value, steps: readonly string[]): Value {
  const [step, ...rest] = steps;
  if (step === undefined) return value === undefined ? unknown : value;
  if (!isObject(value)) return value;
  const name = step.replaceAll("[]", "");
  const below = value[name];
  if (step.endsWith("[]")) {
    if (!isList(below)) return value;
    return { ...value, [name]: below.map((item) => withUnknown(item, rest)) };
  }
  const filled = withUnknown(below, rest);
  return filled === undefined ? value : { ...value, [name]: filled };
}

/** The inputs with a name: the given one, the one made up for it before, or a new one. */
function withName(type: ResourceType, call: CheckCall): Properties {
  const { autoName } = type;
  if (autoName === undefined || call.news[autoName.property] !== undefined) return call.news;
  const old = call.olds[autoName.property];
  // Taking a name that a person wrote out of the program gives it up: a new one is made.
  const madeUp = typeof old === "string" && /-[0-9a-f]{7}$/.test(old);
  if (madeUp) return { ...call.news, [autoName.property]: old };
  // Without a seed a replacement would get the name that the resource it replaces still holds.
  const seed = call.seed.length > 0 ? call.seed : randomBytes(32);
  const suffix = createHash("sha256").update(seed).update(call.urn).digest("hex").slice(0, 7);
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
  return `1${value.padStart(count, "0")}`.slice(0, count);
}
