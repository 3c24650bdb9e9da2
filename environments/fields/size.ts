import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";

const estimateSchema = z.strictObject({
  users: z.int().min(1).max(50_000).describe("Accounts."),
  engagementPercent: z
    .int()
    .min(1)
    .max(100)
    .default(100)
    .describe("Share of the accounts that use it daily. Default: 100."),
  repositories: z.int().min(1).max(5_000_000).describe("Repositories."),
  totalGiB: z
    .number()
    .positive()
    .max(1_000_000)
    .optional()
    .describe("Size of all repositories, in GiB. Default: estimated from their number."),
  largestRepositoryGiB: z.number().positive().max(10_000).optional().describe("Default: 1."),
  monorepos: z.int().min(0).max(100).default(0).describe("Repositories above 1 GiB. Default: 0."),
  largestIndexGiB: z
    .number()
    .min(0)
    .max(1000)
    .default(0)
    .describe("Largest code intelligence index, in GiB; 0: not used. Default: 0."),
  codeInsights: z.boolean().default(false).describe("Code insights are used. Default: false."),
});
export type Estimate = DeepReadonly<z.infer<typeof estimateSchema>>;

export const sizeSchema = z.strictObject({
  profile: z
    .enum(["default", "low-resource", "XS", "S", "M", "L", "XL", "2XL", "3XL"])
    .optional()
    .describe(
      "Upstream's sizes: XS for 500 users, M 5000, XL 20,000. Default: the release's values.",
    ),
  estimate: estimateSchema
    .optional()
    .describe("Computes replicas, resources and disks from what is known of the instance."),
});
export type Size = DeepReadonly<z.infer<typeof sizeSchema>>;

export const sizeFields = {
  size: sizeSchema
    .prefault({})
    .describe("Replicas, resources and disks of all services at once; `services` wins over it."),
};
