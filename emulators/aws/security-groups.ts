import { z } from "zod";
import type { Failure } from "../core/provider.ts";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, suppressed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import {
  arnOutput,
  cidr,
  ec2Error,
  exactlyOneOf,
  failuresOf,
  isKnown,
  newId,
  object,
  ownerOutput,
  regionInput,
  regionOutput,
  tagsInput,
  tagsOutput,
  text,
  tokens,
} from "./vocabulary.ts";

/** Security groups that nobody's program made: a VPC's own one, and an EKS cluster's. */
export const bornGroups = /^sg-0(defa17|ec5c1a)/;

/** What a name or description of a group may hold (EC2 API, CreateSecurityGroup). */
const groupText = z.string().regex(/^[0-9A-Za-z_ .:/()#,@[\]+=&;{}!$*-]*$/);

const protocol = suppressed(
  z.string().refine((value) => protocolNumber(value) !== undefined, {
    error: (issue) => `${JSON.stringify(issue.input)} is no protocol's name or number`,
  }),
  (from, to) => protocolNumber(text(from)) === protocolNumber(text(to)),
);

const inlineRules = orComputed(
  unordered(
    z.array(
      z.strictObject({
        cidrBlocks: z.array(cidr()).optional(),
        description: groupText.max(255).default(""),
        fromPort: z.int(),
        prefixListIds: z.array(z.string()).optional(),
        protocol,
        securityGroups: unordered(z.array(z.string())).optional(),
        self: z.boolean().default(false),
        toPort: z.int(),
      }),
    ),
  ),
);

export const securityGroup: ResourceType = {
  source:
    "internal/service/ec2/vpc_security_group.go (provider 6); pulumi-aws resource_overrides.go at 015d3438; EC2 API, CreateSecurityGroup",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    name: fixed(groupText.max(255).regex(/^(?!sg-)/)),
    description: fixed(groupText.max(255)).default("Managed by Pulumi"),
    vpcId: orComputed(fixed(z.string())),
    ingress: inlineRules,
    egress: inlineRules,
    revokeRulesOnDelete: z.boolean().default(false),
  }),
  validate: (inputs) => [...inlineFailures(inputs, "ingress"), ...inlineFailures(inputs, "egress")],
  id: newId("sg"),
  computed: {
    ...regionOutput,
    ...arnOutput("ec2", "security-group"),
    ...ownerOutput,
    ingress: () => [],
    // The provider takes AWS's own rule away that lets everything out.
    egress: () => [],
  },
  derived: { ...tagsOutput },
  references: [
    { at: "vpcId", to: [tokens.vpc] },
    { at: "ingress[].securityGroups[]", to: [tokens.securityGroup], except: bornGroups },
    { at: "egress[].securityGroups[]", to: [tokens.securityGroup], except: bornGroups },
  ],
  refuseCreate: (inputs, scope) => {
    const [name, vpcId] = [text(inputs["name"]), text(inputs["vpcId"])];
    const refused = (code: string, message: string) =>
      `creating Security Group (${name}): ${ec2Error("CreateSecurityGroup", code, message)}`;
    if (vpcId === "") return refused("VPCIdNotSpecified", "No default VPC for this user");
    const taken = scope.store
      .list(tokens.securityGroup)
      .some(({ properties }) => properties["name"] === name && properties["vpcId"] === vpcId);
    return taken || name === "default"
      ? refused(
          "InvalidGroup.Duplicate",
          `The security group '${name}' already exists for VPC '${vpcId}'`,
        )
      : undefined;
  },
};

/** One of a rule's possible other ends; to change from one kind to another makes it anew. */
const otherEnd = <T extends z.ZodType>(schema: T) =>
  fixed(schema.optional(), (from, to) => from === undefined || to === undefined);

const otherEnds = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"] as const;

function rule(direction: "Ingress" | "Egress"): ResourceType {
  const type = direction === "Ingress" ? tokens.ingressRule : tokens.egressRule;
  return {
    source: `internal/service/ec2/vpc_security_group_${direction.toLowerCase()}_rule.go at 00a32209; EC2 API, AuthorizeSecurityGroup${direction}`,
    inputs: z.strictObject({
      ...regionInput,
      ...tagsInput,
      securityGroupId: fixed(z.string()),
      cidrIpv4: otherEnd(cidr()),
      cidrIpv6: otherEnd(z.cidrv6()),
      prefixListId: otherEnd(z.string().regex(/^pl-[0-9a-f]{8,17}$/)),
      referencedSecurityGroupId: otherEnd(z.string()),
      description: groupText.max(255).optional(),
      fromPort: z.int().min(-1).max(65535).optional(),
      ipProtocol: protocol,
      toPort: z.int().min(-1).max(65535).optional(),
    }),
    validate: (inputs) => [...exactlyOneOf(inputs, otherEnds), ...portFailures(inputs)],
    id: newId("sgr"),
    computed: {
      ...regionOutput,
      ...arnOutput("ec2", "security-group-rule"),
      securityGroupRuleId: ({ id }) => id,
    },
    derived: { ...tagsOutput },
    references: [
      // A group goes together with its own rules; others' rules that mean it hold it.
      {
        at: "securityGroupId",
        to: [tokens.securityGroup],
        mayDangle: true,
        except: bornGroups,
      },
      { at: "referencedSecurityGroupId", to: [tokens.securityGroup], except: bornGroups },
    ],
    refuseCreate: (inputs, scope) =>
      existingRule(type, inputs, scope)
        ? `creating VPC Security Group Rule: ${ec2Error(`AuthorizeSecurityGroup${direction}`, "InvalidPermission.Duplicate", `the specified rule "peer: ${otherEnds.map((end) => text(inputs[end])).find((end) => end !== "")}, ${ruleWords(inputs)}, ALLOW" already exists`)}`
        : undefined,
  };
}

export const ingressRule = rule("Ingress");
export const egressRule = rule("Egress");

function portFailures(inputs: Properties): readonly Failure[] {
  const { fromPort, toPort } = inputs;
  const number = protocolNumber(text(inputs["ipProtocol"]));
  const both = isKnown(fromPort) && isKnown(toPort);
  const ported = number === 6 || number === 17;
  return failuresOf(
    [
      number === -1 && [fromPort, toPort].some((port) => isKnown(port) && port !== -1),
      "fromPort",
      "from_port and to_port must not be defined when ip_protocol is -1: it means all ports of all protocols",
    ],
    [
      ported && [fromPort, toPort].some((port) => port === undefined || port === -1),
      "fromPort",
      "InvalidParameterValue: Invalid value 'null' for portRange. Must specify both from and to ports with TCP/UDP.",
    ],
    [
      ported && both && Number(fromPort) > Number(toPort),
      "fromPort",
      `InvalidParameterValue: Invalid ${number === 6 ? "TCP" : "UDP"} port range (${Number(fromPort)}:${Number(toPort)})`,
    ],
  );
}

function inlineFailures(inputs: Properties, side: "ingress" | "egress"): readonly Failure[] {
  const rules = inputs[side];
  return (isList(rules) ? rules : []).map(object).flatMap((one) => {
    const { fromPort, toPort } = one;
    const number = protocolNumber(text(one["protocol"]));
    const known = isKnown(fromPort) && isKnown(toPort);
    return failuresOf(
      [
        number === -1 && known && (fromPort !== 0 || toPort !== 0),
        side,
        `from_port (${Number(fromPort)}) and to_port (${Number(toPort)}) must both be 0 to use the 'ALL' "-1" protocol!`,
      ],
      [
        (number === 6 || number === 17) && known && Number(fromPort) > Number(toPort),
        side,
        `InvalidParameterValue: Invalid ${number === 6 ? "TCP" : "UDP"} port range (${Number(fromPort)}:${Number(toPort)})`,
      ],
    );
  });
}

function existingRule(type: string, inputs: Properties, scope: Scope): boolean {
  const compared = [...otherEnds, "securityGroupId", "fromPort", "toPort"];
  return scope.store
    .list(type)
    .some(
      ({ properties }) =>
        compared.every((key) => (properties[key] ?? "") === (inputs[key] ?? "")) &&
        protocolNumber(text(properties["ipProtocol"])) ===
          protocolNumber(text(inputs["ipProtocol"])),
    );
}

function ruleWords(inputs: Properties): string {
  const name = text(inputs["ipProtocol"]);
  return name === "-1"
    ? "ALL"
    : `${name.toUpperCase()}, from port: ${portWord(inputs["fromPort"])}, to port: ${portWord(inputs["toPort"])}`;
}

function portWord(value: Value): string {
  return typeof value === "number" ? String(value) : "ALL";
}

/** Names stand for numbers (IANA, protocol numbers); undefined for what is neither. */
function protocolNumber(given: string): number | undefined {
  const names: Readonly<Record<string, number>> = {
    "-1": -1,
    all: -1,
    icmp: 1,
    tcp: 6,
    udp: 17,
    icmpv6: 58,
  };
  const named = names[given.toLowerCase()];
  if (named !== undefined) return named;
  const number = Number(given);
  return /^\d{1,3}$/.test(given) && number <= 255 ? number : undefined;
}
