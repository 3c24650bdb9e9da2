/**
 * A release's version as upstream tags it: `3.17.2`, and `3.17.3-1` for a second cut of `3.17.3`, whose
 * images are tagged `3.17.3`. Not candidates (`-rc.1`), withdrawn cuts (`-redacted`) and the like.
 */
export const versionPattern = /^\d+\.\d+\.\d+(-\d+)?$/;

/** Below zero when `a` is older than `b`. `3.17.3-1`, a second cut, comes after `3.17.3`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The version that a cut's images are tagged with: `3.17.3` of `3.17.3-1`. */
export function imageVersion(version: string): string {
  return version.replace(/-\d+$/, "");
}

/** `3.17` of `3.17.2`. */
export function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** Known versions around one that isn't: of its minor if there are any, else the next on both sides. */
export function nearestVersions(
  versions: readonly string[],
  version: string,
  count = 3,
): readonly string[] {
  const sorted = versions.toSorted(compareVersions);
  const minor = minorOf(version);
  const sameMinor = sorted.filter((candidate) => candidate.startsWith(`${minor}.`));
  if (sameMinor.length > 0) return sameMinor.slice(-count);
  const above = sorted.findIndex((candidate) => compareVersions(candidate, version) > 0);
  const position = above === -1 ? sorted.length : above;
  return sorted.slice(Math.max(0, position - 1), position + count - 1);
}

function numbers(version: string): readonly number[] {
  return version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);
}
