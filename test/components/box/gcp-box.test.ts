import assert from "node:assert/strict";
import type { GcpBoxArgs } from "../../../components/box/gcp-box.ts";
import { GcpBox } from "../../../components/box/gcp-box.ts";
import type { Registered } from "../../support/deploy.ts";
import { deploy, keptOf, only, treeOf } from "../../support/deploy.ts";
import { gcpBoxArgs as args } from "../args.ts";

const instanceType = "gcp:compute/instance:Instance";

const made = (changes: Partial<GcpBoxArgs> = {}) =>
  deploy(() => new GcpBox("managed-box", { ...args, ...changes }), {
    outputs: {
      "gcp:compute/disk:Disk": { selfLink: "link-to-disk" },
      "gcp:compute/regionDisk:RegionDisk": { selfLink: "link-to-disk" },
      "gcp:compute/address:Address": { address: "203.0.113.7" },
    },
  });

const attached = (registered: readonly Registered[]) =>
  only(registered, instanceType).inputs["attachedDisks"];

describe("GcpBox", () => {
  it("registers these resources and no others", async () => {
    assert.deepEqual(treeOf(await made()), [
      "gcp:compute/address:Address managed-box-address < GcpBox managed-box",
      "gcp:compute/address:Address managed-box-egress-1 < GcpNetwork managed-box",
      "gcp:compute/disk:Disk managed-box-data < GcpBox managed-box",
      "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment managed-box-snapshots < GcpBox managed-box",
      "gcp:compute/firewall:Firewall managed-box-ssh < GcpBox managed-box",
      "gcp:compute/firewall:Firewall managed-box-web < GcpBox managed-box",
      "gcp:compute/instance:Instance managed-box-vm < GcpBox managed-box",
      "gcp:compute/network:Network managed-box-network < GcpNetwork managed-box",
      "gcp:compute/resourcePolicy:ResourcePolicy managed-box-snapshots < GcpBox managed-box",
      "gcp:compute/router:Router managed-box-router < GcpNetwork managed-box",
      "gcp:compute/routerNat:RouterNat managed-box-nat < GcpNetwork managed-box",
      "gcp:compute/subnetwork:Subnetwork managed-box-subnetwork < GcpNetwork managed-box",
      "gcp:projects/iAMMember:IAMMember managed-box-vm-artifactregistry.reader < GcpNodeIdentity managed-box-vm",
      "gcp:projects/iAMMember:IAMMember managed-box-vm-logging.logWriter < GcpNodeIdentity managed-box-vm",
      "gcp:projects/iAMMember:IAMMember managed-box-vm-monitoring.metricWriter < GcpNodeIdentity managed-box-vm",
      "gcp:serviceaccount/account:Account managed-box-vm-account < GcpNodeIdentity managed-box-vm",
      "sourcegraph:components:GcpBox managed-box < (stack)",
      "sourcegraph:components:GcpNetwork managed-box < GcpBox managed-box",
      "sourcegraph:components:GcpNodeIdentity managed-box-vm < GcpBox managed-box",
    ]);
  });

  it("keeps the data, the machine and the addresses", async () => {
    const registered = await made();
    const stateful = [
      "gcp:compute/address:Address managed-box-address",
      "gcp:compute/address:Address managed-box-egress-1",
      "gcp:compute/disk:Disk managed-box-data",
    ];
    assert.deepEqual(keptOf(registered), {
      protect: [...stateful, `${instanceType} managed-box-vm`],
      retainOnDelete: stateful,
    });
    assert.equal(only(registered, instanceType).inputs["deletionProtection"], true);
  });

  it("keeps nothing of an instance that is thrown away", async () => {
    const registered = await made({ protect: false });
    assert.deepEqual(keptOf(registered), { protect: [], retainOnDelete: [] });
    assert.equal(only(registered, instanceType).inputs["deletionProtection"], false);
  });

  it("is reached from anywhere by HTTP and HTTPS, and by SSH through Google's proxy only", async () => {
    const registered = await made();
    const reachable = registered
      .filter(({ type }) => type === "gcp:compute/firewall:Firewall")
      .map(({ inputs }) => inputs);
    assert.deepEqual(reachable, [
      firewall("80", "443")("0.0.0.0/0"),
      firewall("22")("35.235.240.0/20"),
    ]);
    assert.deepEqual(only(registered, instanceType).inputs["tags"], ["sourcegraph-box"]);
  });

  it("has its data on a disk of its own, in two zones if one is not enough", async () => {
    const disks = [{ source: "link-to-disk", deviceName: "sourcegraph-data" }];
    const zonal = await made();
    assert.deepEqual(attached(zonal), disks);
    assert.partialDeepStrictEqual(only(zonal, "gcp:compute/disk:Disk").inputs, {
      zone: "us-central1-f",
      size: 500,
    });
    const regional = await made({ replicaZone: "us-central1-b" });
    assert.deepEqual(attached(regional), disks);
    const disk = only(regional, "gcp:compute/regionDisk:RegionDisk");
    assert.deepEqual(disk.inputs["replicaZones"], ["us-central1-f", "us-central1-b"]);
    assert.equal(disk.options.protect, true);
    assert.equal(disk.options.retainOnDelete, true);
  });

  it("isn't made anew for a newer image of the operating system", async () => {
    const { options } = only(await made(), instanceType);
    assert.deepEqual(options.ignoreChanges, ["bootDisk"]);
  });

  it("has the address that is reserved for it", async () => {
    assert.partialDeepStrictEqual(only(await made(), instanceType).inputs, {
      networkInterfaces: [{ accessConfigs: [{ natIp: "203.0.113.7" }] }],
    });
  });
});

function firewall(...ports: readonly string[]): (source: string) => object {
  return (source) => ({
    network: "managed-box-network-id",
    direction: "INGRESS",
    allows: [{ protocol: "tcp", ports }],
    sourceRanges: [source],
    targetTags: ["sourcegraph-box"],
  });
}
