import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { valuesAt } from "../core/values.ts";
import { defaultNetwork, subnetworkOf } from "./compute-network.ts";
import { contains, freeAddress } from "../core/ipv4.ts";
import {
  apiError,
  created,
  failuresOf,
  fingerprint,
  gceName,
  invalidField,
  isKnown,
  labelOutputs,
  labels,
  labelSecrets,
  link,
  linkOrComputed,
  placeFailures,
  projectInput,
  projectOf,
  projectOutput,
  regionInput,
  regionOf,
  selfLink,
  text,
  tokens,
} from "./vocabulary.ts";

/** Where external addresses come from: RFC 5737's documentation range can't be anyone's real one. */
const externalRanges = { regional: "203.0.113.0/24", global: "198.51.100.0/24" } as const;

export const address: ResourceType = {
  source: "google/services/compute/resource_compute_address.go at 020769f4",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    ...regionInput,
    name: fixed(gceName),
    address: orComputed(fixed(z.string())),
    addressType: fixed(z.enum(["INTERNAL", "EXTERNAL"]).default("EXTERNAL")),
    description: fixed(z.string().optional()),
    ipVersion: fixed(z.enum(["IPV4"]).optional()),
    labels: labels.optional(),
    network: fixed(link().optional()),
    networkTier: orComputed(fixed(z.enum(["PREMIUM", "STANDARD"]))),
    prefixLength: orComputed(fixed(z.int().min(8).max(32))),
    purpose: orComputed(
      fixed(
        z.enum([
          "GCE_ENDPOINT",
          "SHARED_LOADBALANCER_VIP",
          "VPC_PEERING",
          "IPSEC_INTERCONNECT",
          "PRIVATE_SERVICE_CONNECT",
        ]),
      ),
    ),
    subnetwork: fixed(linkOrComputed()),
  }),
  validate: (inputs, scope) => placeFailures(inputs, scope, ["project", "region"]),
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/regions/${regionOf(inputs, scope)}/addresses/${text(inputs["name"])}`,
  computed: {
    ...projectOutput,
    ...selfLink,
    ...created,
    region: regionOf,
    address: reserve,
    addressId: (_, scope) => Number(scope.digits(15)),
    networkTier: (state) => (state["addressType"] === "INTERNAL" ? undefined : "PREMIUM"),
    prefixLength: () => 0,
    purpose: (state) => (state["addressType"] === "INTERNAL" ? "GCE_ENDPOINT" : ""),
    subnetwork: () => "",
    labelFingerprint: fingerprint,
    users: () => [],
  },
  derived: labelOutputs(),
  secretOutputs: [...labelSecrets],
  references: [
    { at: "network", to: [tokens.network], except: defaultNetwork },
    { at: "subnetwork", to: [tokens.subnetwork], except: /^$/ },
  ],
  refuseCreate: refusedAddress,
  refuseDelete: ({ id, properties }, scope) => {
    const user = instanceWith(properties["address"], scope);
    return user === undefined
      ? undefined
      : apiError(
          400,
          `The address resource '${id}' is already being used by '${user}'`,
          "resourceInUseByAnotherResource",
        );
  },
};

export const globalAddress: ResourceType = {
  source:
    "google/services/compute/resource_compute_global_address.go; Compute Engine API v1, globalAddresses",
  autoName: { property: "name", maxLength: 255 },
  inputs: z.strictObject({
    ...projectInput,
    name: fixed(gceName),
    address: orComputed(fixed(z.string())),
    addressType: fixed(z.enum(["EXTERNAL", "INTERNAL"]).default("EXTERNAL")),
    description: fixed(z.string().optional()),
    ipVersion: fixed(z.enum(["IPV4"]).optional()),
    labels: labels.optional(),
    network: fixed(link().optional()),
    prefixLength: orComputed(fixed(z.int().min(8).max(32))),
    purpose: fixed(z.enum(["VPC_PEERING", "PRIVATE_SERVICE_CONNECT"]).optional()),
  }),
  validate: (inputs, scope) => [
    ...placeFailures(inputs, scope, ["project"]),
    ...failuresOf([
      isKnown(inputs["purpose"]) && inputs["addressType"] === "EXTERNAL",
      "purpose",
      "purpose should only be set when using an internal address",
    ]),
  ],
  id: (inputs, scope) =>
    `projects/${projectOf(inputs, scope)}/global/addresses/${text(inputs["name"])}`,
  computed: {
    ...projectOutput,
    ...selfLink,
    ...created,
    address: (state, scope) =>
      freeAddress(
        state["addressType"] === "INTERNAL" ? "10.240.0.0/13" : externalRanges.global,
        takenBy(tokens.globalAddress, scope),
      ),
    prefixLength: () => 0,
    labelFingerprint: fingerprint,
  },
  derived: labelOutputs(),
  secretOutputs: [...labelSecrets],
  references: [{ at: "network", to: [tokens.network], except: defaultNetwork }],
};

function refusedAddress(inputs: Properties, scope: Scope): string | undefined {
  const internal = inputs["addressType"] === "INTERNAL";
  if (internal && inputs["networkTier"] !== undefined) {
    return invalidField(
      "networkTier",
      inputs["networkTier"],
      "Network tier cannot be set for an internal address.",
    );
  }
  if (!internal && inputs["subnetwork"] !== undefined) {
    return invalidField(
      "subnetwork",
      inputs["subnetwork"],
      "Subnetwork cannot be set for an external address.",
    );
  }
  const wanted = inputs["address"];
  if (wanted === undefined) return undefined;
  if (!internal) {
    return invalidField(
      "address",
      wanted,
      "An external address is chosen by Google: the specified one can't be reserved.",
    );
  }
  const parent = subnetworkOf(inputs["subnetwork"], inputs, regionOf(inputs, scope), scope);
  const range = text(parent?.properties["ipCidrRange"]);
  if (parent !== undefined && !contains(range, text(wanted))) {
    return invalidField(
      "address",
      wanted,
      `IP address '${text(wanted)}' is not in the range '${range}' of the subnetwork.`,
    );
  }
  return takenBy(tokens.address, scope).has(text(wanted))
    ? invalidField(
        "address",
        wanted,
        "Specified IP address is in-use and would result in a conflict.",
      )
    : undefined;
}

function reserve(state: Properties, scope: Scope): Value {
  const taken = new Set([...takenBy(tokens.address, scope), ...instanceAddresses(scope)]);
  if (state["addressType"] !== "INTERNAL") return freeAddress(externalRanges.regional, taken);
  const parent = subnetworkOf(state["subnetwork"], state, regionOf(state, scope), scope);
  return freeAddress(text(parent?.properties["ipCidrRange"] ?? "10.128.0.0/20"), taken);
}

function takenBy(type: string, scope: Scope): ReadonlySet<string> {
  return new Set(scope.store.list(type).map(({ properties }) => text(properties["address"])));
}

/** An external address that no reservation and no VM has. */
export function ephemeralAddress(scope: Scope): string {
  const taken = new Set([...takenBy(tokens.address, scope), ...instanceAddresses(scope)]);
  return freeAddress(externalRanges.regional, taken) ?? "";
}

const addressPlaces = [
  "networkInterfaces[].networkIp",
  "networkInterfaces[].accessConfigs[].natIp",
] as const;

function instanceAddresses(scope: Scope): readonly string[] {
  return scope.store.list(tokens.instance).flatMap(({ properties }) => addressesOf(properties));
}

function addressesOf(instanceProperties: Properties): readonly string[] {
  return addressPlaces.flatMap((place) => valuesAt(instanceProperties, place)).map(text);
}

/** The VM that has this address, by id. */
export function instanceWith(wanted: Value, scope: Scope, except?: string): string | undefined {
  return scope.store
    .list(tokens.instance)
    .filter(({ id }) => id !== except)
    .find(({ properties }) => addressesOf(properties).includes(text(wanted)))?.id;
}
