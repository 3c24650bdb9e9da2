import assert from "node:assert/strict";
import { unknown } from "../../emulators/core/values.ts";
import { dockerProvider, dockerTable } from "../../emulators/docker.ts";
import { ProviderBench, textAt } from "./core/provider-bench.ts";
import type { Held } from "./core/provider-bench.ts";

const container = "docker:index/container:Container";
const image = "docker:index/remoteImage:RemoteImage";
const network = "docker:index/network:Network";
const volume = "docker:index/volume:Volume";
const postgres = "sourcegraph/postgres-11.4:3.27.5";

function pulledFor(trigger: string) {
  return { name: postgres, pullTriggers: [trigger] };
}

function publishedOn(ip: string, protocol: string) {
  return { image: postgres, ports: [{ internal: 53, external: 53, ip, protocol }] };
}

describe("dockerProvider", () => {
  let bench: ProviderBench;
  beforeEach(() => {
    bench = new ProviderBench(dockerProvider());
  });
  afterEach(() => bench[Symbol.dispose]());

  /** A container of everything: image, network, volume. */
  async function database(): Promise<Record<"image" | "network" | "volume" | "container", Held>> {
    const pulled = await bench.make(image, "postgres", { name: postgres });
    const lan = await bench.make(network, "lan", {});
    const data = await bench.make(volume, "data", { name: "pgsql" });
    const made = await bench.make(container, "pgsql", {
      image: textAt(pulled.properties, "imageId"),
      networksAdvanced: [{ name: textAt(lan.properties, "name"), aliases: ["pgsql"] }],
      volumes: [{ volumeName: data.id, containerPath: "/data" }],
      ports: [{ internal: 5432, external: 5432 }],
    });
    return { image: pulled, network: lan, volume: data, container: made };
  }

  describe("Network", () => {
    it("gets a name with a random end, and the first free pool of addresses", async () => {
      const { id, properties } = await bench.make(network, "lan", {});
      assert.match(id, /^[0-9a-f]{64}$/);
      assert.match(textAt(properties, "name"), /^lan-[0-9a-f]{7}$/);
      assert.partialDeepStrictEqual(properties, {
        driver: "bridge",
        internal: false,
        ipamDriver: "default",
        ipamConfigs: [{ subnet: "172.18.0.0/16", gateway: "172.18.0.1" }],
        scope: "local",
      });
      const next = await bench.make(network, "wan", {});
      assert.partialDeepStrictEqual(next.properties, {
        ipamConfigs: [{ subnet: "172.19.0.0/16" }],
      });
    });

    for (const [fault, news, message] of [
      [
        "a name that is taken",
        { name: "lan" },
        "Unable to create network: Error response from daemon: network with name lan already exists",
      ],
      [
        "Docker's own names",
        { name: "host" },
        "Unable to create network: Error response from daemon: operation is not permitted on predefined host network",
      ],
      [
        "addresses that another network has",
        { name: "wan", ipamConfigs: [{ subnet: "172.18.4.0/24" }] },
        "Unable to create network: Error response from daemon: invalid pool request: Pool overlaps with other one on this address space",
      ],
      [
        "a driver that isn't there",
        { name: "wan", driver: "weave" },
        'Unable to create network: Error response from daemon: plugin "weave" not found',
      ],
      [
        "an overlay, since there is no swarm",
        { name: "wan", driver: "overlay" },
        'Unable to create network: Error response from daemon: This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      ],
    ] as const) {
      it(`refuses ${fault}`, async () => {
        await bench.make(network, "lan", { name: "lan" });
        await assert.rejects(bench.make(network, "other", news), { name: "CloudError", message });
      });
    }

    it("is made anew by any change, but for what Docker chose itself", async () => {
      const held = await bench.make(network, "lan", { name: "lan" });
      assert.deepEqual(await bench.changes(held, { name: "lan", driver: "bridge" }), []);
      assert.deepEqual(await bench.changes(held, { name: "lan", driver: "macvlan" }), [
        "driver update!",
      ]);
      assert.deepEqual(await bench.changes(held, { name: "lan", internal: true }), [
        "internal update!",
      ]);
    });

    it("stays while a container is in it", async () => {
      const held = await database();
      const name = textAt(held.network.properties, "name");
      await assert.rejects(bench.delete(held.network), {
        message: `Error response from daemon: error while removing network: network ${name} id ${held.network.id} has active endpoints`,
      });
      await bench.delete(held.container);
      await bench.delete(held.network);
      assert.equal(await bench.read(held.network), undefined);
    });
  });

  describe("Volume", () => {
    it("has its name for an id, and a place on the host", async () => {
      const { id, properties } = await bench.make(volume, "data", { name: "pgsql" });
      assert.equal(id, "pgsql");
      assert.deepEqual(properties, {
        name: "pgsql",
        driver: "local",
        mountpoint: "/var/lib/docker/volumes/pgsql/_data",
      });
    });

    it("takes over the volume that is there, as long as it is of the same driver", async () => {
      await bench.make(volume, "data", { name: "pgsql" });
      assert.equal((await bench.make(volume, "again", { name: "pgsql" })).id, "pgsql");
      await assert.rejects(bench.make(volume, "other", { name: "pgsql", driver: "nfs" }), {
        message:
          "Unable to create volume: a volume named pgsql already exists with the local driver. Choose a different volume name",
      });
    });

    it("stays while a container uses it", async () => {
      const held = await database();
      await assert.rejects(bench.delete(held.volume), {
        message: `Error response from daemon: remove pgsql: volume is in use - [${held.container.id}]`,
      });
    });

    it("has no name that is a path", async () => {
      await assert.rejects(bench.make(volume, "data", { name: "/data" }), {
        message:
          'Unable to create volume: create /data: "/data" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
      });
    });
  });

  describe("RemoteImage", () => {
    it("has an id for the image and a digest for the registry, the same every time", async () => {
      const { id, properties } = await bench.make(image, "postgres", { name: postgres });
      assert.equal(id, `${textAt(properties, "imageId")}${postgres}`);
      assert.match(textAt(properties, "imageId"), /^sha256:[0-9a-f]{64}$/);
      const digest = textAt(properties, "repoDigest");
      assert.match(digest, /^sourcegraph\/postgres-11\.4@sha256:[0-9a-f]{64}$/);
      assert.deepEqual(await bench.make(image, "postgres", { name: postgres }), {
        type: image,
        name: "postgres",
        id,
        inputs: { name: postgres },
        properties,
      });
      const known = await bench.invoke("docker:index/getRegistryImage:getRegistryImage", {
        name: postgres,
      });
      assert.equal(known["sha256Digest"], digest.split("@")[1]);
    });

    it("keeps the digest that its name says", async () => {
      const name = `index.docker.io/sourcegraph/frontend:3.27.5@sha256:${"ab".repeat(32)}`;
      const { properties } = await bench.make(image, "frontend", { name });
      const digest = `index.docker.io/sourcegraph/frontend@sha256:${"ab".repeat(32)}`;
      assert.equal(properties["repoDigest"], digest);
    });

    it("is another image once a pull trigger changed", async () => {
      const held = await bench.make(image, "postgres", pulledFor("one"));
      assert.deepEqual(await bench.changes(held, pulledFor("two")), ["pullTriggers.0 update!"]);
      const next = await bench.make(image, "postgres", pulledFor("two"));
      assert.notEqual(next.properties["imageId"], held.properties["imageId"]);
    });

    it("stays while a container uses it, by id or by name", async () => {
      const held = await database();
      const complaint = (user: Held) =>
        `Unable to remove Docker image: Error response from daemon: conflict: unable to remove repository reference "${postgres}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${textAt(held.image.properties, "imageId").slice(7, 19)}`;
      await assert.rejects(bench.delete(held.image), { message: complaint(held.container) });
      await bench.delete(held.container);
      const named = await bench.make(container, "by-name", { image: postgres });
      await assert.rejects(bench.delete(held.image), { message: complaint(named) });
      await bench.delete(named);
      await bench.delete(held.image);
      assert.deepEqual(bench.store.list(image), []);
    });

    it("stays on the host when it is to be kept locally", async () => {
      const held = await bench.make(image, "postgres", { name: postgres, keepLocally: true });
      await bench.delete(held);
      assert.equal(bench.store.list(image).length, 1);
    });

    it("refuses a name that no registry has", async () => {
      await assert.rejects(bench.make(image, "i", { name: "Sourcegraph/Frontend" }), {
        message:
          "Unable to read Docker image into resource: unable to pull image Sourcegraph/Frontend: error pulling image Sourcegraph/Frontend: invalid reference format",
      });
    });

    it("doesn't build", async () => {
      const news = { name: "mine", build: { context: "." } };
      assert.deepEqual(await bench.complaints(image, news), [
        `build: An argument named "build" is not expected here (the emulated cloud doesn't know it)`,
      ]);
    });
  });

  describe("Container", () => {
    it("has an address in each of its networks", async () => {
      const held = await database();
      assert.partialDeepStrictEqual(held.container.properties, {
        bridge: "",
        hostname: held.container.id.slice(0, 12),
        networkDatas: [
          {
            networkName: held.network.properties["name"],
            ipAddress: "172.18.0.2",
            ipPrefixLength: 16,
            gateway: "172.18.0.1",
            macAddress: "02:42:ac:12:00:02",
          },
        ],
      });
      const lan = await bench.invoke("docker:index/getNetwork:getNetwork", {
        name: textAt(held.network.properties, "name"),
      });
      assert.partialDeepStrictEqual(lan, {
        id: held.network.id,
        containers: [{ containerId: held.container.id, ipv4Address: "172.18.0.2/16" }],
      });
    });

    it("is in the bridge network unless it says otherwise", async () => {
      const { properties } = await bench.make(container, "c", { image: postgres });
      assert.partialDeepStrictEqual(properties, {
        networkDatas: [{ networkName: "bridge", ipAddress: "172.17.0.2", gateway: "172.17.0.1" }],
      });
    });

    it("promises at a preview only what is known then", async () => {
      const promised = await bench.previewOf(container, "c", { image: unknown });
      assert.partialDeepStrictEqual(promised, {
        image: unknown,
        networkDatas: unknown,
        start: true,
      });
    });

    for (const [name, news, message] of [
      [
        "an image id that isn't on the host",
        { image: "sha256:abc" },
        "Unable to create container with image sha256:abc: unable to find or pull image sha256:abc",
      ],
      [
        "a network that isn't there",
        { networksAdvanced: [{ name: "wan" }] },
        "Unable to connect to network 'wan': Error response from daemon: network wan not found",
      ],
      [
        "a network mode that names no network",
        { networkMode: "wan" },
        "Unable to connect to network 'wan': Error response from daemon: network wan not found",
      ],
      [
        "a volume that isn't there",
        { volumes: [{ volumeName: "pgsqll", containerPath: "/data" }] },
        "volumes[].volumeName: there is no volume pgsqll. Docker would make one that belongs to no stack: declare it as a docker.Volume",
      ],
      [
        "a mount of a volume that isn't there",
        { mounts: [{ type: "volume", source: "pgsqll", target: "/data" }] },
        "mounts[].source: there is no volume pgsqll. Docker would make one that belongs to no stack: declare it as a docker.Volume",
      ],
      [
        "a name that Docker doesn't take",
        { name: "pg sql" },
        "Unable to create container: Error response from daemon: Invalid container name (pg sql), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed",
      ],
      [
        "a published port that another container has",
        { name: "other", ports: [{ internal: 80, external: 5432, ip: "127.0.0.1" }] },
        "Unable to start container: Error response from daemon: driver failed programming external connectivity on endpoint other: Bind for 127.0.0.1:5432 failed: port is already allocated",
      ],
      [
        "too little memory",
        { memory: 4 },
        "Unable to create container: Error response from daemon: Minimum memory limit allowed is 6MB",
      ],
      [
        "retries without a policy that has them",
        { restart: "always", maxRetryCount: 3 },
        "Unable to create container: Error response from daemon: invalid restart policy: maximum retry count can only be used with 'on-failure'",
      ],
      [
        "a file from two places",
        { uploads: [{ file: "/a", content: "a", source: "b" }] },
        "error with upload content: only one of 'content', 'content_base64', or 'source' can be set",
      ],
      [
        "a volume without a place",
        { volumes: [{ hostPath: "/srv" }] },
        "Unable to create container: Unable to parse volumes: volume entry without container path or source container",
      ],
      [
        "an empty word in a command",
        { command: ["run", ""] },
        "values for command may not be empty",
      ],
    ] as const) {
      it(`refuses ${name}`, async () => {
        await database();
        const made = bench.make(container, "c", { image: postgres, ...news });
        await assert.rejects(made, { name: "CloudError", message });
      });
    }

    it("refuses the name of another container", async () => {
      const first = await bench.make(container, "c", { name: "pgsql", image: postgres });
      await assert.rejects(bench.make(container, "d", { name: "/pgsql", image: postgres }), {
        message: `Unable to create container: Error response from daemon: Conflict. The container name "/pgsql" is already in use by container "${first.id}". You have to remove (or rename) that container to be able to reuse that name.`,
      });
    });

    it("takes a published port that differs in protocol or address", async () => {
      await bench.make(container, "one", publishedOn("127.0.0.1", "tcp"));
      await bench.make(container, "two", publishedOn("127.0.0.2", "tcp"));
      await bench.make(container, "three", publishedOn("0.0.0.0", "udp"));
      assert.equal(bench.store.list(container).length, 3);
    });

    it("says at the check what can't be valid", async () => {
      const news = { image: postgres, restart: "sometimes", ports: [{ internal: 0 }] };
      assert.deepEqual(await bench.complaints(container, news), [
        "ports.0.internal: expected internal to be at least 1, got 0. Examine values at 'ports[0].internal'.",
        `restart: expected restart to be one of ["no" "on-failure" "always" "unless-stopped"], got sometimes. Examine values at 'restart'.`,
      ]);
    });

    it("changes limits and restart policy in place, and is made anew for the rest", async () => {
      const held = await bench.make(container, "c", { image: postgres, envs: ["A=1", "B=2"] });
      const program = { image: postgres, envs: ["B=2", "A=1"] };
      assert.deepEqual(await bench.changes(held, program), []);
      assert.deepEqual(await bench.changes(held, { ...program, memory: 512, restart: "always" }), [
        "memory add",
        "restart update",
      ]);
      assert.deepEqual(await bench.changes(held, { ...program, envs: ["A=2", "B=2"] }), [
        "envs.0 update!",
      ]);
      assert.deepEqual(await bench.changes(held, { ...program, image: "nginx" }), [
        "image update!",
      ]);
      const published = { ...program, ports: [{ internal: 80 }] };
      assert.deepEqual(await bench.changes(held, published), ["ports add!"]);
      assert.equal((await bench.diff(held, published)).deleteBeforeReplace, true);
    });

    it("refuses a limit at an update as at creation", async () => {
      const held = await bench.make(container, "c", { image: postgres });
      await assert.rejects(bench.update(held, { image: postgres, memory: 1 }), {
        message:
          "Unable to update a container: Error response from daemon: Minimum memory limit allowed is 6MB",
      });
      const updated = await bench.update(held, { image: postgres, memory: 512 });
      assert.equal(updated.properties["memory"], 512);
      assert.equal(updated.id, held.id);
    });
  });

  describe("functions", () => {
    it("know Docker's own networks", async () => {
      const token = "docker:index/getNetwork:getNetwork";
      assert.partialDeepStrictEqual(await bench.invoke(token, { name: "bridge" }), {
        driver: "bridge",
        ipamConfigs: [{ subnet: "172.17.0.0/16", gateway: "172.17.0.1" }],
        scope: "local",
      });
      await assert.rejects(bench.invoke(token, { name: "wan" }), {
        message: "Could not find docker network: Error: No such network: wan",
      });
    });

    it("find an image on the host, the tag latest being meant where none is", async () => {
      const { properties } = await bench.make(image, "nginx", { name: "nginx" });
      const token = "docker:index/getRemoteImage:getRemoteImage";
      assert.deepEqual(await bench.invoke(token, { name: "nginx:latest" }), {
        id: properties["imageId"],
        name: "nginx:latest",
        repoDigest: properties["repoDigest"],
      });
      await assert.rejects(bench.invoke(token, { name: "redis" }), {
        message: "did not find docker image 'redis'",
      });
    });
  });
});

describe("dockerTable", () => {
  it("knows these types and no others", () => {
    const names = Object.keys(dockerTable.resources).map((token) => token.split(":").at(-1));
    assert.deepEqual(names, ["Container", "RemoteImage", "Network", "Volume"]);
  });
});
