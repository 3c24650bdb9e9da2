import type { Fault } from "./schema/entry.ts";

/** What a fault means to whoever deploys the release. */
const meanings: Readonly<Record<Fault["kind"], string>> = {
  "no-digest": "has no digest: what its tag names may have changed since",
  "no-tag": "has no tag: only its digest says which version it is",
  "broken-digest": "has a digest that isn't 64 hex digits: no registry serves it",
  insiders: "is a build of main inside a release",
  "other-version": "is of another version than the release",
  "internal-registry": "is in a registry that needs a login with Sourcegraph",
  "shared-claim": "would be mounted by two workloads at once, though it is ReadWriteOnce",
};

/** A fault as a sentence without its end: the image or claim, what is wrong with it, where. */
export function describeFault({ kind, about, where }: Fault): string {
  return `${about} ${meanings[kind]} (${where.join(", ")})`;
}

/** Faults that keep a release from running, unless what they are about is replaced. */
const fatal: ReadonlySet<Fault["kind"]> = new Set(["broken-digest", "shared-claim"]);

export function isFatal({ kind }: Fault): boolean {
  return fatal.has(kind);
}

/** Some of upstream's files are for other tools and never deployed: whether a fault is in those alone. */
export function isBesideTheDeployment({ where }: Fault): boolean {
  return where.every((place) => /\.ya?ml$/.test(place));
}
