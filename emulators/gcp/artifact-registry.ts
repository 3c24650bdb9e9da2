import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, outputOnly, suppressed, unordered } from "../core/traits.ts";
import type { Properties } from "../core/values.ts";
import {
  etag,
  memberFailures,
  memberId,
  memberInputs,
  memberProject,
  refusedMember,
} from "./iam.ts";
import {
  apiError,
  failuresOf,
  fixedPresence,
  labelOutputs,
  labels,
  labelSecrets,
  lastSegment,
  link,
  now,
  placeFailures,
  projectInput,
  projectOf,
  projectOutput,
  regionOf,
  text,
  tokens,
  tellsPlace,
} from "./vocabulary.ts";
import { isRegion } from "./zones.ts";

const duration = z.string().regex(/^\d+[smhd]?$/);

export const repository: ResourceType = {
  source:
    "google/services/artifactregistry/resource_artifact_registry_repository.go at 07fc8657; Artifact Registry API v1",
  inputs: z.strictObject({
    ...projectInput,
    repositoryId: fixed(z.string().regex(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/)),
    location: orComputed(fixed(z.string())),
    format: fixed(
      suppressed(
        z.enum(["DOCKER", "GENERIC", "GO", "MAVEN", "NPM", "PYTHON", "APT", "YUM", "KFP"]),
        (from, to) => text(from).toLowerCase() === text(to).toLowerCase(),
      ),
    ),
    mode: fixed(
      z
        .enum(["STANDARD_REPOSITORY", "VIRTUAL_REPOSITORY", "REMOTE_REPOSITORY"])
        .default("STANDARD_REPOSITORY"),
    ),
    description: z.string().optional(),
    kmsKeyName: fixed(z.string().optional()),
    labels: labels.optional(),
    dockerConfig: z.strictObject({ immutableTags: z.boolean().optional() }).optional(),
    cleanupPolicyDryRun: z.boolean().optional(),
    cleanupPolicies: unordered(
      z.array(
        z.strictObject({
          id: z.string().max(127),
          action: z.enum(["DELETE", "KEEP"]).optional(),
          condition: z
            .strictObject({
              newerThan: duration.optional(),
              olderThan: duration.optional(),
              packageNamePrefixes: z.array(z.string()).optional(),
              tagPrefixes: z.array(z.string()).optional(),
              tagState: z.enum(["TAGGED", "UNTAGGED", "ANY"]).default("ANY"),
              versionNamePrefixes: z.array(z.string()).optional(),
            })
            .optional(),
          mostRecentVersions: z
            .strictObject({
              keepCount: z.int().optional(),
              packageNamePrefixes: z.array(z.string()).optional(),
            })
            .optional(),
        }),
      ),
    ).optional(),
    remoteRepositoryConfig: fixedPresence(
      z
        .strictObject({
          description: fixed(z.string().optional()),
          disableUpstreamValidation: z.boolean().optional(),
          commonRepository: fixed(z.strictObject({ uri: fixed(z.string()) }).optional()),
          dockerRepository: fixed(
            z
              .strictObject({
                publicRepository: fixed(z.enum(["DOCKER_HUB"]).optional()),
                customRepository: fixed(
                  z.strictObject({ uri: fixed(z.string().optional()) }).optional(),
                ),
              })
              .optional(),
          ),
        })
        .optional(),
    ),
    vulnerabilityScanningConfig: orComputed(
      z.strictObject({
        enablementConfig: z.enum(["INHERITED", "DISABLED"]).optional(),
        enablementState: outputOnly(),
        enablementStateReason: outputOnly(),
      }),
    ),
  }),
  validate: (inputs, scope) => [
    ...placeFailures({ ...inputs, region: inputs["location"] ?? inputs["region"] }, scope, [
      "project",
      "region",
    ]),
    ...failuresOf([
      inputs["mode"] === "REMOTE_REPOSITORY" && inputs["remoteRepositoryConfig"] === undefined,
      "remoteRepositoryConfig",
      "remote_repository_config is needed when mode is REMOTE_REPOSITORY",
    ]),
  ],
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/locations/${locationOf(inputs, scope)}/repositories/${text(inputs["repositoryId"])}`,
  computed: {
    ...projectOutput,
    location: locationOf,
    name: (state) => text(state["repositoryId"]),
    createTime: now,
    vulnerabilityScanningConfig: () => ({
      enablementState: "SCANNING_DISABLED",
      enablementStateReason: "",
    }),
    registryUri: (state, scope) =>
      `${locationOf(state, scope)}-${text(state["format"]).toLowerCase()}.pkg.dev/${projectOf(state, scope)}/${text(state["repositoryId"])}`,
  },
  derived: { ...labelOutputs(), updateTime: now },
  secretOutputs: [...labelSecrets],
  refuseCreate: (inputs, scope) => {
    const location = locationOf(inputs, scope);
    return isRegion(location) || ["us", "europe", "asia"].includes(location)
      ? undefined
      : apiError(403, `Location ${location} is not found or access is unauthorized.`, "forbidden");
  },
};

function locationOf(state: Properties, scope: Scope): string {
  return state["location"] === undefined ? regionOf({}, scope) : text(state["location"]);
}

export const repositoryMember: ResourceType = {
  source:
    "google/services/artifactregistry/iam_artifact_registry_repository.go; google/tpgiamresource",
  inputs: z.strictObject({
    ...memberProject,
    location: orComputed(fixed(z.string())),
    repository: fixed(link()),
    ...memberInputs,
  }),
  validate: (inputs, scope) => [
    ...memberFailures(inputs),
    ...(tellsPlace(inputs["repository"])
      ? []
      : placeFailures({ ...inputs, region: inputs["location"] }, scope, ["project", "region"])),
  ],
  id: (inputs, scope) => memberId(repositoryPath(inputs, scope), inputs),
  computed: {
    ...etag,
    project: (state, scope) => repositoryPath(state, scope).split("/")[1] ?? "",
    location: (state, scope) => repositoryPath(state, scope).split("/")[3] ?? "",
  },
  references: [{ at: "repository", to: [tokens.repository], mayDangle: true }],
  refuseCreate: (inputs, scope) => {
    const path = repositoryPath(inputs, scope);
    return scope.store.get(tokens.repository, path) === undefined
      ? apiError(404, `Requested entity was not found: ${path}`, "notFound")
      : refusedMember(inputs, scope);
  },
};

function repositoryPath(inputs: Properties, scope: Scope): string {
  const given = text(inputs["repository"]);
  return given.startsWith("projects/")
    ? given
    : `projects/${projectOf(inputs, scope)}/locations/${locationOf(inputs, scope)}/repositories/${lastSegment(given)}`;
}
