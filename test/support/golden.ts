import { strict as assert } from "node:assert";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dump } from "js-yaml";
import type { StateResource } from "../../engine/adopt-pending.ts";
import { projectRoot } from "../../toolchain/project-root.ts";

/** Holds all that an environment registers against its golden file. */
export function matchesGolden(environment: string, resources: readonly StateResource[]): void {
  isGolden(`${environment}.yaml`, goldenText(resources));
}

/**
 * Holds text against a file in test/golden, so that a change of it is read in review. UPDATE_GOLDEN=1
 * rewrites the file.
 */
export function isGolden(name: string, actual: string): void {
  const file = join(projectRoot, "test", "golden", name);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  const expected = existsSync(file) ? readFileSync(file, "utf8") : "";
  assert.equal(actual, expected, `${name} differs: UPDATE_GOLDEN=1 rewrites this golden file`);
}

/** One entry per resource, sorted; what is made up anew in each run is masked. */
function goldenText(resources: readonly StateResource[]): string {
  const entries = resources
    .filter(({ type }) => type !== "pulumi:pulumi:Stack")
    .map((resource) => ({
      resource: `${resource.type} ${nameOf(resource.urn)}`,
      parent: nameOf(resource.parent ?? ""),
      ...(resource.protect === true && { protect: true }),
      ...(resource.retainOnDelete === true && { retainOnDelete: true }),
      // A component's inputs are its children's, told once more.
      ...(resource.custom && { inputs: masked(resource.inputs ?? {}) }),
    }))
    .toSorted((left, right) => left.resource.localeCompare(right.resource, "en"));
  return dump(entries, { sortKeys: false, noRefs: true, lineWidth: 100 });
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** Names, ids and addresses that provider or cloud make up. */
const madeUp: readonly (readonly [RegExp, string])[] = [
  [/-[0-9a-f]{7}(?![0-9a-f])/g, "-<suffix>"],
  [/\b((?:[a-z]+-)+)[0-9a-f]{17}\b/g, "$1<id>"],
  [/https:\/\/[0-9A-F]{32}\./g, "https://<id>."],
  [/LS0t[A-Za-z0-9+/=]{50,}/g, "<certificate>"],
  [/\b203\.0\.113\.\d+\b/g, "<address>"],
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g, "<uuid>"],
];

function masked(value: unknown): unknown {
  if (typeof value === "string") {
    return madeUp.reduce((text, [pattern, mask]) => text.replaceAll(pattern, mask), value);
  }
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  if ("ciphertext" in value) return "[secret]";
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "__defaults")
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, masked(item)]),
  );
}
