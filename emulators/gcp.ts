import { z } from "zod";
import type { EmulatedProvider, FaultMessages } from "./core/provider.ts";
import type { CloudWords, PackageTable, ResourceType } from "./core/resource-type.ts";
import type { StoredResource } from "./core/store.ts";
import { TableProvider } from "./core/table-provider.ts";
import { repository, repositoryMember } from "./gcp/artifact-registry.ts";
import { address, globalAddress } from "./gcp/compute-address.ts";
import { disk, regionDisk } from "./gcp/compute-disk.ts";
import { attachedDisk } from "./gcp/compute-attached-disk.ts";
import { instance } from "./gcp/compute-instance.ts";
import {
  diskPolicyAttachment,
  regionDiskPolicyAttachment,
  resourcePolicy,
} from "./gcp/compute-resource-policy.ts";
import { firewall } from "./gcp/compute-firewall.ts";
import { router, routerNat } from "./gcp/compute-router.ts";
import { network, subnetwork } from "./gcp/compute-network.ts";
import { cluster } from "./gcp/container-cluster.ts";
import { nodePool } from "./gcp/container-node-pool.ts";
import { recordSet } from "./gcp/dns.ts";
import { getEngineVersions } from "./gcp/gke-versions.ts";
import { projectMember, serviceAccount, serviceAccountMember } from "./gcp/iam.ts";
import { bucket, bucketMember } from "./gcp/storage.ts";
import { apiError, lastSegment, text, tokens } from "./gcp/vocabulary.ts";
import { getZones } from "./gcp/zones.ts";

/** Google's own words for what any call can meet, as the provider prints them. */
const faultMessages: FaultMessages = {
  quota:
    "Error waiting for Create: Quota 'CPUS' exceeded.  Limit: 24.0 in region us-central1.\n\tmetric name = compute.googleapis.com/cpus",
  permission: "googleapi: Error 403: Permission denied on resource project., forbidden",
  conflict: "googleapi: Error 409: Already exists, alreadyExists",
  timeout: "Error waiting for operation: timeout while waiting for state to become 'DONE'",
};

const config = z.strictObject({
  project: z.string().optional(),
  region: z.string().optional(),
  zone: z.string().optional(),
  credentials: z.string().optional(),
  accessToken: z.string().optional(),
  impersonateServiceAccount: z.string().optional(),
  billingProject: z.string().optional(),
  userProjectOverride: z.boolean().optional(),
  scopes: z.array(z.string()).optional(),
  defaultLabels: z.record(z.string(), z.string()).optional(),
  addPulumiAttributionLabel: z.boolean().optional(),
  pulumiAttributionLabelAdditionStrategy: z.enum(["CREATION_ONLY", "PROACTIVE"]).optional(),
  disableGlobalProjectWarning: z.boolean().optional(),
});

const resources: Readonly<Record<string, ResourceType>> = {
  [tokens.network]: network,
  [tokens.subnetwork]: subnetwork,
  [tokens.router]: router,
  [tokens.routerNat]: routerNat,
  [tokens.address]: address,
  [tokens.globalAddress]: globalAddress,
  [tokens.firewall]: firewall,
  [tokens.disk]: disk,
  [tokens.regionDisk]: regionDisk,
  [tokens.instance]: instance,
  [tokens.attachedDisk]: attachedDisk,
  [tokens.resourcePolicy]: resourcePolicy,
  [tokens.diskPolicyAttachment]: diskPolicyAttachment,
  [tokens.regionDiskPolicyAttachment]: regionDiskPolicyAttachment,
  [tokens.cluster]: cluster,
  [tokens.nodePool]: nodePool,
  [tokens.serviceAccount]: serviceAccount,
  [tokens.serviceAccountMember]: serviceAccountMember,
  [tokens.projectMember]: projectMember,
  [tokens.repository]: repository,
  [tokens.repositoryMember]: repositoryMember,
  [tokens.bucket]: bucket,
  [tokens.bucketMember]: bucketMember,
  [tokens.recordSet]: recordSet,
};

/** What Google calls these in its messages; the rest goes by its path alone. */
const kinds: Readonly<Record<string, { readonly word: string; readonly type: string }>> = {
  [tokens.network]: { word: "network", type: "Network" },
  [tokens.subnetwork]: { word: "subnetwork", type: "Subnetwork" },
  [tokens.router]: { word: "router", type: "Router" },
  [tokens.address]: { word: "address", type: "Address" },
  [tokens.disk]: { word: "disk", type: "Disk" },
  [tokens.regionDisk]: { word: "disk", type: "RegionDisk" },
  [tokens.resourcePolicy]: { word: "resource_policy", type: "ResourcePolicy" },
};

const words: CloudWords = {
  exists: (_, id) => apiError(409, `The resource '${id}' already exists`, "alreadyExists"),
  notFound: (reference, at) =>
    `${apiError(404, `The resource '${text(reference)}' was not found`, "notFound")} (${at})`,
  inUse: (resource, user) => {
    const kind = kinds[resource.type];
    const message = `The ${kind?.word ?? "requested"} resource '${resource.id}' is already being used by '${userPath(user)}'`;
    // A network's deletion is accepted, and fails while it is waited for.
    return resource.type === tokens.network
      ? `Error waiting for Deleting Network: ${message}`
      : `Error when reading or editing ${kind?.type ?? "resource"}: ${apiError(400, message, "resourceInUseByAnotherResource")}`;
  },
};

/** The user as Google names it: a NAT is its router. */
function userPath(user: StoredResource): string {
  if (user.type !== tokens.routerNat) return user.id;
  const [project, region] = user.id.split("/");
  return `projects/${project}/regions/${region}/routers/${lastSegment(text(user.properties["router"]))}`;
}

/** Everything that the emulated Google Cloud knows. */
export const gcpTable: PackageTable = {
  packageName: "gcp",
  version: "9.37.0",
  config,
  resources,
  invokes: {
    "gcp:container/getEngineVersions:getEngineVersions": getEngineVersions,
    "gcp:compute/getZones:getZones": getZones,
  },
  words,
};

/** Google Cloud, emulated. */
export function gcpProvider(): EmulatedProvider {
  return new TableProvider(gcpTable, faultMessages);
}
