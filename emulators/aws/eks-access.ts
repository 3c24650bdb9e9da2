import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import {
  authenticationMode,
  clusterName,
  creatorOf,
  eksError,
  invalidParameter,
} from "./eks-rules.ts";
import { regionOf } from "./regions.ts";
import {
  accountId,
  arn,
  arnText,
  digest,
  failuresOf,
  find,
  firstOf,
  isKnown,
  isSet,
  now,
  object,
  regionInput,
  regionOutput,
  strings,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";
import { foreignPrincipal } from "./eks-addon.ts";

export const accessEntry: ResourceType = {
  source:
    "internal/service/eks/access_entry.go at 01f43111 (provider 6); EKS user guide, create access entries",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    clusterName: fixed(clusterName),
    kubernetesGroups: orComputed(unordered(z.array(z.string().min(1)))),
    principalArn: fixed(arnText),
    type: fixed(
      z.enum([
        "STANDARD",
        "EC2",
        "EC2_LINUX",
        "EC2_WINDOWS",
        "FARGATE_LINUX",
        "HYBRID_LINUX",
        "HYPERPOD_LINUX",
      ]),
    ).default("STANDARD"),
    userName: orComputed(z.string().min(1)),
  }),
  validate: (inputs) => {
    const reserved = strings(inputs["kubernetesGroups"]).find((group) =>
      /^(system|eks|aws|amazon|iam):/.test(group),
    );
    const plain = inputs["type"] === "STANDARD" || !isKnown(inputs["type"]);
    return failuresOf(
      [
        reserved !== undefined,
        "kubernetesGroups",
        `InvalidParameterException: The kubernetes group name ${reserved} is invalid, it cannot start with system:, eks:, aws:, amazon: or iam:`,
      ],
      [
        !plain && (isSet(inputs["userName"]) || strings(inputs["kubernetesGroups"]).length > 0),
        "type",
        `InvalidParameterException: kubernetesGroups and username can't be specified for access entries of type ${text(inputs["type"])}`,
      ],
      [
        text(inputs["principalArn"]).startsWith("arn:aws:sts:"),
        "principalArn",
        "InvalidParameterException: The principalArn parameter format is not valid: name the IAM role, not its session",
      ],
    );
  },
  id: (inputs) => `${text(inputs["clusterName"])}:${text(inputs["principalArn"])}`,
  computed: {
    ...regionOutput,
    accessEntryArn: (state, scope) =>
      arn(
        "eks",
        regionOf(state, scope),
        `access-entry/${text(state["clusterName"])}/${kindOf(state["principalArn"])}/${accountId}/${nameOf(state["principalArn"])}/${digest(scope.hex(32)).slice(0, 32)}`,
      ),
    createdAt: now,
    kubernetesGroups: () => [],
    userName: (state) => userNameOf(state),
  },
  derived: { ...tagsOutput, modifiedAt: now },
  references: [
    { at: "clusterName", to: [tokens.cluster], mayDangle: true },
    { at: "principalArn", to: [tokens.role], mayDangle: true, except: foreignPrincipal },
  ],
  refuseCreate: (inputs, scope) => {
    const [cluster, principal] = [text(inputs["clusterName"]), text(inputs["principalArn"])];
    const reason = firstOf(
      modeRefusal("CreateAccessEntry", cluster, scope),
      hasOwnEntry(cluster, principal, scope)
        ? eksError(
            "CreateAccessEntry",
            "ResourceInUseException",
            "The specified access entry resource is already in use on this cluster.",
          )
        : undefined,
    );
    return reason === undefined
      ? undefined
      : `creating EKS Access Entry (${cluster}:${principal}): ${reason}`;
  },
};

export const accessPolicyAssociation: ResourceType = {
  source:
    "internal/service/eks/access_policy_association.go (provider 6); EKS user guide, access policy permissions",
  inputs: z.strictObject({
    ...regionInput,
    accessScope: fixed(
      z.strictObject({
        namespaces: unordered(z.array(z.string().min(1))).optional(),
        type: z.enum(["cluster", "namespace"]),
      }),
    ),
    clusterName: fixed(clusterName),
    policyArn: fixed(arnText),
    principalArn: fixed(arnText),
  }),
  validate: (inputs) => {
    const { type, namespaces } = object(inputs["accessScope"]);
    const given = isList(namespaces) && namespaces.length > 0;
    return failuresOf(
      [
        type === "cluster" && given,
        "accessScope.namespaces",
        "InvalidParameterException: namespaces can't be specified for an access scope of type cluster",
      ],
      [
        type === "namespace" && !given && (namespaces === undefined || isList(namespaces)),
        "accessScope.namespaces",
        "InvalidParameterException: namespaces must be specified for an access scope of type namespace",
      ],
    );
  },
  id: (inputs) =>
    [inputs["clusterName"], inputs["principalArn"], inputs["policyArn"]].map(text).join("#"),
  computed: { ...regionOutput, associatedAt: now },
  derived: { modifiedAt: now },
  references: [{ at: "clusterName", to: [tokens.cluster], mayDangle: true }],
  // Associating again replaces the scope.
  adoptsExisting: true,
  refuseCreate: (inputs, scope) => {
    const [cluster, principal] = [text(inputs["clusterName"]), text(inputs["principalArn"])];
    const entry = scope.store.get(tokens.accessEntry, `${cluster}:${principal}`);
    const policy = text(inputs["policyArn"]);
    const call = "AssociateAccessPolicy";
    const reason = firstOf(
      modeRefusal(call, cluster, scope),
      entry === undefined && !hasOwnEntry(cluster, principal, scope)
        ? eksError(
            call,
            "ResourceNotFoundException",
            "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
          )
        : undefined,
      entry !== undefined && entry.properties["type"] !== "STANDARD"
        ? eksError(
            call,
            "InvalidRequestException",
            `Access policies can only be associated with access entries of type STANDARD, not ${text(entry.properties["type"])}`,
          )
        : undefined,
      accessPolicies.has(policy.replace("arn:aws:eks::aws:cluster-access-policy/", ""))
        ? undefined
        : invalidParameter(call, "The policyArn parameter format is not valid"),
    );
    return reason === undefined
      ? undefined
      : `creating EKS Access Policy Association (${cluster}#${principal}#${policy}): ${reason}`;
  },
};

/** After `arn:aws:eks::aws:cluster-access-policy/`; those that EKS keeps to itself are left out. */
const accessPolicies: ReadonlySet<string> = new Set([
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSAutoNodePolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSSecretReaderPolicy",
  "AmazonEKSViewPolicy",
]);

function modeRefusal(call: string, cluster: string, scope: Scope): string | undefined {
  const found = find(scope, tokens.cluster, cluster);
  return found !== undefined && authenticationMode(found) === "CONFIG_MAP"
    ? eksError(
        call,
        "InvalidRequestException",
        "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
      )
    : undefined;
}

/** Entries that EKS makes by itself: for whoever made the cluster, and for its nodes' roles. */
function hasOwnEntry(cluster: string, principal: string, scope: Scope): boolean {
  const found = find(scope, tokens.cluster, cluster);
  const nodes = scope.store
    .list(tokens.nodeGroup)
    .some(
      ({ properties }) =>
        properties["clusterName"] === cluster && properties["nodeRoleArn"] === principal,
    );
  return nodes || creatorOf(found, scope) === principal;
}

function kindOf(principal: Value): string {
  return text(principal).includes(":user/") ? "user" : "role";
}

function nameOf(principal: Value): string {
  return text(principal).slice(text(principal).lastIndexOf("/") + 1);
}

function userNameOf(state: Properties): string {
  if (state["type"] !== "STANDARD") return "system:node:{{EC2PrivateDNSName}}";
  return kindOf(state["principalArn"]) === "user"
    ? text(state["principalArn"])
    : `arn:aws:sts::${accountId}:assumed-role/${nameOf(state["principalArn"])}/{{SessionName}}`;
}
