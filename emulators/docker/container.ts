import type { Reference, ResourceType, Scope } from "../core/resource-type.ts";
import type { CloudStore } from "../core/store.ts";
import type { Properties } from "../core/values.ts";
import { blockOf, freeAddress, macOf } from "./addresses.ts";
import { containerInputs } from "./container-inputs.ts";
import { bridgePool } from "./network.ts";
import { objectsOf, predefinedNetwork, source, text, tokens } from "./vocabulary.ts";

/** What has to be there before a container can be made, and stays while there is one. */
const references: readonly Reference[] = [
  // A name is pulled when it isn't there; only an id can't come from anywhere else.
  { at: "image", to: [tokens.image], except: /^(?!sha256:)/ },
  { at: "networksAdvanced[].name", to: [tokens.network], except: predefinedNetwork },
  {
    at: "networkMode",
    to: [tokens.network],
    except: /^(?:bridge|host|none|default|nat|container:.*)$/,
  },
  { at: "volumes[].volumeName", to: [tokens.volume] },
  // The source of a bind mount is a path.
  { at: "mounts[].source", to: [tokens.volume], except: /^(?:[/~.]|[a-zA-Z]:[\\/])/ },
  { at: "volumes[].fromContainer", to: [tokens.container], mayDangle: true },
];

/** What the image says unless the program does. The emulator knows no image from inside. */
const fromImage = {
  command: () => undefined,
  entrypoints: () => undefined,
  envs: () => undefined,
  healthcheck: () => undefined,
  labels: () => undefined,
  stopSignal: () => undefined,
  stopTimeout: () => undefined,
} satisfies ResourceType["computed"];

export const container: ResourceType = {
  source,
  inputs: containerInputs,
  autoName: { property: "name", maxLength: 255 },
  id: (_, { hex }) => hex(64),
  references,
  deleteBeforeReplace: true,
  refuseCreate: (inputs, { store }) =>
    refusedUpload(inputs) ??
    refusedCommand(inputs) ??
    prefixed(
      "Unable to create container: ",
      refusedName(inputs, store) ?? refusedVolume(inputs) ?? refusedLimits(inputs),
    ) ??
    prefixed("Unable to start container: Error response from daemon: ", takenPort(inputs, store)),
  refuseUpdate: (_, to) => prefixed("Unable to update a container: ", refusedLimits(to)),
  computed: {
    ...fromImage,
    bridge: () => "",
    // Only a container that was attached to has come to its end when the provider looks.
    containerLogs: ({ attach, logs }) => (attach === true && logs === true ? "" : undefined),
    exitCode: ({ attach }) => (attach === true ? 0 : undefined),
    hostname: ({ id }) => id.slice(0, 12),
    init: () => false,
    ipcMode: () => "private",
    logDriver: () => "json-file",
    networkDatas,
    runtime: () => "runc",
    securityOpts: () => [],
    shmSize: () => 64,
  },
};

function prefixed(start: string, reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : `${start}${reason}`;
}

/** The daemon's rule for names, and that no two containers have the same. */
function refusedName({ name }: Properties, store: CloudStore): string | undefined {
  const wanted = text(name);
  if (!/^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(wanted)) {
    return `Error response from daemon: Invalid container name (${wanted}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`;
  }
  const bare = wanted.replace(/^\//, "");
  const holder = store
    .list(tokens.container)
    .find(({ properties }) => text(properties["name"]).replace(/^\//, "") === bare);
  return holder === undefined
    ? undefined
    : `Error response from daemon: Conflict. The container name "/${bare}" is already in use by container "${holder.id}". You have to remove (or rename) that container to be able to reuse that name.`;
}

function refusedCommand({ command }: Properties): string | undefined {
  return Array.isArray(command) && command.includes("")
    ? "values for command may not be empty"
    : undefined;
}

function refusedUpload({ uploads }: Properties): string | undefined {
  for (const upload of objectsOf(uploads)) {
    const given = ["content", "contentBase64", "source"].filter((key) => text(upload[key]) !== "");
    const said = "error with upload content:";
    const choice = "'content', 'content_base64', or 'source'";
    if (given.length === 0) return `${said} one of ${choice} must be set`;
    if (given.length > 1) return `${said} only one of ${choice} can be set`;
  }
  return undefined;
}

function refusedVolume({ volumes }: Properties): string | undefined {
  for (const { containerPath, fromContainer } of objectsOf(volumes)) {
    if (text(containerPath) === "" && text(fromContainer) === "") {
      return "Unable to parse volumes: volume entry without container path or source container";
    }
    if (text(containerPath) !== "" && text(fromContainer) !== "") {
      return "Unable to parse volumes: both a container and a path specified in a volume entry";
    }
  }
  return undefined;
}

/** What the daemon checks of restart policy and memory, at creation and at an update. */
function refusedLimits(inputs: Properties): string | undefined {
  const { maxRetryCount = 0, memory = 0, memorySwap = 0, restart, rm } = inputs;
  const said = "Error response from daemon:";
  if (rm === true && restart !== "no") {
    return `${said} can't create 'AutoRemove' container with restart policy`;
  }
  if (maxRetryCount !== 0 && restart !== "on-failure") {
    return `${said} invalid restart policy: maximum retry count can only be used with 'on-failure'`;
  }
  if (Number(memory) > 0 && Number(memory) < 6) {
    return `${said} Minimum memory limit allowed is 6MB`;
  }
  if (Number(memorySwap) > 0 && Number(memory) === 0) {
    return `${said} You should always set the Memory limit when using Memoryswap limit, see usage`;
  }
  return Number(memorySwap) > 0 && Number(memorySwap) < Number(memory)
    ? `${said} Minimum memoryswap limit should be larger than memory limit, see usage`
    : undefined;
}

/** A port of the host belongs to one running container. */
function takenPort(inputs: Properties, store: CloudStore): string | undefined {
  const wanted = publishedPorts(inputs);
  const taken = store
    .list(tokens.container)
    .flatMap(({ properties }) => publishedPorts(properties));
  for (const [index, port] of wanted.entries()) {
    if ([...taken, ...wanted.slice(0, index)].some((other) => clash(port, other))) {
      return `driver failed programming external connectivity on endpoint ${text(inputs["name"])}: Bind for ${port.ip}:${port.external} failed: port is already allocated`;
    }
  }
  return undefined;
}

interface PublishedPort {
  readonly external: number;
  readonly ip: string;
  readonly protocol: string;
}

function publishedPorts({ ports, start }: Properties): readonly PublishedPort[] {
  if (start === false) return [];
  return objectsOf(ports).flatMap(({ external, ip, protocol }) =>
    typeof external === "number" && external > 0
      ? [{ external, ip: text(ip), protocol: text(protocol) }]
      : [],
  );
}

function clash(left: PublishedPort, right: PublishedPort): boolean {
  const everywhere = new Set(["0.0.0.0", "::", ""]);
  return (
    left.external === right.external &&
    left.protocol === right.protocol &&
    (left.ip === right.ip || [left.ip, right.ip].some((ip) => everywhere.has(ip)))
  );
}

/** The container's place in each of its networks. */
function networkDatas(inputs: Properties, { store }: Scope): readonly Properties[] {
  const advanced = objectsOf(inputs["networksAdvanced"]);
  const mode = text(inputs["networkMode"]);
  if (mode.startsWith("container:")) return [];
  const endpoints =
    advanced.length > 0 ? advanced : [{ name: mode === "default" ? "bridge" : mode }];
  return endpoints.map((endpoint) => placeIn(endpoint, store));
}

function placeIn(endpoint: Properties, store: CloudStore): Properties {
  const found = store.resolve([tokens.network], endpoint["name"]);
  const networkName = text(found?.properties["name"] ?? endpoint["name"]);
  const bridge = networkName === "bridge" ? bridgePool : undefined;
  const pool = found === undefined ? bridge : objectsOf(found.properties["ipamConfigs"])[0];
  const block = blockOf(text(pool?.subnet));
  if (pool === undefined || block === undefined) return { networkName, ipAddress: "" };
  const taken = store
    .list(tokens.container)
    .flatMap(({ properties }) => objectsOf(properties["networkDatas"]))
    .filter((data) => data["networkName"] === networkName)
    .map((data) => text(data["ipAddress"]));
  const ipAddress = text(endpoint["ipv4Address"]) || freeAddress(block, new Set(taken)) || "";
  return {
    networkName,
    ipAddress,
    ipPrefixLength: block.prefixLength,
    gateway: text(pool.gateway),
    globalIpv6Address: text(endpoint["ipv6Address"]),
    globalIpv6PrefixLength: 0,
    ipv6Gateway: "",
    macAddress: text(endpoint["macAddress"]) || macOf(ipAddress),
  };
}
