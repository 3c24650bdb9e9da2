import assert from "node:assert/strict";
import { cloudOfDisk, cloudOfMachine, coresOfMachine } from "../../environments/machines.ts";

describe("coresOfMachine", () => {
  const rows = [
    ["n1-standard-16", "gcp", 16],
    ["n2-highmem-4", "gcp", 4],
    ["custom-16-20480", "gcp", 16],
    ["n2-custom-8-16384", "gcp", 8],
    ["e2-medium", "gcp", undefined],
    ["db-custom-4-16384", "gcp", 4],
    ["m5.4xlarge", "aws", 16],
    ["m5.xlarge", "aws", 4],
    ["t3.large", "aws", 2],
    ["m6a.metal", "aws", undefined],
    ["db.m5.xlarge", "aws", undefined],
  ] as const;
  for (const [machine, cloud, cores] of rows) {
    it(`of ${machine} (${cloud}) is ${cores ?? "unknown"}`, () => {
      assert.equal(cloudOfMachine(machine), cloud);
      assert.equal(coresOfMachine(machine), cores);
    });
  }
});

describe("cloudOfDisk", () => {
  it("says what is certain", () => {
    const types = ["pd-ssd", "hyperdisk-balanced", "gp3", "io2", "Premium_LRS"];
    assert.deepEqual(types.map(cloudOfDisk), ["gcp", "gcp", "aws", "aws", undefined]);
  });
});
