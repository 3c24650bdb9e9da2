import assert from "node:assert/strict";
import { z } from "zod";
import { bridgeFailures, snakeCase } from "../../../emulators/core/bridge-messages.ts";
import type { Properties } from "../../../emulators/core/values.ts";
import { unknown } from "../../../emulators/core/values.ts";

const schema = z
  .strictObject({
    name: z.string().regex(/^[a-z]+$/),
    sizeGb: z.int().min(10).max(100).optional(),
    diskType: z.enum(["pd-ssd", "pd-standard"]).optional(),
    labels: z.record(z.string(), z.string().max(3)).optional(),
    nodePools: z.array(z.strictObject({ nodeCount: z.int() })).optional(),
    url: z.url().optional(),
    either: z.union([z.string(), z.int()]).optional(),
  })
  .refine(({ sizeGb, diskType }) => sizeGb === undefined || diskType !== undefined, {
    message: "all of `disk_type,size_gb` must be specified",
  });

function complaints(inputs: Properties): readonly (readonly [string, string])[] {
  const { error } = schema.safeParse(inputs);
  return bridgeFailures(error?.issues ?? [], inputs).map(
    ({ path, reason }) => [path.join("."), reason] as const,
  );
}

describe("bridgeFailures", () => {
  for (const [fault, inputs, place, reason] of [
    [
      "what is missing",
      {},
      "name",
      `Missing required argument. The argument "name" is required, but no definition was found. Examine values at 'name'.`,
    ],
    [
      "what is missing in a list",
      { name: "a", nodePools: [{ nodeCount: 1 }, {}] },
      "nodePools.1.nodeCount",
      `Missing required argument. The argument "node_count" is required, but no definition was found. Examine values at 'nodePools[1].nodeCount'.`,
    ],
    [
      "what it doesn't know",
      { name: "a", sizeGB: 3 },
      "sizeGB",
      `An argument named "size_g_b" is not expected here (the emulated cloud doesn't know it)`,
    ],
    [
      "what it doesn't know in a list",
      { name: "a", nodePools: [{ nodeCount: 1, zone: "b" }] },
      "nodePools.0.zone",
      `An argument named "zone" is not expected here (the emulated cloud doesn't know it)`,
    ],
    [
      "a value that isn't among the allowed",
      { name: "a", diskType: "pd" },
      "diskType",
      `expected disk_type to be one of ["pd-ssd" "pd-standard"], got pd. Examine values at 'diskType'.`,
    ],
    [
      "a value of another type",
      { name: ["a"] },
      "name",
      `expected name to be of type string, got ["a"]. Examine values at 'name'.`,
    ],
    [
      "a text that breaks its pattern",
      { name: "A" },
      "name",
      `"name" ("A") doesn't match regexp "^[a-z]+$". Examine values at 'name'.`,
    ],
    [
      "a text of the wrong format",
      { name: "a", url: "no" },
      "url",
      `"url" ("no") is not a valid url. Examine values at 'url'.`,
    ],
    [
      "too little",
      { name: "a", diskType: "pd-ssd", sizeGb: 1 },
      "sizeGb",
      `expected size_gb to be at least 10, got 1. Examine values at 'sizeGb'.`,
    ],
    [
      "too much, at a key with dots",
      { name: "a", labels: { "a.b/c": "long" } },
      "labels.a.b/c",
      `expected a.b/c to be at most 3, got long. Examine values at 'labels["a.b/c"]'.`,
    ],
    [
      "a rule about several properties",
      { name: "a", sizeGb: 20 },
      "",
      "all of `disk_type,size_gb` must be specified",
    ],
    [
      "what fits none of several types",
      { name: "a", either: true },
      "either",
      `Invalid input. Examine values at 'either'.`,
    ],
  ] as const) {
    it(`names ${fault}`, () => {
      assert.deepEqual(complaints(inputs), [[place, reason]]);
    });
  }

  it("names all faults at once", () => {
    const found = complaints({ diskType: "pd", odd: 1 });
    assert.deepEqual(
      found.map(([place]) => place),
      ["name", "diskType", "odd"],
    );
  });

  it("finds no fault in what isn't known yet, or in what is around it", () => {
    assert.deepEqual(complaints({ name: unknown, sizeGb: unknown, nodePools: unknown }), []);
    assert.deepEqual(complaints({ name: "a", nodePools: [unknown, { nodeCount: unknown }] }), []);
    assert.deepEqual(complaints({ name: "a", either: unknown, labels: { a: unknown } }), []);
  });
});

describe("snakeCase", () => {
  for (const [name, expected] of [
    ["deletionProtection", "deletion_protection"],
    ["ipv4Address", "ipv4_address"],
    ["name", "name"],
  ] as const) {
    it(`writes ${name} as ${expected}`, () => {
      assert.equal(snakeCase(name), expected);
    });
  }
});
