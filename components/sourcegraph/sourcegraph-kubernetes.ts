import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import * as pulumi from "@pulumi/pulumi";
import type { NamespaceOptions } from "../../manifests/kubernetes/namespace.ts";
import { namespace } from "../../manifests/kubernetes/namespace.ts";
import type {
  Ingress,
  KubernetesObject,
  ServiceObjects,
} from "../../manifests/kubernetes/objects.ts";
import type { StorageClassOptions } from "../../manifests/kubernetes/storage-class.ts";
import { storageClass } from "../../manifests/kubernetes/storage-class.ts";
import { createObject } from "../kubernetes/create-object.ts";
import { SourcegraphIngress } from "./ingress.ts";
import { KubernetesService } from "./kubernetes-service.ts";
import { stageOf, stages } from "./start-order.ts";

export interface SourcegraphKubernetesArgs {
  /** @default - the namespace exists */
  readonly namespace?: NamespaceOptions | undefined;
  /** @default - the class exists */
  readonly storageClass?: StorageClassOptions | undefined;
  /** Its services, with the Ingress among the objects of one, if requests get in that way. */
  readonly services: readonly ServiceObjects[];
  /** What its pods read secrets from. @default - they read none of the environment's */
  readonly secret?: InstanceSecret | undefined;
  /** Keeps the namespace, and with it every claim, when the stack is destroyed. */
  readonly protect: boolean;
}

/** A Secret in the namespace, with text by key. */
export interface InstanceSecret {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Encrypted: `pulumi.secret`. */
  readonly data: pulumi.Output<Readonly<Record<string, string>>>;
}

/**
 * Sourcegraph on a cluster: what it stands on, then one child component per service, stores before the
 * frontend before the others.
 */
export class SourcegraphKubernetes extends pulumi.ComponentResource {
  /** Address or host name of the load balancer; empty without an Ingress. */
  readonly ingressAddress: pulumi.Output<string>;

  constructor(
    name: string,
    args: SourcegraphKubernetesArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("sourcegraph:components:SourcegraphKubernetes", name, {}, opts);

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
    const all = this.#services(args, [...home, ...this.#secret(args, home)]);
    const given = args.services.flatMap(({ objects }) => objects).find(isIngress);
    const ingress =
      given === undefined
        ? undefined
        : new SourcegraphIngress(
            "ingress",
            { ingress: given },
            {
              parent: this,
              // Its Services have to exist; their pods may still be starting.
              dependsOn: all.flatMap(({ surroundings }) => surroundings),
            },
          );

    this.ingressAddress = ingress?.address ?? pulumi.output("");
    this.registerOutputs({ ingressAddress: this.ingressAddress });
  }

  #secret({ secret }: SourcegraphKubernetesArgs, home: readonly pulumi.Resource[]) {
    if (secret === undefined) return [];
    const { name, labels, data } = secret;
    const args = { metadata: { name, labels }, stringData: data };
    return [new Secret(`${name}-secret`, args, { parent: this, dependsOn: [...home] })];
  }

  /** Stage by stage; what belongs to a stage starts together. */
  #services(
    { services, protect }: SourcegraphKubernetesArgs,
    surroundings: readonly pulumi.Resource[],
  ): readonly KubernetesService[] {
    let before = surroundings;
    return stages.flatMap((stage) => {
      const made = services
        .filter(({ service }) => stageOf(service) === stage)
        .map(
          ({ service, objects }) =>
            new KubernetesService(
              service,
              {
                objects: objects.filter((object) => !isIngress(object)),
                keepClaims: protect,
              },
              { parent: this, dependsOn: [...before] },
            ),
        );
      before = [...before, ...made];
      return made;
    });
  }
}

function isIngress(object: KubernetesObject): object is Ingress {
  return object.apiVersion === "networking.k8s.io/v1";
}
