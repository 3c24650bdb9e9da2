/** The same object without keys that are `undefined`: for types that tell the two apart. */
export function defined<Fields extends object>(object: Fields): Defined<Fields> {
  const entries: readonly (readonly unknown[])[] = Object.entries(object).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(entries);
}

export type Defined<Fields> = { [Key in keyof Fields]: Exclude<Fields[Key], undefined> };
