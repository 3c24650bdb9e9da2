import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, unordered } from "../core/traits.ts";
import type { Properties } from "../core/values.ts";
import { isList } from "../core/values.ts";
import { clusterName, eksError, invalidParameter } from "./eks-rules.ts";
import { parseDocument, trusts } from "./policies.ts";
import { regionOf } from "./regions.ts";
import {
  accountId,
  arn,
  arnText,
  digest,
  find,
  firstOf,
  isSet,
  now,
  object,
  regionInput,
  regionOutput,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";

/** Add-ons by AWS and from its community; some run pods, and so never get ready without a node. */
const addons: Readonly<Record<string, { readonly needsNodes: boolean }>> = {
  "vpc-cni": { needsNodes: false },
  "kube-proxy": { needsNodes: false },
  "eks-pod-identity-agent": { needsNodes: false },
  "eks-node-monitoring-agent": { needsNodes: false },
  "aws-guardduty-agent": { needsNodes: false },
  "amazon-cloudwatch-observability": { needsNodes: true },
  "aws-ebs-csi-driver": { needsNodes: true },
  "aws-efs-csi-driver": { needsNodes: true },
  "aws-mountpoint-s3-csi-driver": { needsNodes: false },
  "cert-manager": { needsNodes: true },
  coredns: { needsNodes: true },
  "external-dns": { needsNodes: true },
  "kube-state-metrics": { needsNodes: true },
  "metrics-server": { needsNodes: true },
  "prometheus-node-exporter": { needsNodes: false },
  "snapshot-controller": { needsNodes: true },
};

/** Roles of other accounts, users and whole accounts are no resources here. */
export const foreignPrincipal = new RegExp(`^(?!arn:aws:iam::${accountId}:role/)`);

export const addon: ResourceType = {
  source:
    "internal/service/eks/addon.go at 00a35305 (provider 6); EKS user guide, AWS and community add-ons",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    addonName: fixed(z.string().min(1)),
    addonVersion: orComputed(
      z.string().regex(/^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/),
    ),
    clusterName: fixed(clusterName),
    configurationValues: orComputed(z.string()),
    podIdentityAssociations: unordered(
      z.array(z.strictObject({ roleArn: arnText, serviceAccount: z.string() })),
    ).optional(),
    preserve: z.boolean().optional(),
    resolveConflictsOnCreate: z.enum(["NONE", "OVERWRITE"]).optional(),
    resolveConflictsOnUpdate: z.enum(["NONE", "OVERWRITE", "PRESERVE"]).optional(),
    serviceAccountRoleArn: arnText.optional(),
  }),
  id: (inputs) => `${text(inputs["clusterName"])}:${text(inputs["addonName"])}`,
  computed: {
    ...regionOutput,
    addonVersion: () => "v1.0.0-eksbuild.1",
    arn: (state, scope) =>
      arn(
        "eks",
        regionOf(state, scope),
        `addon/${text(state["clusterName"])}/${text(state["addonName"])}/${digest(scope.hex(32)).slice(0, 32)}`,
      ),
    configurationValues: () => "",
    createdAt: now,
  },
  derived: { ...tagsOutput, modifiedAt: now },
  references: [
    // They go together with their cluster.
    { at: "clusterName", to: [tokens.cluster], mayDangle: true },
    { at: "serviceAccountRoleArn", to: [tokens.role], mayDangle: true },
    { at: "podIdentityAssociations[].roleArn", to: [tokens.role], mayDangle: true },
  ],
  refuseCreate: (inputs, scope) => {
    const [name, cluster] = [text(inputs["addonName"]), text(inputs["clusterName"])];
    const known = addons[name];
    const version = find(scope, tokens.cluster, cluster)?.properties["version"];
    const nodes = scope.store
      .list(tokens.nodeGroup)
      .some(({ properties }) => properties["clusterName"] === cluster);
    const prefix = `EKS Add-On (${cluster}:${name})`;
    if (known === undefined) {
      return `creating ${prefix}: ${invalidParameter("CreateAddon", `Addon ${name} specified is not supported in ${text(version)} kubernetes version`)}`;
    }
    if (known.needsNodes && !nodes && version !== undefined) {
      return `waiting for ${prefix} create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s): InsufficientNumberOfReplicas: The add-on is unhealthy because it doesn't have the desired number of replicas (the cluster has no nodes)`;
    }
    const reason = addonRefusal(inputs, scope);
    return reason === undefined ? undefined : `creating ${prefix}: ${reason}`;
  },
  refuseUpdate: (_, to, scope) => addonRefusal(to, scope),
};

export const podIdentityAssociation: ResourceType = {
  source:
    "internal/service/eks/pod_identity_association.go (provider 6); EKS user guide, EKS Pod Identity role",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    clusterName: fixed(clusterName),
    disableSessionTags: orComputed(z.boolean()),
    namespace: fixed(z.string().min(1)),
    roleArn: arnText,
    serviceAccount: fixed(z.string().min(1)),
    targetRoleArn: arnText.optional(),
  }),
  id: (_, scope) =>
    `a-${BigInt(`0x${scope.hex(24)}`)
      .toString(36)
      .padStart(17, "0")
      .slice(0, 17)}`,
  computed: {
    ...regionOutput,
    associationArn: (state, scope) =>
      arn(
        "eks",
        regionOf(state, scope),
        `podidentityassociation/${text(state["clusterName"])}/${state.id}`,
      ),
    associationId: ({ id }) => id,
    disableSessionTags: () => false,
  },
  derived: {
    ...tagsOutput,
    externalId: (state) =>
      isSet(state["targetRoleArn"]) ? digest(state.id, "external id").slice(0, 32) : undefined,
  },
  references: [
    { at: "clusterName", to: [tokens.cluster], mayDangle: true },
    { at: "roleArn", to: [tokens.role], mayDangle: true },
    { at: "targetRoleArn", to: [tokens.role], mayDangle: true, except: foreignPrincipal },
  ],
  refuseCreate: (inputs, scope) => {
    const same = scope.store
      .list(tokens.podIdentityAssociation)
      .find(({ properties }) =>
        ["clusterName", "namespace", "serviceAccount"].every(
          (key) => properties[key] === inputs[key],
        ),
      );
    const reason = firstOf(
      same === undefined
        ? undefined
        : eksError(
            "CreatePodIdentityAssociation",
            "ResourceInUseException",
            `Association already exists: ${same.id}`,
          ),
      podTrustRefusal(inputs, scope),
    );
    return reason === undefined ? undefined : `creating EKS Pod Identity Association: ${reason}`;
  },
  refuseUpdate: (_, to, scope) => podTrustRefusal(to, scope),
};

function addonRefusal(inputs: Properties, scope: Scope): string | undefined {
  const values = text(inputs["configurationValues"]);
  if (values.startsWith("{") && parseDocument(values) === undefined) {
    return invalidParameter(
      "CreateAddon",
      "ConfigurationValue provided in request is not supported: it is not valid JSON or YAML",
    );
  }
  const associations = isList(inputs["podIdentityAssociations"])
    ? inputs["podIdentityAssociations"]
    : [];
  return firstOf(...associations.map((one) => podTrustRefusal(object(one), scope)));
}

/**
 * EKS takes a role that pods can't be given and tells nobody; the pods then find no credentials.
 * That is refused here, since it is never meant.
 */
function podTrustRefusal(inputs: Properties, scope: Scope): string | undefined {
  const role = find(scope, tokens.role, inputs["roleArn"]);
  const trusted = trusts(role?.properties["assumeRolePolicy"], "pods.eks.amazonaws.com", [
    "sts:AssumeRole",
    "sts:TagSession",
  ]);
  return role === undefined || trusted
    ? undefined
    : invalidParameter(
        "CreatePodIdentityAssociation",
        `Trust policy of role ${text(inputs["roleArn"])} must allow sts:AssumeRole and sts:TagSession to pods.eks.amazonaws.com`,
      );
}
