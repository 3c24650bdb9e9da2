import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownCatalog } from "../../releases/catalog-files.ts";
import { findRelease, loadCatalog, nearestReleases } from "../../releases/catalog.ts";
import { contentProblems } from "../../releases/schema/check.ts";
import { findSummary } from "../../releases/summary.ts";

const catalog = loadCatalog();
const sources = ["base", "kustomize", "compose"] as const;

type Source = (typeof sources)[number];

function frontendImage(source: Source): string | undefined {
  return catalog.release("5.3.12303", source)?.images.get("frontend");
}

/** Distinct layouts of a source's releases from one on; of Compose, without settings of files. */
function layoutsFrom(source: Source, version: string): ReadonlySet<string> {
  const versions = catalog.versionsOf(source);
  return new Set(
    versions.slice(versions.indexOf(version)).map((each) => {
      const release = catalog.release(each, source);
      return JSON.stringify(release?.layout.services);
    }),
  );
}

function shapeOf(service: string): string {
  const id = catalog.release("5.1.9", "base")?.layout.services[service] ?? "";
  return join("kubernetes", "services", service, `${id}.json`);
}

describe("Catalog", () => {
  it("knows releases of both deployment types, oldest first", () => {
    for (const [type, first, last] of [
      ["kubernetes", "3.13.2-1", "7.2.1943"],
      ["compose", "3.13.2", "7.5.4453"],
    ] as const) {
      const versions = catalog.versions(type);
      assert.deepEqual([versions.at(0), versions.at(-1)], [first, last]);
    }
  });

  it("has every release whole: each image that a container names, each file that is mounted", () => {
    for (const source of sources) {
      for (const version of catalog.versionsOf(source)) {
        const release = catalog.release(version, source);
        const keys =
          release?.type === "kubernetes"
            ? [...release.services.values()].flatMap(({ workloads = [] }) =>
                workloads.flatMap(({ pod }) =>
                  [...(pod.initContainers ?? []), ...pod.containers].map(({ image }) => image),
                ),
              )
            : [...(release?.services.values() ?? [])].map(({ image }) => image);
        const images = [...(release?.images.keys() ?? [])];
        assert.deepEqual(images, [...new Set(keys)].toSorted(), `${version} ${source}`);
      }
    }
  });

  it("keeps digests apart by the source that they come from", () => {
    assert.match(
      frontendImage("base") ?? "",
      /^index\.docker\.io\/sourcegraph\/frontend:5\.3\.12303@/,
    );
    assert.equal(frontendImage("base"), frontendImage("kustomize"));
    assert.notEqual(frontendImage("base"), frontendImage("compose"));
  });

  it("has one layout for all of 6.4 to 7.2 of kustomize, and one list of services on Compose", () => {
    assert.equal(layoutsFrom("kustomize", "6.4.3889").size, 1);
    assert.equal(layoutsFrom("compose", "6.4.3889").size, 1);
  });

  it("has upstream's order of variables, since $(NAME) looks back", () => {
    for (const version of catalog.versionsOf("base")) {
      const release = catalog.release(version, "base");
      if (release?.type !== "kubernetes") continue;
      for (const { workloads = [] } of release.services.values()) {
        for (const { env = {} } of workloads.flatMap(({ pod }) => pod.containers)) {
          const names = Object.keys(env);
          for (const [name, value] of Object.entries(env)) {
            if (typeof value !== "string") continue;
            const [, used] = /\$\((\w+)\)/.exec(value) ?? [];
            const earlier = names.slice(0, names.indexOf(name));
            assert.ok(used === undefined || earlier.includes(used), `${version} ${name}`);
          }
        }
      }
    }
  });

  it("is undefined for a release or a source that isn't there", () => {
    assert.equal(catalog.release("1.0.0", "base"), undefined);
    assert.equal(catalog.release("7.5.4453", "base"), undefined);
  });
});

describe("findRelease", () => {
  it("takes deploy-sourcegraph's manifests as long as there are any", () => {
    assert.equal(findRelease(catalog, "6.3.4167", "kubernetes")?.source, "base");
    assert.equal(findRelease(catalog, "6.4.3889", "kubernetes")?.source, "kustomize");
  });
});

describe("findSummary", () => {
  it("has a release's services with their containers, and tells who keeps data", () => {
    const services = findSummary(catalog, "3.43.2", "kubernetes")?.services;
    assert.deepEqual(services?.get("indexed-search"), {
      containers: ["zoekt-webserver", "zoekt-indexserver"],
      disk: true,
    });
    assert.deepEqual(services?.get("pgsql"), {
      containers: ["pgsql", "pgsql-exporter", "correct-data-dir-permissions"],
      disk: true,
    });
    assert.equal(services?.get("searcher")?.disk, false);
    const newer = findSummary(catalog, "7.2.1943", "kubernetes")?.services;
    assert.equal(newer?.get("pgsql")?.disk, true);
    assert.equal(newer?.get("worker")?.disk, false);
  });

  it("leaves out the number of a replica on Compose", () => {
    const services = findSummary(catalog, "3.27.5", "compose")?.services;
    assert.deepEqual(services?.get("gitserver"), { containers: ["gitserver"], disk: true });
    assert.equal(services?.get("syntect-server")?.disk, false);
  });

  it("leaves out a Service that is for several workloads", () => {
    assert.equal(findSummary(catalog, "3.27.5", "kubernetes")?.services.has("backend"), false);
  });

  it("tells of faults in what is deployed, and not in other files", () => {
    assert.deepEqual(findSummary(catalog, "7.5.4453", "compose")?.faults, []);
    assert.deepEqual(
      findSummary(catalog, "5.9.17785", "kubernetes")?.faults.map(({ kind }) => kind),
      ["other-version", "other-version", "shared-claim", "shared-claim", "shared-claim"],
    );
  });
});

describe("the catalog's files", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "sgstack-catalog-"));
    cpSync(ownCatalog, directory, { recursive: true });
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function edit(path: string, change: (text: string) => string): string {
    const file = join(directory, path);
    writeFileSync(file, change(readFileSync(file, "utf8")));
    return file;
  }

  it("may be edited by hand, as long as they make sense", () => {
    edit(shapeOf("gitserver"), (text) => text.replace('"replicas": 1', '"replicas": 2'));
    const release = loadCatalog(directory).release("5.1.9", "base");
    if (release?.type !== "kubernetes") throw new Error("gone");
    assert.equal(release.services.get("gitserver")?.workloads?.[0]?.replicas, 2);
  });

  const nonsense: readonly (readonly [string, string, string, string])[] = [
    [
      "a value of another type",
      '"replicas": 1',
      '"replicas": "one"',
      'workloads[0].replicas is "one"',
    ],
    ["a key that doesn't exist", '"replicas"', '"replicaz"', "workloads[0].replicaz is 1"],
    ["a kind that doesn't exist", "StatefulSet", "Pod", 'workloads[0].kind is "Pod"'],
  ];
  for (const [what, from, to, found] of nonsense) {
    it(`are refused with ${what}: file, path and what stands there`, () => {
      const file = edit(shapeOf("gitserver"), (text) => text.replace(from, to));
      assert.throws(
        () => loadCatalog(directory).release("5.1.9", "base"),
        (error) => {
          assert.ok(error instanceof Error);
          assert.equal(error.name, "CatalogError");
          assert.ok(
            error.message.startsWith(`${file}: ${found.replace(" is ", ": is ")}`),
            error.message,
          );
          return true;
        },
      );
    });
  }

  it("are refused when they end in the middle, or are gone, with the way out", () => {
    const file = edit(shapeOf("gitserver"), (text) => text.slice(0, 100));
    const expected = new RegExp(`^${file}: can't be read: .*import its release again`);
    assert.throws(() => loadCatalog(directory).release("5.1.9", "base"), { message: expected });
    rmSync(file);
    assert.throws(() => loadCatalog(directory).release("5.1.9", "base"), { message: expected });
  });

  it("are refused where an entry names what can't be", () => {
    const file = edit(join("entries", "5.1.9.json"), (text) =>
      text.replace(/"layout": "[0-9a-f]{12}"/, '"layout": "../../secret"'),
    );
    assert.throws(() => loadCatalog(directory).release("5.1.9", "base"), {
      message: `${file}: base.layout: is "../../secret": a shape's name, 12 hex digits`,
    });
  });

  it("are refused where there is no catalog", () => {
    const empty = join(directory, "kubernetes");
    assert.throws(() => loadCatalog(empty), { message: /is no catalog: it has no folder entries/ });
  });

  it("all pass the schemas, whatever their checksums say", () => {
    for (const source of sources) {
      for (const version of catalog.versionsOf(source)) {
        const release = catalog.release(version, source);
        assert.deepEqual(contentProblems("layout", version, release?.layout), []);
        for (const [name, facts] of release?.services ?? []) {
          assert.deepEqual(contentProblems(release?.type ?? "entry", name, facts), []);
        }
      }
    }
  });
});

describe("nearestReleases", () => {
  const rows = [
    ["a patch that isn't there", "3.27.4", "kubernetes", ["3.27.5"]],
    ["a minor", "3.17", "kubernetes", ["3.17.2", "3.17.3-1"]],
    ["between two", "4.9.1", "compose", ["4.5.1", "5.0.6", "5.1.9"]],
    ["before the first", "2.0.0", "compose", ["3.13.2", "3.14.4"]],
    ["after the last", "99.0.0", "compose", ["7.5.4453"]],
    ["no version at all", "latest", "compose", ["3.13.2", "3.14.4"]],
  ] as const;
  for (const [what, version, type, expected] of rows) {
    it(`finds neighbours of ${what}`, () => {
      assert.deepEqual(nearestReleases(catalog, version, type), expected);
    });
  }
});
