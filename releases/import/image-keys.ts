import { parseImage } from "../images.ts";
import { imageVersion } from "../versions.ts";
import { byKey } from "./sorting.ts";

/** A deployment's images, as its entry has them. */
export interface ImageTable {
  readonly imagePattern: string;
  readonly images: Readonly<Record<string, string>>;
  /** The key of a reference. */
  readonly keyOf: (reference: string) => string;
}

/**
 * Names the images of a deployment so that releases which differ in nothing else share a shape: by the
 * last part of the name, and by more of it only where two images have that in common.
 *
 * @param references each image of the deployment, as often as it is used.
 */
export function imageTable(references: readonly string[], version: string): ImageTable {
  const keys = imageKeys([...new Set(references)]);
  const imagePattern = `${commonPrefix(references)}/{name}:${imageVersion(version)}`;
  const images = [...keys]
    .map(([reference, key]) => [key, shortened(reference, key, imagePattern)] as const)
    .toSorted(byKey);
  return {
    imagePattern,
    images: Object.fromEntries(images),
    keyOf: (reference) => keys.get(reference) ?? reference,
  };
}

function imageKeys(references: readonly string[]): ReadonlyMap<string, string> {
  const byName = Map.groupBy(references, (reference) => parseImage(reference).name);
  return new Map(
    references.map((reference) => {
      const { name, prefix, tag } = parseImage(reference);
      const alike = byName.get(name) ?? [];
      if (alike.length === 1) return [reference, name];
      const owner = prefix.split("/").at(-1) ?? "";
      const sameOwner = alike.filter(
        (other) => (parseImage(other).prefix.split("/").at(-1) ?? "") === owner,
      );
      const key = owner === "sourcegraph" ? name : `${owner}/${name}`;
      return [reference, sameOwner.length === 1 ? key : `${key}:${tag}`];
    }),
  );
}

/** Where most images come from; of several, the first in alphabetical order. */
function commonPrefix(references: readonly string[]): string {
  const counts = Map.groupBy(references, (reference) => parseImage(reference).prefix);
  const [first] = [...counts].toSorted(
    ([left, leftUses], [right, rightUses]) =>
      rightUses.length - leftUses.length || (left < right ? -1 : 1),
  );
  return first?.[0] ?? "";
}

function shortened(reference: string, key: string, pattern: string): string {
  const { digest } = parseImage(reference);
  const usual = pattern.replace("{name}", key);
  return digest !== "" && reference === `${usual}@${digest}` ? `@${digest}` : reference;
}
