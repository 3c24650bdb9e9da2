import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { line, secretSource } from "./common.ts";
import { identityList } from "./identity.ts";
import { registryHost } from "./registry.ts";

/** A version, as it is written in files and commands: `3.27.5`. Whether there is one, rules say. */
export const releaseVersion = () =>
  z
    .string({ error: "a release such as 3.27.5" })
    .min(1)
    .meta({ pattern: String.raw`^\d+\.\d+\.\d+(-\d+)?$` });

export const mirrorSchema = z.strictObject({
  backend: z
    .enum(["artifact-registry", "ecr", "self-hosted"])
    .describe("GCP's registry, AWS's, or one of our own in the cluster."),
  repository: z
    .string()
    .regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, { error: "a repository name" })
    .default("sourcegraph")
    .describe(
      "Repository in the registry; ECR: prefix of one repository per image. Default: sourcegraph.",
    ),
  location: line(64)
    .optional()
    .describe("Region, or us, eu, asia on GCP. Default: the cloud's region."),
  releases: z
    .strictObject({
      from: releaseVersion().describe("Oldest release."),
      to: releaseVersion().optional().describe("Newest. Default: the catalog's newest."),
    })
    .describe("Releases whose images are kept ready."),
  deploymentTypes: z
    .array(z.enum(["kubernetes", "compose"]))
    .min(1)
    .default(["kubernetes", "compose"])
    .describe("Default: kubernetes and compose."),
  pullThrough: z
    .array(
      z.strictObject({
        host: registryHost().describe("Registry to cache, such as index.docker.io."),
        username: line(100).optional().describe("Login, for a higher limit. Default: anonymous."),
        password: secretSource().optional().describe("Its password or token."),
      }),
    )
    .default([])
    .describe("Registries that are cached on demand. Default: none."),
  storageGiB: z
    .int()
    .min(50, { error: "at least 50: one release takes about 12" })
    .max(65_536)
    .default(200)
    .describe("Disk of a self-hosted registry, in GiB. Default: 200."),
  immutableTags: z.boolean().default(true).describe("A tag never moves. Default: true."),
  readers: identityList()
    .default([])
    .describe("Who may pull. Default: the same project or account."),
  writers: identityList().default([]).describe("Who may push, besides whoever runs it."),
  retention: z
    .strictObject({
      keepReleases: z
        .int()
        .min(1)
        .max(1000)
        .optional()
        .describe("Newest releases kept. Default: all."),
      untaggedDays: z
        .int()
        .min(1)
        .max(365)
        .default(30)
        .describe("Life of untagged images. Default: 30."),
    })
    .prefault({})
    .describe("What is deleted again."),
});
export type Mirror = DeepReadonly<z.infer<typeof mirrorSchema>>;

export const mirrorFields = {
  mirror: mirrorSchema.describe("The registry mirror."),
};
