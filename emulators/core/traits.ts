import { z } from "zod";
import type { Value } from "./values.ts";
import { isList, isObject, unwrapSecrets } from "./values.ts";

/** What a property's schema can't say by itself: how the cloud takes a change of it. */
export interface Traits {
  /** A change makes the resource anew: always, or when the two values say so. */
  readonly replaces?: true | ((from: Value, to: Value) => boolean);
  /** Two ways of writing the same thing, which the provider doesn't take for a change. */
  readonly equivalent?: (from: Value, to: Value) => boolean;
  /** A set: order is no change. */
  readonly unordered?: true;
}

const registry = new WeakMap<z.core.$ZodType, Traits>();

/** A change of this property makes the resource anew (ForceNew in the provider's own schema). */
export function fixed<T extends z.ZodType>(
  schema: T,
  when: true | ((from: Value, to: Value) => boolean) = true,
): T {
  return withTraits(schema, { replaces: when });
}

/** A set: the cloud keeps no order of its items. */
export function unordered<T extends z.ZodType>(schema: T): T {
  return withTraits(schema, { unordered: true });
}

/** Values that the provider takes for the same (DiffSuppressFunc in the provider's own schema). */
export function suppressed<T extends z.ZodType>(
  schema: T,
  equivalent: (from: Value, to: Value) => boolean,
): T {
  return withTraits(schema, { equivalent });
}

/** Optional, and what the cloud made of it stays when it is said no more (Optional and Computed). */
export function orComputed<T extends z.ZodType>(schema: T): z.ZodOptional<T> {
  return suppressed(schema.optional(), (_, to) => to === undefined);
}

/** Said by the cloud only; it stands in an input's object since outputs and inputs share one. */
export function outputOnly(): z.ZodOptional<z.ZodUndefined> {
  return suppressed(z.undefined().optional(), () => true);
}

/** The traits of a schema and of everything it wraps (optional, default …), the outermost first. */
export function traitsOf(schema: z.ZodType): Traits {
  const own = ownTraits(schema);
  const inner = innerSchema(schema);
  return inner === undefined ? own : { ...traitsOf(inner), ...own };
}

/** The schema itself, without optional, default and the like. */
export function bareSchema(schema: z.ZodType): z.ZodType {
  const inner = innerSchema(schema);
  return inner === undefined ? schema : bareSchema(inner);
}

/** The schema of one key or item of an object, record or list; undefined where there is none. */
export function schemaBelow(schema: z.ZodType, step: string | number): z.ZodType | undefined {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodObject) return asType(bare.shape[step]);
  if (bare instanceof z.ZodRecord) return asType(bare.valueType);
  if (bare instanceof z.ZodArray) return asType(bare.element);
  return undefined;
}

/** The value with every default of the schema filled in, as deep as it goes. */
export function withDefaults(schema: z.ZodType, value: Value): Value {
  if (value === undefined) {
    const filled = defaultOf(schema);
    return filled === undefined ? undefined : withDefaults(bareSchema(schema), filled);
  }
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodArray && isList(value)) {
    return value.map((item) => withDefaults(asType(bare.element) ?? z.unknown(), item));
  }
  if (bare instanceof z.ZodRecord && isObject(value)) {
    const element = asType(bare.valueType) ?? z.unknown();
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, withDefaults(element, item)]),
    );
  }
  if (bare instanceof z.ZodObject && isObject(value)) {
    const filled: Record<string, Value> = {};
    for (const key of [...Object.keys(value), ...Object.keys(bare.shape)]) {
      const item = withDefaults(asType(bare.shape[key]) ?? z.unknown(), value[key]);
      if (item !== undefined) filled[key] = item;
    }
    return filled;
  }
  return value;
}

/** Zod answers `fixed(z.string()).max(9)` with a copy: its traits are those of what it was copied from. */
function ownTraits(schema: z.core.$ZodType): Traits {
  const { parent } = schema._zod;
  return registry.get(schema) ?? (parent === undefined ? {} : ownTraits(parent));
}

function defaultOf(schema: z.ZodType): Value {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrapSecrets(schema.def.defaultValue).value;
  const inner = innerSchema(schema);
  return inner === undefined ? undefined : defaultOf(inner);
}

function withTraits<T extends z.ZodType>(schema: T, traits: Traits): T {
  // A clone, so that a vocabulary's shared schema keeps no trait of one property.
  const own = schema.clone();
  registry.set(own, { ...ownTraits(schema), ...traits });
  return own;
}

function innerSchema(schema: z.ZodType): z.ZodType | undefined {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly
  ) {
    return asType(schema.def.innerType);
  }
  return undefined;
}

function asType(schema: unknown): z.ZodType | undefined {
  return schema instanceof z.ZodType ? schema : undefined;
}
