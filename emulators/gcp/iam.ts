import { z } from "zod";
import type { Failure } from "../core/provider.ts";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, suppressed } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isUnknown } from "../core/values.ts";
import {
  apiError,
  failuresOf,
  fixedPresence,
  isKnown,
  link,
  placeFailures,
  projectInput,
  projectOf,
  projectOutput,
  text,
  tokens,
} from "./vocabulary.ts";

export const serviceAccount: ResourceType = {
  source:
    "google/services/resourcemanager/resource_google_service_account.go; IAM API v1; pulumi-gcp pull request 2589 (auto-naming)",
  autoName: { property: "accountId", maxLength: 30 },
  inputs: z.strictObject({
    ...projectInput,
    accountId: fixed(z.string().regex(/^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])$/)),
    displayName: z.string().max(100).optional(),
    description: z.string().max(256).optional(),
    disabled: z.boolean().default(false),
    createIgnoreAlreadyExists: z.literal(false).optional(),
  }),
  validate: (inputs, scope) => placeFailures(inputs, scope, ["project"]),
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/serviceAccounts/${email(inputs, scope)}`,
  computed: {
    ...projectOutput,
    name: (state) => state.id,
    email,
    member: (state, scope) => `serviceAccount:${email(state, scope)}`,
    uniqueId: (_, scope) => `1${scope.digits(20)}`,
  },
};

function email(state: Properties, scope: Scope): string {
  const project = projectOf(state, scope);
  // A domain's project, such as example.com:web, turns around.
  const [domain, name] = project.includes(":") ? project.split(":") : [undefined, project];
  const host = domain === undefined ? name : `${name}.${domain}`;
  return `${text(state["accountId"])}@${host}.iam.gserviceaccount.com`;
}

const condition = fixedPresence(
  z
    .strictObject({
      title: fixed(z.string()),
      description: fixed(z.string().optional()),
      expression: fixed(z.string()),
    })
    .optional(),
);

/** What every `…IAMMember` has: one member, one role, and nothing that could be changed in place. */
export const memberInputs = {
  role: fixed(z.string()),
  // Mail addresses have no case in IAM (tpgiamresource, iamMemberCaseDiffSuppress).
  member: fixed(
    suppressed(z.string(), (from, to) => text(from).toLowerCase() === text(to).toLowerCase()),
  ),
  condition,
};

const memberForm =
  /^(allUsers|allAuthenticatedUsers|(user|serviceAccount|group|domain|principal|principalSet|projectOwner|projectEditor|projectViewer|deleted|iamMember):.+)$/;

const roleForm = /^(roles\/[\w.]+|(projects|organizations)\/[^/]+\/roles\/[\w.]+)$/;

/** google/tpgiamresource/resource_iam_member.go, validateIAMMember; IAM documentation, role names. */
export function memberFailures(inputs: Properties): readonly Failure[] {
  const { member, role } = inputs;
  return failuresOf(
    [
      isKnown(member) && !memberForm.test(text(member)),
      "member",
      `invalid value for member (IAM members must have one of the values outlined here: https://cloud.google.com/billing/docs/reference/rest/v1/Policy#Binding)`,
    ],
    [
      isKnown(member) && text(member).startsWith("deleted:"),
      "member",
      "Terraform does not support IAM members for deleted principals",
    ],
    [
      isKnown(role) && !roleForm.test(text(role)),
      "role",
      `"role" (${JSON.stringify(role)}) is not the name of a role: roles/NAME, or projects/PROJECT/roles/NAME`,
    ],
  );
}

/** A service account of the own project has to exist; other projects' ones are beyond the emulator. */
export function refusedMember(inputs: Properties, scope: Scope): string | undefined {
  const member = text(inputs["member"]);
  const account = /^serviceAccount:([^@[\]]+@([^@]+)\.iam\.gserviceaccount\.com)$/.exec(member);
  const project = text(scope.config["project"]);
  if (account === null || account[2] !== project) return undefined;
  return scope.store.resolve([tokens.serviceAccount], account[1]) === undefined
    ? apiError(400, `Service account ${account[1]} does not exist.`, "badRequest")
    : undefined;
}

export function memberId(resource: string, inputs: Properties): string {
  return [resource, text(inputs["role"]), text(inputs["member"])].join("/");
}

export const etag = {
  etag: (_: Properties, scope: Scope): string => `BwX${scope.digits(8)}=`,
};

export const serviceAccountMember: ResourceType = {
  source: "google/services/resourcemanager/iam_service_account.go; google/tpgiamresource",
  inputs: z.strictObject({
    serviceAccountId: fixed(link().regex(/^projects\/[^/]+\/serviceAccounts\/[^/]+$/)),
    ...memberInputs,
  }),
  validate: (inputs, scope) => [
    ...memberFailures(inputs),
    ...workloadIdentityFailures(inputs["member"], scope),
  ],
  id: (inputs) => memberId(text(inputs["serviceAccountId"]), inputs),
  computed: etag,
  references: [{ at: "serviceAccountId", to: [tokens.serviceAccount], mayDangle: true }],
  refuseCreate: refusedMember,
};

/** `serviceAccount:PROJECT.svc.id.goog[namespace/name]`, for a pod's account in Kubernetes. */
function workloadIdentityFailures(member: Value, scope: Scope): readonly Failure[] {
  if (isUnknown(member) || !text(member).includes(".svc.id.goog")) return [];
  const project = text(scope.config["project"]);
  return failuresOf([
    !/^serviceAccount:[^[\]]+\.svc\.id\.goog\[[a-z0-9-]+\/[a-z0-9.-]+\]$/.test(text(member)) &&
      !text(member).startsWith("principal"),
    "member",
    `a Kubernetes service account is written serviceAccount:${project}.svc.id.goog[NAMESPACE/NAME]`,
  ]);
}

export const projectMember: ResourceType = {
  source: "google/services/resourcemanager/iam_project.go; google/tpgiamresource",
  inputs: z.strictObject({
    // Unlike elsewhere, no provider's project stands in for it.
    project: fixed(z.string()),
    ...memberInputs,
  }),
  validate: memberFailures,
  id: (inputs) => memberId(text(inputs["project"]).replace(/^projects\//, ""), inputs),
  computed: etag,
  refuseCreate: refusedMember,
};

/** An input that a member's resource fills in from what it belongs to. */
export const memberProject = { project: orComputed(fixed(z.string())) };
