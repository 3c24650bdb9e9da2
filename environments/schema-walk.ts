import { z } from "zod";

type Schema = z.core.$ZodType;
type Path = readonly PropertyKey[];

export interface Place {
  readonly path: Path;
  readonly schema: Schema;
  readonly value: unknown;
}

/** What a schema is once defaults, optionality and transformations are taken off. */
export function bare(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return bare(schema.unwrap());
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable)
    return bare(schema.unwrap());
  if (schema instanceof z.ZodPipe) {
    return bare(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  }
  return schema;
}

/** Marked as a secret itself, or as one of the forms that it may have. */
export function holdsSecret(schema: Schema): boolean {
  const { options } = asUnion(schema);
  return isSecretText(schema) || options.some(isSecretText);
}

export function isSecretText(schema: Schema): boolean {
  const inner = bare(schema);
  return inner instanceof z.ZodString && z.globalRegistry.get(inner)?.["secret"] === true;
}

/** A single value rather than a mapping or a list. */
export function takesText(schema: Schema): boolean {
  const inner = bare(schema);
  return [z.ZodString, z.ZodEnum, z.ZodLiteral].some((type) => inner instanceof type);
}

/** A union's choices and the key that tells them apart; none for other schemas. */
export function asUnion(schema: Schema): {
  readonly options: readonly Schema[];
  readonly discriminator?: string;
} {
  const inner = bare(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) {
    return { options: inner.options, discriminator: inner.def.discriminator };
  }
  return inner instanceof z.ZodUnion ? { options: inner.options } : { options: [] };
}

/** The one of a union's choices that a value is meant to be: by discriminator, else by its type. */
export function chosen(schema: Schema, value: unknown): Schema | undefined {
  const { options, discriminator } = asUnion(schema);
  if (discriminator !== undefined) {
    const wanted = isMapping(value) ? value[discriminator] : undefined;
    return options.find((option) => allowedValues(option, discriminator).includes(wanted));
  }
  if (typeof value === "string")
    return options.find((option) => bare(option) instanceof z.ZodString);
  if (typeof value === "number")
    return options.find((option) => bare(option) instanceof z.ZodNumber);
  if (typeof value === "boolean")
    return options.find((option) => bare(option) instanceof z.ZodBoolean);
  if (!isMapping(value)) return undefined;
  const known = (option: Schema) =>
    keysOf(option).filter((key) => Object.hasOwn(value, key)).length;
  return options
    .filter((option) => bare(option) instanceof z.ZodObject)
    .toSorted((a, b) => known(b) - known(a))[0];
}

/** The names that may stand in a mapping of this schema; none when they are free. */
export function keysOf(schema: Schema): readonly string[] {
  const inner = bare(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** The constants that may stand at `key`, for the key that tells a union's choices apart. */
export function allowedValues(schema: Schema, key: string): readonly unknown[] {
  const inner = bare(schema);
  const field: unknown = inner instanceof z.ZodObject ? inner.shape[key] : undefined;
  return field instanceof z.ZodLiteral ? [...field.values] : [];
}

/** The schema one step down, by the value that stands above. */
export function childSchema(schema: Schema, value: unknown, key: PropertyKey): Schema | undefined {
  const inner = bare(schema);
  if (inner instanceof z.ZodObject) {
    return typeof key === "string" && Object.hasOwn(inner.shape, key)
      ? inner.shape[key]
      : undefined;
  }
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodArray) return inner.element;
  if (!(inner instanceof z.ZodUnion)) return undefined;
  const option = chosen(inner, value);
  return option && childSchema(option, value, key);
}

/** The schema and the value at a path, as far down as both go. */
export function placeAt(schema: Schema, value: unknown, path: Path): Place | undefined {
  let place: Place = { path: [], schema, value };
  for (const key of path) {
    const child = childSchema(place.schema, place.value, key);
    if (child === undefined) return undefined;
    place = { path: [...place.path, key], schema: child, value: valueAt(place.value, key) };
  }
  return place;
}

/** Every place below a value that the schema knows, the value itself included. */
export function* places(schema: Schema, value: unknown, path: Path = []): Generator<Place> {
  yield { path, schema, value };
  if (value === null || typeof value !== "object") return;
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const key of keys) {
    const child = childSchema(schema, value, key);
    if (child !== undefined) yield* places(child, valueAt(value, key), [...path, key]);
  }
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function valueAt(value: unknown, key: PropertyKey): unknown {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  return isMapping(value) && typeof key === "string" && Object.hasOwn(value, key)
    ? value[key]
    : undefined;
}
