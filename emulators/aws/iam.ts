import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, suppressed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import {
  malformedGrant,
  malformedTrust,
  policyText,
  principalsOf,
  statementsOf,
} from "./policies.ts";
import {
  accountId,
  apiError,
  arnText,
  digest,
  find,
  now,
  object,
  strings,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";

const path = fixed(
  z
    .string()
    .max(512)
    .regex(/^(\/|\/[!-~]+\/)$/),
).default("/");

export const role: ResourceType = {
  source:
    "internal/service/iam/role.go (provider 6); pulumi-aws resource_overrides.go at 015d3438; IAM API, CreateRole and DeleteRole",
  autoName: { property: "name", maxLength: 64 },
  inputs: z.strictObject({
    ...tagsInput,
    assumeRolePolicy: policyText,
    description: z.string().max(1000).optional(),
    forceDetachPolicies: z.boolean().default(false),
    inlinePolicies: orComputed(
      unordered(
        z.array(
          z.strictObject({
            name: z
              .string()
              .max(128)
              .regex(/^[\w+=,.@-]+$/),
            policy: policyText,
          }),
        ),
      ),
    ),
    managedPolicyArns: orComputed(unordered(z.array(arnText))),
    maxSessionDuration: z.int().min(3600).max(43200).default(3600),
    name: fixed(
      z
        .string()
        .min(1)
        .max(64)
        .regex(/^[\w+=,.@-]*$/),
    ),
    path,
    permissionsBoundary: arnText.optional(),
  }),
  id: (inputs) => text(inputs["name"]),
  computed: {
    arn: (state) => `arn:aws:iam::${accountId}:role${text(state["path"])}${text(state["name"])}`,
    createDate: now,
    inlinePolicies: () => [],
    managedPolicyArns: () => [],
    uniqueId: (_, scope) => uniqueId("AROA", scope),
  },
  derived: { ...tagsOutput },
  refuseCreate: (inputs, scope) => {
    const reason = roleRefusal(inputs, scope);
    return reason === undefined
      ? undefined
      : `creating IAM Role (${text(inputs["name"])}): ${reason}`;
  },
  refuseUpdate: (_, to, scope) => {
    const reason = roleRefusal(to, scope);
    return reason === undefined ? undefined : `updating IAM Role (${text(to["name"])}): ${reason}`;
  },
  // The provider takes a role out of its instance profiles by itself, and its policies when told to.
  refuseDelete: ({ id, properties }, scope) => {
    if (properties["forceDetachPolicies"] === true) return undefined;
    const held = (type: string) =>
      scope.store
        .list(type)
        .some((user) => find(scope, tokens.role, user.properties["role"])?.id === id);
    const first = held(tokens.rolePolicyAttachment)
      ? "detach all policies"
      : held(tokens.rolePolicy)
        ? "delete policies"
        : undefined;
    return first === undefined
      ? undefined
      : `deleting IAM Role (${id}): ${apiError("IAM", "DeleteRole", "DeleteConflict", `Cannot delete entity, must ${first} first.`)}`;
  },
};

export const rolePolicy: ResourceType = {
  source: "internal/service/iam/role_policy.go (provider 6); IAM API, PutRolePolicy",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    name: fixed(
      z
        .string()
        .max(128)
        .regex(/^[\w+=,.@-]+$/),
    ),
    policy: policyText,
    role: fixed(z.string()),
  }),
  id: (inputs) => `${text(inputs["role"])}:${text(inputs["name"])}`,
  computed: {},
  references: [{ at: "role", to: [tokens.role], mayDangle: true }],
  // Putting a policy overwrites one of the same name.
  adoptsExisting: true,
  refuseCreate: (inputs) => grantRefusal(inputs),
  refuseUpdate: (_, to) => grantRefusal(to),
};

export const rolePolicyAttachment: ResourceType = {
  source:
    "internal/service/iam/role_policy_attachment.go (provider 6); pulumi-aws resource_overrides.go at 015d3438; AWS managed policy reference",
  inputs: z.strictObject({ policyArn: fixed(arnText), role: fixed(z.string()) }),
  id: (inputs) => `${text(inputs["role"])}/${text(inputs["policyArn"])}`,
  computed: {},
  references: [{ at: "role", to: [tokens.role], mayDangle: true }],
  deleteBeforeReplace: true,
  adoptsExisting: true,
  refuseCreate: (inputs) =>
    isAttachable(text(inputs["policyArn"]))
      ? undefined
      : `attaching IAM Policy (${text(inputs["policyArn"])}) to IAM Role (${text(inputs["role"])}): ${noSuchPolicy(text(inputs["policyArn"]))}`,
};

export const instanceProfile: ResourceType = {
  source: "internal/service/iam/instance_profile.go (provider 6)",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...tagsInput,
    name: fixed(
      z
        .string()
        .max(128)
        .regex(/^[\w+=,.@-]*$/),
    ),
    path,
    role: z.string().optional(),
  }),
  id: (inputs) => text(inputs["name"]),
  computed: {
    arn: (state) =>
      `arn:aws:iam::${accountId}:instance-profile${text(state["path"])}${text(state["name"])}`,
    createDate: now,
    uniqueId: (_, scope) => uniqueId("AIPA", scope),
  },
  derived: { ...tagsOutput },
  references: [{ at: "role", to: [tokens.role], mayDangle: true }],
};

export const openIdConnectProvider: ResourceType = {
  source:
    "internal/service/iam/openid_connect_provider.go at 01606926 (provider 6); IAM API, CreateOpenIDConnectProvider",
  inputs: z.strictObject({
    ...tagsInput,
    clientIdLists: unordered(z.array(z.string().min(1).max(255))),
    thumbprintLists: orComputed(z.array(z.string().length(40)).max(5)),
    url: fixed(
      suppressed(
        z.string().refine((value) => /^https:\/\/[^?#]+$/.test(value), {
          error: () => "must be a URL that begins with https:// and has no query",
        }),
        (from, to) => withoutScheme(from) === withoutScheme(to),
      ),
    ),
  }),
  id: (inputs) => `arn:aws:iam::${accountId}:oidc-provider/${withoutScheme(inputs["url"])}`,
  computed: {
    arn: ({ id }) => id,
    thumbprintLists: (state) => [digest(text(state["url"])).slice(0, 40)],
  },
  derived: { ...tagsOutput },
};

/** AWS's own policies that a deployment of ours may attach, by what follows `arn:aws:iam::aws:policy/`. */
const managedPolicies: ReadonlySet<string> = new Set([
  "AdministratorAccess",
  "AmazonEC2ContainerRegistryFullAccess",
  "AmazonEC2ContainerRegistryPowerUser",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSClusterPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
  "AmazonEKSServicePolicy",
  "AmazonEKSVPCResourceController",
  "AmazonEKSWorkerNodeMinimalPolicy",
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonS3FullAccess",
  "AmazonS3ReadOnlyAccess",
  "AmazonSSMManagedInstanceCore",
  "CloudWatchAgentServerPolicy",
  "PowerUserAccess",
  "ReadOnlyAccess",
  "SecurityAudit",
  "job-function/ViewOnlyAccess",
  "service-role/AWSDataLifecycleManagerServiceRole",
  "service-role/AmazonEBSCSIDriverPolicy",
  "service-role/AmazonEFSCSIDriverPolicy",
]);

/** Names, without path, of the policies that a role holds; `custom` when there is one of somebody's own. */
export function policiesOf(roleReference: Value, scope: Scope): readonly string[] {
  const holder = find(scope, tokens.role, roleReference);
  const isHolder = (reference: Value) => find(scope, tokens.role, reference)?.id === holder?.id;
  const attached = scope.store
    .list(tokens.rolePolicyAttachment)
    .filter(({ properties }) => isHolder(properties["role"]))
    .map(({ properties }) => text(properties["policyArn"]));
  const own = scope.store
    .list(tokens.rolePolicy)
    .some(({ properties }) => isHolder(properties["role"]));
  const inline = holder?.properties["inlinePolicies"];
  return [
    ...[...attached, ...strings(holder?.properties["managedPolicyArns"])].map((one) =>
      one.slice(one.lastIndexOf("/") + 1),
    ),
    ...(own || (isList(inline) && inline.length > 0) ? ["custom"] : []),
  ];
}

/** Unique ids of IAM: a prefix for the kind, and capital letters and digits (IAM identifiers). */
function uniqueId(prefix: string, scope: Scope): string {
  return `${prefix}${BigInt(`0x${scope.hex(22)}`)
    .toString(32)
    .toUpperCase()
    .padStart(17, "A")
    .slice(0, 17)}`;
}

function roleRefusal(inputs: Properties, scope: Scope): string | undefined {
  const trust = malformedTrust(inputs["assumeRolePolicy"]) ?? invalidPrincipal(inputs, scope);
  if (trust !== undefined) return apiError("IAM", "CreateRole", "MalformedPolicyDocument", trust);
  const grants = isList(inputs["inlinePolicies"]) ? inputs["inlinePolicies"] : [];
  for (const grant of grants.map(object)) {
    const reason = malformedGrant(grant["policy"]);
    if (reason !== undefined) {
      return apiError("IAM", "PutRolePolicy", "MalformedPolicyDocument", reason);
    }
  }
  const missing = strings(inputs["managedPolicyArns"]).find((one) => !isAttachable(one));
  return missing === undefined ? undefined : noSuchPolicy(missing);
}

/** IAM looks up the roles that a trust names; those of other accounts are somebody else's. */
function invalidPrincipal(inputs: Properties, scope: Scope): string | undefined {
  const unknownRole = statementsOf(inputs["assumeRolePolicy"])
    .flatMap((one) => principalsOf(one, "AWS"))
    .filter((principal) => principal.startsWith(`arn:aws:iam::${accountId}:role/`))
    .find((principal) => find(scope, tokens.role, principal) === undefined);
  return unknownRole === undefined
    ? undefined
    : `Invalid principal in policy: "AWS":"${unknownRole}"`;
}

function grantRefusal(inputs: Properties): string | undefined {
  const reason = malformedGrant(inputs["policy"]);
  return reason === undefined
    ? undefined
    : `putting IAM Role (${text(inputs["role"])}) Policy (${text(inputs["name"])}): ${apiError("IAM", "PutRolePolicy", "MalformedPolicyDocument", reason)}`;
}

function isAttachable(policyArn: string): boolean {
  return managedPolicies.has(policyArn.replace("arn:aws:iam::aws:policy/", ""));
}

function noSuchPolicy(policyArn: string): string {
  return apiError(
    "IAM",
    "AttachRolePolicy",
    "NoSuchEntity",
    `Policy ${policyArn} does not exist or is not attachable.`,
  );
}

function withoutScheme(url: Value): string {
  return text(url).replace(/^https:\/\//, "");
}
