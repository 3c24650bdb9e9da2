import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../../manifests/kubernetes/objects.ts";
import { isWorkload } from "../../manifests/kubernetes/objects.ts";
import { createObject } from "../kubernetes/create-object.ts";

export interface KubernetesServiceArgs {
  /** Everything that the service consists of. Plain: it decides which children exist. */
  readonly objects: readonly KubernetesObject[];
  /** Leaves claims, and so their disks, in the cluster when they are taken out of the program. */
  readonly keepClaims: boolean;
}

/** One of Sourcegraph's services on Kubernetes; a preview groups its objects under it. */
export class KubernetesService extends pulumi.ComponentResource {
  /** All but the workload itself: what an Ingress needs to find. */
  readonly surroundings: readonly pulumi.Resource[];

  constructor(name: string, args: KubernetesServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    // Its objects are its children's inputs, which is where a preview shows them.
    super("sourcegraph:components:KubernetesService", name, {}, opts);
    // A pod that starts before its ServiceAccount exists waits for it, and so does the whole update.
    const beforeWorkloads = args.objects
      .filter((object) => !isWorkload(object))
      .map((object) =>
        createObject(childName(object), withoutAwait(object), {
          parent: this,
          // Not protected: a release that has another store leaves the old one's disk, and goes on.
          retainOnDelete: args.keepClaims && object.kind === "PersistentVolumeClaim",
        }),
      );
    for (const object of args.objects.filter(isWorkload)) {
      createObject(childName(object), object, { parent: this, dependsOn: beforeWorkloads });
    }
    this.surroundings = beforeWorkloads;
    this.registerOutputs();
  }
}

/**
 * A Service within the cluster works as soon as it exists. Pulumi would wait for pods behind it, ten
 * minutes when they never come, and say less about the reason than the workload that has none.
 */
function withoutAwait(object: KubernetesObject): KubernetesObject {
  if (object.kind !== "Service") return object;
  const { metadata } = object;
  const annotations = { ...metadata.annotations, "pulumi.com/skipAwait": "true" };
  return { ...object, metadata: { ...metadata, annotations } };
}

/** Kind and name tell objects of one instance apart, and neither changes from release to release. */
function childName({ kind, metadata }: KubernetesObject): string {
  return `${metadata.name}-${kind.toLowerCase()}`;
}
