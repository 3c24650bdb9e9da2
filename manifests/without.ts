/** A copy of `object` that lacks some keys. */
export function without<Fields extends object, Key extends keyof Fields>(
  object: Fields,
  keys: readonly Key[],
): Omit<Fields, Key> {
  const copy = { ...object };
  for (const key of keys) delete copy[key];
  return copy;
}
