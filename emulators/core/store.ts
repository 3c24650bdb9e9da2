import { sha256 } from "../../system/sha256.ts";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Properties, Value } from "./values.ts";
import { isObject } from "./values.ts";

/** One thing that exists in the emulated cloud. */
export interface StoredResource {
  /** Pulumi's type token, such as `gcp:compute/network:Network`. */
  readonly type: string;
  readonly id: string;
  /** Everything the cloud would answer about it: what was asked for, and what it added. */
  readonly properties: Properties;
}

/**
 * What exists in the emulated cloud, one file per resource, so that a person can look at it, a test
 * can change it behind the engine's back, and it outlives the process. Files hold what the cloud
 * would hold, passwords too: they are readable by their owner only.
 */
export class CloudStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  get(type: string, id: string): StoredResource | undefined {
    const file = this.#file(type, id);
    return existsSync(file) ? readResource(file) : undefined;
  }

  /** Creates or overwrites; the file is whole at every moment, since it is renamed into place. */
  put(resource: StoredResource): void {
    const file = this.#file(resource.type, resource.id);
    mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, `${JSON.stringify(resource, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(temporary, file);
  }

  remove(type: string, id: string): void {
    rmSync(this.#file(type, id), { force: true });
  }

  /** All resources, or those of one type, sorted by type and id. */
  list(type?: string): readonly StoredResource[] {
    const folders =
      type === undefined
        ? readdirSync(this.#directory, { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map((entry) => entry.name)
        : [folderName(type)];
    return folders
      .filter((folder) => existsSync(join(this.#directory, folder)))
      .flatMap((folder) =>
        readdirSync(join(this.#directory, folder))
          .filter((file) => file.endsWith(".json"))
          .map((file) => readResource(join(this.#directory, folder, file))),
      )
      .toSorted((left, right) =>
        `${left.type} ${left.id}` < `${right.type} ${right.id}` ? -1 : 1,
      );
  }

  /**
   * The resource that a reference means: clouds take an id, a self link, an ARN, an e-mail address
   * or a bare name, depending on who asks.
   */
  resolve(types: readonly string[], reference: Value): StoredResource | undefined {
    return types
      .flatMap((type) => this.list(type))
      .find(
        ({ id, properties }) =>
          id === reference ||
          handles.some(
            (handle) => properties[handle] !== undefined && properties[handle] === reference,
          ),
      );
  }

  #file(type: string, id: string): string {
    return join(this.#directory, folderName(type), `${fileName(id)}.json`);
  }
}

/** Computed outputs by which other resources refer to one. */
const handles = ["selfLink", "arn", "email", "member", "name", "networkId", "imageId"] as const;

function folderName(type: string): string {
  return type.replaceAll(/[:/]/g, "_");
}

/**
 * The id itself while it can be a file's name of its own. Long ones, and those that differ from
 * another in case only (not every file system tells them apart), get a digest at the end, after a
 * character that no encoded id has.
 */
function fileName(id: string): string {
  const encoded = encodeURIComponent(id).replaceAll("_", "%5F").replaceAll("%2F", "_");
  if (encoded.length <= 180 && id === id.toLowerCase()) return encoded;
  return `${encoded.slice(0, 160)}=${sha256(id).slice(0, 32)}`;
}

function readResource(file: string): StoredResource {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (
    !isObject(content) ||
    typeof content["type"] !== "string" ||
    typeof content["id"] !== "string" ||
    !isObject(content["properties"])
  ) {
    throw new Error(`${file} is not a resource of the emulated cloud: remove it or mend it`);
  }
  return { type: content["type"], id: content["id"], properties: content["properties"] };
}
