import * as pulumi from "@pulumi/pulumi";
import type { FrontendOptions } from "../../manifests/frontend.ts";
import { frontendObjects } from "../../manifests/frontend.ts";
import type { IngressOptions } from "../../manifests/ingress.ts";
import type { NamespaceOptions } from "../../manifests/namespace.ts";
import { namespace } from "../../manifests/namespace.ts";
import type { StorageClassOptions } from "../../manifests/storage-class.ts";
import { storageClass } from "../../manifests/storage-class.ts";
import type { FrontendFacts } from "../../releases/catalog.ts";
import { createObject } from "../kubernetes/create-object.ts";
import { SourcegraphIngress } from "./ingress.ts";
import { KubernetesService } from "./kubernetes-service.ts";

export interface SourcegraphKubernetesArgs {
  /** @default - the namespace exists */
  readonly namespace?: NamespaceOptions | undefined;
  /** @default - the class exists */
  readonly storageClass?: StorageClassOptions | undefined;
  readonly frontend: { readonly facts: FrontendFacts; readonly options: FrontendOptions };
  /** @default - no Ingress: requests get in by other ways */
  readonly ingress?: IngressOptions | undefined;
  /** Keeps the namespace, and with it every claim, when the stack is destroyed. */
  readonly protect: boolean;
}

/** Sourcegraph on a cluster: what it stands on, then one child component per service. */
export class SourcegraphKubernetes extends pulumi.ComponentResource {
  /** Address or host name of the load balancer; empty without an Ingress. */
  readonly ingressAddress: pulumi.Output<string>;

  constructor(
    name: string,
    args: SourcegraphKubernetesArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("sourcegraph:components:SourcegraphKubernetes", name, args, opts);

    // Deleting a namespace deletes every claim in it.
    const home =
      args.namespace === undefined
        ? []
        : [
            createObject(`${args.namespace.name}-namespace`, namespace(args.namespace), {
              parent: this,
              protect: args.protect,
              retainOnDelete: args.protect,
            }),
          ];
    if (args.storageClass !== undefined) {
      createObject(`${args.storageClass.name}-storageclass`, storageClass(args.storageClass), {
        parent: this,
        // The API server takes no change of a class. Under its name there can be only one, and
        // disks that exist keep what they were made of.
        replaceOnChanges: ["reclaimPolicy", "volumeBindingMode"],
        deleteBeforeReplace: true,
      });
    }
    const frontend = new KubernetesService(
      "sourcegraph-frontend",
      { objects: frontendObjects(args.frontend.facts, args.frontend.options) },
      { parent: this, dependsOn: home },
    );
    const ingress =
      args.ingress === undefined
        ? undefined
        : new SourcegraphIngress("ingress", args.ingress, {
            parent: this,
            // Its Services have to exist; its pods may still be starting.
            dependsOn: [...frontend.surroundings],
          });

    this.ingressAddress = ingress?.address ?? pulumi.output("");
    this.registerOutputs({ ingressAddress: this.ingressAddress });
  }
}
