import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudStore } from "../../../emulators/core/store.ts";
import type { Properties } from "../../../emulators/core/values.ts";
import { findCreated } from "../../../engine/find-created.ts";

const instance = "gcp:compute/instance:Instance";
const address = "aws:ec2/eip:Eip";

describe("findCreated", () => {
  let directory: string;
  let store: CloudStore;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "find-created-"));
    store = new CloudStore(directory);
    store.put({
      type: instance,
      id: "instances/box",
      properties: {
        name: "box",
        machineType: "n1-standard-8",
        cpuPlatform: "Intel Haswell",
        bootDisk: { autoDelete: true, initializeParams: { image: "ubuntu", size: 100 } },
        networkInterfaces: [{ network: "lan", networkIp: "10.0.0.2" }],
        tags: ["web"],
      },
    });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const find = (type: string, inputs: Properties, taken: readonly string[] = []) =>
    findCreated({ urn: "urn", type, custom: true, inputs }, store, new Set(taken));

  const asked = { name: "box", machineType: "n1-standard-8" };
  const rows: readonly (readonly [what: string, inputs: Properties, id: string | undefined])[] = [
    ["what has all that was asked for", asked, "instances/box"],
    ["nothing of another name", { ...asked, name: "other" }, undefined],
    ["nothing with another value", { ...asked, machineType: "n1-standard-4" }, undefined],
    ["nothing without a value that was asked for", { ...asked, zone: "a" }, undefined],
    [
      "what has more in a nested object than was asked for",
      { ...asked, bootDisk: { initializeParams: { size: 100 } } },
      "instances/box",
    ],
    [
      "nothing with another nested value",
      { ...asked, bootDisk: { initializeParams: { size: 200 } } },
      undefined,
    ],
    ["nothing with a value where an object was asked for", { name: { first: "box" } }, undefined],
    [
      "what has more in a list's item than was asked for",
      { ...asked, networkInterfaces: [{ network: "lan" }] },
      "instances/box",
    ],
    ["nothing with a shorter list", { ...asked, tags: ["web", "ssh"] }, undefined],
    ["nothing with a longer list", { ...asked, tags: [] }, undefined],
    ["nothing with another item in a list", { ...asked, tags: ["ssh"] }, undefined],
    ["it without regard to the SDK's own keys", { ...asked, __defaults: [] }, "instances/box"],
    [
      "it without regard to what is encrypted in the state",
      { ...asked, metadata: { password: { ciphertext: "v1:x" } } },
      "instances/box",
    ],
  ];
  for (const [what, inputs, id] of rows) {
    it(`finds ${what}`, () => {
      assert.equal(find(instance, inputs), id);
    });
  }

  it("finds nothing of another type", () => {
    assert.equal(find("gcp:compute/disk:Disk", { name: "box" }), undefined);
  });

  it("tells things without names apart by what is taken", () => {
    for (const id of ["eip-1", "eip-2"]) {
      store.put({ type: address, id, properties: { domain: "vpc" } });
    }
    const inputs = { domain: "vpc" };
    assert.equal(find(address, inputs), "eip-1");
    assert.equal(find(address, inputs, ["eip-1"]), "eip-2");
    assert.equal(find(address, inputs, ["eip-1", "eip-2"]), undefined);
  });

  it("gives a Kubernetes object the id that follows from its inputs", () => {
    const service = "kubernetes:core/v1:Service";
    const metadata = { name: "pgsql", namespace: "prod" };
    assert.equal(find(service, { metadata }), "prod/pgsql");
    assert.equal(find("kubernetes:core/v1:Namespace", { metadata: { name: "prod" } }), "prod");
    assert.equal(find(service, { metadata: { generateName: "pgsql-" } }), undefined);
    assert.equal(find(service, {}), undefined);
  });
});
