import { Address } from "@pulumi/gcp/compute/address.js";
import { Network } from "@pulumi/gcp/compute/network.js";
import { Router } from "@pulumi/gcp/compute/router.js";
import { RouterNat } from "@pulumi/gcp/compute/routerNat.js";
import { Subnetwork } from "@pulumi/gcp/compute/subnetwork.js";
import * as pulumi from "@pulumi/pulumi";
import { stateful } from "../stateful.ts";

export interface GcpNetworkArgs {
  readonly region: pulumi.Input<string>;
  /** Range of nodes and VMs, such as `10.0.0.0/20`. Growing it is in place, all else replaces. */
  readonly cidr: pulumi.Input<string>;
  /** Secondary ranges for a VPC-native cluster. @default - none, the network holds VMs only */
  readonly cluster?: {
    readonly podCidr: pulumi.Input<string>;
    readonly serviceCidr: pulumi.Input<string>;
  };
  /**
   * Addresses that outgoing connections come from, for customers who allow-list them. Plain, since
   * it decides how many there are. 0: NAT picks its own.
   */
  readonly natAddresses: number;
  /** Keeps the addresses when the stack is destroyed. */
  readonly protect: boolean;
}

/** A network of its own with one subnetwork, and a way out for machines without public addresses. */
export class GcpNetwork extends pulumi.ComponentResource {
  readonly networkId: pulumi.Output<string>;
  readonly subnetworkId: pulumi.Output<string>;
  /** Public addresses that outgoing connections come from; empty when NAT picks its own. */
  readonly egressAddresses: pulumi.Output<readonly string[]>;

  constructor(name: string, args: GcpNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:GcpNetwork", name, args, opts);

    const network = new Network(
      `${name}-network`,
      { autoCreateSubnetworks: false, routingMode: "REGIONAL" },
      { parent: this },
    );
    const subnetwork = new Subnetwork(
      `${name}-subnetwork`,
      {
        network: network.id,
        region: args.region,
        ipCidrRange: args.cidr,
        privateIpGoogleAccess: true,
        ...(args.cluster !== undefined && {
          secondaryIpRanges: [
            { rangeName: podRangeName, ipCidrRange: args.cluster.podCidr },
            { rangeName: serviceRangeName, ipCidrRange: args.cluster.serviceCidr },
          ],
        }),
      },
      { parent: this },
    );
    const addresses = Array.from(
      { length: args.natAddresses },
      (_, index) =>
        new Address(
          `${name}-egress-${index + 1}`,
          { region: args.region, addressType: "EXTERNAL" },
          { parent: this, ...stateful(args.protect) },
        ),
    );
    const router = new Router(
      `${name}-router`,
      { network: network.id, region: args.region },
      { parent: this },
    );
    new RouterNat(
      `${name}-nat`,
      {
        router: router.name,
        region: args.region,
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
        natIpAllocateOption: addresses.length > 0 ? "MANUAL_ONLY" : "AUTO_ONLY",
        ...(addresses.length > 0 && { natIps: addresses.map(({ selfLink }) => selfLink) }),
        logConfig: { enable: true, filter: "ERRORS_ONLY" },
      },
      { parent: this },
    );

    this.networkId = network.id;
    this.subnetworkId = subnetwork.id;
    this.egressAddresses = pulumi.all(addresses.map(({ address }) => address));
    this.registerOutputs({
      networkId: this.networkId,
      subnetworkId: this.subnetworkId,
      egressAddresses: this.egressAddresses,
    });
  }
}

/** Names of the subnetwork's secondary ranges, by which a cluster finds them. */
export const podRangeName = "pods";
export const serviceRangeName = "services";
