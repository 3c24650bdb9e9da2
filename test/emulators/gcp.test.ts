import assert from "node:assert/strict";
import type { Properties } from "../../emulators/core/values.ts";
import { isList, unknown } from "../../emulators/core/values.ts";
import { gcpProvider, gcpTable } from "../../emulators/gcp.ts";
import { object, tokens } from "../../emulators/gcp/vocabulary.ts";
import type { Held } from "./core/provider-bench.ts";
import { ProviderBench, textAt } from "./core/provider-bench.ts";

const config = { project: "sourcegraph-dogfood", region: "us-central1", zone: "us-central1-f" };
const place = "projects/sourcegraph-dogfood";

const subnet = {
  ipCidrRange: "10.0.0.0/20",
  secondaryIpRanges: [
    { rangeName: "pods", ipCidrRange: "10.4.0.0/14" },
    { rangeName: "services", ipCidrRange: "10.8.0.0/20" },
  ],
};

/** A VPC-native private cluster, with what is needed to make one. */
async function makeCluster(
  bench: ProviderBench,
  more: Properties = {},
): Promise<{ network: Held; subnetwork: Held; cluster: Held }> {
  const network = await bench.make(tokens.network, "vpc", { autoCreateSubnetworks: false });
  const subnetwork = await bench.make(tokens.subnetwork, "nodes", {
    ...subnet,
    network: network.id,
  });
  const cluster = await bench.make(tokens.cluster, "dogfood", {
    ...clusterOf(network, subnetwork),
    ...more,
  });
  return { network, subnetwork, cluster };
}

function clusterOf(network: Held, subnetwork: Held): Properties {
  return {
    name: "dogfood",
    network: network.id,
    subnetwork: subnetwork.id,
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    ipAllocationPolicy: {
      clusterSecondaryRangeName: "pods",
      servicesSecondaryRangeName: "services",
    },
    privateClusterConfig: { enablePrivateNodes: true, masterIpv4CidrBlock: "172.16.0.0/28" },
    workloadIdentityConfig: { workloadPool: "sourcegraph-dogfood.svc.id.goog" },
  };
}

const bootDisk = {
  initializeParams: { image: "debian-cloud/debian-12", size: 100, type: "pd-ssd" },
};

function badName(given: string): string {
  return `name: "name" (${JSON.stringify(given)}) doesn't match regexp "^(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)$". Examine values at 'name'.`;
}

function badRequest(message: string): string {
  return `googleapi: Error 400: ${message}, badRequest`;
}

async function refuses(
  bench: ProviderBench,
  type: string,
  inputs: Properties,
  message: string,
): Promise<void> {
  await assert.rejects(bench.make(type, "refused", inputs), { message });
}

describe("gcpProvider", () => {
  let bench: ProviderBench;
  beforeEach(() => {
    bench = new ProviderBench(gcpProvider(), config);
  });
  afterEach(() => bench[Symbol.dispose]());

  describe("refuses before anything is made", () => {
    const rows: readonly (readonly [
      what: string,
      type: string,
      inputs: Properties,
      complaint: string,
    ])[] = [
      ["a name in capitals", tokens.network, { name: "Main" }, badName("Main")],
      ["a name with a dash at its end", tokens.disk, { name: "data-" }, badName("data-")],
      [
        "a property that the table doesn't have",
        tokens.network,
        { name: "main", mtuu: 1500 },
        'mtuu: An argument named "mtuu" is not expected here (the emulated cloud doesn\'t know it)',
      ],
      [
        "a packet size out of range",
        tokens.network,
        { name: "main", mtu: 900 },
        "mtu: expected mtu to be at least 1300, got 900. Examine values at 'mtu'.",
      ],
      [
        "a service account of five characters",
        tokens.serviceAccount,
        { accountId: "nodes" },
        'accountId: "account_id" ("nodes") doesn\'t match regexp "^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])$". Examine values at \'accountId\'.',
      ],
      [
        "a firewall rule that neither allows nor denies",
        tokens.firewall,
        { name: "ssh", network: "default", sourceRanges: ["0.0.0.0/0"] },
        'allows: "allow": one of `allow,deny` must be specified',
      ],
      [
        "an incoming rule without a source",
        tokens.firewall,
        { name: "ssh", network: "default", allows: [{ protocol: "tcp", ports: ["22"] }] },
        ": one of source_tags, source_ranges, or source_service_accounts must be defined",
      ],
      [
        "a cluster's name of more than 40 characters",
        tokens.cluster,
        { name: "a".repeat(41), initialNodeCount: 1 },
        'name: "name" cannot be longer than 40 characters',
      ],
      [
        "a control plane's range other than /28",
        tokens.cluster,
        {
          name: "main",
          initialNodeCount: 1,
          privateClusterConfig: { enablePrivateNodes: true, masterIpv4CidrBlock: "172.16.0.0/24" },
        },
        'privateClusterConfig.masterIpv4CidrBlock: expected "private_cluster_config.0.master_ipv4_cidr_block" to contain a network Value with between 28 and 28 significant bits, got: 172.16.0.0/24',
      ],
      [
        "a node version of a pool that is removed",
        tokens.cluster,
        { name: "main", initialNodeCount: 1, removeDefaultNodePool: true, nodeVersion: "1.35" },
        "nodeVersion: node_version can only be specified if remove_default_node_pool is not true",
      ],
      [
        "a record's name without a dot at its end",
        tokens.recordSet,
        { managedZone: "sgdev", name: "k8s.sgdev.org", type: "A", rrdatas: ["203.0.113.2"] },
        'name: "name" ("k8s.sgdev.org") doesn\'t end with ".", name field must end with trailing dot, for example test.example.com. (note the trailing dot)',
      ],
      [
        "a member without a kind",
        tokens.projectMember,
        { project: "sourcegraph-dogfood", role: "roles/viewer", member: "a@sourcegraph.com" },
        "member: invalid value for member (IAM members must have one of the values outlined here: https://cloud.google.com/billing/docs/reference/rest/v1/Policy#Binding)",
      ],
      [
        "a bucket's name with Google's prefix",
        tokens.bucket,
        { name: "goog-backups", location: "US" },
        'name: "name" ("goog-backups"): bucket names cannot begin with goog or contain google',
      ],
      [
        "a startup script in two places",
        tokens.instance,
        {
          name: "box",
          machineType: "n1-standard-8",
          bootDisk,
          networkInterfaces: [{ network: "default" }],
          metadata: { "startup-script": "true" },
          metadataStartupScript: "true",
        },
        "metadataStartupScript: Cannot provide both metadata_startup_script and metadata.startup-script.",
      ],
    ];
    for (const [what, type, inputs, complaint] of rows) {
      it(what, async () => {
        assert.deepEqual(await bench.complaints(type, inputs), [complaint]);
      });
    }

    it("a resource without a project, a region or a zone", async () => {
      using bare = new ProviderBench(gcpProvider());
      assert.deepEqual(await bare.complaints(tokens.network, { name: "main" }), [
        ": Failed to retrieve project, pid: , err: project: required field is not set",
      ]);
      assert.deepEqual(await bare.complaints(tokens.address, { name: "main", project: "p" }), [
        ": Cannot determine region: set in this resource, or set provider-level 'region' or 'zone'.",
      ]);
      assert.deepEqual(await bare.complaints(tokens.disk, { name: "main", project: "p" }), [
        ": Cannot determine zone: set in this resource, or set provider-level zone.",
      ]);
    });

    it("configuration that it doesn't know", () => {
      assert.deepEqual(
        bench.provider.checkConfig({ projekt: "p" }).map(({ reason }) => reason),
        ['An argument named "projekt" is not expected here (the emulated cloud doesn\'t know it)'],
      );
    });
  });

  describe("replaces or updates", () => {
    const interfaces = [{ network: "default", accessConfigs: [{}] }];
    const box = {
      name: "box",
      machineType: "n1-standard-8",
      bootDisk,
      networkInterfaces: interfaces,
    };
    const rows: readonly (readonly [
      what: string,
      type: string,
      before: Properties,
      after: Properties,
      changes: readonly string[],
    ])[] = [
      [
        "grows a disk in place",
        tokens.disk,
        { name: "data", size: 250 },
        { name: "data", size: 500 },
        ["size update"],
      ],
      [
        "shrinks a disk by making a new one",
        tokens.disk,
        { name: "data", size: 250 },
        { name: "data", size: 100 },
        ["size update!"],
      ],
      [
        "makes a new disk of another type",
        tokens.disk,
        { name: "data", type: "pd-ssd" },
        { name: "data", type: "pd-balanced" },
        ["type update!"],
      ],
      [
        "relabels a disk in place",
        tokens.disk,
        { name: "data" },
        { name: "data", labels: { a: "b" } },
        ["labels add"],
      ],
      [
        "leaves a place alone that is the provider's",
        tokens.disk,
        { name: "data" },
        { name: "data", zone: "us-central1-f" },
        [],
      ],
      [
        "makes a new disk in another zone",
        tokens.disk,
        { name: "data" },
        { name: "data", zone: "us-central1-a" },
        ["zone update!"],
      ],
      [
        "leaves what is said no more as it is",
        tokens.address,
        { name: "ip", networkTier: "STANDARD" },
        { name: "ip" },
        [],
      ],
      [
        "changes a VM's metadata in place",
        tokens.instance,
        box,
        { ...box, metadata: { a: "b" } },
        ["metadata add"],
      ],
      [
        "makes a new VM for a startup script",
        tokens.instance,
        box,
        { ...box, metadataStartupScript: "true" },
        ["metadataStartupScript add!"],
      ],
      [
        "makes a new VM for another image",
        tokens.instance,
        box,
        {
          ...box,
          bootDisk: { initializeParams: { ...bootDisk.initializeParams, image: "debian-13" } },
        },
        ["bootDisk.initializeParams.image update!"],
      ],
      [
        "gives a VM another size in place",
        tokens.instance,
        box,
        { ...box, machineType: "n1-standard-16" },
        ["machineType update"],
      ],
      [
        "moves a bucket by making a new one",
        tokens.bucket,
        { name: "bucket", location: "US" },
        { name: "bucket", location: "EU" },
        ["location update!"],
      ],
      [
        "takes a bucket's location for the same in any case",
        tokens.bucket,
        { name: "bucket", location: "US" },
        { name: "bucket", location: "us" },
        [],
      ],
      [
        "makes a new grant for another role",
        tokens.projectMember,
        { project: "p", role: "roles/viewer", member: "user:a@b.c" },
        { project: "p", role: "roles/editor", member: "user:a@b.c" },
        ["role update!"],
      ],
    ];
    for (const [what, type, before, after, changes] of rows) {
      it(what, async () => {
        const held = await bench.make(type, "one", before);
        assert.deepEqual(await bench.changes(held, after), changes);
      });
    }

    it("grows a subnetwork in place, and makes a new one to shrink it", async () => {
      const network = await bench.make(tokens.network, "vpc", { autoCreateSubnetworks: false });
      const inputs = { name: "nodes", network: network.id, ipCidrRange: "10.0.0.0/20" };
      const held = await bench.make(tokens.subnetwork, "nodes", inputs);
      const at = async (ipCidrRange: string): Promise<readonly string[]> =>
        bench.changes(held, { ...inputs, ipCidrRange });
      assert.deepEqual(await at("10.0.0.0/16"), ["ipCidrRange update"]);
      assert.deepEqual(await at("10.0.0.0/24"), ["ipCidrRange update!"]);
      assert.deepEqual(
        await bench.changes(held, { ...inputs, network: textAt(network.properties, "selfLink") }),
        [],
      );
    });

    it("changes a cluster in place where GKE can, and makes a new one where it can't", async () => {
      const { network, subnetwork, cluster } = await makeCluster(bench);
      const inputs = clusterOf(network, subnetwork);
      const changed = async (more: Properties): Promise<readonly string[]> =>
        bench.changes(cluster, { ...inputs, ...more });
      assert.deepEqual(await changed({}), []);
      assert.deepEqual(await changed({ resourceLabels: { owner: "distribution" } }), [
        "resourceLabels add",
      ]);
      assert.deepEqual(await changed({ releaseChannel: { channel: "STABLE" } }), [
        "releaseChannel.channel update",
      ]);
      assert.deepEqual(await changed({ datapathProvider: "ADVANCED_DATAPATH" }), [
        "datapathProvider update!",
      ]);
      assert.deepEqual(await changed({ initialNodeCount: 2 }), ["initialNodeCount update!"]);
      assert.deepEqual(
        await changed({
          privateClusterConfig: { enablePrivateNodes: false, masterIpv4CidrBlock: "172.16.0.0/28" },
        }),
        ["privateClusterConfig.enablePrivateNodes update!"],
      );
    });

    it("resizes a pool in place, and makes a new one for local disks or spot prices", async () => {
      const { cluster } = await makeCluster(bench);
      const inputs = {
        name: "default",
        cluster: cluster.id,
        nodeCount: 3,
        nodeConfig: { machineType: "n1-standard-16" },
      };
      const pool = await bench.make(tokens.nodePool, "default", inputs);
      const changed = async (more: Properties, node: Properties = {}): Promise<readonly string[]> =>
        bench.changes(pool, { ...inputs, ...more, nodeConfig: { ...inputs.nodeConfig, ...node } });
      assert.deepEqual(await changed({ nodeCount: 4 }), ["nodeCount update"]);
      assert.deepEqual(await changed({}, { machineType: "n2-standard-16" }), [
        "nodeConfig.machineType update",
      ]);
      assert.deepEqual(
        await changed({}, { taints: [{ key: "a", value: "b", effect: "NO_SCHEDULE" }] }),
        ["nodeConfig.taints add"],
      );
      assert.deepEqual(await changed({}, { spot: true }), ["nodeConfig.spot update!"]);
      assert.deepEqual(
        await changed({}, { ephemeralStorageLocalSsdConfig: { localSsdCount: 1 } }),
        ["nodeConfig.ephemeralStorageLocalSsdConfig add!"],
      );
      assert.equal(
        (await bench.diff(pool, { ...inputs, maxPodsPerNode: 32 })).deleteBeforeReplace,
        true,
      );
    });
  });

  describe("answers what Google would", () => {
    it("about a network and its subnetwork", async () => {
      const network = await bench.make(tokens.network, "vpc", {
        name: "vpc",
        autoCreateSubnetworks: false,
      });
      assert.equal(network.id, `${place}/global/networks/vpc`);
      assert.partialDeepStrictEqual(network.properties, {
        project: "sourcegraph-dogfood",
        selfLink: `https://www.googleapis.com/compute/v1/${place}/global/networks/vpc`,
        mtu: 1460,
        routingMode: "REGIONAL",
      });
      assert.match(textAt(network.properties, "numericId"), /^\d{19}$/);
      const nodes = await bench.make(tokens.subnetwork, "nodes", {
        ...subnet,
        name: "nodes",
        network: network.id,
      });
      assert.equal(nodes.id, `${place}/regions/us-central1/subnetworks/nodes`);
      assert.equal(nodes.properties["gatewayAddress"], "10.0.0.1");
    });

    it("about a cluster", async () => {
      const { cluster } = await makeCluster(bench);
      assert.equal(cluster.id, `${place}/locations/us-central1-f/clusters/dogfood`);
      const { properties } = cluster;
      assert.partialDeepStrictEqual(properties, {
        endpoint: "192.0.2.2",
        masterVersion: "1.35.4-gke.1153000",
        clusterIpv4Cidr: "10.4.0.0/14",
        servicesIpv4Cidr: "10.8.0.0/20",
        privateClusterConfig: { privateEndpoint: "172.16.0.2", publicEndpoint: "192.0.2.2" },
        deletionProtection: true,
        nodePools: [],
        effectiveLabels: { "goog-pulumi-provisioned": "true" },
      });
      const certificate = Buffer.from(
        textAt(object(properties["masterAuth"]), "clusterCaCertificate"),
        "base64",
      ).toString();
      assert.match(
        certificate,
        /^-----BEGIN CERTIFICATE-----\nMII[\w+/=\n]+-----END CERTIFICATE-----\n$/,
      );
      const inputs = { ...cluster.inputs, resourceLabels: { owner: "distribution" } };
      const updated = await bench.update(cluster, inputs);
      assert.deepEqual(updated.properties["masterAuth"], properties["masterAuth"]);
      assert.deepEqual(updated.properties["effectiveLabels"], {
        owner: "distribution",
        "goog-pulumi-provisioned": "true",
      });
    });

    it("that it doesn't know yet, at a preview", async () => {
      const { network, subnetwork } = await makeCluster(bench);
      const promised = await bench.previewOf(tokens.cluster, "second", {
        ...clusterOf(network, subnetwork),
        name: "second",
        masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      });
      assert.equal(promised["endpoint"], unknown);
      assert.equal(object(promised["masterAuth"])["clusterCaCertificate"], unknown);
      assert.deepEqual(bench.provider.secretOutputs(tokens.cluster), [
        ["effectiveLabels"],
        ["pulumiLabels"],
        ["masterAuth", "clientKey"],
      ]);
    });

    it("about a pool of a regional cluster: nodes in three zones", async () => {
      const { cluster } = await makeCluster(bench, { location: "us-central1" });
      const pool = await bench.make(tokens.nodePool, "default", {
        name: "default",
        cluster: cluster.id,
        nodeCount: 1,
      });
      assert.equal(pool.id, `${cluster.id}/nodePools/default`);
      assert.deepEqual(pool.properties["nodeLocations"], [
        "us-central1-a",
        "us-central1-b",
        "us-central1-c",
      ]);
      const urls = pool.properties["instanceGroupUrls"];
      assert.equal(isList(urls) ? urls.length : 0, 3);
    });

    it("about a service account", async () => {
      const account = await bench.make(tokens.serviceAccount, "gke-nodes", {
        accountId: "gke-nodes",
      });
      const email = "gke-nodes@sourcegraph-dogfood.iam.gserviceaccount.com";
      assert.equal(account.id, `${place}/serviceAccounts/${email}`);
      assert.partialDeepStrictEqual(account.properties, {
        name: account.id,
        email,
        member: `serviceAccount:${email}`,
      });
      assert.match(textAt(account.properties, "uniqueId"), /^\d{21}$/);
    });

    it("about a VM: addresses that stay over an update", async () => {
      const address = await bench.make(tokens.address, "ip", { name: "ip" });
      const inputs = {
        name: "box",
        machineType: "n1-standard-8",
        bootDisk,
        networkInterfaces: [
          { network: "default", accessConfigs: [{ natIp: textAt(address.properties, "address") }] },
        ],
      };
      const box = await bench.make(tokens.instance, "box", inputs);
      const interfaces = box.properties["networkInterfaces"];
      const nic = object(isList(interfaces) ? interfaces[0] : undefined);
      assert.partialDeepStrictEqual(nic, {
        name: "nic0",
        networkIp: "10.128.0.2",
        accessConfigs: [{ natIp: "203.0.113.2", networkTier: "PREMIUM" }],
      });
      const updated = await bench.update(box, { ...inputs, metadata: { release: "3.27.5" } });
      assert.deepEqual(updated.properties["networkInterfaces"], interfaces);
      assert.notEqual(
        updated.properties["metadataFingerprint"],
        box.properties["metadataFingerprint"],
      );
      await assert.rejects(bench.delete(address), {
        message: `googleapi: Error 400: The address resource '${address.id}' is already being used by '${box.id}', resourceInUseByAnotherResource`,
      });
    });

    it("about versions of Kubernetes and zones", async () => {
      const versions = await bench.invoke("gcp:container/getEngineVersions:getEngineVersions", {
        location: "us-central1-f",
        versionPrefix: "1.34.",
      });
      assert.partialDeepStrictEqual(versions, {
        latestMasterVersion: "1.34.9-gke.1021000",
        releaseChannelDefaultVersion: { REGULAR: "1.35.4-gke.1153000" },
      });
      const zones = await bench.invoke("gcp:compute/getZones:getZones", {});
      assert.deepEqual(zones["names"], [
        "us-central1-a",
        "us-central1-b",
        "us-central1-c",
        "us-central1-f",
      ]);
    });
  });

  describe("refuses what Google refuses", () => {
    it("a network that is in use, or there already", async () => {
      const { network, subnetwork, cluster } = await makeCluster(bench);
      await assert.rejects(bench.delete(network), {
        message: `Error waiting for Deleting Network: The network resource '${network.id}' is already being used by '${subnetwork.id}'`,
      });
      await assert.rejects(bench.delete(subnetwork), {
        message: `Error when reading or editing Subnetwork: googleapi: Error 400: The subnetwork resource '${subnetwork.id}' is already being used by '${cluster.id}', resourceInUseByAnotherResource`,
      });
      await refuses(
        bench,
        tokens.network,
        { name: textAt(network.properties, "name") },
        `googleapi: Error 409: The resource '${network.id}' already exists, alreadyExists`,
      );
    });

    it("ranges that overlap, are too small or have stray bits", async () => {
      const network = await bench.make(tokens.network, "vpc", { autoCreateSubnetworks: false });
      await bench.make(tokens.subnetwork, "nodes", {
        ...subnet,
        name: "nodes",
        network: network.id,
      });
      const refused = async (ipCidrRange: string, why: string): Promise<void> =>
        refuses(
          bench,
          tokens.subnetwork,
          { network: network.id, ipCidrRange },
          `googleapi: Error 400: Invalid value for field 'resource.ipCidrRange': '${ipCidrRange}'. ${why}, invalid`,
        );
      await refused(
        "10.5.0.0/16",
        "Invalid IPCidrRange: 10.5.0.0/16 conflicts with existing subnetwork 'nodes' in region 'us-central1'.",
      );
      await refused(
        "10.1.0.0/30",
        "The IP range is too small: a subnetwork's prefix is /29 or shorter.",
      );
      await refused("10.1.0.1/24", "Must be a CIDR address range.");
    });

    it("a subnetwork in a network that doesn't exist", async () => {
      await refuses(
        bench,
        tokens.subnetwork,
        { network: "missing", ipCidrRange: "10.0.0.0/20" },
        "googleapi: Error 404: The resource 'missing' was not found, notFound (network)",
      );
    });

    it("a NAT that lacks its addresses, its router or its turn", async () => {
      const network = await bench.make(tokens.network, "vpc", { autoCreateSubnetworks: false });
      const router = await bench.make(tokens.router, "router", {
        name: "router",
        network: network.id,
      });
      const nat = {
        name: "nat",
        router: "router",
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      };
      await refuses(
        bench,
        tokens.routerNat,
        { ...nat, natIpAllocateOption: "MANUAL_ONLY" },
        "googleapi: Error 400: Invalid value for field 'resource.nats[0].natIps': ''. NAT IPs must be specified when natIpAllocateOption is MANUAL_ONLY., invalid",
      );
      await refuses(
        bench,
        tokens.routerNat,
        { ...nat, router: "other" },
        `googleapi: Error 404: The resource '${place}/regions/us-central1/routers/other' was not found, notFound`,
      );
      const address = await bench.make(tokens.address, "ip", { name: "ip" });
      const made = await bench.make(tokens.routerNat, "nat", {
        ...nat,
        natIpAllocateOption: "MANUAL_ONLY",
        natIps: [textAt(address.properties, "selfLink")],
      });
      assert.equal(made.id, "sourcegraph-dogfood/us-central1/router/nat");
      await assert.rejects(bench.delete(address), {
        message: `Error when reading or editing Address: googleapi: Error 400: The address resource '${address.id}' is already being used by '${router.id}', resourceInUseByAnotherResource`,
      });
      await refuses(
        bench,
        tokens.routerNat,
        { ...nat, name: "second" },
        "googleapi: Error 400: Invalid value for field 'resource.nats[0].sourceSubnetworkIpRangesToNat': 'ALL_SUBNETWORKS_ALL_IP_RANGES'. The network's subnetworks in region 'us-central1' are served by the NAT 'nat' already., invalid",
      );
    });

    const clusters: readonly (readonly [what: string, more: Properties, message: string])[] = [
      [
        "without nodes",
        { initialNodeCount: 0 },
        badRequest("Cluster.initial_node_count must be greater than zero."),
      ],
      [
        "with a range that its subnetwork doesn't have",
        {
          ipAllocationPolicy: {
            clusterSecondaryRangeName: "pod",
            servicesSecondaryRangeName: "services",
          },
        },
        badRequest('Pod secondary range "pod" not found in subnetwork "nodes".'),
      ],
      [
        "with one range for pods and services",
        {
          ipAllocationPolicy: {
            clusterSecondaryRangeName: "pods",
            servicesSecondaryRangeName: "pods",
          },
        },
        badRequest('Services and pods can\'t share the secondary range "pods".'),
      ],
      [
        "with another project's workload pool",
        { workloadIdentityConfig: { workloadPool: "other.svc.id.goog" } },
        badRequest(
          'Workload Identity pool "other.svc.id.goog" is not supported: the only supported pool is the one of the cluster\'s project, "sourcegraph-dogfood.svc.id.goog".',
        ),
      ],
      [
        "of a version that there isn't",
        { minMasterVersion: "1.20.1" },
        badRequest('Master version "1.20.1" is unsupported.'),
      ],
      [
        "whose control plane's range is taken",
        { privateClusterConfig: { enablePrivateNodes: true, masterIpv4CidrBlock: "10.8.0.0/28" } },
        badRequest(
          'master_ipv4_cidr_block "10.8.0.0/28" conflicts with the ranges of subnetwork "nodes".',
        ),
      ],
      [
        "with a private endpoint for everyone",
        {
          privateClusterConfig: {
            enablePrivateNodes: true,
            enablePrivateEndpoint: true,
            masterIpv4CidrBlock: "172.16.0.0/28",
          },
        },
        badRequest(
          "Master authorized networks must be enabled when the private endpoint is the only one.",
        ),
      ],
      [
        "with a network policy beside Dataplane V2",
        { datapathProvider: "ADVANCED_DATAPATH", networkPolicy: { enabled: true } },
        badRequest(
          "Enabling NetworkPolicy for clusters with DatapathProvider=ADVANCED_DATAPATH is not allowed.",
        ),
      ],
      [
        "encrypted with a key of another region",
        {
          databaseEncryption: {
            state: "ENCRYPTED",
            keyName: "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k",
          },
        },
        badRequest(
          'Database encryption key "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k" is in location "europe-west1": it must be in the cluster\'s region "us-central1".',
        ),
      ],
      [
        "whose own zone is listed again",
        { nodeLocations: ["us-central1-f"] },
        "when using a multi-zonal cluster, node_locations should not contain the original 'zone'",
      ],
      [
        "in another region than its subnetwork",
        { location: "us-east1" },
        badRequest(
          `Subnetwork "${place}/regions/us-central1/subnetworks/nodes" is in region "us-central1": a cluster's subnetwork must be in its own region "us-east1".`,
        ),
      ],
    ];
    for (const [what, more, message] of clusters) {
      it(`a cluster ${what}`, async () => {
        const network = await bench.make(tokens.network, "vpc", { autoCreateSubnetworks: false });
        const inputs = { ...subnet, name: "nodes", network: network.id };
        const subnetwork = await bench.make(tokens.subnetwork, "nodes", inputs);
        await refuses(
          bench,
          tokens.cluster,
          { ...clusterOf(network, subnetwork), ...more },
          message,
        );
      });
    }

    it("to delete a protected cluster, until that is taken off", async () => {
      const { cluster } = await makeCluster(bench);
      await assert.rejects(bench.delete(cluster), {
        message:
          "Cannot destroy cluster because deletion_protection is set to true. Set it to false to proceed with cluster deletion.",
      });
      const inputs = { ...cluster.inputs, deletionProtection: false };
      await bench.delete(await bench.update(cluster, inputs));
      assert.equal(await bench.read(cluster), undefined);
    });

    it("to take a cluster over two minor versions at once, or back", async () => {
      const { cluster } = await makeCluster(bench, { minMasterVersion: "1.33" });
      assert.equal(cluster.properties["masterVersion"], "1.33.12-gke.1014000");
      await assert.rejects(bench.update(cluster, { ...cluster.inputs, minMasterVersion: "1.35" }), {
        message: badRequest(
          'Master cannot be upgraded to "1.35.5-gke.1088000": cannot upgrade the master more than a minor version at a time.',
        ),
      });
      const next = await bench.update(cluster, { ...cluster.inputs, minMasterVersion: "1.34" });
      assert.equal(next.properties["masterVersion"], "1.34.9-gke.1021000");
      const back = await bench.update(next, { ...next.inputs, minMasterVersion: "1.33" });
      assert.equal(back.properties["masterVersion"], "1.34.9-gke.1021000");
    });

    const pools: readonly (readonly [what: string, more: Properties, message: string])[] = [
      [
        "of a cluster elsewhere",
        { cluster: "dogfood", location: "us-central1" },
        `googleapi: Error 404: Not found: ${place}/locations/us-central1/clusters/dogfood., notFound`,
      ],
      [
        "that doesn't upgrade itself in a release channel",
        { management: { autoUpgrade: false } },
        badRequest("Auto_upgrade must be true when release_channel REGULAR is set."),
      ],
      [
        "newer than its control plane",
        { version: "1.36" },
        badRequest(
          'Node version "1.36.1-gke.1042000" must not be newer than master version "1.35.4-gke.1153000".',
        ),
      ],
      [
        "with more nodes than the pods' range has room for",
        { nodeCount: 2000 },
        badRequest(
          'IP space exhausted: the pods\' range "pods" has room for 1024 nodes of 110 pods each, and the pool can have 2000.',
        ),
      ],
    ];
    for (const [what, more, message] of pools) {
      it(`a pool ${what}`, async () => {
        const { cluster } = await makeCluster(bench);
        await refuses(
          bench,
          tokens.nodePool,
          { name: "default", cluster: cluster.id, ...more },
          `error creating NodePool: ${message}`,
        );
      });
    }

    it("a grant to an account that doesn't exist", async () => {
      const email = "missing@sourcegraph-dogfood.iam.gserviceaccount.com";
      await refuses(
        bench,
        tokens.projectMember,
        { project: "sourcegraph-dogfood", role: "roles/viewer", member: `serviceAccount:${email}` },
        badRequest(`Service account ${email} does not exist.`),
      );
    });

    it("a change of a running VM that may not be stopped", async () => {
      const inputs = {
        name: "box",
        machineType: "n1-standard-8",
        bootDisk,
        networkInterfaces: [{ network: "default" }],
      };
      const box = await bench.make(tokens.instance, "box", inputs);
      const larger = { ...inputs, machineType: "n1-standard-16" };
      await assert.rejects(bench.update(box, larger), /requires stopping it\. To acknowledge this/);
      const grown = await bench.update(box, { ...larger, allowStoppingForUpdate: true });
      assert.equal(grown.properties["machineType"], "n1-standard-16");
    });

    it("a VM with an address that isn't reserved, or too much metadata", async () => {
      const inputs = { machineType: "n1-standard-8", bootDisk };
      await refuses(
        bench,
        tokens.instance,
        {
          ...inputs,
          networkInterfaces: [{ network: "default", accessConfigs: [{ natIp: "203.0.113.77" }] }],
        },
        "googleapi: Error 400: Invalid value for field 'resource.networkInterfaces[0].accessConfigs[0].natIP': '203.0.113.77'. The specified external IP address '203.0.113.77' was not found in region 'us-central1'., invalid",
      );
      await refuses(
        bench,
        tokens.instance,
        {
          ...inputs,
          networkInterfaces: [{ network: "default" }],
          metadata: { compose: "x".repeat(262_145) },
        },
        "googleapi: Error 413: Value for field 'resource.metadata.items[0].value' is too large: maximum size 262144 character(s); actual size 262145., fieldSizeTooLarge",
      );
    });

    it("a data disk in another zone, or one that another VM writes", async () => {
      const machine = async (name: string): Promise<Held> =>
        bench.make(tokens.instance, name, {
          name,
          machineType: "n1-standard-8",
          bootDisk,
          networkInterfaces: [{ network: "default" }],
        });
      const [one, two] = [await machine("one"), await machine("two")];
      const disk = await bench.make(tokens.disk, "data", { name: "data", size: 250 });
      const away = await bench.make(tokens.disk, "away", { name: "away", zone: "us-central1-a" });
      const attached = await bench.make(tokens.attachedDisk, "data", {
        disk: disk.id,
        instance: one.id,
        deviceName: "data",
      });
      assert.equal(attached.id, `${place}/zones/us-central1-f/instances/one/data`);
      await refuses(
        bench,
        tokens.attachedDisk,
        { disk: disk.id, instance: two.id },
        `googleapi: Error 400: The disk resource '${disk.id}' is already being used by '${one.id}', RESOURCE_IN_USE_BY_ANOTHER_RESOURCE`,
      );
      await refuses(
        bench,
        tokens.attachedDisk,
        { disk: away.id, instance: one.id },
        `googleapi: Error 400: Invalid value for field 'resource.source': '${away.id}'. The disk must be in the instance's zone 'us-central1-f'; it is in 'us-central1-a'., invalid`,
      );
    });

    it("to delete a snapshot schedule that a disk has", async () => {
      const policy = await bench.make(tokens.resourcePolicy, "weekly", {
        name: "weekly",
        snapshotSchedulePolicy: {
          schedule: { dailySchedule: { daysInCycle: 1, startTime: "04:00" } },
          retentionPolicy: { maxRetentionDays: 90 },
        },
      });
      await bench.make(tokens.disk, "data", { name: "data" });
      const attached = await bench.make(tokens.diskPolicyAttachment, "weekly", {
        name: "weekly",
        disk: "data",
      });
      assert.equal(attached.id, "sourcegraph-dogfood/us-central1-f/data/weekly");
      await assert.rejects(bench.delete(policy), {
        message: `Error when reading or editing ResourcePolicy: googleapi: Error 400: The resource_policy resource '${policy.id}' is already being used by '${attached.id}', resourceInUseByAnotherResource`,
      });
    });

    it("to delete a bucket that holds something, unless forced", async () => {
      const bucket = await bench.make(tokens.bucket, "backups", {
        name: "sourcegraph-backups",
        location: "US",
      });
      const properties = { bucket: "sourcegraph-backups" };
      bench.store.put({ type: tokens.bucketObject, id: "one", properties });
      await assert.rejects(bench.delete(bucket), {
        message:
          "Error trying to delete bucket sourcegraph-backups without `force_destroy` set to true",
      });
      await bench.delete(await bench.update(bucket, { ...bucket.inputs, forceDestroy: true }));
    });
  });

  it("complains of nothing that isn't known yet", async () => {
    for (const [type, { inputs }] of Object.entries(gcpTable.resources)) {
      // One of two that exclude each other.
      const exclusive = new Set([
        "denies",
        "sourceServiceAccounts",
        "targetServiceAccounts",
        "nodeVersion",
      ]);
      const pending = Object.keys(inputs.shape)
        .filter((key) => !exclusive.has(key))
        .map((key) => [key, unknown] as const);
      assert.deepEqual(await bench.complaints(type, Object.fromEntries(pending)), [], type);
    }
  });

  it("keeps a VM's addresses at the preview of an update", async () => {
    const inputs = {
      name: "box",
      machineType: "n1-standard-8",
      bootDisk,
      networkInterfaces: [{ network: "default", accessConfigs: [{}] }],
    };
    const box = await bench.make(tokens.instance, "box", inputs);
    const preview = await bench.update(box, { ...inputs, metadata: { release: "3.27.5" } }, true);
    assert.deepEqual(preview.properties["networkInterfaces"], box.properties["networkInterfaces"]);
  });

  it("leaves no change after a refresh", async () => {
    const { cluster } = await makeCluster(bench);
    const found = await bench.provider.read({
      ...bench.call(cluster.type, cluster.name),
      id: cluster.id,
      inputs: cluster.inputs,
    });
    assert.ok(found !== undefined);
    const refreshed = { ...cluster, inputs: found.inputs, properties: found.properties };
    assert.deepEqual(await bench.changes(refreshed, cluster.inputs), []);
  });

  it("makes a record set, and overwrites one that was there", async () => {
    const inputs = {
      managedZone: "sgdev",
      name: "k8s.sgdev.org.",
      type: "A",
      ttl: 300,
      rrdatas: ["203.0.113.2"],
    };
    const record = await bench.make(tokens.recordSet, "k8s", inputs);
    assert.equal(record.id, `${place}/managedZones/sgdev/rrsets/k8s.sgdev.org./A`);
    const again = await bench.make(tokens.recordSet, "other", {
      ...inputs,
      rrdatas: ["203.0.113.3"],
    });
    assert.deepEqual((await bench.read(again))?.["rrdatas"], ["203.0.113.3"]);
  });

  it("makes a registry and lets an account read it", async () => {
    const account = await bench.make(tokens.serviceAccount, "mirror", {
      accountId: "mirror-reader",
    });
    const repository = await bench.make(tokens.repository, "mirror", {
      repositoryId: "mirror",
      format: "DOCKER",
      mode: "REMOTE_REPOSITORY",
      remoteRepositoryConfig: { dockerRepository: { publicRepository: "DOCKER_HUB" } },
    });
    assert.equal(
      repository.properties["registryUri"],
      "us-central1-docker.pkg.dev/sourcegraph-dogfood/mirror",
    );
    const member = await bench.make(tokens.repositoryMember, "reader", {
      repository: repository.id,
      role: "roles/artifactregistry.reader",
      member: textAt(account.properties, "member"),
    });
    assert.equal(
      member.id,
      `${repository.id}/roles/artifactregistry.reader/${textAt(account.properties, "member")}`,
    );
  });

  it("lets a pod's account act as a service account", async () => {
    const account = await bench.make(tokens.serviceAccount, "frontend", { accountId: "frontend" });
    const inputs = {
      serviceAccountId: textAt(account.properties, "name"),
      role: "roles/iam.workloadIdentityUser",
      member: "serviceAccount:sourcegraph-dogfood.svc.id.goog[prod/frontend]",
    };
    const member = await bench.make(tokens.serviceAccountMember, "frontend", inputs);
    assert.match(textAt(member.properties, "etag"), /^BwX/);
    assert.deepEqual(
      await bench.complaints(tokens.serviceAccountMember, {
        ...inputs,
        member: "serviceAccount:sourcegraph-dogfood.svc.id.goog",
      }),
      [
        "member: a Kubernetes service account is written serviceAccount:sourcegraph-dogfood.svc.id.goog[NAMESPACE/NAME]",
      ],
    );
  });
});
