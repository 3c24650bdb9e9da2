import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { host, line, port, secretSource } from "./common.ts";

const redisSchema = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("built-in") }),
    z.strictObject({
      type: z.literal("external"),
      host: host().describe("Where it answers. No Cluster, no Sentinel."),
      port: port().default(6379).describe("Default: 6379."),
      database: z.int().min(0).max(15).default(0).describe("Number of the database. Default: 0."),
      tls: z.boolean().default(false).describe("Speaks TLS (rediss://). Default: false."),
      password: secretSource().optional().describe("Default: none."),
    }),
    z.strictObject({
      type: z.literal("managed"),
      memoryGiB: z.int().min(1).max(300).default(7).describe("In GiB. Default: 7."),
      highAvailability: z
        .boolean()
        .default(true)
        .describe("A replica that takes over. Default: true for the store, false for the cache."),
      password: z
        .boolean()
        .default(true)
        .describe("Asks for a password, which is generated. Default: true."),
      version: z
        .string()
        .regex(/^\d\.\d$/, { error: 'a Redis version in quotes, such as "7.2"' })
        .default("7.2")
        .describe("Default: 7.2."),
      machine: line(64)
        .default("cache.m5.large")
        .describe("Node type on AWS; GCP goes by memoryGiB. Default: cache.m5.large."),
      tls: z
        .boolean()
        .default(false)
        .describe("Encrypts traffic inside the network. Default: false."),
    }),
  ])
  .meta({ id: "redisServer" });
export type Redis = DeepReadonly<z.infer<typeof redisSchema>>;

export const redisFields = {
  redis: z
    .strictObject({
      cache: redisSchema
        .prefault({ type: "built-in" })
        .describe("What may be lost (redis-cache, allkeys-lru). Default: built-in."),
      store: redisSchema
        .prefault({ type: "built-in" })
        .describe("Sessions and queues (redis-store, noeviction). Default: built-in."),
    })
    .prefault({})
    .describe("The two Redis servers; they must differ, since only one may forget."),
};

const ttlHours = () =>
  z.int().min(1).max(8760).default(168).describe("Life of an upload, in hours. Default: 168.");
const manageBucket = () =>
  z
    .boolean()
    .default(false)
    .describe("Sourcegraph makes the bucket and its lifecycle itself. Default: false.");

export const objectStorageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("built-in"),
    secretKey: secretSource()
      .optional()
      .describe("MinIO's or blobstore's secret key. Default: a generated one."),
    ttlHours: ttlHours(),
  }),
  z.strictObject({
    type: z.literal("s3"),
    bucket: line(63).describe("Bucket that exists."),
    searchJobsBucket: line(63).optional().describe("For search jobs (5.3 on). Default: `bucket`."),
    uploadsBucket: line(63)
      .optional()
      .describe("For all other uploads (7.2 on). Default: `bucket`."),
    region: line(64).describe("The bucket's region."),
    endpoint: z
      .url({ protocol: /^https?$/, error: "a URL such as https://s3.us-east-1.amazonaws.com" })
      .optional()
      .describe("Default: AWS's own for the region."),
    accessKeyId: line(128).optional().describe("Default: the machine's role signs in."),
    secretAccessKey: secretSource().optional().describe("Goes with accessKeyId."),
    manageBucket: manageBucket(),
    ttlHours: ttlHours(),
  }),
  z.strictObject({
    type: z.literal("gcs"),
    bucket: line(222).describe("Bucket that exists."),
    searchJobsBucket: line(222).optional().describe("For search jobs (5.3 on). Default: `bucket`."),
    uploadsBucket: line(222)
      .optional()
      .describe("For all other uploads (7.2 on). Default: `bucket`."),
    project: line(64).describe("The bucket's project."),
    credentials: secretSource()
      .optional()
      .describe("Key file of a service account. Default: workload identity."),
    manageBucket: manageBucket(),
    ttlHours: ttlHours(),
  }),
  z.strictObject({
    type: z.literal("managed"),
    location: line(64)
      .optional()
      .describe("Where the bucket is made. Default: the cloud's region."),
    ttlHours: ttlHours(),
  }),
]);
export type ObjectStorage = DeepReadonly<z.infer<typeof objectStorageSchema>>;

export const objectStorageFields = {
  objectStorage: objectStorageSchema
    .prefault({ type: "built-in" })
    .describe(
      "Code intelligence uploads (from 3.22): built-in, s3, gcs, or managed (a bucket is made).",
    ),
};
