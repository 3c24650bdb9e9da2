import { z } from "zod";
import type { Failure } from "../core/provider.ts";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, suppressed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import {
  apiError,
  exactlyOneOf,
  failuresOf,
  isKnown,
  isSet,
  strings,
  text,
  tokens,
} from "./vocabulary.ts";

const routing = ["weightedRoutingPolicies", "multivalueAnswerRoutingPolicy"] as const;

/** Names end in a dot or not, and know no case. */
const name = fixed(
  suppressed(z.string().min(1).max(1024), (from, to) => dnsName(from) === dnsName(to)),
);

export const record: ResourceType = {
  source:
    "internal/service/route53/record.go (provider 6); Route 53 API, ChangeResourceRecordSets. Hosted zones are somebody else's; of the routing policies, weights and several answers.",
  inputs: z.strictObject({
    aliases: z
      .array(
        z.strictObject({
          evaluateTargetHealth: z.boolean(),
          name: suppressed(z.string(), (from, to) => dnsName(from) === dnsName(to)),
          zoneId: z.string(),
        }),
      )
      .max(1)
      .optional(),
    allowOverwrite: orComputed(z.boolean()),
    healthCheckId: z.string().optional(),
    multivalueAnswerRoutingPolicy: z.boolean().optional(),
    name,
    records: unordered(z.array(z.string()).min(1)).optional(),
    setIdentifier: z.string().optional(),
    ttl: z.int().min(0).max(2147483647).optional(),
    type: z.enum(["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"]),
    weightedRoutingPolicies: z
      .array(z.strictObject({ weight: z.int().min(0).max(255) }))
      .optional(),
    zoneId: fixed(z.string().regex(/^(\/hostedzone\/)?Z[A-Z0-9]{1,31}$/)),
  }),
  validate: (inputs) => recordFailures(inputs),
  id: (inputs) =>
    [zoneOf(inputs), dnsName(inputs["name"]), inputs["type"], inputs["setIdentifier"]]
      .map(text)
      .filter((part) => part !== "")
      .join("_"),
  computed: { allowOverwrite: () => false },
  derived: { fqdn: (state) => dnsName(state["name"]) },
  refuseCreate: (inputs, scope) => {
    const reason = changeRefusal(inputs, scope);
    return reason === undefined
      ? undefined
      : `creating Route53 Record: ${apiError("Route 53", "ChangeResourceRecordSets", "InvalidChangeBatch", reason)}`;
  },
};

function recordFailures(inputs: Properties): readonly Failure[] {
  const aliased = isList(inputs["aliases"]) && inputs["aliases"].length > 0;
  const routed = routing.some((one) => isSet(inputs[one]));
  const wrong = strings(inputs["records"]).find(
    (value) => inputs["type"] === "A" && !z.ipv4().safeParse(value).success && isKnown(value),
  );
  return [
    ...exactlyOneOf({ ...inputs, aliases: aliased ? inputs["aliases"] : undefined }, [
      "aliases",
      "records",
    ]),
    ...failuresOf(
      [
        aliased && isSet(inputs["ttl"]),
        "ttl",
        'Conflicting configuration arguments. "ttl": conflicts with alias',
      ],
      [
        isSet(inputs["records"]) && inputs["ttl"] === undefined,
        "ttl",
        'Missing required argument. "ttl": all of `records,ttl` must be specified',
      ],
      [
        routed && !isSet(inputs["setIdentifier"]),
        "setIdentifier",
        'Missing required argument. "set_identifier" is required when a routing policy is set',
      ],
      [
        isSet(inputs["setIdentifier"]) && !routed,
        "setIdentifier",
        "Invalid configuration: a set_identifier needs a routing policy",
      ],
      [
        wrong !== undefined,
        "records",
        `InvalidChangeBatch: [Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '${wrong}'']`,
      ],
      [
        inputs["type"] === "CNAME" && strings(inputs["records"]).length > 1,
        "records",
        "InvalidChangeBatch: [Invalid Resource Record: 'FATAL problem: CNAMERRSetMultipleValues']",
      ],
    ),
  ];
}

function changeRefusal(inputs: Properties, scope: Scope): string | undefined {
  const own = dnsName(inputs["name"]);
  const others = scope.store
    .list(tokens.record)
    .filter(
      ({ properties }) =>
        zoneOf(properties) === zoneOf(inputs) && dnsName(properties["name"]) === own,
    );
  const same = others.some(
    ({ properties }) =>
      properties["type"] === inputs["type"] &&
      (properties["setIdentifier"] ?? "") === (inputs["setIdentifier"] ?? ""),
  );
  if (same && inputs["allowOverwrite"] !== true) {
    return `[Tried to create resource record set [name='${own}.', type='${text(inputs["type"])}'] but it already exists]`;
  }
  const mixed = others.some(
    ({ properties }) =>
      properties["type"] !== inputs["type"] &&
      [properties["type"], inputs["type"]].includes("CNAME"),
  );
  return mixed
    ? `[RRSet of type ${text(inputs["type"])} with DNS name ${own}. is not permitted as it conflicts with other records with the same DNS name in zone ${zoneOf(inputs)}]`
    : undefined;
}

function zoneOf(inputs: Properties): string {
  return text(inputs["zoneId"]).replace("/hostedzone/", "");
}

function dnsName(value: Value): string {
  return text(value).replace(/\.$/, "").toLowerCase();
}
