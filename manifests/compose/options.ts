import type { ExternalServices } from "../external-services.ts";
import type { VariableValue } from "../external-variables.ts";
import type { ImageSource } from "../image-reference.ts";
import type { Profile } from "../profiles.ts";
import type { ResourceOptions } from "../resources.ts";

/**
 * How an instance differs from what upstream's Compose file says. What is left out is as the release
 * has it: without any option, the result is upstream's.
 */
export interface ComposeOptions extends ExternalServices {
  /** Name of the project: another one starts with empty volumes. @default - the folder's name */
  readonly projectName?: string | undefined;
  /** @default - where upstream's file says */
  readonly images?: ImageSource | undefined;
  /** @default - the release's values */
  readonly profile?: Profile | undefined;
  /** By service, without a replica's number: `gitserver`. */
  readonly services?: Readonly<Record<string, ComposeServiceOptions>> | undefined;
  /** On every Sourcegraph service. */
  readonly env?: Readonly<Record<string, VariableValue>> | undefined;
  /** Host name that users type. @default - any */
  readonly domain?: string | undefined;
  /** @default - plain HTTP */
  readonly tls?: ComposeTls | undefined;
  /** Folder of the data disk, such as `/mnt/docker-data`: each volume is a folder in it. @default - Docker's own place */
  readonly dataFolder?: string | undefined;
  /** Content of one more Compose file, which is applied last. */
  readonly override?: Readonly<Record<string, unknown>> | undefined;
}

export interface ComposeServiceOptions {
  /** `false` leaves it out; its volume stays. @default true */
  readonly enabled?: boolean | undefined;
  readonly replicas?: number | undefined;
  /** `limits.cpu` and `limits.memory` become `cpus` and `mem_limit`. */
  readonly resources?: ResourceOptions | undefined;
  /** Instead of the release's: a candidate, for instance. */
  readonly image?: string | undefined;
  /** One of the same name is replaced. A Secret's key is read from the project's environment file. */
  readonly env?: Readonly<Record<string, VariableValue>> | undefined;
}

export type ComposeTls =
  | { readonly mode: "letsencrypt"; readonly email: string; readonly staging: boolean }
  /** Paths of the files on the box. */
  | { readonly mode: "certificate"; readonly certificate: string; readonly privateKey: string }
  | { readonly mode: "behind-proxy"; readonly trustedProxies: readonly string[] };
