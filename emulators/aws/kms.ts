import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed } from "../core/traits.ts";
import type { Properties } from "../core/values.ts";
import { callerArn } from "./caller.ts";
import { malformedKeyPolicy, policyText } from "./policies.ts";
import { regionOf } from "./regions.ts";
import {
  accountId,
  apiError,
  arn,
  arnOutput,
  digest,
  failuresOf,
  find,
  regionInput,
  regionOutput,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";

/** The policy of a key that says nothing: the account's own IAM decides. */
const defaultPolicy = JSON.stringify({
  Version: "2012-10-17",
  Id: "key-default-1",
  Statement: [
    {
      Sid: "Enable IAM User Permissions",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ],
});

export const key: ResourceType = {
  source:
    "internal/service/kms/key.go (provider 6); KMS API, CreateKey. Own key stores are left out.",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    bypassPolicyLockoutSafetyCheck: z.boolean().default(false),
    customerMasterKeySpec: fixed(
      z.enum(["SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256"]),
    ).default("SYMMETRIC_DEFAULT"),
    deletionWindowInDays: z.int().min(7).max(30).optional(),
    description: orComputed(z.string().max(8192)),
    enableKeyRotation: z.boolean().default(false),
    isEnabled: z.boolean().default(true),
    keyUsage: fixed(z.enum(["ENCRYPT_DECRYPT", "SIGN_VERIFY"])).default("ENCRYPT_DECRYPT"),
    multiRegion: orComputed(fixed(z.boolean())),
    policy: orComputed(policyText),
    rotationPeriodInDays: orComputed(z.int().min(90).max(2560)),
  }),
  validate: (inputs) =>
    failuresOf([
      inputs["enableKeyRotation"] === true &&
        inputs["customerMasterKeySpec"] !== "SYMMETRIC_DEFAULT",
      "enableKeyRotation",
      "UnsupportedOperationException: only symmetric keys can be rotated",
    ]),
  id: (_, scope) =>
    digest(scope.hex(32)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5"),
  computed: {
    ...regionOutput,
    ...arnOutput("kms", "key"),
    description: () => "",
    keyId: ({ id }) => id,
    multiRegion: () => false,
    policy: () => defaultPolicy,
  },
  derived: {
    ...tagsOutput,
    rotationPeriodInDays: (state) =>
      state["rotationPeriodInDays"] ?? (state["enableKeyRotation"] === true ? 365 : undefined),
  },
  refuseCreate: (inputs, scope) => policyRefusal(inputs, scope),
  refuseUpdate: (_, to, scope) => policyRefusal(to, scope),
};

export const alias: ResourceType = {
  source:
    "internal/service/kms/alias.go (provider 6); pulumi-aws resource_overrides.go at 015d3438; KMS API, CreateAlias",
  autoName: { property: "name", maxLength: 244 },
  inputs: z.strictObject({
    ...regionInput,
    name: fixed(
      z
        .string()
        .max(256)
        .regex(/^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/),
    ),
    targetKeyId: z.string(),
  }),
  id: (inputs) => text(inputs["name"]),
  computed: {
    ...regionOutput,
    arn: ({ id, ...state }, scope) => arn("kms", regionOf(state, scope), id),
  },
  derived: {
    targetKeyArn: (state, scope) =>
      find(scope, tokens.key, state["targetKeyId"])?.properties["arn"],
  },
  references: [{ at: "targetKeyId", to: [tokens.key], mayDangle: true }],
};

function policyRefusal(inputs: Properties, scope: Scope): string | undefined {
  if (inputs["policy"] === undefined) return undefined;
  const reason = malformedKeyPolicy(
    inputs["policy"],
    callerArn(scope.config).principal,
    inputs["bypassPolicyLockoutSafetyCheck"] === true,
  );
  return reason === undefined
    ? undefined
    : `creating KMS Key: ${apiError("KMS", "CreateKey", "MalformedPolicyDocumentException", reason)}`;
}
