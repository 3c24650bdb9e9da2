/** Orders entries by their key, character by character: the same everywhere. */
export function byKey(
  [left]: readonly [string, unknown],
  [right]: readonly [string, unknown],
): number {
  return left < right ? -1 : 1;
}

/** The same map, keys in alphabetical order. */
export function sorted<Value>(map: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(map).toSorted(byKey));
}
