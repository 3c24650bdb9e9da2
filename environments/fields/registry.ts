import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { kubernetesName, line, secretSource } from "./common.ts";

/** `host` or `host:port` of a registry. */
export const registryHost = () =>
  z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/, {
    error: "a registry's host such as registry.example.com, without scheme or path",
  });

export const registrySchema = z.strictObject({
  host: registryHost()
    .default("index.docker.io")
    .describe("Registry of every image. Default: index.docker.io, as upstream."),
  pathPrefix: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9._/-]*[a-z0-9])?$/, { error: "a path such as team/mirror" })
    .optional()
    .describe("Path before each image's own name. Default: upstream's path, sourcegraph/…."),
  namePattern: z
    .string()
    .regex(/^[a-z0-9._/-]*\{name\}[a-z0-9._-]*$/, { error: "a name such as sourcegraph-{name}" })
    .optional()
    .describe("Name of each copy, with {name} for the image's own. Default: {name}."),
  pullSecret: kubernetesName()
    .optional()
    .describe("Secret of type dockerconfigjson that exists. Default: anonymous."),
  credentials: z
    .strictObject({
      username: line().describe("User name, or _json_key and the like."),
      password: secretSource().describe("Password or token."),
    })
    .optional()
    .describe(
      "Login with which a pull secret is made (a box logs in with it). Default: anonymous.",
    ),
  keepDigests: z
    .boolean()
    .default(true)
    .describe("Pins images by digest; false for registries whose copies differ. Default: true."),
  mirror: line(100)
    .optional()
    .describe("Name of a registry-mirror environment to pull from, instead of `host`."),
});
export type Registry = DeepReadonly<z.infer<typeof registrySchema>>;

export const registryFields = {
  registry: registrySchema.prefault({}).describe("Where images are pulled from."),
};
