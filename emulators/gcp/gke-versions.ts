import { z } from "zod";
import type { InvokeType } from "../core/resource-type.ts";
import { CloudError } from "../core/provider.ts";
import type { Value } from "../core/values.ts";
import { projectOf, text } from "./vocabulary.ts";

/**
 * Versions of Kubernetes that the emulated GKE offers, the newest first. The list is made up: it has
 * the shape and the spread that Google's had in late 2026, but its patch and build numbers are ours.
 */
export const gkeVersions = [
  "1.36.1-gke.1042000",
  "1.36.0-gke.2209000",
  "1.35.5-gke.1088000",
  "1.35.4-gke.1153000",
  "1.35.3-gke.1067000",
  "1.34.9-gke.1021000",
  "1.34.8-gke.1120000",
  "1.34.6-gke.1245000",
  "1.33.12-gke.1014000",
  "1.33.11-gke.1077000",
  "1.33.9-gke.1130000",
] as const;

const channelDefaults = {
  RAPID: "1.36.0-gke.2209000",
  REGULAR: "1.35.4-gke.1153000",
  STABLE: "1.34.8-gke.1120000",
  EXTENDED: "1.34.8-gke.1120000",
} as const;

const channelLatest = {
  RAPID: "1.36.1-gke.1042000",
  REGULAR: "1.35.5-gke.1088000",
  STABLE: "1.34.9-gke.1021000",
  EXTENDED: "1.35.5-gke.1088000",
} as const;

/** What a cluster of this channel gets when its program names no version. */
export function defaultVersion(channel: Value): string {
  return (
    Object.entries(channelDefaults).find(([name]) => name === channel)?.[1] ??
    channelDefaults.REGULAR
  );
}

/** The newest version that a whole or partial one means (GKE, "Specifying cluster version"). */
export function resolveVersion(wanted: string): string | undefined {
  if (wanted === "latest") return gkeVersions[0];
  if (wanted === "-") return channelDefaults.REGULAR;
  return gkeVersions.find(
    (version) =>
      version === wanted || version.startsWith(`${wanted}.`) || version.startsWith(`${wanted}-`),
  );
}

/** Below, at or above 0, as the first version is older than, equal to or newer than the second. */
export function compareVersions(left: string, right: string): number {
  const [mine, theirs] = [left, right].map((version) => version.split(/\D+/).map(Number));
  for (const [index, part] of (mine ?? []).entries()) {
    const difference = part - (theirs?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** 36 of `1.36.1-gke.1042000`. */
export function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

export const getEngineVersions: InvokeType = {
  source:
    "google/services/container/data_source_google_container_engine_versions.go; the versions are made up",
  args: z.strictObject({
    location: z.string().optional(),
    project: z.string().optional(),
    versionPrefix: z.string().optional(),
  }),
  result(args, scope) {
    const location = text(args["location"] ?? scope.config["zone"] ?? scope.config["region"]);
    if (location === "") {
      throw new CloudError(
        "Cannot determine location: set location in this data source or at provider-level",
      );
    }
    const prefix = text(args["versionPrefix"]);
    const versions = gkeVersions.filter((version) => version.startsWith(prefix));
    return {
      ...args,
      id: `projects/${projectOf(args, scope)}/locations/${location}`,
      location,
      defaultClusterVersion: channelDefaults.REGULAR,
      latestMasterVersion: versions[0] ?? "",
      latestNodeVersion: versions[0] ?? "",
      validMasterVersions: versions,
      validNodeVersions: versions,
      releaseChannelDefaultVersion: channelDefaults,
      releaseChannelLatestVersion: channelLatest,
      releaseChannelUpgradeTargetVersion: channelDefaults,
    };
  },
};
