import { z } from "zod";
import type { ResourceType } from "../core/resource-type.ts";
import { fixed, suppressed } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import {
  apiError,
  failuresOf,
  isKnown,
  lastSegment,
  link,
  placeFailures,
  projectInput,
  projectOf,
  projectOutput,
  text,
  list,
} from "./vocabulary.ts";

const types = [
  "A",
  "AAAA",
  "ALIAS",
  "CAA",
  "CNAME",
  "DNSKEY",
  "DS",
  "HTTPS",
  "IPSECKEY",
  "MX",
  "NAPTR",
  "NS",
  "PTR",
  "SOA",
  "SPF",
  "SRV",
  "SSHFP",
  "SVCB",
  "TLSA",
  "TXT",
] as const;

export const recordSet: ResourceType = {
  source: "google/services/dns/resource_dns_record_set.go at 07a2c0b6; Cloud DNS API v1",
  inputs: z.strictObject({
    ...projectInput,
    // Zones are made by hand and outlive every stack: the emulated cloud takes any for granted.
    managedZone: fixed(link()),
    name: fixed(z.string()),
    type: z.string(),
    ttl: z.int().min(0).optional(),
    // A set of records: order and, for text, case and quotes are no change.
    rrdatas: suppressed(z.array(z.string()).optional(), sameRecords),
  }),
  validate: (inputs, scope) => [
    ...placeFailures(inputs, scope, ["project"]),
    ...failuresOf(
      [
        isKnown(inputs["name"]) && !text(inputs["name"]).endsWith("."),
        "name",
        `"name" ("${text(inputs["name"])}") doesn't end with ".", name field must end with trailing dot, for example test.example.com. (note the trailing dot)`,
      ],
      [
        inputs["rrdatas"] === undefined,
        "rrdatas",
        '"rrdatas": one of `routing_policy,rrdatas` must be specified',
      ],
    ),
  ],
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/managedZones/${lastSegment(text(inputs["managedZone"]))}/rrsets/${text(inputs["name"])}/${text(inputs["type"])}`,
  computed: projectOutput,
  // The provider is authoritative: what was there before is overwritten.
  adoptsExisting: true,
  refuseCreate: refusedRecords,
  refuseUpdate: (_, to) => refusedRecords(to),
};

function sameRecords(from: Value, to: Value): boolean {
  return isList(from) && isList(to) && plainRecords(from) === plainRecords(to);
}

function plainRecords(records: readonly Value[]): string {
  return records
    .map((record) => text(record).toLowerCase().replace(/^"|"$/g, ""))
    .toSorted()
    .join("\n");
}

/** Cloud DNS documentation, "Records": what each type's data looks like. */
function refusedRecords(inputs: Properties): string | undefined {
  const type = text(inputs["type"]);
  if (!types.some((known) => known === type)) {
    return refusal(`entity.change.additions[0].type`, type);
  }
  const records = list(inputs["rrdatas"]).map(text);
  const index = records.findIndex((record) => !isRecord(type, record));
  if (records.length === 0) return refusal("entity.change.additions[0].rrdata", "");
  if (type === "CNAME" && records.length > 1) {
    return refusal("entity.change.additions[0].rrdata", records.join(" "));
  }
  return index < 0
    ? undefined
    : refusal(`entity.change.additions[0].rrdata[${index}]`, records[index] ?? "");
}

function isRecord(type: string, record: string): boolean {
  if (type === "A") return /^(\d{1,3}\.){3}\d{1,3}$/.test(record);
  if (type === "AAAA") return record.includes(":");
  if (["CNAME", "NS", "PTR", "ALIAS"].includes(type)) return record.endsWith(".");
  return record !== "";
}

function refusal(parameter: string, value: string): string {
  return `Error creating DNS RecordSet: ${apiError(400, `Invalid value for '${parameter}': '${value}'`, "invalid")}`;
}
