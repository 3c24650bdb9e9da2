import { z } from "zod";
import { fixed, orComputed, suppressed, unordered } from "../core/traits.ts";
import { fixedPresence, text } from "./vocabulary.ts";

const enabled = z.strictObject({ enabled: z.boolean() });

/** A scope's short name and its URL are the same (tpgresource.CanonicalizeServiceScope). */
const scope = suppressed(z.string(), (from, to) => scopeUrl(text(from)) === scopeUrl(text(to)));

function scopeUrl(scopeName: string): string {
  if (scopeName.includes("/")) return scopeName;
  const known: Readonly<Record<string, string>> = {
    "logging-write": "logging.write",
    "monitoring-write": "monitoring.write",
    "storage-ro": "devstorage.read_only",
    "storage-rw": "devstorage.read_write",
    "storage-full": "devstorage.full_control",
    "service-control": "servicecontrol",
    "service-management": "service.management.readonly",
    trace: "trace.append",
  };
  return `https://www.googleapis.com/auth/${known[scopeName] ?? scopeName}`;
}

const localSsds = z.strictObject({ localSsdCount: fixed(z.int().min(0)) });

/** The nodes of a pool: google/services/container/node_config.go at 00b984c6. */
export const nodeConfig = z.strictObject({
  bootDiskKmsKey: fixed(z.string().optional()),
  diskSizeGb: orComputed(z.int().min(10)),
  diskType: orComputed(
    z.enum(["pd-standard", "pd-balanced", "pd-ssd", "pd-extreme", "hyperdisk-balanced"]),
  ),
  effectiveTaints: suppressed(z.array(z.unknown()).optional(), () => true),
  ephemeralStorageLocalSsdConfig: fixedPresence(localSsds.optional()),
  gcfsConfig: enabled.optional(),
  gvnic: fixedPresence(z.strictObject({ enabled: fixed(z.boolean()) }).optional()),
  imageType: suppressed(
    z.string().optional(),
    (from, to) => to === undefined || text(from).toLowerCase() === text(to).toLowerCase(),
  ),
  kubeletConfig: z
    .strictObject({
      cpuManagerPolicy: z.enum(["static", "none", ""]).optional(),
      cpuCfsQuota: z.boolean().optional(),
      cpuCfsQuotaPeriod: z.string().optional(),
      podPidsLimit: z.int().min(1024).max(4194304).optional(),
      insecureKubeletReadonlyPortEnabled: z.enum(["TRUE", "FALSE"]).optional(),
    })
    .optional(),
  // Kubernetes' own labels, unlike resourceLabels.
  labels: orComputed(z.record(z.string(), z.string())),
  linuxNodeConfig: z
    .strictObject({
      cgroupMode: orComputed(
        z.enum(["CGROUP_MODE_UNSPECIFIED", "CGROUP_MODE_V1", "CGROUP_MODE_V2"]),
      ),
      sysctls: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  localNvmeSsdBlockConfig: fixedPresence(localSsds.optional()),
  localSsdCount: orComputed(fixed(z.int().min(0))),
  loggingVariant: orComputed(z.enum(["DEFAULT", "MAX_THROUGHPUT"])),
  machineType: orComputed(z.string()),
  metadata: orComputed(fixed(z.record(z.string(), z.string()))),
  minCpuPlatform: orComputed(fixed(z.string())),
  oauthScopes: orComputed(fixed(unordered(z.array(scope)))),
  preemptible: fixed(z.boolean().default(false)),
  resourceLabels: z.record(z.string(), z.string()).optional(),
  serviceAccount: orComputed(fixed(z.string())),
  shieldedInstanceConfig: orComputed(
    fixedPresence(
      z.strictObject({
        enableIntegrityMonitoring: fixed(z.boolean().default(true)),
        enableSecureBoot: fixed(z.boolean().default(false)),
      }),
    ),
  ),
  spot: fixed(z.boolean().default(false)),
  tags: z.array(z.string()).optional(),
  taints: z
    .array(
      z.strictObject({
        key: z.string(),
        value: z.string(),
        effect: z.enum(["NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"]),
      }),
    )
    .optional(),
  workloadMetadataConfig: orComputed(
    z.strictObject({ mode: z.enum(["MODE_UNSPECIFIED", "GCE_METADATA", "GKE_METADATA"]) }),
  ),
});

/** What a node gets where its pool says nothing (node_config.go, and GKE's own defaults). */
export const nodeConfigDefaults = {
  diskSizeGb: 100,
  diskType: "pd-balanced",
  imageType: "COS_CONTAINERD",
  localSsdCount: 0,
  loggingVariant: "DEFAULT",
  machineType: "e2-medium",
  metadata: { "disable-legacy-endpoints": "true" },
  minCpuPlatform: "",
  oauthScopes: [
    "https://www.googleapis.com/auth/devstorage.read_only",
    "https://www.googleapis.com/auth/logging.write",
    "https://www.googleapis.com/auth/monitoring",
    "https://www.googleapis.com/auth/service.management.readonly",
    "https://www.googleapis.com/auth/servicecontrol",
    "https://www.googleapis.com/auth/trace.append",
  ],
  serviceAccount: "default",
  shieldedInstanceConfig: { enableIntegrityMonitoring: true, enableSecureBoot: false },
} as const;

/** Accounts that exist without anyone making them, or that another project made. */
export const foreignAccount = /^default$|@(developer|cloudservices)\.gserviceaccount\.com$/;
