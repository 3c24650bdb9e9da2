import { z } from "zod";
import type { ResourceType } from "../core/resource-type.ts";
import { fixed, orComputed, suppressed, unordered } from "../core/traits.ts";
import type { Properties } from "../core/values.ts";
import { defaultNetwork, networkPath } from "./compute-network.ts";
import { parseBlock } from "../core/ipv4.ts";
import {
  created,
  failuresOf,
  gceName,
  invalidField,
  link,
  placeFailures,
  projectInput,
  projectOf,
  projectOutput,
  selfLink,
  text,
  tokens,
  list,
} from "./vocabulary.ts";

const ranges = unordered(z.array(z.string()));
const tags = unordered(z.array(gceName));
const rule = unordered(
  z.array(
    z.strictObject({
      protocol: suppressed(
        z.string(),
        (from, to) => text(from).toLowerCase() === text(to).toLowerCase(),
      ),
      ports: z.array(z.string().regex(/^\d{1,5}(-\d{1,5})?$/)).optional(),
    }),
  ),
);

export const firewall: ResourceType = {
  source: "google/services/compute/resource_compute_firewall.go at 07fc8657; VPC firewall rules",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    name: fixed(gceName),
    // A network's change is an update for the provider, and refused by the API.
    network: link(),
    allows: rule.optional(),
    denies: rule.optional(),
    description: z.string().optional(),
    destinationRanges: orComputed(ranges),
    direction: orComputed(fixed(z.enum(["INGRESS", "EGRESS"]))),
    disabled: z.boolean().optional(),
    logConfig: z
      .strictObject({ metadata: z.enum(["EXCLUDE_ALL_METADATA", "INCLUDE_ALL_METADATA"]) })
      .optional(),
    priority: z.int().min(0).max(65535).default(1000),
    sourceRanges: ranges.optional(),
    sourceServiceAccounts: unordered(z.array(z.string()).max(10)).optional(),
    sourceTags: tags.optional(),
    targetServiceAccounts: unordered(z.array(z.string()).max(10)).optional(),
    targetTags: tags.optional(),
  }),
  validate: (inputs, scope) => {
    const given = (...names: readonly string[]): boolean =>
      names.some((name) => inputs[name] !== undefined);
    return [
      ...placeFailures(inputs, scope, ["project"]),
      ...failuresOf(
        [!given("allows", "denies"), "allows", '"allow": one of `allow,deny` must be specified'],
        [
          given("allows") && given("denies"),
          "allows",
          '"allow": only one of `allow,deny` can be specified, but `allow,deny` were specified.',
        ],
        [
          inputs["direction"] !== "EGRESS" &&
            !given("sourceRanges", "sourceTags", "sourceServiceAccounts"),
          "",
          "one of source_tags, source_ranges, or source_service_accounts must be defined",
        ],
        [
          given("sourceTags", "targetTags") &&
            given("sourceServiceAccounts", "targetServiceAccounts"),
          "sourceServiceAccounts",
          "Conflicting configuration arguments: service accounts can't be used at the same time as tags.",
        ],
      ),
    ];
  },
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/global/firewalls/${text(inputs["name"])}`,
  computed: {
    ...projectOutput,
    ...selfLink,
    ...created,
    direction: () => "INGRESS",
    destinationRanges: (state) => (state["direction"] === "EGRESS" ? ["0.0.0.0/0"] : undefined),
    enableLogging: (state) => state["logConfig"] !== undefined,
  },
  references: [{ at: "network", to: [tokens.network], except: defaultNetwork }],
  refuseCreate: refusedFirewall,
  refuseUpdate: (from, to, scope) =>
    networkPath(from["network"], from, scope) === networkPath(to["network"], to, scope)
      ? refusedFirewall(to)
      : invalidField("network", to["network"], "The network of a firewall rule can't be changed."),
};

function refusedFirewall(inputs: Properties): string | undefined {
  for (const field of ["sourceRanges", "destinationRanges"]) {
    const given = inputs[field];
    for (const [index, range] of list(given).entries()) {
      if (!text(range).includes(":") && parseBlock(text(range))?.aligned !== true) {
        return invalidField(`${field}[${index}]`, range, "Must be a valid CIDR address range.");
      }
    }
  }
  return undefined;
}
