import { Address } from "@pulumi/gcp/compute/address.js";
import { Disk } from "@pulumi/gcp/compute/disk.js";
import { DiskResourcePolicyAttachment } from "@pulumi/gcp/compute/diskResourcePolicyAttachment.js";
import { Firewall } from "@pulumi/gcp/compute/firewall.js";
import { Instance } from "@pulumi/gcp/compute/instance.js";
import { RegionDisk } from "@pulumi/gcp/compute/regionDisk.js";
import { RegionDiskResourcePolicyAttachment } from "@pulumi/gcp/compute/regionDiskResourcePolicyAttachment.js";
import { ResourcePolicy } from "@pulumi/gcp/compute/resourcePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { GcpNetwork } from "../gcp/network.ts";
import { GcpNodeIdentity } from "../gcp/node-identity.ts";
import { stateful } from "../stateful.ts";

export interface GcpBoxArgs {
  readonly project: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  readonly zone: pulumi.Input<string>;
  readonly cidr: pulumi.Input<string>;
  /** Egress addresses for customers who allow-list them. Plain: it decides how many there are. */
  readonly natAddresses: number;
  /** A change stops and starts the VM; nothing is lost. */
  readonly machineType: pulumi.Input<string>;
  readonly bootDiskGiB: pulumi.Input<number>;
  /** Image family of the operating system, such as `ubuntu-os-cloud/ubuntu-2404-lts-amd64`. */
  readonly image: pulumi.Input<string>;
  readonly dataDiskGiB: pulumi.Input<number>;
  readonly dataDiskType: pulumi.Input<string>;
  /** Second zone that the data disk is in at the same time. Plain. @default - one zone only */
  readonly replicaZone?: string | undefined;
  /** Snapshots of the data disk: daily, kept for this long. */
  readonly snapshotRetentionDays: pulumi.Input<number>;
  /** Ranges that may use Sourcegraph, over HTTP and HTTPS. */
  readonly webCidrs: readonly string[];
  /** Ranges that may log in; Google's proxy has one of its own. Empty: nobody. Plain. */
  readonly sshCidrs: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Keeps data disk and address when the stack is destroyed. */
  readonly protect: boolean;
}

/**
 * A VM on Google Cloud that runs Sourcegraph's docker-compose project, its data on a disk of its
 * own. The VM is made once: a release change reaches it by other ways than its start-up script.
 */
export class GcpBox extends pulumi.ComponentResource {
  /** Public address for the instance's DNS record. */
  readonly address: pulumi.Output<string>;
  readonly dataDiskId: pulumi.Output<string>;
  readonly instanceId: pulumi.Output<string>;

  constructor(name: string, args: GcpBoxArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:GcpBox", name, args, opts);

    const network = new GcpNetwork(
      name,
      {
        region: args.region,
        cidr: args.cidr,
        natAddresses: args.natAddresses,
        protect: args.protect,
      },
      { parent: this },
    );
    this.#firewall(name, args, network.networkId);
    const identity = new GcpNodeIdentity(
      `${name}-vm`,
      { project: args.project, displayName: `box ${name}`, roles: boxRoles },
      { parent: this },
    );
    const address = new Address(
      `${name}-address`,
      { region: args.region, addressType: "EXTERNAL", labels: args.labels },
      { parent: this, ...stateful(args.protect) },
    );
    const dataDisk = this.#dataDisk(name, args);
    const instance = new Instance(
      `${name}-vm`,
      {
        zone: args.zone,
        machineType: args.machineType,
        bootDisk: { initializeParams: { image: args.image, size: args.bootDiskGiB } },
        attachedDisks: [{ source: dataDisk.selfLink, deviceName: "sourcegraph-data" }],
        networkInterfaces: [
          {
            subnetwork: network.subnetworkId,
            accessConfigs: [{ natIp: address.address }],
          },
        ],
        serviceAccount: { email: identity.email, scopes: ["cloud-platform"] },
        shieldedInstanceConfig: {
          enableSecureBoot: true,
          enableVtpm: true,
          enableIntegrityMonitoring: true,
        },
        metadata: { "enable-oslogin": "TRUE", "block-project-ssh-keys": "TRUE" },
        tags: [boxTag],
        labels: args.labels,
        // A machine type can only change on a stopped VM, and Pulumi asks before it stops one.
        allowStoppingForUpdate: true,
        deletionProtection: args.protect,
      },
      // The image family moves on by itself: a newer image must not make the VM anew.
      { parent: this, protect: args.protect, ignoreChanges: ["bootDisk"] },
    );

    this.address = address.address;
    this.dataDiskId = dataDisk.id;
    this.instanceId = instance.id;
    this.registerOutputs({
      address: this.address,
      dataDiskId: this.dataDiskId,
      instanceId: this.instanceId,
    });
  }

  /** What isn't allowed here is refused by the network itself. */
  #firewall(name: string, args: GcpBoxArgs, network: pulumi.Output<string>): void {
    const allow = (role: string, ports: string[], sourceRanges: readonly string[]): void => {
      if (sourceRanges.length === 0) return;
      new Firewall(
        `${name}-${role}`,
        {
          network,
          direction: "INGRESS",
          allows: [{ protocol: "tcp", ports }],
          sourceRanges: [...sourceRanges],
          targetTags: [boxTag],
        },
        { parent: this },
      );
    };
    allow("web", ["80", "443"], args.webCidrs);
    allow("ssh", ["22"], args.sshCidrs);
  }

  /** @returns the disk's self link and id. */
  #dataDisk(name: string, args: GcpBoxArgs): DataDisk {
    const schedule = new ResourcePolicy(
      `${name}-snapshots`,
      {
        region: args.region,
        snapshotSchedulePolicy: {
          schedule: { dailySchedule: { daysInCycle: 1, startTime: "02:00" } },
          retentionPolicy: {
            maxRetentionDays: args.snapshotRetentionDays,
            onSourceDiskDelete: "KEEP_AUTO_SNAPSHOTS",
          },
        },
      },
      { parent: this },
    );
    const common = { size: args.dataDiskGiB, type: args.dataDiskType, labels: args.labels };
    const kept = { parent: this, ...stateful(args.protect) };
    if (args.replicaZone === undefined) {
      const disk = new Disk(`${name}-data`, { ...common, zone: args.zone }, kept);
      new DiskResourcePolicyAttachment(
        `${name}-snapshots`,
        { disk: disk.name, zone: args.zone, name: schedule.name },
        { parent: this },
      );
      return disk;
    }
    const disk = new RegionDisk(
      `${name}-data`,
      { ...common, region: args.region, replicaZones: [args.zone, args.replicaZone] },
      kept,
    );
    new RegionDiskResourcePolicyAttachment(
      `${name}-snapshots`,
      { disk: disk.name, region: args.region, name: schedule.name },
      { parent: this },
    );
    return disk;
  }
}

/** What zonal and regional disks have in common. */
interface DataDisk {
  readonly id: pulumi.Output<string>;
  readonly selfLink: pulumi.Output<string>;
}

/** Where Google's identity-aware proxy connects from (cloud.google.com/iap/docs/using-tcp-forwarding). */
export const iapCidr = "35.235.240.0/20";

/** Ties the firewall's rules to the VM. */
const boxTag = "sourcegraph-box";

/** To write logs and metrics, and to pull images from a mirror in the project. */
const boxRoles = [
  "roles/artifactregistry.reader",
  "roles/logging.logWriter",
  "roles/monitoring.metricWriter",
] as const;
