import { z } from "zod";
import type { EmulatedProvider, FaultMessages } from "./core/provider.ts";
import type { CloudWords, PackageTable } from "./core/resource-type.ts";
import { TableProvider } from "./core/table-provider.ts";
import { container } from "./docker/container.ts";
import { getRegistryImage, getRemoteImage, remoteImage } from "./docker/image.ts";
import { getNetwork, network } from "./docker/network.ts";
import { text, tokens } from "./docker/vocabulary.ts";
import { volume } from "./docker/volume.ts";

/** The provider's own configuration (@pulumi/docker, provider.js). */
const config = z.strictObject({
  caMaterial: z.string().optional(),
  certMaterial: z.string().optional(),
  certPath: z.string().optional(),
  context: z.string().optional(),
  disableDockerDaemonCheck: z.boolean().optional(),
  host: z.string().optional(),
  keyMaterial: z.string().optional(),
  registryAuth: z
    .array(
      z.strictObject({
        address: z.string(),
        authDisabled: z.boolean().optional(),
        configFile: z.string().optional(),
        configFileContent: z.string().optional(),
        password: z.string().optional(),
        username: z.string().optional(),
      }),
    )
    .optional(),
  sshOpts: z.array(z.string()).optional(),
});

/** How the daemon says it. */
const words: CloudWords = {
  notFound: (reference, at) => {
    const name = text(reference);
    if (at === "image") {
      return `Unable to create container with image ${name}: unable to find or pull image ${name}`;
    }
    if (at.startsWith("network")) {
      return `Unable to connect to network '${name}': Error response from daemon: network ${name} not found`;
    }
    // Docker would make the volume by itself, and no stack would ever remove it.
    return `${at}: there is no volume ${name}. Docker would make one that belongs to no stack: declare it as a docker.Volume`;
  },
  inUse: (resource, user) => {
    const name = text(resource.properties["name"]);
    switch (resource.type) {
      case tokens.network:
        return `Error response from daemon: error while removing network: network ${name} id ${resource.id} has active endpoints`;
      case tokens.volume:
        return `Error response from daemon: remove ${name}: volume is in use - [${user.id}]`;
      default:
        return `Error response from daemon: ${name} is in use by ${user.id}`;
    }
  },
};

/** One Docker daemon: what its provider, and the daemon behind it, know and refuse. */
export const dockerTable: PackageTable = {
  packageName: "docker",
  version: "5.2.0",
  config,
  words,
  resources: {
    [tokens.container]: container,
    [tokens.image]: remoteImage,
    [tokens.network]: network,
    [tokens.volume]: volume,
  },
  invokes: {
    "docker:index/getNetwork:getNetwork": getNetwork,
    "docker:index/getRegistryImage:getRegistryImage": getRegistryImage,
    "docker:index/getRemoteImage:getRemoteImage": getRemoteImage,
  },
};

const faultMessages: FaultMessages = {
  quota:
    "Error response from daemon: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading",
  permission: "permission denied while trying to connect to the Docker daemon socket",
  conflict: "Error response from daemon: Conflict",
  timeout: "Error response from daemon: context deadline exceeded",
};

/** The docker provider in front of an emulated daemon. */
export function dockerProvider(): EmulatedProvider {
  return new TableProvider(dockerTable, faultMessages);
}
