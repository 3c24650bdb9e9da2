import { Ingress } from "@pulumi/kubernetes/networking/v1/ingress.js";
import * as pulumi from "@pulumi/pulumi";
import type { Ingress as IngressObject } from "../../manifests/kubernetes/objects.ts";

export interface SourcegraphIngressArgs {
  readonly ingress: IngressObject;
}

/** The Ingress in front of Sourcegraph's frontend. */
export class SourcegraphIngress extends pulumi.ComponentResource {
  /** Address or host name of the load balancer, for the DNS record; empty while it has none. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: SourcegraphIngressArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:SourcegraphIngress", name, args, opts);
    // The SDK's types take no read-only lists.
    const made = new Ingress(
      "sourcegraph-frontend-ingress",
      JSON.parse(JSON.stringify(args.ingress)),
      {
        parent: this,
      },
    );
    this.address = made.status.apply(firstAddress);
    this.registerOutputs({ address: this.address });
  }
}

interface LoadBalancerStatus {
  readonly loadBalancer?: {
    readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
  };
}

/** Controllers on AWS give a host name, the others an address. */
function firstAddress(status: LoadBalancerStatus | undefined): string {
  const first = status?.loadBalancer?.ingress?.[0];
  return first?.ip ?? first?.hostname ?? "";
}
