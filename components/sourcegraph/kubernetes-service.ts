import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../../manifests/kubernetes-object.ts";
import { createObject } from "../kubernetes/create-object.ts";

export interface KubernetesServiceArgs {
  /** Everything that the service consists of. Plain: it decides which children exist. */
  readonly objects: readonly KubernetesObject[];
}

/** One of Sourcegraph's services on Kubernetes; a preview groups its objects under it. */
export class KubernetesService extends pulumi.ComponentResource {
  constructor(name: string, args: KubernetesServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:KubernetesService", name, args, opts);
    for (const object of args.objects) {
      createObject(childName(object), object, { parent: this });
    }
    this.registerOutputs();
  }
}

/** Kind and name tell objects of one instance apart, and neither changes from release to release. */
function childName({ kind, metadata }: KubernetesObject): string {
  return `${metadata.name}-${kind.toLowerCase()}`;
}
