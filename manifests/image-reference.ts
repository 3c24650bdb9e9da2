/** Where images come from, when not from where upstream's manifests say. */
export interface ImageSource {
  /** Registry's host, such as `registry.example.com`. @default - each image's own */
  readonly host?: string | undefined;
  /** Path before an image's own name. @default - upstream's path, `sourcegraph/…` */
  readonly pathPrefix?: string | undefined;
  /**
   * Name of each copy, `{name}` being upstream's: `sourcegraph-{name}` for a registry that has no
   * paths. @default - upstream's name
   */
  readonly namePattern?: string | undefined;
  /** Keeps `@sha256:…`. A copy that doesn't keep the manifest has another digest. */
  readonly keepDigest: boolean;
}

/**
 * The same image in another registry. An image without a host is Docker Hub's, and one without a
 * path there is in `library/` (the OCI distribution specification has no defaults: Docker's own).
 *
 * @param image with a tag, a digest or both; the host may have a port.
 */
export function imageFrom(image: string, source: ImageSource): string {
  const [reference = image, digest] = image.split("@");
  const [first = "", ...rest] = reference.split("/");
  const hasHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = hasHost ? rest : [first, ...rest];
  const isLibrary = path.length === 1 && (!hasHost || dockerHub.has(first));
  const upstream = source.host !== undefined && isLibrary ? ["library", ...path] : path;
  const folders = source.pathPrefix === undefined ? upstream.slice(0, -1) : [source.pathPrefix];
  const host = source.host ?? (hasHost ? first : undefined);
  const named = renamed(path.at(-1) ?? "", source.namePattern);
  const suffix = digest !== undefined && source.keepDigest ? `@${digest}` : "";
  return [...(host === undefined ? [] : [host]), ...folders, named].join("/") + suffix;
}

/** @param name with its tag, if it has one. */
function renamed(name: string, pattern = "{name}"): string {
  const [own = "", ...tag] = name.split(":");
  return [pattern.replaceAll("{name}", () => own), ...tag].join(":");
}

const dockerHub: ReadonlySet<string> = new Set(["docker.io", "index.docker.io"]);
