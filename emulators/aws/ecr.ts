import { z } from "zod";
import type { ResourceType } from "../core/resource-type.ts";
import { fixed, orComputed } from "../core/traits.ts";
import { isList } from "../core/values.ts";
import { regionOf } from "./regions.ts";
import {
  accountId,
  apiError,
  arn,
  arnText,
  failuresOf,
  isKnown,
  isSet,
  object,
  regionInput,
  regionOutput,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";

/** ECR API, CreateRepository: lower case only, and Pulumi's own naming changes no case here. */
const repositoryName = z
  .string()
  .min(2)
  .max(256)
  .regex(/^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/);

export const repository: ResourceType = {
  source: "internal/service/ecr/repository.go at 0072eea2 and @pulumi/aws 7.48's own doc; ECR API",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    encryptionConfigurations: orComputed(
      fixed(
        z
          .array(
            z.strictObject({
              encryptionType: z.enum(["AES256", "KMS", "KMS_DSSE"]).default("AES256"),
              kmsKey: orComputed(z.string()),
            }),
          )
          .max(1),
      ),
    ),
    forceDelete: z.boolean().optional(),
    imageScanningConfiguration: orComputed(z.strictObject({ scanOnPush: z.boolean() })),
    imageTagMutability: z
      .enum(["MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"])
      .default("MUTABLE"),
    imageTagMutabilityExclusionFilters: z
      .array(z.strictObject({ filter: z.string(), filterType: z.enum(["WILDCARD"]) }))
      .max(5)
      .optional(),
    name: fixed(repositoryName),
  }),
  validate: (inputs) => {
    const configurations = inputs["encryptionConfigurations"];
    const first = object(isList(configurations) ? configurations[0] : undefined);
    const filters = inputs["imageTagMutabilityExclusionFilters"];
    const excluding = text(inputs["imageTagMutability"]).endsWith("_WITH_EXCLUSION");
    return failuresOf(
      [
        isSet(first["kmsKey"]) && first["encryptionType"] === "AES256",
        "encryptionConfigurations",
        "InvalidParameterException: a kmsKey goes with the encryption types KMS and KMS_DSSE only",
      ],
      [
        excluding !== (isList(filters) && filters.length > 0) &&
          isKnown(inputs["imageTagMutability"]),
        "imageTagMutabilityExclusionFilters",
        "image_tag_mutability_exclusion_filter goes with image_tag_mutability MUTABLE_WITH_EXCLUSION and IMMUTABLE_WITH_EXCLUSION, and with nothing else",
      ],
    );
  },
  id: (inputs) => text(inputs["name"]),
  computed: {
    ...regionOutput,
    arn: ({ id, ...state }, scope) => arn("ecr", regionOf(state, scope), `repository/${id}`),
    encryptionConfigurations: () => [{ encryptionType: "AES256", kmsKey: "" }],
    imageScanningConfiguration: () => ({ scanOnPush: false }),
    registryId: () => accountId,
    repositoryUrl: ({ id, ...state }, scope) =>
      `${accountId}.dkr.ecr.${regionOf(state, scope)}.amazonaws.com/${id}`,
  },
  derived: { ...tagsOutput },
  references: [
    { at: "encryptionConfigurations[].kmsKey", to: [tokens.key], mayDangle: true, except: /^$/ },
  ],
};

/** Upstreams that ECR can cache (ECR user guide); some answer nobody without credentials. */
const upstreams: readonly { readonly host: RegExp; readonly credentials: boolean }[] = [
  { host: /^public\.ecr\.aws$/, credentials: false },
  { host: /^registry\.k8s\.io$/, credentials: false },
  { host: /^quay\.io$/, credentials: false },
  { host: /^registry-1\.docker\.io$/, credentials: true },
  { host: /^ghcr\.io$/, credentials: true },
  { host: /^registry\.gitlab\.com$/, credentials: true },
  { host: /^[a-z0-9]+\.azurecr\.io$/, credentials: true },
  { host: /^cgr\.dev$/, credentials: true },
  { host: /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/, credentials: false },
];

export const pullThroughCacheRule: ResourceType = {
  source:
    "internal/service/ecr/pull_through_cache_rule.go (provider 6); ECR API, CreatePullThroughCacheRule",
  inputs: z.strictObject({
    ...regionInput,
    credentialArn: arnText
      .regex(/^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:ecr-pullthroughcache\/[\w/+=.@-]+$/)
      .optional(),
    ecrRepositoryPrefix: fixed(
      z
        .string()
        .min(2)
        .max(30)
        .regex(/^(ROOT|(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*\/?)$/),
    ),
    upstreamRegistryUrl: fixed(z.string()),
    upstreamRepositoryPrefix: orComputed(fixed(z.string().min(2).max(30))),
  }),
  id: (inputs) => text(inputs["ecrRepositoryPrefix"]),
  computed: {
    ...regionOutput,
    registryId: () => accountId,
    upstreamRepositoryPrefix: () => "ROOT",
  },
  refuseCreate: (inputs) => {
    const url = text(inputs["upstreamRegistryUrl"]);
    const known = upstreams.find(({ host }) => host.test(url));
    const refused = (code: string, message: string) =>
      `creating ECR Pull Through Cache Rule (${text(inputs["ecrRepositoryPrefix"])}): ${apiError("ECR", "CreatePullThroughCacheRule", code, message)}`;
    if (known === undefined) {
      return refused(
        "UnsupportedUpstreamRegistryException",
        `The upstream registry ${url} is not supported`,
      );
    }
    return known.credentials && !isSet(inputs["credentialArn"])
      ? refused(
          "InvalidParameterException",
          `The upstream registry ${url} requires authentication: specify a credential ARN`,
        )
      : undefined;
  },
};
