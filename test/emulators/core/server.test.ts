import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import { FaultPlan } from "../../../emulators/core/faults.ts";
import { ProviderServer } from "../../../emulators/core/server.ts";
import { CloudStore } from "../../../emulators/core/store.ts";
import type { Value } from "../../../emulators/core/values.ts";
import { unknown } from "../../../emulators/core/values.ts";
import { textAt } from "./provider-bench.ts";
import { ProviderClient, partlyMade } from "./provider-client.ts";
import { machine, network, smallProvider } from "./small-table.ts";

const secret = (value: Value) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("ProviderServer", () => {
  let directory: string;
  let store: CloudStore;
  let faults: FaultPlan;
  let server: ProviderServer;
  let port: number;
  let client: ProviderClient;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "server-"));
    store = new CloudStore(directory);
    faults = new FaultPlan();
    server = new ProviderServer(smallProvider(), store, faults);
    port = await server.start();
    client = new ProviderClient(port);
  });
  afterEach(() => {
    client[Symbol.dispose]();
    server.stop();
    rmSync(directory, { recursive: true });
  });

  const m = { type: machine, name: "m" };
  const news = { name: "m", size: 1, labels: { "a.b": secret("hush") }, password: secret("pass") };

  describe("secrets", () => {
    it("stay wrapped in the answer to a check", async () => {
      const { inputs, failures } = await client.check({ ...m, news: { ...news, disks: [{}] } });
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { ...news, disks: [{ sizeGb: 10 }] });
    });

    it("stay wrapped in the answer to a creation, beside the outputs that always are", async () => {
      const { properties } = await client.create({ ...m, news });
      const { serial: _, ...rest } = properties;
      assert.match(textAt(properties, "serial"), /^[0-9a-f]{8}$/);
      const url = "https://small/m?size=1";
      assert.deepEqual(rest, { ...news, image: "debian", token: secret("t0ken"), url });
    });

    it("stay wrapped at a preview, known or not", async () => {
      const pending = { ...news, password: secret(unknown) };
      const { id, properties } = await client.create({ ...m, news: pending, preview: true });
      assert.equal(id, "");
      assert.deepEqual(properties, {
        ...pending,
        image: unknown,
        serial: unknown,
        token: secret(unknown),
        url: unknown,
      });
    });

    it("stay wrapped in the answer to a read", async () => {
      const { id, properties } = await client.create({ ...m, news });
      const found = await client.read({ ...m, id, olds: properties, oldInputs: news });
      assert.deepEqual(found, { id, properties, inputs: news });
    });

    it("stay wrapped in the answer to an update, also those that are new", async () => {
      const { id, properties: olds } = await client.create({ ...m, news });
      const next = { name: "m", size: secret(2), labels: { "a.b": secret("other") } };
      const updated = await client.update({ ...m, id, olds, oldInputs: news, news: next });
      assert.partialDeepStrictEqual(updated, { ...next, token: secret("t0ken") });
      assert.ok(!("password" in updated));
    });

    it("are kept in plain text where the cloud would, and nowhere else", async () => {
      const { id } = await client.create({ ...m, news });
      assert.partialDeepStrictEqual(store.get(machine, id)?.properties, { password: "pass" });
    });

    it("are not quoted by a complaint about them", async () => {
      const { failures } = await client.check({
        ...m,
        news: { size: 1, password: secret("much too long a password") },
      });
      assert.deepEqual(failures, [
        "password: expected password to be at most 12, got [secret]. Examine values at 'password'.",
      ]);
    });
  });

  describe("diff", () => {
    it("tells every kind of change, and what is made anew for it", async () => {
      const olds = { name: "m", size: 1, network: "a", labels: { "a.b": "1" }, disks: [{}, {}] };
      const to = { name: "n", size: 2, password: secret("x"), labels: { "a.b": "2" }, disks: [{}] };
      const diff = await client.diff({ ...m, id: "m", olds, oldInputs: olds, news: to });
      const [add, addReplace, remove, removeReplace, update, updateReplace] = [0, 1, 2, 3, 4, 5];
      assert.deepEqual(
        diff.detaileddiffMap.map(([path, { kind }]) => [path, kind]),
        [
          ["disks[1]", remove],
          ['labels["a.b"]', update],
          ["name", updateReplace],
          ["network", removeReplace],
          ["password", add],
          ["size", update],
        ],
      );
      assert.ok(diff.detaileddiffMap.every(([, { inputdiff }]) => inputdiff));
      assert.deepEqual(diff.replacesList, ["name", "network"]);
      assert.deepEqual(diff.diffsList.length, 6);
      assert.equal(diff.changes, 2);
      assert.equal(diff.deletebeforereplace, true);
      const added = { name: "m", size: 1 };
      const more = { ...added, network: "a" };
      const next = await client.diff({ ...m, id: "m", olds: added, oldInputs: added, news: more });
      assert.equal(next.detaileddiffMap[0]?.[1].kind, addReplace);
    });

    it("tells that there is no change", async () => {
      const olds = { name: "m", size: secret(1) };
      const same = { name: secret("m"), size: 1 };
      const diff = await client.diff({ ...m, id: "m", olds, oldInputs: olds, news: same });
      assert.equal(diff.changes, 1);
      assert.deepEqual(diff.detaileddiffMap, []);
      assert.equal(diff.deletebeforereplace, false);
    });

    it("lets no old one go first for a change in place", async () => {
      const olds = { name: "m", size: 1 };
      const to = { name: "m", size: 2 };
      const diff = await client.diff({ ...m, id: "m", olds, oldInputs: olds, news: to });
      assert.equal(diff.deletebeforereplace, false);
    });
  });

  describe("configuration", () => {
    it("is kept apart for each connection", async () => {
      using other = new ProviderClient(port);
      await client.configure({ region: "east" });
      await other.configure({ region: "west" });
      const lan = { type: network, name: "lan", news: { name: "lan" } };
      assert.equal((await client.create(lan)).id, "east/lan");
      assert.equal((await other.create(lan)).id, "west/lan");
      assert.equal((await client.create({ ...lan, news: { name: "b" } })).id, "east/b");
      const zones = await other.invoke("small:net/getZones:getZones", { count: 1 });
      assert.deepEqual(zones, { names: ["zone-0"], region: "west" });
    });

    it("is read out of the JSON text that nested values come in", async () => {
      const config = { version: "1.2.3", region: "a", flag: "true", endpoints: '["a","b"]' };
      assert.deepEqual((await client.checkConfig(config)).failures, []);
      const wrong = await client.checkConfig({ ...config, endpoints: '{"a":1}' });
      assert.deepEqual(wrong.failures, [
        `endpoints: expected endpoints to be of type array, got {"a":1}. Examine values at 'endpoints'.`,
      ]);
    });

    it("takes text that only looks like JSON for text", async () => {
      const { inputs, failures } = await client.checkConfig({ region: "[::1]:80", token: "{x" });
      assert.deepEqual(failures, []);
      assert.deepEqual(inputs, { region: "[::1]:80", token: "{x" });
    });

    it("keeps its secrets wrapped", async () => {
      const { inputs } = await client.checkConfig({ token: secret("x") });
      assert.deepEqual(inputs, { token: secret("x") });
    });

    it("announces that secrets and previews are understood", async () => {
      const response = await client.configure({});
      assert.equal(response.getAcceptsecrets(), true);
      assert.equal(response.getSupportspreview(), true);
    });
  });

  describe("errors", () => {
    it("of the cloud are a status with just their message, in any alphabet", async () => {
      await assert.rejects(client.create({ ...m, news: { ...news, size: 10 } }), {
        code: status.UNKNOWN,
        details: "quota exceeded: size",
      });
      await assert.rejects(client.create({ ...m, news: { ...news, network: "län – “x”\n%" } }), {
        code: status.UNKNOWN,
        details: `network: the resource ${JSON.stringify("län – “x”\n%")} was not found, notFound`,
      });
    });

    it("of ours say that they are, and where", async () => {
      const provider = smallProvider();
      provider.read = async () => {
        throw new TypeError("undefined is no network");
      };
      const buggy = new ProviderServer(provider, store, faults);
      using caller = new ProviderClient(await buggy.start());
      await assert.rejects(caller.read({ ...m, id: "m" }), ({ code, details }) => {
        assert.equal(code, status.INTERNAL);
        const [first, second] = String(details).split("\n");
        assert.equal(first, "the emulated cloud has a bug: TypeError: undefined is no network");
        assert.match(String(second), /server\.test\.ts/);
        return true;
      });
      buggy.stop();
    });

    it("say that a thing is gone by an answer without an id", async () => {
      assert.deepEqual(await client.read({ ...m, id: "m", oldInputs: news }), {
        id: "",
        properties: {},
        inputs: {},
      });
    });
  });

  describe("injected faults", () => {
    it("strike before anything happens", async () => {
      faults.add({ operation: "create", type: machine, name: "m", nth: 1, error: "quota" });
      await assert.rejects(client.create({ ...m, news }), {
        code: status.UNKNOWN,
        details: "small: quota exceeded",
      });
      assert.deepEqual(store.list(), []);
      await client.create({ ...m, news });
    });

    it("leave previews alone", async () => {
      faults.add({ operation: "create", nth: 1, error: "quota" });
      await client.create({ ...m, news, preview: true });
      await assert.rejects(client.create({ ...m, news }), { details: "small: quota exceeded" });
    });

    it("after the effect of a creation hand over what was made, its secrets wrapped", async () => {
      faults.add({ operation: "create", error: "timeout", afterEffect: true });
      await assert.rejects(client.create({ ...m, news }), (error) => {
        const made = partlyMade(error);
        assert.deepEqual(made?.reasons, ["small: timeout – nothing is known"]);
        assert.equal(made?.id, "m");
        assert.deepEqual(made?.inputs, news);
        assert.partialDeepStrictEqual(made?.properties, { ...news, token: secret("t0ken") });
        return true;
      });
      assert.notEqual(store.get(machine, "m"), undefined);
    });

    it("after the effect of an update lose only the answer", async () => {
      const { id, properties: olds } = await client.create({ ...m, news });
      faults.add({ operation: "update", error: "timeout", afterEffect: true });
      const sent = { ...m, id, olds, oldInputs: news, news: { ...news, size: 5 } };
      await assert.rejects(client.update(sent), { details: "small: timeout – nothing is known" });
      assert.equal(store.get(machine, id)?.properties["size"], 5);
    });

    it("after the effect of a deletion lose only the answer", async () => {
      const { id, properties: olds } = await client.create({ ...m, news });
      faults.add({ operation: "delete", error: "conflict", afterEffect: true });
      await assert.rejects(client.delete({ ...m, id, olds }), { details: "small: conflict" });
      assert.deepEqual(store.list(), []);
    });

    it("can hang until whoever asked gives up", async () => {
      using hasty = new ProviderClient(port, 100);
      faults.add({ operation: "create", error: "hang" });
      await assert.rejects(hasty.create({ ...m, news }), { code: status.DEADLINE_EXCEEDED });
      assert.deepEqual(store.list(), []);
    });

    it("can hang once the deed is done", async () => {
      using hasty = new ProviderClient(port, 100);
      faults.add({ operation: "create", error: "hang", afterEffect: true });
      await assert.rejects(hasty.create({ ...m, news }), { code: status.DEADLINE_EXCEEDED });
      assert.equal(store.list().length, 1);
    });

    it("end with the server", async () => {
      faults.add({ operation: "create", error: "hang" });
      const hanging = client.create({ ...m, news });
      const rejected = assert.rejects(hanging, { name: "Error" });
      await client.read({ ...m, id: "m" });
      server.stop();
      await rejected;
    });

    it("can only delay", async () => {
      faults.add({ operation: "create", delayMilliseconds: 30 });
      const start = performance.now();
      await client.create({ ...m, news });
      assert.ok(performance.now() - start >= 25);
    });

    it("strike functions, too", async () => {
      const token = "small:net/getZones:getZones";
      faults.add({ operation: "invoke", type: token, nth: 1, error: "permission" });
      await assert.rejects(client.invoke(token, {}), { details: "small: permission denied" });
      await client.invoke(token, {});
    });
  });
});
