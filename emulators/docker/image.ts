import { createHash } from "node:crypto";
import { z } from "zod";
import type { InvokeType, ResourceType } from "../core/resource-type.ts";
import type { CloudStore, StoredResource } from "../core/store.ts";
import { CloudError } from "../core/provider.ts";
import { fixed } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { fixedMap, fixedSet, fixedText, source, text, tokens } from "./vocabulary.ts";

/**
 * An image that is pulled. The emulated registry has every image; what is behind a name is made up,
 * stays the same, and is another thing for other `pullTriggers`. Building one is left out.
 */
export const remoteImage: ResourceType = {
  source,
  inputs: z.strictObject({
    forceRemove: z.boolean().optional(),
    keepLocally: z.boolean().optional(),
    name: fixed(z.string()),
    platform: fixedText,
    pullTriggers: fixedSet(z.string()),
    triggers: fixedMap,
  }),
  refuseCreate: ({ name }) =>
    imageReference.test(text(name))
      ? undefined
      : `Unable to read Docker image into resource: unable to pull image ${text(name)}: error pulling image ${text(name)}: invalid reference format`,
  id: (inputs) => `${imageId(inputs)}${text(inputs["name"])}`,
  adoptsExisting: true,
  staysOnDelete: ({ keepLocally }) => keepLocally === true,
  refuseDelete: (image, { store }) => {
    const user = usersOf(image, store)[0];
    return user === undefined
      ? undefined
      : `Unable to remove Docker image: Error response from daemon: conflict: unable to remove repository reference "${text(image.properties["name"])}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${text(image.properties["imageId"]).slice(7, 19)}`;
  },
  computed: {
    imageId,
    repoDigest: ({ name }) => `${repository(text(name))}@${manifestDigest(text(name))}`,
  },
};

export const getRemoteImage: InvokeType = {
  source: "terraform-provider-docker 3, internal/provider/data_source_docker_image.go",
  args: z.strictObject({ name: z.string() }),
  result: ({ name }, { store }) => {
    const image = store
      .list(tokens.image)
      .find(({ properties }) => withTag(text(properties["name"])) === withTag(text(name)));
    if (image === undefined) throw new CloudError(`did not find docker image '${text(name)}'`);
    const { imageId: id, repoDigest } = image.properties;
    return { id, name, repoDigest };
  },
};

export const getRegistryImage: InvokeType = {
  source: "terraform-provider-docker 3, internal/provider/data_source_docker_registry_image.go",
  args: z.strictObject({ insecureSkipVerify: z.boolean().default(false), name: z.string() }),
  result: ({ insecureSkipVerify, name }) => {
    const sha256Digest = manifestDigest(text(name));
    return { id: sha256Digest, insecureSkipVerify, name, sha256Digest };
  },
};

/** `[host[:port]/]path[:tag][@digest]`, lower case but for the tag (distribution/reference). */
const imageReference =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

function usersOf(image: StoredResource, store: CloudStore): readonly StoredResource[] {
  const { imageId: id, name, repoDigest } = image.properties;
  const names = new Set([text(id), withTag(text(name)), text(repoDigest)]);
  return store
    .list(tokens.container)
    .filter(({ properties }) => names.has(withTag(text(properties["image"]))));
}

/** The digest of the image's configuration, which is what Docker calls its id. */
function imageId({ name, platform, pullTriggers }: Properties): string {
  return sha256(["image", withTag(text(name)), platform ?? "", pullTriggers ?? []]);
}

/** The digest that a registry knows the image under: the one in its name, or a made-up one. */
function manifestDigest(name: string): string {
  return name.split("@")[1] ?? sha256(["manifest", withTag(name)]);
}

function sha256(content: Value): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(content)).digest("hex")}`;
}

function repository(name: string): string {
  return (name.split("@")[0] ?? name).replace(/:[^:/]+$/, "");
}

function withTag(name: string): string {
  return name.includes("@") || /:[^/]*$/.test(name) ? name : `${name}:latest`;
}
