import { z } from "zod";
import type { ResourceType } from "../core/resource-type.ts";
import { fixed, orComputed, unordered } from "../core/traits.ts";
import type { Properties } from "../core/values.ts";
import { isList } from "../core/values.ts";
import { regionOf, s3ZoneOf } from "./regions.ts";
import {
  apiError,
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

/** S3 user guide, general purpose bucket naming rules. */
const bucketName = z
  .string()
  .min(3)
  .max(63)
  .regex(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/)
  .refine(
    (name) =>
      !/\.\.|^\d+\.\d+\.\d+\.\d+$|^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3)$/.test(
        name,
      ),
    { error: (issue) => `(${JSON.stringify(issue.input)}) is not a valid bucket name` },
  );

/** What stands for one bucket's setting: putting it again overwrites it. */
const setting = {
  adoptsExisting: true,
  references: [{ at: "bucket", to: [tokens.bucket], mayDangle: true }],
} as const;

const owner = {
  expectedBucketOwner: fixed(
    z
      .string()
      .regex(/^\d{12}$/)
      .optional(),
  ),
};

export const bucket: ResourceType = {
  source:
    "internal/service/s3/bucket.go (provider 6); pulumi-aws resource_overrides.go at 015d3438; S3 API, CreateBucket and DeleteBucket. Settings that have resources of their own are left out.",
  autoName: { property: "bucket", maxLength: 63 },
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    bucket: fixed(bucketName),
    forceDestroy: z.boolean().default(false),
    objectLockEnabled: orComputed(fixed(z.boolean())),
  }),
  id: (inputs) => text(inputs["bucket"]),
  computed: {
    ...regionOutput,
    arn: ({ id }) => `arn:aws:s3:::${id}`,
    bucketDomainName: ({ id }) => `${id}.s3.amazonaws.com`,
    bucketRegion: regionOf,
    bucketRegionalDomainName: ({ id, ...state }, scope) =>
      `${id}.s3.${regionOf(state, scope)}.amazonaws.com`,
    hostedZoneId: (state, scope) => s3ZoneOf(regionOf(state, scope)),
    objectLockEnabled: () => false,
    websiteDomain: () => undefined,
    websiteEndpoint: () => undefined,
  },
  derived: { ...tagsOutput },
  refuseDelete: ({ id, properties }, scope) => {
    const full = ["aws:s3/bucketObject:BucketObject", tokens.bucketObject]
      .flatMap((type) => scope.store.list(type))
      .some((one) => one.properties["bucket"] === id);
    return full && properties["forceDestroy"] !== true
      ? `deleting S3 Bucket (${id}): ${apiError("S3", "DeleteBucket", "BucketNotEmpty", "The bucket you tried to delete is not empty")}`
      : undefined;
  },
};

export const bucketPublicAccessBlock: ResourceType = {
  ...setting,
  source: "internal/service/s3/bucket_public_access_block.go (provider 6)",
  inputs: z.strictObject({
    ...regionInput,
    blockPublicAcls: z.boolean().default(false),
    blockPublicPolicy: z.boolean().default(false),
    bucket: fixed(z.string()),
    ignorePublicAcls: z.boolean().default(false),
    restrictPublicBuckets: z.boolean().default(false),
    skipDestroy: z.boolean().optional(),
  }),
  id: (inputs) => text(inputs["bucket"]),
  computed: { ...regionOutput },
  staysOnDelete: (properties) => properties["skipDestroy"] === true,
};

export const bucketVersioning: ResourceType = {
  ...setting,
  source: "internal/service/s3/bucket_versioning.go (provider 6). MFA delete is left out.",
  inputs: z.strictObject({
    ...regionInput,
    ...owner,
    bucket: fixed(z.string()),
    versioningConfiguration: z.strictObject({
      status: z.enum(["Enabled", "Suspended", "Disabled"]),
    }),
  }),
  id: settingId,
  computed: { ...regionOutput },
  refuseUpdate: (from, to) => {
    const [old, next] = [from, to].map((one) =>
      text(object(one["versioningConfiguration"])["status"]),
    );
    return old !== "Disabled" && next === "Disabled"
      ? `versioning_configuration.status cannot be updated from '${old}' to '${next}'`
      : undefined;
  },
};

export const bucketEncryption: ResourceType = {
  ...setting,
  source:
    "internal/service/s3/bucket_server_side_encryption_configuration.go (provider 6); S3 API, PutBucketEncryption",
  inputs: z.strictObject({
    ...regionInput,
    ...owner,
    bucket: fixed(z.string()),
    rules: unordered(
      z
        .array(
          z.strictObject({
            applyServerSideEncryptionByDefault: z
              .strictObject({
                kmsMasterKeyId: z.string().optional(),
                sseAlgorithm: z.enum(["AES256", "aws:fsx", "aws:kms", "aws:kms:dsse"]),
              })
              .optional(),
            bucketKeyEnabled: z.boolean().optional(),
          }),
        )
        .length(1),
    ),
  }),
  validate: (inputs) =>
    (isList(inputs["rules"]) ? inputs["rules"] : []).flatMap((one) => {
      const { kmsMasterKeyId, sseAlgorithm } = object(
        object(one)["applyServerSideEncryptionByDefault"],
      );
      return failuresOf([
        isSet(kmsMasterKeyId) && isKnown(sseAlgorithm) && sseAlgorithm === "AES256",
        "rules",
        "InvalidArgument: a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
      ]);
    }),
  id: settingId,
  computed: { ...regionOutput },
  references: [
    ...setting.references,
    {
      at: "rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId",
      to: [tokens.key, tokens.alias],
      mayDangle: true,
      except: /alias\/aws\/s3/,
    },
  ],
};

function settingId(inputs: Properties): string {
  const named = inputs["expectedBucketOwner"];
  return isSet(named) ? `${text(inputs["bucket"])},${text(named)}` : text(inputs["bucket"]);
}
