import { z } from "zod";
import type { Failure } from "../core/provider.ts";
import type { ResourceType } from "../core/resource-type.ts";
import { fixed, orComputed, outputOnly, suppressed } from "../core/traits.ts";
import type { Value } from "../core/values.ts";
import { isUnknown } from "../core/values.ts";
import { etag, memberFailures, memberId, memberInputs, refusedMember } from "./iam.ts";
import {
  apiError,
  fixedPresence,
  labelOutputs,
  labelSecrets,
  link,
  now,
  placeFailures,
  projectInput,
  projectOutput,
  text,
  tokens,
} from "./vocabulary.ts";
import { isRegion } from "./zones.ts";

const storageClass = z.enum([
  "STANDARD",
  "MULTI_REGIONAL",
  "REGIONAL",
  "NEARLINE",
  "COLDLINE",
  "ARCHIVE",
]);

/** Multi-regions and predefined dual-regions: Cloud Storage documentation, "Bucket locations". */
const wideLocations: ReadonlySet<string> = new Set([
  "us",
  "eu",
  "asia",
  "nam4",
  "eur4",
  "eur5",
  "eur7",
  "eur8",
  "asia1",
]);

const lifecycleRule = z.strictObject({
  action: z.strictObject({
    type: z.enum(["Delete", "SetStorageClass", "AbortIncompleteMultipartUpload"]),
    storageClass: storageClass.optional(),
  }),
  condition: z.strictObject({
    age: z.int().min(0).optional(),
    createdBefore: z.string().optional(),
    customTimeBefore: z.string().optional(),
    daysSinceCustomTime: z.int().min(0).optional(),
    daysSinceNoncurrentTime: z.int().min(0).optional(),
    matchesPrefixes: z.array(z.string()).optional(),
    matchesStorageClasses: z.array(z.string()).optional(),
    matchesSuffixes: z.array(z.string()).optional(),
    noncurrentTimeBefore: z.string().optional(),
    numNewerVersions: z.int().min(0).optional(),
    sendAgeIfZero: z.boolean().optional(),
    withState: orComputed(z.enum(["LIVE", "ARCHIVED", "ANY"])),
  }),
});

export const bucket: ResourceType = {
  source: "google/services/storage/resource_storage_bucket.go at 0262be69; verify.ValidateGCSName",
  autoName: { property: "name", maxLength: 222 },
  inputs: z.strictObject({
    ...projectInput,
    name: fixed(z.string()),
    // Kept in capitals, so case is no change.
    location: fixed(
      suppressed(z.string(), (from, to) => text(from).toLowerCase() === text(to).toLowerCase()),
    ),
    storageClass: storageClass.default("STANDARD"),
    forceDestroy: z.boolean().default(false),
    labels: z.record(z.string().regex(/^[a-z0-9_-]{1,63}$/), z.string()).optional(),
    uniformBucketLevelAccess: orComputed(z.boolean()),
    publicAccessPrevention: orComputed(z.enum(["inherited", "enforced"])),
    versioning: orComputed(z.strictObject({ enabled: z.boolean() })),
    lifecycleRules: z.array(lifecycleRule).max(100).optional(),
    softDeletePolicy: orComputed(
      z.strictObject({
        retentionDurationSeconds: z
          .int()
          .refine((seconds) => seconds === 0 || (seconds >= 604800 && seconds <= 7776000), {
            error: "soft delete retention must be 0, or between 7 and 90 days in seconds",
          })
          .default(604800),
        effectiveTime: outputOnly(),
      }),
    ),
    retentionPolicy: z
      .strictObject({
        // Once locked, a bucket stays locked (CustomizeDiff, isPolicyLocked).
        isLocked: fixed(z.boolean().default(false), (from, to) => from === true && to !== true),
        retentionPeriod: z.string().regex(/^[1-9]\d*$/),
      })
      .optional(),
    encryption: z.strictObject({ defaultKmsKeyName: z.string() }).optional(),
    logging: z
      .strictObject({ logBucket: z.string(), logObjectPrefix: orComputed(z.string()) })
      .optional(),
    cors: z
      .array(
        z.strictObject({
          maxAgeSeconds: z.int().optional(),
          methods: z.array(z.string()).optional(),
          origins: z.array(z.string()).optional(),
          responseHeaders: z.array(z.string()).optional(),
        }),
      )
      .optional(),
    hierarchicalNamespace: fixedPresence(
      z.strictObject({ enabled: fixed(z.boolean()) }).optional(),
    ),
    requesterPays: z.boolean().optional(),
    defaultEventBasedHold: z.boolean().optional(),
    enableObjectRetention: fixed(z.boolean().optional()),
    rpo: orComputed(z.enum(["DEFAULT", "ASYNC_TURBO"])),
  }),
  validate: (inputs, scope) => [
    ...placeFailures(inputs, scope, ["project"]),
    ...nameFailures(inputs["name"]),
  ],
  id: (inputs) => text(inputs["name"]),
  computed: {
    ...projectOutput,
    projectNumber: (_, scope) => Number(scope.digits(12)),
    selfLink: (state) => `https://www.googleapis.com/storage/v1/b/${state.id}`,
    url: (state) => `gs://${state.id}`,
    timeCreated: now,
    uniformBucketLevelAccess: () => false,
    publicAccessPrevention: () => "inherited",
    versioning: () => ({ enabled: false }),
    softDeletePolicy: () => ({ retentionDurationSeconds: 604800, effectiveTime: now() }),
    rpo: () => "",
    website: () => undefined,
  },
  derived: {
    ...labelOutputs(),
    location: (state) => text(state["location"]).toUpperCase(),
    updated: now,
  },
  secretOutputs: [...labelSecrets],
  references: [{ at: "logging.logBucket", to: [tokens.bucket], mayDangle: true }],
  refuseCreate: (inputs) => {
    const location = text(inputs["location"]).toLowerCase();
    return isRegion(location) || wideLocations.has(location)
      ? undefined
      : apiError(
          400,
          `The specified location constraint is not valid: '${text(inputs["location"])}'`,
          "invalid",
        );
  },
  refuseDelete: ({ id, properties }, scope) => {
    const holdsObjects = scope.store
      .list(tokens.bucketObject)
      .some((item) => item.properties["bucket"] === id);
    return holdsObjects && properties["forceDestroy"] !== true
      ? `Error trying to delete bucket ${id} without \`force_destroy\` set to true`
      : undefined;
  },
};

function nameFailures(given: Value): readonly Failure[] {
  if (isUnknown(given)) return [];
  const name = text(given);
  const most = name.includes(".") ? 222 : 63;
  const wrong =
    name.length < 3 || name.length > most
      ? "bucket names must contain 3 to 63 characters (222 with dots)"
      : !/^[a-z0-9][a-z0-9._-]*[a-z0-9]$/.test(name)
        ? "bucket names may hold lower case letters, digits, dashes, underscores and dots, and start and end with a letter or digit"
        : /^\d+\.\d+\.\d+\.\d+$/.test(name)
          ? "bucket names cannot be represented as an IP address"
          : name.startsWith("goog") || /google|g00gle/.test(name)
            ? "bucket names cannot begin with goog or contain google"
            : undefined;
  return wrong === undefined
    ? []
    : [{ path: ["name"], reason: `"name" (${JSON.stringify(name)}): ${wrong}` }];
}

export const bucketMember: ResourceType = {
  source: "google/services/storage/iam_storage_bucket.go; google/tpgiamresource",
  inputs: z.strictObject({
    bucket: fixed(
      suppressed(
        link(),
        (from, to) => text(from).replace(/^b\//, "") === text(to).replace(/^b\//, ""),
      ),
    ),
    ...memberInputs,
  }),
  validate: memberFailures,
  id: (inputs) => memberId(`b/${text(inputs["bucket"]).replace(/^b\//, "")}`, inputs),
  computed: etag,
  references: [{ at: "bucket", to: [tokens.bucket], mayDangle: true }],
  refuseCreate: (inputs, scope) => {
    const member = text(inputs["member"]);
    const found = scope.store.resolve([tokens.bucket], inputs["bucket"]);
    const isPublic = member === "allUsers" || member === "allAuthenticatedUsers";
    if (isPublic && found?.properties["publicAccessPrevention"] === "enforced") {
      return apiError(
        412,
        "The member bindings allUsers and allAuthenticatedUsers are not allowed since public access prevention is enforced.",
        "conditionNotMet",
      );
    }
    return refusedMember(inputs, scope);
  },
};
