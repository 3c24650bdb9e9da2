import { FaultPlan } from "./faults.ts";
import type { EmulatedProvider } from "./provider.ts";
import { ProviderServer } from "./server.ts";
import { CloudStore } from "./store.ts";

/** Emulated providers that are running, and what exists in their cloud. */
export class EmulatedCloud {
  readonly store: CloudStore;
  readonly faults = new FaultPlan();
  readonly #servers: ProviderServer[] = [];
  #attachments = "";

  constructor(directory: string) {
    this.store = new CloudStore(directory);
  }

  /** Serves each provider on a port of its own. */
  async start(providers: readonly EmulatedProvider[]): Promise<void> {
    const attachments = await Promise.all(
      providers.map(async (provider) => {
        const server = new ProviderServer(provider, this.store, this.faults);
        this.#servers.push(server);
        return `${provider.packageName}:${await server.start()}`;
      }),
    );
    this.#attachments = attachments.join(",");
  }

  /** The environment that makes the engine attach to this cloud, and to nothing else. */
  get engineEnvironment(): Readonly<Record<string, string>> {
    return {
      PULUMI_DEBUG_PROVIDERS: this.#attachments,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
  }

  /** Resolves when no call is being worked on: a cloud goes on after its caller is gone. */
  async settled(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.settled()));
  }

  stop(): void {
    for (const server of this.#servers) server.stop();
  }
}
