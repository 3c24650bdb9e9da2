import { z } from "zod";
import type { ResourceType } from "../core/resource-type.ts";
import { fixed, orComputed, outputOnly, suppressed, unordered } from "../core/traits.ts";
import { defaultNetwork } from "./compute-network.ts";
import { clusterOutputs, locationOf } from "./container-cluster-outputs.ts";
import {
  clusterFailures,
  refusedCluster,
  refusedClusterUpdate,
} from "./container-cluster-rules.ts";
import { foreignAccount, nodeConfig } from "./container-node-config.ts";
import {
  emptyOr,
  fixedPresence,
  labelOutputs,
  labels,
  labelSecrets,
  link,
  linkOrComputed,
  projectInput,
  projectOf,
  text,
  tokens,
} from "./vocabulary.ts";

const enabled = z.strictObject({ enabled: z.boolean() });
const disabled = z.strictObject({ disabled: z.boolean() });

/** RFC 3339 in full (verify.ValidateRFC3339Date). */
const instant = z.iso.datetime({ offset: true });

const maintenancePolicy = z.strictObject({
  dailyMaintenanceWindow: z
    .strictObject({
      startTime: suppressed(
        z.string().regex(/^([0-9]|0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]$/),
        (from, to) => text(from).padStart(5, "0") === text(to).padStart(5, "0"),
      ),
      duration: outputOnly(),
    })
    .optional(),
  recurringWindow: z
    .strictObject({ startTime: instant, endTime: instant, recurrence: z.string() })
    .optional(),
  maintenanceExclusions: unordered(
    z
      .array(
        z.strictObject({
          exclusionName: z.string(),
          startTime: instant,
          endTime: instant,
          exclusionOptions: z
            .strictObject({
              scope: z.enum(["NO_UPGRADES", "NO_MINOR_UPGRADES", "NO_MINOR_OR_NODE_UPGRADES"]),
            })
            .optional(),
        }),
      )
      .max(20),
  ).optional(),
});

const ipAllocationPolicy = z.strictObject({
  clusterIpv4CidrBlock: orComputed(fixed(z.string())),
  servicesIpv4CidrBlock: orComputed(fixed(z.string())),
  clusterSecondaryRangeName: orComputed(fixed(z.string())),
  servicesSecondaryRangeName: orComputed(fixed(z.string())),
  stackType: z.enum(["IPV4"]).default("IPV4"),
});

const privateClusterConfig = z.strictObject({
  enablePrivateEndpoint: suppressed(z.boolean().optional(), bothOff),
  enablePrivateNodes: suppressed(fixed(z.boolean().optional()), bothOff),
  masterIpv4CidrBlock: orComputed(fixed(z.string())),
  masterGlobalAccessConfig: orComputed(enabled),
  privateEndpointSubnetwork: fixed(linkOrComputed()),
  peeringName: outputOnly(),
  privateEndpoint: outputOnly(),
  publicEndpoint: outputOnly(),
});

function bothOff(from: unknown, to: unknown): boolean {
  return from !== true && to !== true;
}

export const cluster: ResourceType = {
  source:
    "google/services/container/resource_container_cluster.go at 0297605c (provider 7); GKE API v1, clusters",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    name: fixed(z.string()),
    location: orComputed(fixed(z.string())),
    nodeLocations: orComputed(unordered(z.array(z.string()))),
    deletionProtection: z.boolean().default(true),
    description: fixed(z.string().optional()),

    network: fixed(link().default("default")),
    subnetwork: fixed(linkOrComputed()),
    networkingMode: orComputed(fixed(z.enum(["VPC_NATIVE", "ROUTES"]))),
    datapathProvider: suppressed(
      fixed(
        z
          .enum(["DATAPATH_PROVIDER_UNSPECIFIED", "LEGACY_DATAPATH", "ADVANCED_DATAPATH"])
          .optional(),
      ),
      (from, to) => to === undefined || emptyOr("DATAPATH_PROVIDER_UNSPECIFIED")(from, to),
    ),
    ipAllocationPolicy: orComputed(fixedPresence(ipAllocationPolicy)),
    defaultMaxPodsPerNode: orComputed(fixed(z.int().min(8).max(256))),
    privateClusterConfig: orComputed(privateClusterConfig),
    masterAuthorizedNetworksConfig: orComputed(
      z.strictObject({
        cidrBlocks: unordered(
          z.array(z.strictObject({ cidrBlock: z.string(), displayName: z.string().optional() })),
        ).optional(),
        gcpPublicCidrsAccessEnabled: orComputed(z.boolean()),
        privateEndpointEnforcementEnabled: orComputed(z.boolean()),
      }),
    ),
    controlPlaneEndpointsConfig: orComputed(
      z.strictObject({
        dnsEndpointConfig: orComputed(
          z.strictObject({
            endpoint: orComputed(z.string()),
            allowExternalTraffic: z.boolean().optional(),
          }),
        ),
        ipEndpointsConfig: orComputed(z.strictObject({ enabled: z.boolean().optional() })),
      }),
    ),
    networkPolicy: suppressed(
      z
        .strictObject({
          enabled: z.boolean(),
          provider: suppressed(
            z.enum(["PROVIDER_UNSPECIFIED", "CALICO"]).optional(),
            emptyOr("PROVIDER_UNSPECIFIED"),
          ),
        })
        .optional(),
      (from, to) => to === undefined && JSON.stringify(from ?? "").includes('"enabled":false'),
    ),
    dnsConfig: z
      .strictObject({
        clusterDns: z
          .enum(["PROVIDER_UNSPECIFIED", "PLATFORM_DEFAULT", "CLOUD_DNS"])
          .default("PROVIDER_UNSPECIFIED"),
        clusterDnsScope: suppressed(
          z.enum(["DNS_SCOPE_UNSPECIFIED", "CLUSTER_SCOPE", "VPC_SCOPE"]).optional(),
          emptyOr("DNS_SCOPE_UNSPECIFIED"),
        ),
        clusterDnsDomain: z.string().optional(),
      })
      .optional(),
    gatewayApiConfig: orComputed(
      z.strictObject({
        channel: z.enum(["CHANNEL_DISABLED", "CHANNEL_EXPERIMENTAL", "CHANNEL_STANDARD"]),
      }),
    ),
    enableIntranodeVisibility: orComputed(z.boolean()),
    // Once on, it can't be turned off (CustomizeDiff, isBeenEnabled).
    enableL4IlbSubsetting: fixed(
      z.boolean().default(false),
      (from, to) => from === true && to !== true,
    ),
    defaultSnatStatus: orComputed(disabled),

    minMasterVersion: z.string().optional(),
    nodeVersion: orComputed(z.string()),
    releaseChannel: orComputed(
      z.strictObject({
        channel: z.enum(["UNSPECIFIED", "RAPID", "REGULAR", "STABLE", "EXTENDED"]),
      }),
    ),
    maintenancePolicy: maintenancePolicy.optional(),
    notificationConfig: orComputed(
      z.strictObject({
        pubsub: z.strictObject({ enabled: z.boolean(), topic: z.string().optional() }),
      }),
    ),

    initialNodeCount: fixed(z.int().min(0).optional()),
    removeDefaultNodePool: z.boolean().optional(),
    nodeConfig: orComputed(fixedPresence(nodeConfig)),
    clusterAutoscaling: orComputed(
      z.strictObject({
        enabled: orComputed(z.boolean()),
        autoscalingProfile: z.enum(["BALANCED", "OPTIMIZE_UTILIZATION"]).default("BALANCED"),
        resourceLimits: z
          .array(
            z.strictObject({
              resourceType: z.string(),
              minimum: z.int().min(0).optional(),
              maximum: z.int().min(1),
            }),
          )
          .optional(),
      }),
    ),
    verticalPodAutoscaling: orComputed(enabled),

    enableShieldedNodes: z.boolean().default(true),
    enableLegacyAbac: z.boolean().default(false),
    enableKubernetesAlpha: fixed(z.boolean().default(false)),
    workloadIdentityConfig: orComputed(z.strictObject({ workloadPool: z.string().optional() })),
    databaseEncryption: orComputed(
      z.strictObject({
        state: z.enum(["ENCRYPTED", "DECRYPTED"]),
        keyName: z.string().optional(),
      }),
    ),
    masterAuth: orComputed(
      z.strictObject({
        clientCertificateConfig: z.strictObject({ issueClientCertificate: fixed(z.boolean()) }),
        clientCertificate: outputOnly(),
        clientKey: outputOnly(),
        clusterCaCertificate: outputOnly(),
      }),
    ),
    authenticatorGroupsConfig: orComputed(z.strictObject({ securityGroup: z.string() })),
    binaryAuthorization: z
      .strictObject({
        evaluationMode: orComputed(z.enum(["DISABLED", "PROJECT_SINGLETON_POLICY_ENFORCE"])),
      })
      .optional(),
    securityPostureConfig: orComputed(
      z.strictObject({
        mode: orComputed(z.enum(["DISABLED", "BASIC", "ENTERPRISE", "MODE_UNSPECIFIED"])),
        vulnerabilityMode: orComputed(
          z.enum([
            "VULNERABILITY_DISABLED",
            "VULNERABILITY_BASIC",
            "VULNERABILITY_ENTERPRISE",
            "VULNERABILITY_MODE_UNSPECIFIED",
          ]),
        ),
      }),
    ),

    addonsConfig: orComputed(
      z.strictObject({
        httpLoadBalancing: orComputed(disabled),
        horizontalPodAutoscaling: orComputed(disabled),
        networkPolicyConfig: orComputed(disabled),
        dnsCacheConfig: orComputed(enabled),
        gcePersistentDiskCsiDriverConfig: orComputed(enabled),
        gcpFilestoreCsiDriverConfig: orComputed(enabled),
        gcsFuseCsiDriverConfig: orComputed(enabled),
        gkeBackupAgentConfig: orComputed(enabled),
        configConnectorConfig: orComputed(enabled),
        statefulHaConfig: orComputed(enabled),
      }),
    ),
    loggingConfig: orComputed(
      z.strictObject({
        enableComponents: z.array(
          z.enum([
            "SYSTEM_COMPONENTS",
            "APISERVER",
            "CONTROLLER_MANAGER",
            "KCP_CONNECTION",
            "KCP_SSHD",
            "KCP_HPA",
            "SCHEDULER",
            "WORKLOADS",
          ]),
        ),
      }),
    ),
    loggingService: orComputed(
      z.enum(["logging.googleapis.com", "logging.googleapis.com/kubernetes", "none"]),
    ),
    monitoringConfig: orComputed(
      z.strictObject({
        enableComponents: orComputed(
          z.array(
            z.enum([
              "SYSTEM_COMPONENTS",
              "APISERVER",
              "SCHEDULER",
              "CONTROLLER_MANAGER",
              "STORAGE",
              "HPA",
              "POD",
              "DAEMONSET",
              "DEPLOYMENT",
              "STATEFULSET",
              "KUBELET",
              "CADVISOR",
              "DCGM",
              "JOBSET",
            ]),
          ),
        ),
        managedPrometheus: orComputed(enabled),
      }),
    ),
    monitoringService: orComputed(
      z.enum(["monitoring.googleapis.com", "monitoring.googleapis.com/kubernetes", "none"]),
    ),
    costManagementConfig: orComputed(enabled),
    resourceLabels: labels.optional(),
  }),
  validate: clusterFailures,
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/locations/${locationOf(inputs, scope)}/clusters/${text(inputs["name"])}`,
  computed: clusterOutputs.computed,
  derived: { ...clusterOutputs.derived, ...labelOutputs("resourceLabels") },
  filledIn: [
    "masterAuth.clusterCaCertificate",
    "masterAuth.clientCertificate",
    "masterAuth.clientKey",
    "privateClusterConfig.masterIpv4CidrBlock",
    "privateClusterConfig.peeringName",
    "privateClusterConfig.privateEndpoint",
    "privateClusterConfig.publicEndpoint",
    "ipAllocationPolicy.clusterIpv4CidrBlock",
    "ipAllocationPolicy.servicesIpv4CidrBlock",
  ],
  secretOutputs: [...labelSecrets, "masterAuth.clientKey"],
  references: [
    { at: "network", to: [tokens.network], except: defaultNetwork },
    { at: "subnetwork", to: [tokens.subnetwork], except: /^$/ },
    {
      at: "privateClusterConfig.privateEndpointSubnetwork",
      to: [tokens.subnetwork],
    },
    // An account may go while something runs as it; it just stops working.
    {
      at: "nodeConfig.serviceAccount",
      to: [tokens.serviceAccount],
      mayDangle: true,
      except: foreignAccount,
    },
  ],
  refuseCreate: refusedCluster,
  refuseUpdate: refusedClusterUpdate,
  refuseDelete: ({ properties }) =>
    properties["deletionProtection"] === false
      ? undefined
      : "Cannot destroy cluster because deletion_protection is set to true. Set it to false to proceed with cluster deletion.",
};
