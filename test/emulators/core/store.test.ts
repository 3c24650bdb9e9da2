import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { CloudStore } from "../../../emulators/core/store.ts";

const network = "gcp:compute/network:Network";
const disk = "gcp:compute/disk:Disk";

describe("CloudStore", () => {
  let directory: string;
  let store: CloudStore;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "store-"));
    store = new CloudStore(directory);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const put = (type: string, id: string, properties = {}) => store.put({ type, id, properties });

  it("gives back what was put, to another process, too", () => {
    put(network, "a", { mtu: 1460, labels: { x: null }, list: [true] });
    const expected = {
      type: network,
      id: "a",
      properties: { mtu: 1460, labels: { x: null }, list: [true] },
    };
    assert.deepEqual(store.get(network, "a"), expected);
    assert.deepEqual(new CloudStore(directory).get(network, "a"), expected);
  });

  it("overwrites what was there", () => {
    put(network, "a", { mtu: 1 });
    put(network, "a", { mtu: 2 });
    assert.deepEqual(
      store.list().map(({ properties }) => properties),
      [{ mtu: 2 }],
    );
  });

  it("knows nothing of what was never put, or was removed", () => {
    put(network, "a");
    store.remove(network, "a");
    store.remove(network, "a");
    assert.equal(store.get(network, "a"), undefined);
    assert.equal(store.get(disk, "a"), undefined);
    assert.deepEqual(store.list(disk), []);
  });

  it("lists by type and id, in that order", () => {
    put(network, "b");
    put(network, "a");
    put(disk, "c");
    assert.deepEqual(
      store.list().map(({ id }) => id),
      ["c", "a", "b"],
    );
    assert.deepEqual(
      store.list(network).map(({ id }) => id),
      ["a", "b"],
    );
  });

  it("leaves nothing beside the resource, and lets only its owner read it", () => {
    put(network, "a");
    const folder = join(directory, "gcp_compute_network_Network");
    assert.deepEqual(readdirSync(folder), ["a.json"]);
    assert.equal(statSync(join(folder, "a.json")).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  it("passes over an unfinished write of a process that is gone", () => {
    put(network, "a");
    writeFileSync(join(directory, "gcp_compute_network_Network", "b.json.7.tmp"), "{");
    assert.equal(store.list().length, 1);
  });

  it("passes over what else lies about in its directory", () => {
    put(network, "a");
    writeFileSync(join(directory, ".DS_Store"), "");
    assert.equal(store.list().length, 1);
  });

  it("names a file that a person broke", () => {
    put(network, "a");
    const file = join(directory, "gcp_compute_network_Network", "a.json");
    writeFileSync(file, `{ "type": "${network}", "id": 7, "properties": {} }`);
    assert.throws(() => store.get(network, "a"), {
      message: `${file} is not a resource of the emulated cloud: remove it or mend it`,
    });
  });

  for (const [one, other] of [
    ["projects/p/zones/z", "projects_p_zones_z"],
    ["a/b", "a%2Fb"],
    ["a_b", "a%5Fb"],
    ["Name", "name"],
    ["x".repeat(300), `${"x".repeat(299)}y`],
    ["é".repeat(60), "é".repeat(61)],
    [".", ".."],
    ["", "-"],
  ] as const) {
    it(`keeps ${one.slice(0, 20)} and ${other.slice(0, 20)} apart`, () => {
      put(disk, one, { which: 1 });
      put(disk, other, { which: 2 });
      assert.deepEqual(store.get(disk, one)?.properties, { which: 1 });
      assert.deepEqual(store.get(disk, other)?.properties, { which: 2 });
      assert.equal(store.list(disk).length, 2);
    });
  }

  it("has a file of its own for every id, whatever the file system thinks of case", () => {
    const id = fc.oneof(
      fc.string({ unit: fc.constantFrom("a", "A", "_", "/", "%"), maxLength: 2 }),
      fc.string({ unit: fc.constantFrom("a", "="), minLength: 179, maxLength: 182 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 2, maxLength: 6 }), (ids) => {
        for (const one of store.list(disk)) store.remove(disk, one.id);
        for (const one of ids) put(disk, one);
        const files = readdirSync(join(directory, "gcp_compute_disk_Disk"));
        assert.equal(new Set(files.map((file) => file.toLowerCase())).size, ids.length);
        assert.deepEqual(new Set(store.list(disk).map((one) => one.id)), new Set(ids));
      }),
      { numRuns: 60 },
    );
  });
});

describe("CloudStore.resolve", () => {
  let directory: string;
  let store: CloudStore;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "store-"));
    store = new CloudStore(directory);
    store.put({
      type: network,
      id: "projects/p/global/networks/lan",
      properties: { name: "lan", selfLink: "https://compute/lan", mtu: "wan" },
    });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  for (const reference of ["projects/p/global/networks/lan", "lan", "https://compute/lan"]) {
    it(`finds a resource by ${reference}`, () => {
      assert.equal(store.resolve([disk, network], reference)?.properties["name"], "lan");
    });
  }

  it("finds nothing by another property, of another type, or by nothing", () => {
    assert.equal(store.resolve([network], "wan"), undefined);
    assert.equal(store.resolve([disk], "lan"), undefined);
    assert.equal(store.resolve([], "lan"), undefined);
    assert.equal(store.resolve([network], undefined), undefined);
    assert.equal(store.resolve([network], null), undefined);
  });
});
