import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { day, kubernetesName, line, timeOfDay, weekday } from "./common.ts";

const snapshotSchema = z.strictObject({
  every: z.enum(["hour", "day", "week"]).default("day").describe("Default: day."),
  at: timeOfDay().default("03:00").describe("Start, UTC. Default: 03:00."),
  on: weekday().default("sunday").describe("Day of weekly ones. Default: sunday."),
  retentionDays: z.int().min(1).max(3650).default(30).describe("Kept for, in days. Default: 30."),
  services: z
    .array(line(63))
    .min(1)
    .optional()
    .describe("Whose disks, such as [pgsql, gitserver]. Default: every disk."),
});
export type SnapshotSchedule = DeepReadonly<z.infer<typeof snapshotSchema>>;

export const backupsSchema = z.strictObject({
  snapshots: z
    .record(kubernetesName(), snapshotSchema)
    .prefault({ weekly: { every: "week", retentionDays: 90 } })
    .describe(
      "Schedules of disk snapshots by name. Default: weekly, kept 90 days; none in category test.",
    ),
  beforeUpgrades: z
    .strictObject({
      enabled: z.boolean().default(true).describe("Default: true."),
      freshMinutes: z
        .int()
        .min(0)
        .max(10_080)
        .default(60)
        .describe("A scheduled one that is no older serves as well, in minutes. Default: 60."),
      keep: z.int().min(1).max(100).default(5).describe("Upgrades kept. Default: 5."),
      retentionDays: z.int().min(1).max(3650).default(365).describe("In days. Default: 365."),
    })
    .prefault({})
    .describe("Snapshot of every disk before the release changes."),
  databaseDumps: z
    .strictObject({
      every: z.enum(["hour", "day", "week"]).default("day").describe("Default: day."),
      at: timeOfDay().default("01:00").describe("Start, UTC. Default: 01:00."),
      retentionDays: z.int().min(1).max(3650).default(14).describe("In days. Default: 14."),
      bucket: line(222).optional().describe("Bucket that exists. Default: one is made."),
    })
    .optional()
    .describe("pg_dump of the built-in databases to a bucket. Default: none."),
});
export type Backups = DeepReadonly<z.infer<typeof backupsSchema>>;

export const updatesSchema = z.strictObject({
  channel: z
    .enum(["pinned", "releases", "main"])
    .default("pinned")
    .describe(
      "Who changes the version: a person (pinned), a pull request per release, or one per build of main. Default: pinned.",
    ),
  autoMerge: z
    .boolean()
    .default(false)
    .describe("Such a pull request merges itself when checks pass. Default: false."),
  schedule: z
    .strictObject({
      days: z
        .array(weekday())
        .min(1)
        .default(["monday", "tuesday", "wednesday", "thursday"])
        .describe("Days on which it may change. Default: Monday to Thursday."),
      every: z
        .enum(["change", "hour", "day"])
        .default("change")
        .describe(
          "How often at most: with every build or release, hourly, daily. Default: change.",
        ),
      from: timeOfDay().default("08:00").describe("Earliest, UTC. Default: 08:00."),
      to: timeOfDay().default("22:00").describe("Latest, UTC. Default: 22:00."),
    })
    .prefault({})
    .describe("When the version may change by itself."),
  delayWorkingDays: z
    .int()
    .min(0)
    .max(60)
    .default(0)
    .describe("Working days between a release and its pull request. Default: 0."),
  wavePercent: z
    .int()
    .min(1)
    .max(100)
    .default(100)
    .describe("Wave of a staged rollout that it belongs to: 10, 40, 100. Default: 100, the last."),
  paused: z
    .strictObject({
      reason: line().describe("Why; shown by status."),
      owner: line(64).describe("Who lifts it."),
      since: day().describe('Since when, such as "2026-11-20".'),
      until: day().optional().describe("Warned about afterwards. Default: until it is removed."),
    })
    .optional()
    .describe(
      "No automatic change of version, after a rollback for instance. Default: not paused.",
    ),
});
export type Updates = DeepReadonly<z.infer<typeof updatesSchema>>;

export const careFields = {
  backups: backupsSchema.prefault({}).describe("Copies of what must not be lost."),
  updates: updatesSchema.prefault({}).describe("How a new version gets here."),
};
