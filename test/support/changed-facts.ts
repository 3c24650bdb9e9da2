import type { KubernetesOptions } from "../../manifests/kubernetes/options.ts";
import { renderKubernetes } from "../../manifests/kubernetes/render.ts";
import type { KubernetesRelease } from "../../releases/catalog.ts";
import { loadCatalog } from "../../releases/catalog.ts";
import { factsOf } from "../../releases/import/facts.ts";

const catalog = loadCatalog();

/** A release on Kubernetes, from one of upstream's two sources. */
export function kubernetesRelease(
  version: string,
  source: "base" | "kustomize" = "base",
): KubernetesRelease {
  const release = catalog.release(version, source);
  if (release?.type !== "kubernetes") throw new Error(`the catalog has no ${version} (${source})`);
  return release;
}

/** Every release on Kubernetes, from both sources. */
export function kubernetesReleases(): readonly KubernetesRelease[] {
  return (["base", "kustomize"] as const).flatMap((source) =>
    catalog.versionsOf(source).map((version) => kubernetesRelease(version, source)),
  );
}

/**
 * Exactly what options change in a release: a line for each fact that is added (`+`), removed (`-`) or
 * another one (`old → new`; `~` for the text of a file), sorted.
 */
export function changedFacts(
  release: KubernetesRelease,
  options: KubernetesOptions,
  before: KubernetesOptions = {},
): readonly string[] {
  const [old, now] = [facts(release, before), facts(release, options)];
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === is) return [];
    if (isFileBody(path) && was !== undefined && is !== undefined) return [`~ ${path}`];
    if (was === undefined) return [`+ ${path}: ${is ?? ""}`];
    return is === undefined ? [`- ${path}: ${was}`] : [`${path}: ${was} → ${is}`];
  });
}

function isFileBody(path: string): boolean {
  return /^ConfigMap \S+ data\/[^/]*\.[^/]*$/.test(path);
}

/** Lines of the objects that are left out as a whole, as `- Kind name`; the others as they are. */
export function byObject(lines: readonly string[], release: KubernetesRelease): readonly string[] {
  const all = facts(release, {});
  const gone = new Map<string, number>();
  for (const line of lines) {
    const [, object] = /^- ([A-Za-z]+ [^ ]+) /.exec(line) ?? [];
    if (object !== undefined) gone.set(object, (gone.get(object) ?? 0) + 1);
  }
  const whole = new Set(
    [...gone.keys()].filter(
      (object) =>
        [...all.keys()].filter((path) => path.startsWith(`${object} `)).length === gone.get(object),
    ),
  );
  return [
    ...[...whole].map((object) => `- ${object}`),
    ...lines.filter((line) => ![...whole].some((object) => line.startsWith(`- ${object} `))),
  ];
}

function facts(
  release: KubernetesRelease,
  options: KubernetesOptions,
): ReadonlyMap<string, string> {
  const objects = renderKubernetes(release, options).flatMap((service) => service.objects);
  return new Map(
    objects.flatMap((object) =>
      [...factsOf(object)].map(
        ([path, fact]) => [`${object.kind} ${object.metadata.name} ${path}`, fact] as const,
      ),
    ),
  );
}
