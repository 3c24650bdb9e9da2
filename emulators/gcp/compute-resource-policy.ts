import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, unordered } from "../core/traits.ts";
import type { Properties } from "../core/values.ts";
import {
  apiError,
  failuresOf,
  gceName,
  labels,
  link,
  object,
  placeFailures,
  projectInput,
  projectOf,
  projectOutput,
  regionInput,
  regionOf,
  regionOfZone,
  selfLink,
  text,
  tokens,
  zoneInput,
  zoneOf,
} from "./vocabulary.ts";

const hourly = z.string().regex(/^(0[0-9]|1[0-9]|2[0-3]):00$/);

export const resourcePolicy: ResourceType = {
  source:
    "google/services/compute/resource_compute_resource_policy.go at 063d65ab (provider 7, 2026)",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    ...regionInput,
    name: fixed(gceName),
    description: z.string().optional(),
    snapshotSchedulePolicy: z
      .strictObject({
        schedule: z.strictObject({
          dailySchedule: z
            .strictObject({ daysInCycle: z.literal(1), startTime: hourly })
            .optional(),
          hourlySchedule: z
            .strictObject({ hoursInCycle: z.int().min(1).max(23), startTime: hourly })
            .optional(),
          weeklySchedule: z
            .strictObject({
              dayOfWeeks: unordered(
                z
                  .array(
                    z.strictObject({
                      day: z.enum([
                        "MONDAY",
                        "TUESDAY",
                        "WEDNESDAY",
                        "THURSDAY",
                        "FRIDAY",
                        "SATURDAY",
                        "SUNDAY",
                      ]),
                      startTime: hourly,
                    }),
                  )
                  .min(1)
                  .max(7),
              ),
            })
            .optional(),
        }),
        retentionPolicy: z
          .strictObject({
            maxRetentionDays: z.int().min(1),
            onSourceDiskDelete: z
              .enum(["KEEP_AUTO_SNAPSHOTS", "APPLY_RETENTION_POLICY"])
              .default("KEEP_AUTO_SNAPSHOTS"),
          })
          .optional(),
        snapshotProperties: z
          .strictObject({
            chainName: gceName.optional(),
            guestFlush: z.boolean().optional(),
            labels: labels.optional(),
            storageLocations: z.string().optional(),
          })
          .optional(),
      })
      .optional(),
  }),
  validate: (inputs, scope) => {
    const policy = object(inputs["snapshotSchedulePolicy"]);
    const kinds = Object.keys(object(policy["schedule"]));
    const all = ["daily", "hourly", "weekly"]
      .map((kind) => `snapshot_schedule_policy.0.schedule.0.${kind}_schedule`)
      .join(",");
    return [
      ...placeFailures(inputs, scope, ["project", "region"]),
      ...failuresOf(
        [
          policy["schedule"] !== undefined && kinds.length === 0,
          "snapshotSchedulePolicy.schedule",
          `"snapshot_schedule_policy.0.schedule.0.daily_schedule": one of \`${all}\` must be specified`,
        ],
        [
          kinds.length > 1,
          "snapshotSchedulePolicy.schedule",
          `"snapshot_schedule_policy.0.schedule.0.daily_schedule": only one of \`${all}\` can be specified`,
        ],
      ),
    ];
  },
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/regions/${regionOf(inputs, scope)}/resourcePolicies/${text(inputs["name"])}`,
  computed: { ...projectOutput, ...selfLink, region: regionOf },
};

/** A policy on a disk; both are given by bare name, since the provider puts them into a path. */
function attachment(
  diskToken: string,
  kind: "zones" | "regions",
  place: (state: Properties, scope: Scope) => string,
): Pick<ResourceType, "id" | "refuseCreate" | "autoName" | "references"> {
  return {
    // The policy's name is this resource's own: the bridge makes one up when none is given.
    autoName: { property: "name", maxLength: 255 },
    id: (inputs, scope) =>
      [
        projectOf(inputs, scope),
        place(inputs, scope),
        text(inputs["disk"]),
        text(inputs["name"]),
      ].join("/"),
    references: [
      { at: "name", to: [tokens.resourcePolicy] },
      { at: "disk", to: [diskToken], mayDangle: true },
    ],
    refuseCreate: (inputs, scope) => {
      const project = projectOf(inputs, scope);
      const at = place(inputs, scope);
      const region = kind === "zones" ? regionOfZone(at) : at;
      const wanted = [
        [diskToken, `projects/${project}/${kind}/${at}/disks/${text(inputs["disk"])}`],
        [
          tokens.resourcePolicy,
          `projects/${project}/regions/${region}/resourcePolicies/${text(inputs["name"])}`,
        ],
      ] as const;
      const missing = wanted.find(([type, id]) => scope.store.get(type, id) === undefined);
      return missing === undefined
        ? undefined
        : apiError(404, `The resource '${missing[1]}' was not found`, "notFound");
    },
  };
}

export const diskPolicyAttachment: ResourceType = {
  source: "google/services/compute/resource_compute_disk_resource_policy_attachment.go",
  inputs: z.strictObject({
    ...projectInput,
    ...zoneInput,
    disk: fixed(link()),
    name: fixed(z.string()),
  }),
  validate: (inputs, scope) => placeFailures(inputs, scope, ["project", "zone"]),
  computed: { ...projectOutput, zone: zoneOf },
  ...attachment(tokens.disk, "zones", zoneOf),
};

export const regionDiskPolicyAttachment: ResourceType = {
  source: "google/services/compute/resource_compute_region_disk_resource_policy_attachment.go",
  inputs: z.strictObject({
    ...projectInput,
    ...regionInput,
    disk: fixed(link()),
    name: fixed(z.string()),
  }),
  validate: (inputs, scope) => placeFailures(inputs, scope, ["project", "region"]),
  computed: { ...projectOutput, region: regionOf },
  ...attachment(tokens.regionDisk, "regions", regionOf),
};
