import type { Scope } from "../core/resource-type.ts";
import type { Properties, Value } from "../core/values.ts";

/** One zone: its name, and its id, which is the same for every account. */
export interface Zone {
  readonly name: string;
  readonly id: string;
}

interface Region {
  readonly title: string;
  /** How the zones' ids begin. */
  readonly code: string;
  readonly zones: readonly string[];
  /** Route 53's zone for the region's S3 endpoint (AWS General Reference, S3 endpoints). */
  readonly s3Zone: string;
  /** Zone ids that have no room for EKS control planes (EKS user guide, network requirements). */
  readonly notForEks?: readonly string[];
}

/** Regions that are on from the start, with the zones that a new account may use. */
const regions: Readonly<Record<string, Region>> = {
  "us-east-1": {
    title: "US East (N. Virginia)",
    code: "use1",
    zones: ["a", "b", "c", "d", "e", "f"],
    s3Zone: "Z3AQBSTGFYJSTF",
    notForEks: ["use1-az3"],
  },
  "us-east-2": region("US East (Ohio)", "use2", "abc", "Z2O1EMRO9K5GLX"),
  "us-west-1": region("US West (N. California)", "usw1", "ac", "Z2F56UZL2M1ACD"),
  "us-west-2": region("US West (Oregon)", "usw2", "abcd", "Z3BJ6K6RIION7M"),
  "ca-central-1": region("Canada (Central)", "cac1", "abd", "Z1QDHH18159H29"),
  "eu-central-1": region("Europe (Frankfurt)", "euc1", "abc", "Z21DNDUVLTQW6Q"),
  "eu-west-1": region("Europe (Ireland)", "euw1", "abc", "Z1BKCTXD74EZPE"),
  "eu-west-2": region("Europe (London)", "euw2", "abc", "Z3GKZC51ZF0DB4"),
  "eu-west-3": region("Europe (Paris)", "euw3", "abc", "Z3R1K369G5AVDG"),
  "eu-north-1": region("Europe (Stockholm)", "eun1", "abc", "Z3BAZG2TWCNX0D"),
  "ap-northeast-1": region("Asia Pacific (Tokyo)", "apne1", "acd", "Z2M4EHUR26P7ZW"),
  "ap-southeast-1": region("Asia Pacific (Singapore)", "apse1", "abc", "Z3O0J2DXBE1FTB"),
  "ap-southeast-2": region("Asia Pacific (Sydney)", "apse2", "abc", "Z1WCIGYICN2BYD"),
  "ap-south-1": region("Asia Pacific (Mumbai)", "aps1", "abc", "Z11RGJOFQNVJUP"),
  "sa-east-1": region("South America (São Paulo)", "sae1", "abc", "Z7KQH4QJS55SO"),
};

/** us-east-1e has been the zone without room for EKS in most accounts; the others follow in order. */
const oddZoneIds: Readonly<Record<string, string>> = {
  "us-east-1a": "use1-az1",
  "us-east-1b": "use1-az2",
  "us-east-1c": "use1-az4",
  "us-east-1d": "use1-az6",
  "us-east-1e": "use1-az3",
  "us-east-1f": "use1-az5",
};

export function isRegion(name: string): boolean {
  return name in regions;
}

export const regionNames: readonly string[] = Object.keys(regions);

/** Where a resource is: its own region, or the provider's. */
export function regionOf(state: Properties, scope: Scope): string {
  return [state["region"], scope.config["region"]].find((one) => typeof one === "string") ?? "";
}

export function regionTitle(name: string): string {
  return regions[name]?.title ?? name;
}

export function s3ZoneOf(name: string): string {
  return regions[name]?.s3Zone ?? "";
}

export function zonesOf(name: string): readonly Zone[] {
  const found = regions[name];
  return (found?.zones ?? []).map((letter, index) => {
    const zone = `${name}${letter}`;
    return { name: zone, id: oddZoneIds[zone] ?? `${found?.code}-az${index + 1}` };
  });
}

/** Zones of a region in which EKS makes control planes. */
export function eksZones(name: string): readonly string[] {
  const without = regions[name]?.notForEks ?? [];
  return zonesOf(name)
    .filter(({ id }) => !without.includes(id))
    .map((zone) => zone.name);
}

export function isZoneOf(zone: Value, regionName: string): boolean {
  return zonesOf(regionName).some(({ name }) => name === zone);
}

function region(title: string, code: string, letters: string, s3Zone: string): Region {
  return { title, code, zones: letters.split(""), s3Zone };
}
