/** What a configuration file needs to know of the instance it is written for. */
export interface ConfigurationContext {
  /**
   * Host names by service, where there is a service of that name; who isn't there isn't scraped.
   * Compose: by upstream's name without the replica's number, one host per replica (`gitserver`:
   * `gitserver-0`, `gitserver-1`). Kubernetes: by the Service's name, that name alone, since a
   * Service stands for all replicas.
   */
  readonly services: Readonly<Record<string, readonly string[]>>;
  /** Kubernetes: where it runs. @default - not known; where one has to be named, it is `default` */
  readonly namespace: string | undefined;
  /** Kubernetes: Prometheus may see the whole cluster, not its own namespace alone. */
  readonly clusterWide: boolean;
}
