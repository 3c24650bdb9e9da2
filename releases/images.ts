/** The whole reference of an entry's image: one that is given by its digest alone is called by the pattern. */
export function resolveImage(key: string, image: string, pattern: string): string {
  return image.startsWith("@") ? pattern.replace("{name}", key) + image : image;
}

/** `host/path/name:tag@sha256:…` in its parts; a part that isn't there is empty. */
export interface ImageReference {
  /** Registry and path before the name, without a slash at the end. */
  readonly prefix: string;
  readonly name: string;
  readonly tag: string;
  /** With its algorithm, such as `sha256:…`. */
  readonly digest: string;
}

/** An image reference in its parts (OCI distribution specification 1.1, "Pulling manifests"). */
export function parseImage(reference: string): ImageReference {
  const [rest = "", digest = ""] = reference.split("@");
  const slash = rest.lastIndexOf("/");
  const [name = "", tag = ""] = rest.slice(slash + 1).split(":");
  return { prefix: slash === -1 ? "" : rest.slice(0, slash), name, tag, digest };
}
