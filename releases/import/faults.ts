import { parseImage } from "../images.ts";
import type { Fault } from "../schema/entry.ts";
import { compareVersions, imageVersion } from "../versions.ts";
import { byKey } from "./sorting.ts";

/** An image, and the container or service that runs it. */
export interface UsedImage {
  readonly reference: string;
  readonly where: string;
}

/**
 * What is wrong with the images of a release as upstream published it (upgrade notes by version, "tags
 * that must not be used").
 */
export function imageFaults(images: readonly UsedImage[], version: string): readonly Fault[] {
  const uses = Map.groupBy(images, ({ reference }) => reference);
  const own = imageVersion(version);
  const tagged = [...uses.keys()].filter((reference) => parseImage(reference).tag === own);
  // Before 3.15 most images had tag lines of their own: other versions say nothing there.
  const followsRelease = tagged.length * 2 > uses.size;
  return [...uses].toSorted(byKey).flatMap(([reference, users]) =>
    faultsOf(reference, own, followsRelease).map((kind) => ({
      kind,
      about: reference,
      where: [...new Set(users.map(({ where }) => where))].toSorted(),
    })),
  );
}

/**
 * The version that a release's images say it is, if that is another one and they agree: then the wrong
 * folder was named, or the wrong version.
 */
export function otherRelease(images: readonly UsedImage[], version: string): string | undefined {
  const own = new Set(images.map(({ reference }) => reference));
  const tags = [...own].map(parseImage).flatMap(({ prefix, tag }) => {
    const isRelease = /(^|\/)sourcegraph$/.test(prefix) && /^\d+\.\d+\.\d+$/.test(tag);
    return isRelease ? [tag] : [];
  });
  if (tags.includes(imageVersion(version))) return undefined;
  const [most] = [...Map.groupBy(tags, (tag) => tag)].toSorted(
    ([, left], [, right]) => right.length - left.length,
  );
  return most !== undefined && most[1].length * 2 > tags.length ? most[0] : undefined;
}

function faultsOf(
  reference: string,
  version: string,
  followsRelease: boolean,
): readonly Fault["kind"][] {
  const { prefix, tag, digest } = parseImage(reference);
  const faults: Fault["kind"][] = [];
  if (digest === "") faults.push("no-digest");
  else if (!/^sha256:[0-9a-f]{64}$/.test(digest)) faults.push("broken-digest");
  if (tag === "") faults.push("no-tag");
  if (tag === "insiders") faults.push("insiders");
  else if (followsRelease && isOtherVersion(prefix, tag, version)) faults.push("other-version");
  if (isInternal(prefix)) faults.push("internal-registry");
  return faults;
}

/** Of Sourcegraph's own images: another release, or a build of a branch (`4.2_<build>_<date>_<commit>`). */
function isOtherVersion(prefix: string, tag: string, version: string): boolean {
  if (!/(^|\/)sourcegraph$/.test(prefix)) return false;
  if (/(^|_)\d+_\d{4}-\d{2}-\d{2}_[0-9a-f]+/.test(tag)) return true;
  return /^\d+\.\d+\.\d+(-|$)/.test(tag) && compareVersions(imageVersion(tag), version) !== 0;
}

/** Sourcegraph publishes its releases on Docker Hub; its registries at Google need a login. */
function isInternal(prefix: string): boolean {
  return /^([a-z0-9-]+\.)*(pkg\.dev|gcr\.io)\/sourcegraph-/.test(prefix);
}
