import { BlockList, isIP } from "node:net";
import type { Value } from "../../core/values.ts";
import { isObject } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, forbidden, invalid, invalids, required, unsupported } from "../cause.ts";
import { listAt, numberAt, objectAt, textAt, textListAt } from "../read.ts";
import { selectorCauses } from "./metadata.ts";
import { portName, portNumber } from "./names.ts";
import type { Rule } from "./rule.ts";

const policyTypes = ["Ingress", "Egress"] as const;
const protocols = ["TCP", "UDP", "SCTP"] as const;

/** networking/validation, ValidateNetworkPolicySpec. */
export const networkPolicyRules: Rule = (policy) => {
  const spec = objectAt(policy, "spec");
  const types = listAt(spec, "policyTypes");
  return [
    ...selectorCauses(spec["podSelector"], "spec.podSelector"),
    ...directionCauses(listAt(spec, "ingress"), "from", "spec.ingress"),
    ...directionCauses(listAt(spec, "egress"), "to", "spec.egress"),
    ...types.flatMap((type, index) =>
      policyTypes.some((item) => item === type)
        ? []
        : [unsupported(child("spec", "policyTypes", index), type, policyTypes)],
    ),
  ];
};

function directionCauses(
  rules: readonly Value[],
  peers: "from" | "to",
  field: string,
): readonly Cause[] {
  return rules.flatMap((rule, at) => [
    ...listAt(rule, "ports").flatMap((port, index) =>
      portRuleCauses(port, child(field, at, "ports", index)),
    ),
    ...listAt(rule, peers).flatMap((peer, index) =>
      peerCauses(peer, child(field, at, peers, index)),
    ),
  ]);
}

function portRuleCauses(rule: Value, field: string): readonly Cause[] {
  const protocol = textAt(rule, "protocol");
  const port = objectAt(rule)["port"];
  const end = numberAt(rule, "endPort");
  return [
    ...(protocol === "" || protocols.some((item) => item === protocol)
      ? []
      : [unsupported(child(field, "protocol"), protocol, protocols)]),
    ...(typeof port === "number" ? invalids(child(field, "port"), port, portNumber(port)) : []),
    ...(typeof port === "string" ? invalids(child(field, "port"), port, portName(port)) : []),
    ...(end === undefined ? [] : endPortCauses(port, end, child(field, "endPort"))),
  ];
}

function endPortCauses(port: Value, end: number, field: string): readonly Cause[] {
  if (port === undefined) {
    return [invalid(field, end, "may not be specified when `port` is not specified")];
  }
  if (typeof port !== "number") {
    return [invalid(field, end, "may not be specified when `port` is non-numeric")];
  }
  return [
    ...(end < port ? [invalid(field, port, "must be greater than or equal to `port`")] : []),
    ...invalids(field, end, portNumber(end)),
  ];
}

function peerCauses(peer: Value, field: string): readonly Cause[] {
  const { ipBlock, namespaceSelector, podSelector } = objectAt(peer);
  const selecting = namespaceSelector !== undefined || podSelector !== undefined;
  if (!selecting && ipBlock === undefined) return [required(field, "must specify a peer")];
  return [
    ...selectorCauses(podSelector, child(field, "podSelector")),
    ...selectorCauses(namespaceSelector, child(field, "namespaceSelector")),
    ...(isObject(ipBlock) ? blockCauses(ipBlock, child(field, "ipBlock")) : []),
    ...(selecting && ipBlock !== undefined
      ? [forbidden(field, "may not specify both ipBlock and another peer")]
      : []),
  ];
}

function blockCauses(block: Value, field: string): readonly Cause[] {
  const cidr = textAt(block, "cidr");
  if (cidr === "") return [required(child(field, "cidr"))];
  const range = parseCidr(cidr);
  return [
    ...cidrCauses(cidr, child(field, "cidr")),
    ...textListAt(block, "except").flatMap((except, index) => {
      const at = child(field, "except", index);
      const inner = parseCidr(except);
      if (range === undefined || inner === undefined) return cidrCauses(except, at);
      const around = new BlockList();
      around.addSubnet(range.address, range.length, range.family);
      return inner.family === range.family &&
        around.check(inner.address, inner.family) &&
        inner.length > range.length
        ? []
        : [invalid(at, except, "must be a strict subset of `cidr`")];
    }),
  ];
}

function cidrCauses(cidr: string, field: string): readonly Cause[] {
  return parseCidr(cidr) === undefined
    ? [invalid(field, cidr, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
    : [];
}

function parseCidr(
  cidr: string,
):
  | { readonly address: string; readonly length: number; readonly family: "ipv4" | "ipv6" }
  | undefined {
  const [address = "", bits = "", ...rest] = cidr.split("/");
  const version = isIP(address);
  const length = Number(bits);
  if (version === 0 || rest.length > 0 || !/^\d+$/.test(bits)) return undefined;
  if (length > (version === 4 ? 32 : 128)) return undefined;
  return { address, length, family: version === 4 ? "ipv4" : "ipv6" };
}
