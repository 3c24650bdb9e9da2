import type { Answer, Connection } from "./connection.ts";
import type { ApiObject, DiscoveryDocument, Resources } from "./discovery.ts";
import { collectionPath, resourcesOf } from "./discovery.ts";

/** What an API server says to one object. */
export type Verdict = {
  /** Such as `Deployment sourcegraph-frontend`. */
  readonly object: string;
  /** Pod Security in a namespace that warns, deprecated APIs and fields, names given twice. */
  readonly warnings: readonly string[];
} & (
  | { readonly accepted: true }
  | { readonly accepted: false; readonly status: number; readonly message: string }
);

export interface DryRunOptions {
  /** For objects that name none. It has to exist. */
  readonly namespace: string;
  /**
   * How they are sent: `apply` as Pulumi does, by server-side apply, or `create`, whose messages
   * about a field's type name the Go type. @default apply
   */
  readonly by?: "apply" | "create";
  /** How many objects are under way at once. @default 8 */
  readonly concurrency?: number;
}

const discoveryFormat = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** What an API server serves, as it says itself. */
export async function discover(connection: Connection): Promise<Resources> {
  const headers = { accept: discoveryFormat };
  const answers = await Promise.all(
    ["/api", "/apis"].map((path) => connection.send({ method: "GET", path, headers })),
  );
  return resourcesOf(answers.map(({ text }): DiscoveryDocument => JSON.parse(text)));
}

/** Verdicts on objects that are all tried and none kept, in the objects' order. */
export async function dryRun(
  connection: Connection,
  resources: Resources,
  objects: readonly ApiObject[],
  options: DryRunOptions,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const queue = objects.entries();
  const work = async (): Promise<void> => {
    for (const [index, object] of queue) {
      verdicts[index] = await tryOne(connection, resources, object, options);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency ?? 8 }, work));
  return verdicts;
}

async function tryOne(
  connection: Connection,
  resources: Resources,
  object: ApiObject,
  { namespace, by = "apply" }: DryRunOptions,
): Promise<Verdict> {
  const { apiVersion, kind, metadata } = object;
  const collection = collectionPath(resources, object, namespace);
  if (collection === undefined) {
    // In kubectl's words: to the API server this is a path that it doesn't know.
    const message = `no matches for kind "${kind}" in version "${apiVersion}"`;
    return { object: nameOf(object), accepted: false, status: 404, message, warnings: [] };
  }
  const query = "dryRun=All&fieldValidation=Strict&fieldManager=sgstack";
  // Without a name there is nothing to apply to: its creation is refused for that.
  const answer =
    by === "create" || typeof metadata.name !== "string"
      ? await connection.send({ method: "POST", path: `${collection}?${query}`, body: object })
      : await connection.send({
          method: "PATCH",
          path: `${collection}/${encodeURIComponent(metadata.name)}?${query}&force=true`,
          body: object,
          headers: { "content-type": "application/apply-patch+yaml" },
        });
  return verdictOf(object, answer);
}

function verdictOf(object: ApiObject, { status, text, warnings }: Answer): Verdict {
  const common = { object: nameOf(object), warnings };
  return status < 300
    ? { ...common, accepted: true }
    : { ...common, accepted: false, status, message: messageOf(text) };
}

/** The message of a `Status` object, or an answer that is something else as it is. */
export function messageOf(text: string): string {
  try {
    const { message = text }: { readonly message?: string } = JSON.parse(text);
    return message;
  } catch {
    return text;
  }
}

function nameOf({ kind, metadata: { name } }: ApiObject): string {
  return `${kind} ${typeof name === "string" ? name : "(no name)"}`;
}
