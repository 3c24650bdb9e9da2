import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { line } from "./common.ts";

const gcpRegion = () =>
  z.string().regex(/^[a-z]+-[a-z]+\d+$/, { error: "a GCP region such as us-central1" });
const gcpZone = () =>
  z.string().regex(/^[a-z]+-[a-z]+\d+-[a-z]$/, { error: "a GCP zone such as us-central1-f" });

export const cloudGcpSchema = z.strictObject({
  provider: z.literal("gcp"),
  project: z
    .string()
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, { error: "a GCP project id" })
    .describe("Project that holds everything; it exists, or is made in `folder`."),
  region: gcpRegion().optional().describe("Default: the zone's region."),
  zone: gcpZone().optional().describe("Where zonal things go. Default: chosen in the region."),
  zones: z
    .array(gcpZone())
    .min(1)
    .optional()
    .describe("Zones to spread a regional cluster over, and to fall back to when one is full."),
  folder: line()
    .optional()
    .describe("Folder (folders/123…) in which the project is made. Default: the project exists."),
  billingAccount: line().optional().describe("Billing account of a project that is made here."),
  impersonate: line().optional().describe("Service account to act as. Default: whoever runs it."),
});
export type CloudGcp = DeepReadonly<z.infer<typeof cloudGcpSchema>>;

export const cloudAwsSchema = z.strictObject({
  provider: z.literal("aws"),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "an AWS region such as us-east-1" })
    .describe("Region of everything."),
  zones: z
    .array(
      z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, { error: "an AWS zone such as us-east-1a" }),
    )
    .min(1)
    .optional()
    .describe("Availability zones. Default: the region's first two; a box uses the first."),
  account: z
    .string()
    .regex(/^\d{12}$/, { error: "an account of 12 digits, in quotes" })
    .optional()
    .describe("Account that it must be, so that a wrong profile stops before anything is made."),
  assumeRole: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, { error: "the ARN of a role" })
    .optional()
    .describe("Role to assume. Default: whoever runs it."),
});
export type CloudAws = DeepReadonly<z.infer<typeof cloudAwsSchema>>;

export const cloudExistingSchema = z.strictObject({
  provider: z.literal("existing"),
  kubeconfig: line(1024)
    .optional()
    .describe("Path of a kubeconfig file. Default: the one that kubectl uses."),
  context: line(253).optional().describe("Context in it. Default: the current one."),
  distribution: z
    .enum(["gke", "eks", "aks", "k3s", "minikube", "other"])
    .default("other")
    .describe("Whose Kubernetes it is; decides how disks are provisioned. Default: other."),
});
export type CloudExisting = DeepReadonly<z.infer<typeof cloudExistingSchema>>;

export const cloudLocalSchema = z.strictObject({
  provider: z.literal("local"),
  host: line(253)
    .optional()
    .describe("Docker host, such as ssh://me@box. Default: this machine's own Docker."),
});
export type CloudLocal = DeepReadonly<z.infer<typeof cloudLocalSchema>>;

const clusterClouds = "Where it runs: gcp, aws, or existing for a cluster that someone else made.";
export const kubernetesCloudFields = {
  cloud: z
    .discriminatedUnion("provider", [cloudGcpSchema, cloudAwsSchema, cloudExistingSchema])
    .describe(clusterClouds),
};
export const boxCloudFields = {
  cloud: z
    .discriminatedUnion("provider", [cloudGcpSchema, cloudAwsSchema, cloudLocalSchema])
    .describe("Where it runs: gcp, aws, or local for a machine that has Docker already."),
};
export const mirrorCloudFields = {
  cloud: z
    .discriminatedUnion("provider", [cloudGcpSchema, cloudAwsSchema, cloudExistingSchema])
    .describe(clusterClouds),
};
