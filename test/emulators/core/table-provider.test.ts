import assert from "node:assert/strict";
import { isObject, unknown } from "../../../emulators/core/values.ts";
import { ProviderBench, textAt } from "./provider-bench.ts";
import { machine, network, smallProvider, volume } from "./small-table.ts";

describe("TableProvider", () => {
  let bench: ProviderBench;
  beforeEach(() => {
    bench = new ProviderBench(smallProvider());
  });
  afterEach(() => bench[Symbol.dispose]());

  describe("checkConfig", () => {
    it("refuses what it doesn't know", () => {
      assert.deepEqual(bench.provider.checkConfig({ region: "a" }), []);
      assert.deepEqual(bench.provider.checkConfig({ regoin: "a" }), [
        {
          path: ["regoin"],
          reason: `An argument named "regoin" is not expected here (the emulated cloud doesn't know it)`,
        },
      ]);
    });
  });

  describe("check", () => {
    it("fills in defaults at every depth", async () => {
      const { inputs } = await bench.check(machine, "m", { name: "m", size: 1, disks: [{}] });
      assert.deepEqual(inputs, { name: "m", size: 1, disks: [{ sizeGb: 10 }] });
    });

    it("makes up the same name at a preview and at the update after it", async () => {
      const seed = Uint8Array.of(1, 2, 3);
      const preview = await bench.check(network, "My Lan", {}, { seed });
      const update = await bench.check(network, "My Lan", {}, { seed });
      assert.match(textAt(preview.inputs, "name"), /^my-lan-[0-9a-f]{7}$/);
      assert.deepEqual(update.inputs, preview.inputs);
    });

    it("makes up another name for another seed, and always without one", async () => {
      const names = [];
      for (const seed of [Uint8Array.of(1), Uint8Array.of(2), new Uint8Array(), new Uint8Array()]) {
        names.push((await bench.check(network, "lan", {}, { seed })).inputs["name"]);
      }
      assert.equal(new Set(names).size, 4);
    });

    it("makes up no name that is too long", async () => {
      const { inputs, failures } = await bench.check(network, "a-very-long-logical-name", {});
      assert.deepEqual(failures, []);
      assert.match(textAt(inputs, "name"), /^a-very-long--[0-9a-f]{7}$/);
    });

    it("keeps the name it made up, whatever the seed of a later update", async () => {
      const { inputs: olds } = await bench.check(network, "lan", {});
      const later = await bench.check(network, "lan", {}, { olds, seed: Uint8Array.of(9) });
      assert.equal(later.inputs["name"], olds["name"]);
    });

    it("makes up a new name when a written one is taken out of the program", async () => {
      const held = await bench.make(network, "lan", { name: "mine" });
      assert.deepEqual(await bench.changes(held, {}), ["name update!"]);
    });

    it("takes a name that is said over one it made up", async () => {
      const held = await bench.make(network, "lan", {});
      assert.deepEqual(await bench.changes(held, { name: "mine" }), ["name update!"]);
    });

    it("asks the type's own rules only about what fits its schema", async () => {
      assert.deepEqual(await bench.complaints(machine, { size: 3 }), [
        "size: 3 takes an odd image",
      ]);
      assert.deepEqual(await bench.complaints(machine, { size: 3, image: 7 }), [
        "image: expected image to be of type string, got 7. Examine values at 'image'.",
      ]);
    });

    it("finds no fault in what isn't known yet", async () => {
      assert.deepEqual(await bench.complaints(machine, { size: unknown, disks: unknown }), []);
    });
  });

  describe("create", () => {
    it("leaves computed outputs unknown at a preview, and makes nothing", async () => {
      assert.deepEqual(await bench.previewOf(machine, "m", { name: "m", size: 1, image: "x" }), {
        name: "m",
        size: 1,
        image: "x",
        serial: unknown,
        token: unknown,
        url: unknown,
      });
      assert.deepEqual(bench.store.list(), []);
    });

    it("adds what the cloud makes up, without overwriting what was asked for", async () => {
      const { id, properties } = await bench.make(machine, "m", { name: "m", size: 1, image: "x" });
      const { serial: _, ...rest } = properties;
      assert.match(textAt(properties, "serial"), /^[0-9a-f]{8}$/);
      const url = "https://small/m?size=1";
      assert.deepEqual(rest, { name: "m", size: 1, image: "x", token: "t0ken", url });
      assert.deepEqual(bench.store.get(machine, id)?.properties, properties);
    });

    it("refuses an id that exists", async () => {
      await bench.make(network, "lan", { name: "lan" });
      await assert.rejects(bench.make(network, "other", { name: "lan" }), {
        name: "CloudError",
        message: "small: conflict: 'here/lan' already exists",
      });
    });

    it("takes over what exists where the cloud does so", async () => {
      await bench.make(volume, "one", { name: "data" });
      await bench.make(volume, "two", { name: "data" });
      assert.equal(bench.store.list(volume).length, 1);
    });

    it("refuses a reference that leads nowhere, and takes those that are none", async () => {
      await assert.rejects(bench.make(machine, "m", { size: 1, network: "lan" }), {
        message: 'network: the resource "lan" was not found, notFound',
      });
      await bench.make(machine, "m", { size: 1, network: "default" });
      await bench.make(network, "lan", { name: "lan" });
      for (const [index, reference] of ["lan", "here/lan", "https://small/here/lan"].entries()) {
        await bench.make(machine, `m${index}`, { size: 1, network: reference });
      }
    });

    it("asks the type whether it can be made just now", async () => {
      await assert.rejects(bench.make(machine, "m", { size: 10 }), {
        message: "quota exceeded: size",
      });
      assert.deepEqual(bench.store.list(), []);
    });
  });

  describe("read", () => {
    it("tells what someone changed behind the engine's back", async () => {
      const held = await bench.make(machine, "m", { name: "m", size: 1 });
      const properties = { ...held.properties, size: 5, image: "other" };
      bench.store.put({ type: machine, id: held.id, properties });
      const call = { ...bench.call(machine, "m"), id: held.id, inputs: held.inputs };
      const found = await bench.provider.read(call);
      assert.equal(found?.properties["image"], "other");
      assert.deepEqual(found?.inputs, { name: "m", size: 5 });
    });

    it("tells that a thing is gone", async () => {
      const held = await bench.make(machine, "m", { size: 1 });
      bench.store.remove(machine, held.id);
      assert.equal(await bench.read(held), undefined);
    });

    it("takes everything that could have been an input for one at an import", async () => {
      await bench.make(machine, "m", { name: "m", size: 1 });
      const call = { ...bench.call(machine, "m"), id: "m", inputs: {} };
      const found = await bench.provider.read(call);
      assert.deepEqual(found?.inputs, { name: "m", size: 1, image: "debian" });
    });
  });

  describe("diff", () => {
    it("takes what the cloud filled in for the value before", async () => {
      const held = await bench.make(machine, "m", { size: 1 });
      assert.deepEqual(await bench.changes(held, { size: 1, image: "debian" }), []);
      assert.deepEqual(await bench.changes(held, { size: 1, image: "x" }), ["image update"]);
    });

    it("leaves what the cloud could have filled in when it is no longer said", async () => {
      const held = await bench.make(machine, "m", { size: 1, image: "x" });
      assert.deepEqual(await bench.changes(held, { size: 1 }), []);
    });

    it("tells whether the old one has to go first", async () => {
      const held = await bench.make(machine, "m", { size: 1 });
      assert.equal((await bench.diff(held, { size: 2 })).deleteBeforeReplace, true);
      const lan = await bench.make(network, "lan", {});
      assert.equal((await bench.diff(lan, { mtu: 1 })).deleteBeforeReplace, false);
    });
  });

  describe("update", () => {
    it("drops what is no longer asked for, and keeps what the cloud made up", async () => {
      const held = await bench.make(machine, "m", { size: 1, labels: { a: "1" }, password: "x" });
      const { properties } = await bench.update(held, { size: 2, labels: { b: "2" } });
      assert.deepEqual(properties["labels"], { b: "2" });
      assert.ok(!("password" in properties));
      assert.equal(properties["serial"], held.properties["serial"]);
      assert.equal(properties["url"], `https://small/${held.id}?size=2`);
      assert.deepEqual(bench.store.get(machine, held.id)?.properties, properties);
    });

    it("keeps what the cloud could have filled in when it is no longer said", async () => {
      const held = await bench.make(machine, "m", { size: 1, image: "x" });
      assert.equal((await bench.update(held, { size: 2 })).properties["image"], "x");
    });

    it("promises at a preview what the update then does", async () => {
      const held = await bench.make(machine, "m", { size: 1 });
      const promised = await bench.update(held, { size: 2 }, true);
      assert.deepEqual(bench.store.get(machine, held.id)?.properties, held.properties);
      assert.deepEqual(promised.properties, (await bench.update(held, { size: 2 })).properties);
    });

    it("promises nothing that hangs on what isn't known yet", async () => {
      const held = await bench.make(machine, "m", { size: 1 });
      const { properties } = await bench.update(held, { size: unknown }, true);
      assert.partialDeepStrictEqual(properties, { size: unknown, url: unknown, image: "debian" });
    });

    it("asks the type, but not at a preview", async () => {
      const held = await bench.make(machine, "m", { size: 2 });
      await bench.update(held, { size: 1 }, true);
      await assert.rejects(bench.update(held, { size: 1 }), { message: "can't shrink" });
    });

    it("refuses a reference that leads nowhere", async () => {
      const held = await bench.make(network, "lan", {});
      await assert.rejects(bench.update(held, { peer: "wan" }), {
        message: 'peer: the resource "wan" was not found, notFound',
      });
    });

    it("says that a thing is gone", async () => {
      const held = await bench.make(machine, "m", { name: "m", size: 2 });
      bench.store.remove(machine, "m");
      await assert.rejects(bench.update(held, { name: "m", size: 3 }), {
        message: "'m' was not found, notFound",
      });
    });
  });

  describe("delete", () => {
    it("removes a thing, and succeeds when it is gone already", async () => {
      const held = await bench.make(machine, "m", { size: 1 });
      await bench.delete(held);
      assert.deepEqual(bench.store.list(), []);
      await bench.delete(held);
    });

    it("refuses while another thing refers to it, by whatever name", async () => {
      const lan = await bench.make(network, "lan", { name: "lan" });
      const user = await bench.make(machine, "m", {
        name: "m",
        size: 1,
        network: "https://small/here/lan",
      });
      await assert.rejects(bench.delete(lan), {
        message: `'here/lan' can't be deleted: it is being used by 'm' (${machine}), resourceInUseByAnotherResource`,
      });
      await bench.delete(user);
      await bench.delete(lan);
    });

    it("removes a thing that refers to itself", async () => {
      const lan = await bench.make(network, "lan", { name: "lan" });
      await bench.delete(await bench.update(lan, { name: "lan", peer: "lan" }));
      assert.deepEqual(bench.store.list(), []);
    });

    it("asks the type", async () => {
      const held = await bench.make(machine, "m", { size: 3, image: "odd" });
      await assert.rejects(bench.delete(held), { message: "too odd" });
    });

    it("leaves what is only to be forgotten", async () => {
      await bench.delete(await bench.make(volume, "v", { name: "data", keep: true }));
      assert.equal(bench.store.list(volume).length, 1);
    });
  });

  describe("invoke", () => {
    const token = "small:net/getZones:getZones";

    it("answers with the arguments' defaults filled in", async () => {
      assert.deepEqual(await bench.invoke(token, {}), {
        names: ["zone-0", "zone-1"],
        region: undefined,
      });
    });

    it("refuses arguments it doesn't know", async () => {
      await assert.rejects(bench.invoke(token, { limit: 3 }), {
        message: `invocation of ${token}: An argument named "limit" is not expected here (the emulated cloud doesn't know it)`,
      });
    });

    it("refuses a function it doesn't know", async () => {
      await assert.rejects(bench.invoke("small:net/getMore:getMore", {}), {
        message: "the emulated cloud doesn't know the function small:net/getMore:getMore",
      });
    });
  });

  it("refuses a type it doesn't know, and says where it belongs", async () => {
    const type = "small:net/router:Router";
    const expected = {
      name: "CloudError",
      message: `the emulated cloud doesn't know the resource type ${type}: add it to emulators/small, with its source`,
    };
    await assert.rejects(bench.check(type, "r", {}), expected);
    const call = { ...bench.call(type, "r"), inputs: {}, preview: false };
    await assert.rejects(bench.provider.create(call), expected);
    await assert.rejects(bench.provider.read({ ...call, id: "r" }), expected);
    await assert.rejects(
      bench.delete({ type, name: "r", id: "r", inputs: {}, properties: {} }),
      expected,
    );
  });

  it("makes up serials without end", async () => {
    const serials = new Set();
    for (let count = 0; count < 20; count++) {
      const { properties } = await bench.make(machine, `m${count}`, { size: 1 });
      assert.ok(isObject(properties));
      serials.add(properties["serial"]);
    }
    assert.equal(serials.size, 20);
  });
});
