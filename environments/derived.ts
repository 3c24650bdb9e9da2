import type { CloudGcp, Environment, Network } from "./schema.ts";

/** The region of what is given by region or by zone. */
export function gcpRegion(cloud: CloudGcp): string {
  return cloud.region ?? (cloud.zone ?? cloud.zones?.[0] ?? "").replace(/-[a-z]$/, "");
}

/** What users type, and what externalURL in site configuration must say; none without a domain. */
export function externalUrl({ domain, tls }: Environment): string | undefined {
  if (domain === undefined) return undefined;
  return `${tls.mode === "none" ? "http" : "https"}://${domain}`;
}

/** Ranges that may reach a control plane from outside; undefined where none are named: any may. */
export function adminRanges({
  adminCidrs,
}: Network): readonly { readonly name: string; readonly cidr: string }[] | undefined {
  return adminCidrs.length === 0 ? undefined : adminCidrs.map((cidr) => ({ name: "admins", cidr }));
}
