/** Where images come from, when not from where upstream's manifests say. */
export interface ImageSource {
  /** Registry's host, such as `registry.example.com`. */
  readonly host: string;
  /** Path before an image's own name. @default - upstream's path, `sourcegraph/…` */
  readonly pathPrefix?: string | undefined;
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
  const upstream = isLibrary ? ["library", ...path] : path;
  const own = source.pathPrefix === undefined ? upstream : [source.pathPrefix, ...path.slice(-1)];
  const suffix = digest !== undefined && source.keepDigest ? `@${digest}` : "";
  return [source.host, ...own].join("/") + suffix;
}

const dockerHub: ReadonlySet<string> = new Set(["docker.io", "index.docker.io"]);
