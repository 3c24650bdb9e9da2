import type { StringMap } from "../objects.ts";

export interface IngressOptions {
  /** IngressClass. @default - the cluster's default class */
  readonly className?: string | undefined;
  /** Host name that users type. @default - any */
  readonly domain?: string | undefined;
  /** Secret with the certificate. @default - plain HTTP, or TLS ends in front of the Ingress */
  readonly tlsSecret?: string | undefined;
  /** Instead of upstream's. */
  readonly annotations: StringMap;
}
