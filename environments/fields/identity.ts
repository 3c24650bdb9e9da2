import { z } from "zod";
import { day, labels, line } from "./common.ts";

/** Who an environment belongs to and what for; the same keys for every kind. */
export const identityFields = {
  category: z
    .enum(["production", "internal", "test"])
    .default("internal")
    .describe(
      "Who relies on it: production (customers), internal (colleagues) or test (one person, for a while). Default: internal.",
    ),
  owner: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
      error: "a team or a person in lower-case letters, digits and hyphens",
    })
    .describe("Team or person to ask; also a label on everything that is made."),
  purpose: line().optional().describe("What it is for, in a sentence. Required for category test."),
  expires: day()
    .optional()
    .describe(
      'Day after which it may be deleted, such as "2026-12-31". Required for category test. Default: never.',
    ),
  labels: labels().default({}).describe("More labels for everything that is made. Default: none."),
  dataClass: z
    .enum(["private-code", "open-source", "synthetic"])
    .default("private-code")
    .describe("What code it holds; private code is never shown in demos. Default: private-code."),
  protect: z
    .boolean()
    .default(true)
    .describe(
      "Keeps disks, databases, buckets and addresses from being deleted or replaced, even by destroy. Default: true.",
    ),
  hibernate: z
    .boolean()
    .default(false)
    .describe("Stops every service and machine and keeps the data. Default: false."),
};

const identity = () =>
  z
    .string()
    .regex(/^((user|group|serviceAccount|domain):[^\s]+|arn:aws[a-z-]*:iam::\d{12}:[^\s]+)$/, {
      error: "an identity such as group:engineering@example.com or an IAM ARN",
    });

/** People and groups with access to the machines and the cluster, not to Sourcegraph itself. */
export const accessSchema = z.strictObject({
  viewers: z.array(identity()).default([]).describe("May look, not change. Default: nobody."),
  admins: z
    .array(identity())
    .default([])
    .describe("May change everything, and are cluster admins. Default: who runs the stack."),
});
export const accessFields = {
  access: accessSchema.prefault({}).describe("Who gets in, besides whoever runs the stack."),
};

export const identityList = () => z.array(identity());
