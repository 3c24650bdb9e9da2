import { sha256 } from "../../system/sha256.ts";
import { z } from "zod";
import { CloudError } from "../core/provider.ts";
import type { InvokeType, ResourceType, Scope } from "../core/resource-type.ts";
import type { CloudStore } from "../core/store.ts";
import { fixed } from "../core/traits.ts";
import type { Properties } from "../core/values.ts";
import { overlap } from "./addresses.ts";
import {
  fixedMap,
  fixedSet,
  fixedText,
  labels,
  objectsOf,
  predefinedNetwork,
  source,
  text,
  tokens,
} from "./vocabulary.ts";

const fixedFlag = fixed(z.boolean()).optional();

/** A network of one daemon: no environment has a swarm, so there is none here. */
export const network: ResourceType = {
  source,
  inputs: z.strictObject({
    attachable: fixedFlag,
    driver: fixedText,
    ingress: fixedFlag,
    internal: fixedFlag,
    ipamConfigs: fixedSet(
      z.strictObject({
        auxAddress: z.record(z.string(), z.string()).optional(),
        gateway: z.string().optional(),
        ipRange: z.string().optional(),
        subnet: z.string().optional(),
      }),
    ),
    ipamDriver: fixed(z.string()).default("default"),
    ipamOptions: fixedMap,
    ipv6: fixedFlag,
    labels,
    name: fixed(z.string()),
    options: fixedMap,
  }),
  autoName: { property: "name", maxLength: 255 },
  id: (_, { hex }) => hex(64),
  refuseCreate: (inputs, { store }) => {
    const reason = refusedNetwork(inputs, store);
    return reason === undefined
      ? undefined
      : `Unable to create network: Error response from daemon: ${reason}`;
  },
  computed: {
    driver: () => "bridge",
    internal: () => false,
    ipamConfigs: (_, { store }) => [freePool(store)],
    ipamOptions: () => ({}),
    options: () => ({}),
    scope: () => "local",
  },
};

export const getNetwork: InvokeType = {
  source: "terraform-provider-docker 3, internal/provider/data_source_docker_network.go",
  args: z.strictObject({ name: z.string() }),
  result: ({ name }, scope) => {
    const found = scope.store.resolve([tokens.network], name);
    const { id, properties } = found ?? predefined(text(name));
    const { driver, internal, ipamConfigs, options, scope: reach } = properties;
    const containers = attached(text(properties["name"]), scope);
    const result = { containers, driver, id, internal, ipamConfigs, options, scope: reach };
    return { ...result, name: properties["name"] };
  },
};

/** The addresses of the network that containers are in unless they say otherwise. */
export const bridgePool = { subnet: "172.17.0.0/16", gateway: "172.17.0.1" } as const;

function refusedNetwork({ name, driver, ipamConfigs }: Properties, store: CloudStore) {
  const wanted = text(name);
  const kind = text(driver ?? "bridge");
  if (predefinedNetwork.test(wanted)) {
    return `operation is not permitted on predefined ${wanted} network`;
  }
  const others = store.list(tokens.network).map(({ properties }) => properties);
  if (others.some((other) => other["name"] === wanted)) {
    return `network with name ${wanted} already exists`;
  }
  if (kind === "host" || kind === "null")
    return `only one instance of "${kind}" network is allowed`;
  if (kind === "overlay") {
    return 'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';
  }
  if (!["bridge", "macvlan", "ipvlan"].includes(kind)) return `plugin "${kind}" not found`;
  const taken = [bridgePool.subnet, ...others.flatMap(subnetsOf)];
  return subnetsOf({ ipamConfigs }).some((subnet) => taken.some((one) => overlap(subnet, one)))
    ? "invalid pool request: Pool overlaps with other one on this address space"
    : undefined;
}

function subnetsOf({ ipamConfigs }: Properties): readonly string[] {
  return objectsOf(ipamConfigs).flatMap(({ subnet }) => (subnet === undefined ? [] : text(subnet)));
}

/** The daemon's default pools are 172.17.0.0/16 and up; the first that nobody uses is taken. */
function freePool(store: CloudStore): Properties {
  const taken = store.list(tokens.network).flatMap(({ properties }) => subnetsOf(properties));
  for (let block = 18; block < 32; block++) {
    const subnet = `172.${block}.0.0/16`;
    if (!taken.some((one) => overlap(one, subnet))) {
      return { subnet, gateway: `172.${block}.0.1` };
    }
  }
  throw new CloudError(
    "Unable to create network: Error response from daemon: all predefined address pools have been fully subnetted",
  );
}

function predefined(name: string): { readonly id: string; readonly properties: Properties } {
  if (!predefinedNetwork.test(name) || name === "default") {
    throw new CloudError(`Could not find docker network: Error: No such network: ${name}`);
  }
  const driver = name === "none" ? "null" : name;
  const ipamConfigs = name === "bridge" ? [bridgePool] : [];
  return {
    id: sha256(name),
    properties: { name, driver, internal: false, ipamConfigs, options: {}, scope: "local" },
  };
}

function attached(name: string, { store }: Scope): readonly Properties[] {
  return store.list(tokens.container).flatMap((container) =>
    objectsOf(container.properties["networkDatas"])
      .filter(({ networkName }) => networkName === name)
      .map((data) => ({
        containerId: container.id,
        endpointId: sha256(`${container.id} ${name}`),
        ipv4Address: `${text(data["ipAddress"])}/${Number(data["ipPrefixLength"])}`,
        ipv6Address: "",
        macAddress: data["macAddress"],
        name: container.properties["name"],
      })),
  );
}
