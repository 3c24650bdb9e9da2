import { z } from "zod";
import { boxFields } from "./fields/box.ts";
import { careFields } from "./fields/care.ts";
import { boxCloudFields, kubernetesCloudFields, mirrorCloudFields } from "./fields/cloud.ts";
import { clusterFields } from "./fields/cluster.ts";
import type { DeepReadonly } from "../releases/schema/deep-readonly.ts";
import { kubernetesName } from "./fields/common.ts";
import { databaseFields } from "./fields/databases.ts";
import { domainFields, ingressFields } from "./fields/exposure.ts";
import { accessFields, identityFields } from "./fields/identity.ts";
import { mirrorFields, releaseVersion } from "./fields/mirror.ts";
import { monitoringFields } from "./fields/monitoring.ts";
import { egressFields, networkFields } from "./fields/network.ts";
import { registryFields } from "./fields/registry.ts";
import { configurationFields, securityFields } from "./fields/security.ts";
import { serviceFields } from "./fields/services.ts";
import { sizeFields } from "./fields/size.ts";
import { objectStorageFields, redisFields } from "./fields/stores.ts";

const kind = "What it is: kubernetes, box (docker-compose on one machine) or registry-mirror.";

/** What an instance of Sourcegraph has, wherever it runs. */
const instanceFields = {
  release: releaseVersion().describe("Version of Sourcegraph, such as 3.27.5."),
  ...identityFields,
  ...accessFields,
  ...networkFields,
  ...egressFields,
  ...domainFields,
  ...registryFields,
  ...serviceFields,
  ...sizeFields,
  ...databaseFields,
  ...redisFields,
  ...objectStorageFields,
  ...configurationFields,
  ...monitoringFields,
  ...careFields,
};

export const kubernetesSchema = z.strictObject({
  kind: z.literal("kubernetes").describe(kind),
  ...instanceFields,
  ...kubernetesCloudFields,
  ...clusterFields,
  ...ingressFields,
  ...securityFields,
});

export const boxEnvironmentSchema = z.strictObject({
  kind: z.literal("box").describe(kind),
  ...instanceFields,
  ...boxCloudFields,
  ...boxFields,
});

export const mirrorEnvironmentSchema = z.strictObject({
  kind: z.literal("registry-mirror").describe(kind),
  ...identityFields,
  ...accessFields,
  ...networkFields,
  ...domainFields,
  ...mirrorCloudFields,
  namespace: kubernetesName()
    .default("registry-mirror")
    .describe("Namespace of a self-hosted registry. Default: registry-mirror."),
  storageClass: clusterFields.storageClass,
  ...mirrorFields,
});

/**
 * What may stand in an environment file below `config:`, each key with `sourcegraph:` before it.
 * Defaults live here and nowhere else; those that depend on the cloud, in `dependent-defaults.ts`.
 */
export const environmentSchema = z.discriminatedUnion("kind", [
  kubernetesSchema,
  boxEnvironmentSchema,
  mirrorEnvironmentSchema,
]);

export type KubernetesEnvironment = DeepReadonly<z.infer<typeof kubernetesSchema>>;
export type BoxEnvironment = DeepReadonly<z.infer<typeof boxEnvironmentSchema>>;
export type MirrorEnvironment = DeepReadonly<z.infer<typeof mirrorEnvironmentSchema>>;
/** One deployed instance, or the mirror: what its file says, with defaults filled in. */
export type Environment = KubernetesEnvironment | BoxEnvironment | MirrorEnvironment;
export type Kind = Environment["kind"];

export type { Box } from "./fields/box.ts";
export type { Backups, SnapshotSchedule, Updates } from "./fields/care.ts";
export type { CloudAws, CloudExisting, CloudGcp, CloudLocal } from "./fields/cloud.ts";
export type { Cluster, NodePool, StorageClass } from "./fields/cluster.ts";
export type { SecretSource } from "./fields/common.ts";
export type {
  BuiltInDatabase,
  Database,
  Databases,
  ExternalDatabase,
  ManagedDatabase,
} from "./fields/databases.ts";
export type { Dns, Ingress, Tls, Waf } from "./fields/exposure.ts";
export type { Mirror } from "./fields/mirror.ts";
export type { Alerts, Monitoring, Notifier } from "./fields/monitoring.ts";
export type { Network } from "./fields/network.ts";
export type { Registry } from "./fields/registry.ts";
export type { Configuration, Security } from "./fields/security.ts";
export type { Resources, Service, ServiceDefaults, Toleration } from "./fields/services.ts";
export type { Estimate, Size } from "./fields/size.ts";
export type { ObjectStorage, Redis } from "./fields/stores.ts";
