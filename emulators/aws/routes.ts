import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList } from "../core/values.ts";
import {
  arnOutput,
  cidr,
  ec2Error,
  exactlyOneOf,
  find,
  firstOf,
  hashcode,
  isSet,
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
import { bornWithVpc } from "./vpc.ts";

const targets = ["gatewayId", "natGatewayId", "networkInterfaceId"] as const;

export const routeTable: ResourceType = {
  source:
    "internal/service/ec2/vpc_route_table.go (provider 6). Of the targets, gateways and interfaces only.",
  inputs: z.strictObject({
    ...regionInput,
    ...tagsInput,
    vpcId: fixed(z.string()),
    routes: orComputed(
      unordered(
        z.array(
          z.strictObject({
            cidrBlock: cidr(),
            gatewayId: z.string().optional(),
            natGatewayId: z.string().optional(),
            networkInterfaceId: z.string().optional(),
          }),
        ),
      ),
    ),
  }),
  validate: (inputs) =>
    (isList(inputs["routes"]) ? inputs["routes"] : []).flatMap((route) =>
      exactlyOneOf(object(route), targets),
    ),
  id: newId("rtb"),
  computed: {
    ...regionOutput,
    ...arnOutput("ec2", "route-table"),
    ...ownerOutput,
    routes: () => [],
    propagatingVgws: () => [],
  },
  derived: { ...tagsOutput },
  references: [
    { at: "vpcId", to: [tokens.vpc] },
    // A route whose target goes becomes a black hole.
    { at: "routes[].gatewayId", to: [tokens.internetGateway], mayDangle: true, except: /^local$/ },
    { at: "routes[].natGatewayId", to: [tokens.natGateway], mayDangle: true },
  ],
  refuseCreate: (inputs, scope) =>
    firstOf(
      ...(isList(inputs["routes"]) ? inputs["routes"] : []).map((one) =>
        foreignTarget("the new one", inputs["vpcId"], object(one), scope),
      ),
    ),
};

export const route: ResourceType = {
  source:
    "internal/service/ec2/vpc_route.go at 0128541e. Of the targets, gateways and interfaces; of the destinations, IPv4 only.",
  inputs: z.strictObject({
    ...regionInput,
    routeTableId: fixed(z.string()),
    destinationCidrBlock: fixed(cidr()),
    gatewayId: z.string().optional(),
    natGatewayId: z.string().optional(),
    networkInterfaceId: orComputed(z.string()),
  }),
  validate: (inputs) => exactlyOneOf(inputs, targets),
  id: (inputs) =>
    `r-${text(inputs["routeTableId"])}${hashcode(text(inputs["destinationCidrBlock"]))}`,
  computed: {
    ...regionOutput,
    networkInterfaceId: () => "",
    instanceId: () => "",
    instanceOwnerId: () => "",
    origin: () => "CreateRoute",
    state: () => "active",
  },
  references: [
    { at: "routeTableId", to: [tokens.routeTable], mayDangle: true, except: bornWithVpc },
    { at: "gatewayId", to: [tokens.internetGateway], mayDangle: true },
    { at: "natGatewayId", to: [tokens.natGateway], mayDangle: true },
  ],
  refuseCreate: (inputs, scope) => {
    const [table, destination] = [
      text(inputs["routeTableId"]),
      text(inputs["destinationCidrBlock"]),
    ];
    const reason = firstOf(
      inputs["gatewayId"] === "local"
        ? "cannot create local Route, use `terraform import` to manage existing local Routes"
        : undefined,
      foreignRoute(inputs, scope),
      inlineRoutes(table, scope).includes(destination)
        ? ec2Error(
            "CreateRoute",
            "RouteAlreadyExists",
            `The route identified by ${destination} already exists.`,
          )
        : undefined,
    );
    return reason === undefined
      ? undefined
      : `creating Route in Route Table (${table}) with destination (${destination}): ${reason}`;
  },
  refuseUpdate: (_, to, scope) => foreignRoute(to, scope),
};

export const routeTableAssociation: ResourceType = {
  source: "internal/service/ec2/vpc_route_table_association.go (provider 6). Subnets only.",
  inputs: z.strictObject({
    ...regionInput,
    routeTableId: z.string(),
    subnetId: fixed(z.string().optional()),
  }),
  validate: (inputs) => exactlyOneOf(inputs, ["gatewayId", "subnetId"]),
  id: newId("rtbassoc"),
  computed: { ...regionOutput },
  references: [
    // The provider takes the associations away before it deletes a table; a subnet takes its own.
    { at: "routeTableId", to: [tokens.routeTable], mayDangle: true, except: bornWithVpc },
    { at: "subnetId", to: [tokens.subnet], mayDangle: true },
  ],
  refuseCreate: (inputs, scope) => {
    const [table, subnet] = [text(inputs["routeTableId"]), text(inputs["subnetId"])];
    const [home, place] = [
      find(scope, tokens.routeTable, table),
      find(scope, tokens.subnet, subnet),
    ];
    if (home !== undefined && place?.properties["vpcId"] !== home.properties["vpcId"]) {
      return `creating Route Table Association: ${ec2Error("AssociateRouteTable", "InvalidParameterValue", `Route table ${table} and subnet ${subnet} belong to different networks`)}`;
    }
    const taken = scope.store
      .list(tokens.routeTableAssociation)
      .some(({ properties }) => properties["subnetId"] === subnet);
    return taken
      ? `creating Route Table Association: ${ec2Error("AssociateRouteTable", "Resource.AlreadyAssociated", `the specified association for route table ${table} conflicts with an existing association`)}`
      : undefined;
  },
};

/** What a subnet's traffic to the internet goes through, as far as routes are there yet. */
export function defaultRouteOf(subnetId: Value, scope: Scope): "gateway" | "nat" | undefined {
  const table = scope.store
    .list(tokens.routeTableAssociation)
    .find(({ properties }) => properties["subnetId"] === subnetId)?.properties["routeTableId"];
  const own = scope.store
    .list(tokens.route)
    .filter(({ properties }) => properties["routeTableId"] === table);
  const inline = find(scope, tokens.routeTable, table)?.properties["routes"];
  const found = [...own.map((one) => one.properties), ...(isList(inline) ? inline : [])]
    .map(object)
    .find((one) => (one["destinationCidrBlock"] ?? one["cidrBlock"]) === "0.0.0.0/0");
  if (found === undefined) return undefined;
  return isSet(found["natGatewayId"]) ? "nat" : "gateway";
}

function inlineRoutes(table: string, scope: Scope): readonly Value[] {
  const routes = find(scope, tokens.routeTable, table)?.properties["routes"];
  return (isList(routes) ? routes : []).map((one) => object(one)["cidrBlock"]);
}

function foreignRoute(inputs: Properties, scope: Scope): string | undefined {
  const table = find(scope, tokens.routeTable, inputs["routeTableId"]);
  return table === undefined
    ? undefined
    : foreignTarget(table.id, table.properties["vpcId"], inputs, scope);
}

function foreignTarget(
  table: string,
  vpcId: Value,
  one: Properties,
  scope: Scope,
): string | undefined {
  const gateway =
    find(scope, tokens.internetGateway, one["gatewayId"]) ??
    find(scope, tokens.natGateway, one["natGatewayId"]);
  return gateway === undefined || gateway.properties["vpcId"] === vpcId
    ? undefined
    : ec2Error(
        "CreateRoute",
        "InvalidParameterValue",
        `route table ${table} and network gateway ${gateway.id} belong to different networks`,
      );
}
