import { z } from "zod";
import type { InvokeType } from "../core/resource-type.ts";
import { lastSegment, projectOf, text } from "./vocabulary.ts";

/** Regions with the letters of their zones, where they aren't a, b and c. */
const letters: Readonly<Record<string, string>> = {
  "us-central1": "abcf",
  "us-east1": "bcd",
  "europe-west1": "bcd",
};

const regions = [
  "africa-south1",
  "asia-east1",
  "asia-east2",
  "asia-northeast1",
  "asia-northeast2",
  "asia-northeast3",
  "asia-south1",
  "asia-south2",
  "asia-southeast1",
  "asia-southeast2",
  "australia-southeast1",
  "australia-southeast2",
  "europe-central2",
  "europe-north1",
  "europe-southwest1",
  "europe-west1",
  "europe-west2",
  "europe-west3",
  "europe-west4",
  "europe-west6",
  "europe-west8",
  "europe-west9",
  "europe-west10",
  "europe-west12",
  "me-central1",
  "me-central2",
  "me-west1",
  "northamerica-northeast1",
  "northamerica-northeast2",
  "southamerica-east1",
  "southamerica-west1",
  "us-central1",
  "us-east1",
  "us-east4",
  "us-east5",
  "us-south1",
  "us-west1",
  "us-west2",
  "us-west3",
  "us-west4",
] as const;

export function isRegion(name: string): boolean {
  return regions.some((region) => region === name);
}

/** The zones of a region; none for a region that doesn't exist. */
export function zonesOf(region: string): readonly string[] {
  if (!isRegion(region)) return [];
  return (letters[region] ?? "abc").split("").map((letter) => `${region}-${letter}`);
}

export function isKnownZone(zone: string): boolean {
  return zonesOf(zone.replace(/-[a-z]$/, "")).includes(zone);
}

export const getZones: InvokeType = {
  source:
    "Compute Engine documentation, Regions and zones, as known in 2025; google/services/compute/data_source_google_compute_zones.go",
  args: z.strictObject({
    project: z.string().optional(),
    region: z.string().optional(),
    status: z.enum(["UP", "DOWN"]).optional(),
  }),
  result(args, scope) {
    const region = lastSegment(text(args["region"] ?? scope.config["region"]));
    const project = projectOf(args, scope);
    const names = args["status"] === "DOWN" ? [] : zonesOf(region);
    return { ...args, id: `projects/${project}/regions/${region}`, project, region, names };
  },
};
