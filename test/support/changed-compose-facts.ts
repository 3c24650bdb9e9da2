import type { ComposeOptions } from "../../manifests/compose/options.ts";
import { renderCompose } from "../../manifests/compose/render.ts";
import type { ComposeRelease } from "../../releases/catalog.ts";
import { loadCatalog } from "../../releases/catalog.ts";
import { factsOf } from "../../releases/import/facts.ts";

const catalog = loadCatalog();

export function composeRelease(version: string): ComposeRelease {
  const release = catalog.release(version, "compose");
  if (release?.type !== "compose") throw new Error(`the catalog has no ${version}`);
  return release;
}

export function composeReleases(): readonly ComposeRelease[] {
  return catalog.versionsOf("compose").map(composeRelease);
}

/**
 * Exactly what options change in a project: a line for each fact that is added (`+`), removed (`-`) or
 * another one (`old → new`; `~` for the text of a file), sorted. A service or a volume that comes or goes
 * is one line.
 */
export function changedFacts(release: ComposeRelease, options: ComposeOptions): readonly string[] {
  const [old, now] = [factsOfProject(release), factsOfProject(release, options)];
  const [oldObjects, newObjects] = [objectsOf(old), objectsOf(now)];
  const whole = [
    ...[...oldObjects].filter((each) => !newObjects.has(each)).map((each) => `- ${each}`),
    ...[...newObjects].filter((each) => !oldObjects.has(each)).map((each) => `+ ${each}`),
  ];
  const lines = [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
    const object = path.split("/").slice(0, 2).join("/");
    const [was, is] = [old.get(path), now.get(path)];
    if (was === is || !oldObjects.has(object) || !newObjects.has(object)) return [];
    if (path.startsWith("file/")) return [`~ ${path.slice("file/".length)}`];
    const short = path.replace(/^services\//, "");
    if (was === undefined) return [`+ ${short}: ${is ?? ""}`];
    return is === undefined ? [`- ${short}: ${was}`] : [`${short}: ${was} → ${is}`];
  });
  return [...whole, ...lines].toSorted();
}

/** `services/gitserver-0`, `volumes/pgsql` and the like. */
function objectsOf(facts: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set([...facts.keys()].map((path) => path.split("/").slice(0, 2).join("/")));
}

function factsOfProject(
  release: ComposeRelease,
  options?: ComposeOptions,
): ReadonlyMap<string, string> {
  const { project, files } = renderCompose(release, options);
  return new Map([
    ...factsOf(project),
    ...Object.entries(files).map(([path, text]) => [`file/${path}`, text] as const),
  ]);
}
