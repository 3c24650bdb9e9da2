import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  CheckCall,
  DiffResult,
  EmulatedProvider,
  Failure,
} from "../../../emulators/core/provider.ts";
import { CloudStore } from "../../../emulators/core/store.ts";
import type { Properties, Value } from "../../../emulators/core/values.ts";

/** A resource as the engine's state holds it. */
export interface Held {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly properties: Properties;
}

/** Calls a provider the way the engine does, in the engine's order, without the engine. */
export class ProviderBench implements Disposable {
  readonly provider: EmulatedProvider;
  readonly store: CloudStore;
  /** The provider's configuration, such as project and region. */
  readonly config: Properties;
  readonly #directory = mkdtempSync(join(tmpdir(), "emulated-cloud-"));

  constructor(provider: EmulatedProvider, config: Properties = {}) {
    this.provider = provider;
    this.config = config;
    this.store = new CloudStore(this.#directory);
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true });
  }

  async check(
    type: string,
    name: string,
    news: Properties,
    more: Partial<Pick<CheckCall, "olds" | "seed">> = {},
  ): Promise<{ inputs: Properties; failures: readonly Failure[] }> {
    const seed = new TextEncoder().encode("the same over preview and update");
    return await this.provider.check({ ...this.call(type, name), olds: {}, seed, news, ...more });
  }

  /** The findings alone, each as `place: what`. */
  async complaints(type: string, news: Properties): Promise<readonly string[]> {
    const { failures } = await this.check(type, "one", news);
    return failures.map(({ path, reason }) => `${path.join(".")}: ${reason}`);
  }

  /** Check and create. */
  async make(type: string, name: string, news: Properties): Promise<Held> {
    const { inputs, failures } = await this.check(type, name, news);
    assert.deepEqual(failures, []);
    const made = await this.provider.create({ ...this.call(type, name), inputs, preview: false });
    return { type, name, inputs, id: made.id, properties: made.properties };
  }

  /** What a preview of its creation shows. */
  async previewOf(type: string, name: string, news: Properties): Promise<Properties> {
    const { inputs } = await this.check(type, name, news);
    const call = { ...this.call(type, name), inputs, preview: true };
    return (await this.provider.create(call)).properties;
  }

  /** Check against what there is, and compare. */
  async diff(held: Held, program: Properties): Promise<DiffResult> {
    const news = (await this.check(held.type, held.name, program, { olds: held.inputs })).inputs;
    return await this.provider.diff({ ...this.#about(held), news });
  }

  /** Each change as `place kind`, with `!` where it makes the resource anew. */
  async changes(held: Held, program: Properties): Promise<readonly string[]> {
    const { changes } = await this.diff(held, program);
    return changes.map(
      ({ path, kind, replaces }) => `${path.join(".")} ${kind}${replaces ? "!" : ""}`,
    );
  }

  async update(held: Held, program: Properties, preview = false): Promise<Held> {
    const { inputs } = await this.check(held.type, held.name, program, { olds: held.inputs });
    const call = { ...this.#about(held), news: inputs, preview };
    return { ...held, inputs, properties: await this.provider.update(call) };
  }

  async read(held: Held): Promise<Properties | undefined> {
    const { id, inputs, properties } = held;
    const call = { ...this.call(held.type, held.name), id, inputs, properties };
    return (await this.provider.read(call))?.properties;
  }

  async delete(held: Held): Promise<void> {
    await this.provider.delete(this.#about(held));
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    return await this.provider.invoke(token, args, this.config, this.store);
  }

  call(type: string, name: string) {
    const urn = `urn:pulumi:test::sourcegraph::${type}::${name}`;
    return { urn, type, name, config: this.config, store: this.store };
  }

  #about(held: Held) {
    const { id, inputs: oldInputs, properties: oldProperties } = held;
    return { ...this.call(held.type, held.name), id, oldInputs, oldProperties };
  }
}

export function textAt(properties: Properties, key: string): string {
  const value: Value = properties[key];
  assert.ok(typeof value === "string", `${key} is no text`);
  return value;
}
