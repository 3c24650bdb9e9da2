import type { ExternalServices } from "../external-services.ts";
import type { VariableValue } from "../external-variables.ts";
import type { ImageSource } from "../image-reference.ts";
import type { ResourceOptions } from "../resources.ts";
import type { Profile } from "../profiles.ts";
import type { IngressOptions } from "./options/ingress.ts";
import type { PodSpec, StringMap } from "./objects.ts";

/**
 * How an instance differs from what upstream's manifests say. What is left out is as the release has
 * it: without any option, the result is upstream's.
 */
export interface KubernetesOptions extends ExternalServices {
  /** @default - the objects name none */
  readonly namespace?: string | undefined;
  /**
   * The cluster's version, such as `1.24`: objects have the API versions that it serves.
   * @default - any that is served today
   */
  readonly kubernetesVersion?: string | undefined;
  /** @default - where upstream's manifests say */
  readonly images?: ImageSource | undefined;
  /** Secret with the registry's login, for every pod. @default - upstream's */
  readonly pullSecret?: string | undefined;
  /** Nothing runs, and every disk stays. @default false */
  readonly hibernate?: boolean | undefined;
  /** On every object, not on pods: a change of one must not restart them. */
  readonly labels?: StringMap | undefined;
  /** @default - the release's values */
  readonly profile?: Profile | undefined;
  /** By service. A name that the release doesn't have changes nothing. */
  readonly services?: Readonly<Record<string, ServiceOptions>> | undefined;
  /** For every service, unless `services` says otherwise. */
  readonly defaults?: ServiceDefaults | undefined;
  /** Of every claim that `services` gives none. @default - upstream's, `sourcegraph` or the cluster's */
  readonly storageClassName?: string | undefined;
  readonly security?: SecurityOptions | undefined;
  /** `false` leaves it out: requests get in by other ways. @default - upstream's */
  readonly ingress?: IngressOptions | false | undefined;
}

/** Where pods go, and what more they say of themselves. */
export interface Placement {
  readonly nodeSelector?: StringMap | undefined;
  readonly tolerations?: PodSpec["tolerations"] | undefined;
  readonly affinity?: PodSpec["affinity"] | undefined;
  readonly priorityClassName?: string | undefined;
  readonly podLabels?: StringMap | undefined;
  readonly podAnnotations?: StringMap | undefined;
}

export interface ContainerOptions {
  readonly resources?: ResourceOptions | undefined;
  /** Instead of the release's: a candidate, for instance. */
  readonly image?: string | undefined;
  /** One of the same name is replaced. */
  readonly env?: Readonly<Record<string, VariableValue>> | undefined;
}

/** Of one service; what a container may have is its main one's. */
export interface ServiceOptions extends ContainerOptions, Placement {
  /** `false` leaves it out; its disks stay. @default true */
  readonly enabled?: boolean | undefined;
  readonly replicas?: number | undefined;
  /** Of each of its disks, such as `500Gi`. */
  readonly storage?: string | undefined;
  readonly storageClassName?: string | undefined;
  /** Its other containers, by name. */
  readonly containers?: Readonly<Record<string, ContainerOptions>> | undefined;
}

export interface ServiceDefaults extends Placement {
  /** Where neither release nor service gives a value. */
  readonly resources?: ResourceOptions | undefined;
  /** Drops all requests and limits. */
  readonly withoutResources?: boolean | undefined;
  /** On every Sourcegraph service. */
  readonly env?: Readonly<Record<string, VariableValue>> | undefined;
  readonly imagePullPolicy?: string | undefined;
}

export interface SecurityOptions {
  /** Every container runs as an ordinary user. @default - as the release has it */
  readonly nonRoot?: boolean | undefined;
  /** Level that the namespace enforces. @default privileged */
  readonly podSecurity?: "privileged" | "baseline" | "restricted" | undefined;
  /** Containers write to their volumes only, where the service can. */
  readonly readOnlyRootFilesystem?: boolean | undefined;
  /**
   * ClusterRoles and their bindings: made; made beforehand by an administrator, and left out here; or
   * not used, and what needs them left out. @default create
   */
  readonly clusterRoles?: "create" | "existing" | "none" | undefined;
  /** The frontend's Role, in the same way: without it, addresses are written into variables. */
  readonly roles?: "create" | "existing" | "none" | undefined;
}
