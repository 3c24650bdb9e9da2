import type { KubernetesObject } from "../../manifests/kubernetes/objects.ts";
import { ImportError } from "../file-problem.ts";
import { differingFacts, factsOf } from "./facts.ts";
import type { SourceObject } from "./kubernetes/read-objects.ts";

/**
 * The last check of an import: what would be rendered from the facts is what upstream has. It finds
 * what the importer took for understood and lost all the same.
 *
 * @throws ImportError with the facts that differ.
 */
export function checkRoundTrip(
  sources: readonly SourceObject[],
  rendered: readonly KubernetesObject[],
): void {
  const ours = new Map(rendered.map((object) => [identity(object), object]));
  const problems = sources.flatMap(({ file, object }) => {
    const id = identity(object);
    const differences = differingFacts(comparable(object), comparable(ours.get(id)));
    return differences.map((found) => ({ file, path: id, found: `would be rendered as ${found}` }));
  });
  if (problems.length > 0) throw new ImportError(problems);
}

function identity({ kind, metadata }: { kind: string; metadata: { name: string } }): string {
  return `${kind} ${metadata.name}`;
}

/**
 * The facts of an object, less prose, file bodies, and what is ours to say: the API version, and the form
 * that comes with it; the namespace of ServiceAccounts, which the API server asks for.
 */
function comparable(object: object | undefined): ReadonlyMap<string, string> {
  const facts = [...factsOf(object)].filter(
    ([path]) =>
      path !== "apiVersion" &&
      path !== "metadata/namespace" &&
      !/(^|\/)annotations(\/description|$)/.test(path) &&
      !/^subjects\/[^/]+\/namespace$/.test(path) &&
      !/^spec\/rules\/\d+\/http\/paths\/\d+\/(backend\/|pathType$)/.test(path) &&
      !/^spec\/volumeClaimTemplates\/[^/]+\/(apiVersion|kind)$/.test(path),
  );
  return new Map(facts.map(([path, fact]) => [path, path.startsWith("data/") ? "" : fact]));
}
