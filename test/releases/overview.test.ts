import assert from "node:assert/strict";
import type { CatalogFiles } from "../../releases/catalog-files.ts";
import { readCatalogFiles } from "../../releases/catalog-files.ts";
import { overviewOf } from "../../releases/overview.ts";

const deployment = (layout: string, faults = 0) => ({
  layout,
  imagePattern: "{name}",
  images: {},
  ...(faults > 0 && {
    faults: Array.from({ length: faults }, () => ({
      kind: "insiders" as const,
      about: "a",
      where: [],
    })),
  }),
});
const entries = new Map([
  [
    "1.10.0",
    { checksum: "", version: "1.10.0", base: deployment("one"), compose: deployment("two", 2) },
  ],
  ["1.9.0", { checksum: "", version: "1.9.0", base: deployment("one", 1) }],
]);
const layouts = new Map([
  ["one", { services: { pgsql: "a", gitserver: "b" } }],
  ["two", { services: { pgsql: "a" } }],
]);
const files: CatalogFiles = {
  ...readCatalogFiles(),
  versions: () => [...entries.keys()],
  entry: (version) => entries.get(version),
  layout: (_, id) => layouts.get(id) ?? { services: {} },
};

describe("overviewOf", () => {
  it("lists versions oldest first, each with the oldest one of its layout", () => {
    const { versions } = overviewOf(files);
    const base = {
      source: "base",
      type: "kubernetes",
      services: 2,
      layout: "one",
      layoutOf: "1.9.0",
    };
    assert.deepEqual(versions, [
      { version: "1.9.0", deployments: [{ ...base, faults: 1 }] },
      {
        version: "1.10.0",
        deployments: [
          { ...base, faults: 0 },
          {
            source: "compose",
            type: "compose",
            services: 1,
            layout: "two",
            layoutOf: "1.10.0",
            faults: 2,
          },
        ],
      },
    ]);
  });

  it("counts layouts and shapes of each source", () => {
    assert.deepEqual(overviewOf(files).sources, [
      { source: "base", versions: 2, layouts: 1, shapes: 2, services: 4 },
      { source: "compose", versions: 1, layouts: 1, shapes: 1, services: 1 },
    ]);
  });

  it("leaves out what another type has", () => {
    const { versions, sources } = overviewOf(files, "compose");
    assert.deepEqual(
      versions.map(({ version }) => version),
      ["1.10.0"],
    );
    assert.deepEqual(
      sources.map(({ source }) => source),
      ["compose"],
    );
  });
});
