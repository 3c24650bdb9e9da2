import { z } from "zod";
import type { Scope } from "../core/resource-type.ts";
import type { StoredResource } from "../core/store.ts";
import type { Value } from "../core/values.ts";
import { parseBlock } from "../core/ipv4.ts";
import { callerArn } from "./caller.ts";
import { apiError, find, object, strings, text, tokens } from "./vocabulary.ts";

/** Versions that EKS makes clusters of (EKS user guide, release calendar; 2026). */
export const kubernetesVersions = ["1.31", "1.32", "1.33", "1.34", "1.35"] as const;

export const clusterName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[0-9A-Za-z][A-Za-z0-9_-]*$/);

export const modes = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"] as const;

export function eksError(call: string, code: string, message: string): string {
  return apiError("EKS", call, code, message);
}

export function invalidParameter(call: string, message: string): string {
  return eksError(call, "InvalidParameterException", message);
}

export function authenticationMode(resource: StoredResource | undefined): string {
  return text(object(resource?.properties["accessConfig"])["authenticationMode"]);
}

/** Who gets to be the cluster's administrator by having made it, when that is asked for. */
export function creatorOf(resource: StoredResource | undefined, scope: Scope): string | undefined {
  const access = object(resource?.properties["accessConfig"]);
  const asked = access["bootstrapClusterCreatorAdminPermissions"] !== false;
  return asked && access["authenticationMode"] !== "CONFIG_MAP"
    ? callerArn(scope.config).principal
    : undefined;
}

export function isPrivate(block: string): boolean {
  const inner = parseBlock(block);
  return ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(parseBlock).some((outer) => {
    if (inner === undefined || outer === undefined) return false;
    return outer.first <= inner.first && inner.last <= outer.last;
  });
}

export function versionRefusal(version: Value): string | undefined {
  return version === undefined || kubernetesVersions.some((one) => one === version)
    ? undefined
    : invalidParameter("CreateCluster", `unsupported Kubernetes version ${text(version)}`);
}

export function minorOf(version: Value): number {
  return Number(text(version).split(".")[1]);
}

export function homesOf(network: Value, scope: Scope): readonly StoredResource[] {
  return strings(object(network)["subnetIds"])
    .map((id) => find(scope, tokens.subnet, id))
    .filter((one) => one !== undefined);
}
