import { z } from "zod";
import type { Failure } from "../core/provider.ts";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed } from "../core/traits.ts";
import type { Properties } from "../core/values.ts";
import { isList } from "../core/values.ts";
import { trusts } from "./policies.ts";
import { regionOf } from "./regions.ts";
import {
  apiError,
  arn,
  arnText,
  exactlyOneOf,
  failuresOf,
  find,
  isKnown,
  isSet,
  object,
  regionInput,
  regionOutput,
  tags,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";

const retentionUnit = z.enum(["DAYS", "WEEKS", "MONTHS", "YEARS"]);

const schedule = z.strictObject({
  copyTags: orComputed(fixed(z.boolean())),
  createRule: z.strictObject({
    cronExpression: z
      .string()
      .regex(/^cron\([^\n]{11,100}\)$/)
      .optional(),
    interval: z
      .int()
      .refine((hours) => [1, 2, 3, 4, 6, 8, 12, 24].includes(hours), {
        error: (issue) =>
          `expected interval to be one of [1 2 3 4 6 8 12 24], got ${JSON.stringify(issue.input)}`,
      })
      .optional(),
    intervalUnit: orComputed(z.enum(["HOURS"])),
    times: orComputed(z.string().regex(/^(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]$/)),
  }),
  name: z.string().max(120),
  retainRule: z.strictObject({
    count: z.int().min(1).max(1000).optional(),
    interval: z.int().min(1).optional(),
    intervalUnit: retentionUnit.optional(),
  }),
  tagsToAdd: tags.optional(),
  variableTags: tags.optional(),
});

export const lifecyclePolicy: ResourceType = {
  source:
    "internal/service/dlm/lifecycle_policy.go at 0148137d and @pulumi/aws 7.48's own types; Data Lifecycle Manager API, CreateLifecyclePolicy. Only schedules of snapshots are known.",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    description: z
      .string()
      .max(500)
      .regex(/^[0-9A-Za-z _-]+$/),
    executionRoleArn: arnText,
    policyDetails: z.strictObject({
      policyType: z.enum(["EBS_SNAPSHOT_MANAGEMENT"]).default("EBS_SNAPSHOT_MANAGEMENT"),
      resourceTypes: z.array(z.enum(["VOLUME", "INSTANCE"])).min(1),
      schedules: z.array(schedule).min(1).max(4),
      targetTags: tags,
    }),
    state: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  }),
  validate: (inputs) => {
    const schedules = object(inputs["policyDetails"])["schedules"];
    return (isList(schedules) ? schedules : []).map(object).flatMap(scheduleFailures);
  },
  id: (_, scope) => `policy-0${scope.hex(16)}`,
  computed: {
    ...regionOutput,
    arn: (state, scope) => arn("dlm", regionOf(state, scope), `policy/${state.id}`),
  },
  derived: { ...tagsOutput },
  references: [{ at: "executionRoleArn", to: [tokens.role], mayDangle: true }],
  refuseCreate: (inputs, scope) => trustRefusal(inputs, scope),
  refuseUpdate: (_, to, scope) => trustRefusal(to, scope),
};

function scheduleFailures(one: Properties): readonly Failure[] {
  const [create, retain] = [object(one["createRule"]), object(one["retainRule"])];
  return [
    ...exactlyOneOf(create, ["cronExpression", "interval"]),
    ...exactlyOneOf(retain, ["count", "interval"]),
    ...failuresOf(
      [
        isSet(create["cronExpression"]) &&
          (isSet(create["times"]) || isSet(create["intervalUnit"])),
        "policyDetails",
        "InvalidRequestException: a cron expression stands alone: times and interval_unit go with interval",
      ],
      [
        isKnown(retain["interval"]) !== isKnown(retain["intervalUnit"]),
        "policyDetails",
        "InvalidRequestException: interval and interval_unit of a retain_rule go together",
      ],
    ),
  ];
}

function trustRefusal(inputs: Properties, scope: Scope): string | undefined {
  const role = find(scope, tokens.role, inputs["executionRoleArn"]);
  return role === undefined || trusts(role.properties["assumeRolePolicy"], "dlm.amazonaws.com")
    ? undefined
    : `creating DLM Lifecycle Policy: ${apiError("DLM", "CreateLifecyclePolicy", "InvalidRequestException", `Invalid execution role: ${text(inputs["executionRoleArn"])} doesn't trust dlm.amazonaws.com`)}`;
}
