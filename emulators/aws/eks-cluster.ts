import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, outputOnly, unordered } from "../core/traits.ts";
import { regionOf } from "./regions.ts";
import { bornGroups } from "./security-groups.ts";
import {
  arn,
  arnText,
  cidr,
  digest,
  firstOf,
  now,
  object,
  regionInput,
  regionOutput,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";
import {
  clusterName,
  eksError,
  homesOf,
  kubernetesVersions,
  modes,
  versionRefusal,
} from "./eks-rules.ts";
import {
  keyRefusal,
  networkFailures,
  placeRefusal,
  roleRefusal,
  updateRefusal,
} from "./eks-cluster-rules.ts";

export const cluster: ResourceType = {
  source:
    "internal/service/eks/cluster.go at 00555dc5 (provider 6) and @pulumi/aws 7.48's own doc; EKS API, CreateCluster. Auto mode, Outposts, hybrid nodes and IPv6 are left out.",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    accessConfig: orComputed(
      z.strictObject({
        authenticationMode: orComputed(z.enum(modes)),
        bootstrapClusterCreatorAdminPermissions: fixed(z.boolean()).default(true),
      }),
    ),
    bootstrapSelfManagedAddons: fixed(z.boolean()).default(true),
    deletionProtection: orComputed(z.boolean()),
    enabledClusterLogTypes: unordered(
      z.array(z.enum(["api", "audit", "authenticator", "controllerManager", "scheduler"])),
    ).optional(),
    // Once secrets are encrypted, they stay so: only taking it away makes a new cluster.
    encryptionConfig: fixed(
      z
        .strictObject({
          provider: z.strictObject({ keyArn: arnText }),
          resources: unordered(z.array(z.enum(["secrets"])).min(1)),
        })
        .optional(),
      (from, to) => from !== undefined && to === undefined,
    ),
    forceUpdateVersion: z.boolean().optional(),
    kubernetesNetworkConfig: orComputed(
      z.strictObject({
        elasticLoadBalancing: outputOnly(),
        ipFamily: orComputed(fixed(z.enum(["ipv4"]))),
        serviceIpv4Cidr: orComputed(fixed(cidr(12, 24))),
        serviceIpv6Cidr: outputOnly(),
      }),
    ),
    name: fixed(clusterName),
    roleArn: fixed(arnText),
    upgradePolicy: orComputed(
      z.strictObject({ supportType: orComputed(z.enum(["STANDARD", "EXTENDED"])) }),
    ),
    version: orComputed(z.string()),
    vpcConfig: z.strictObject({
      clusterSecurityGroupId: outputOnly(),
      controlPlaneEgressMode: outputOnly(),
      endpointPrivateAccess: z.boolean().default(false),
      endpointPublicAccess: z.boolean().default(true),
      publicAccessCidrs: orComputed(unordered(z.array(cidr()))),
      securityGroupIds: unordered(z.array(z.string())).optional(),
      subnetIds: unordered(z.array(z.string()).min(1)),
      vpcId: outputOnly(),
    }),
    zonalShiftConfig: z.strictObject({ enabled: z.boolean().optional() }).optional(),
  }),
  validate: (inputs) => networkFailures(inputs),
  id: (inputs) => text(inputs["name"]),
  computed: {
    ...regionOutput,
    arn: ({ id, ...state }, scope) => arn("eks", regionOf(state, scope), `cluster/${id}`),
    certificateAuthority: (_, scope) => ({ data: certificate(scope) }),
    // Only clusters on Outposts have one.
    clusterId: () => undefined,
    createdAt: now,
    deletionProtection: () => false,
    endpoint: (state, scope) =>
      `https://${scope.hex(32).toUpperCase()}.gr7.${regionOf(state, scope)}.eks.amazonaws.com`,
    identities: (state, scope) => [
      {
        oidcs: [
          {
            issuer: `https://oidc.eks.${regionOf(state, scope)}.amazonaws.com/id/${scope.hex(32).toUpperCase()}`,
          },
        ],
      },
    ],
    platformVersion: () => "eks.7",
    status: () => "ACTIVE",
    version: () => kubernetesVersions.at(-1),
  },
  derived: {
    ...tagsOutput,
    accessConfig: (state) => ({
      authenticationMode: "CONFIG_MAP",
      bootstrapClusterCreatorAdminPermissions: true,
      ...object(state["accessConfig"]),
    }),
    kubernetesNetworkConfig: (state) => ({
      elasticLoadBalancing: { enabled: false },
      ipFamily: "ipv4",
      serviceIpv4Cidr: "172.20.0.0/16",
      serviceIpv6Cidr: "",
      ...object(state["kubernetesNetworkConfig"]),
    }),
    upgradePolicy: (state) => ({ supportType: "EXTENDED", ...object(state["upgradePolicy"]) }),
    vpcConfig: (state, scope) => ({
      controlPlaneEgressMode: "",
      publicAccessCidrs: ["0.0.0.0/0"],
      ...object(state["vpcConfig"]),
      clusterSecurityGroupId: `sg-0ec5c1a${digest(text(state["endpoint"])).slice(0, 10)}`,
      vpcId: homesOf(state["vpcConfig"], scope)[0]?.properties["vpcId"],
    }),
  },
  filledIn: [
    "accessConfig.authenticationMode",
    "vpcConfig.clusterSecurityGroupId",
    "vpcConfig.publicAccessCidrs",
    "vpcConfig.vpcId",
  ],
  references: [
    { at: "vpcConfig.subnetIds[]", to: [tokens.subnet] },
    { at: "vpcConfig.securityGroupIds[]", to: [tokens.securityGroup], except: bornGroups },
    // IAM lets a role go that somebody still means; the cluster is then broken.
    { at: "roleArn", to: [tokens.role], mayDangle: true },
    { at: "encryptionConfig.provider.keyArn", to: [tokens.key], mayDangle: true },
  ],
  refuseCreate: (inputs, scope) => {
    const reason = firstOf(
      versionRefusal(inputs["version"]),
      placeRefusal(inputs, scope),
      roleRefusal(inputs["roleArn"], scope),
      keyRefusal(inputs, scope),
    );
    return reason === undefined
      ? undefined
      : `creating EKS Cluster (${text(inputs["name"])}): ${reason}`;
  },
  refuseUpdate: (from, to, scope) => {
    const reason = updateRefusal(from, to, scope);
    return reason === undefined
      ? undefined
      : `updating EKS Cluster (${text(to["name"])}): ${reason}`;
  },
  refuseDelete: ({ id, properties }, scope) => {
    const attached = scope.store
      .list(tokens.nodeGroup)
      .some((group) => group.properties["clusterName"] === id);
    const reason = attached
      ? eksError("DeleteCluster", "ResourceInUseException", "Cluster has nodegroups attached")
      : properties["deletionProtection"] === true
        ? eksError(
            "DeleteCluster",
            "InvalidRequestException",
            "Cluster has deletion protection enabled. Disable deletion protection before deleting the cluster.",
          )
        : undefined;
    return reason === undefined ? undefined : `deleting EKS Cluster (${id}): ${reason}`;
  },
};

/** Looks like a certificate authority's certificate, and is none. */
function certificate(scope: Scope): string {
  const body = Buffer.from(`308202e0${scope.hex(1472)}`, "hex").toString("base64");
  const lines = body.match(/.{1,64}/g) ?? [];
  return Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  ).toString("base64");
}
