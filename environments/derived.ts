import type { CloudGcp, Environment } from "./schema.ts";

/** The region of what is given by region or by zone. */
export function gcpRegion(cloud: CloudGcp): string {
  return cloud.region ?? (cloud.zone ?? cloud.zones?.[0] ?? "").replace(/-[a-z]$/, "");
}

/** What users type, and what externalURL in site configuration must say; none without a domain. */
export function externalUrl({ domain, tls }: Environment): string | undefined {
  if (domain === undefined) return undefined;
  return `${tls.mode === "none" ? "http" : "https"}://${domain}`;
}
