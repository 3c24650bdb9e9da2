import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Deployment, StateResource } from "../../../engine/adopt-pending.ts";
import { adoptPending } from "../../../engine/adopt-pending.ts";

const disk = "gcp:compute/disk:Disk";
const urnOf = (name: string): string => `urn:pulumi:dogfood::sourcegraph::${disk}::${name}`;
const data: StateResource = { urn: urnOf("data"), type: disk, id: "disks/data-1", custom: true };
const other: StateResource = { urn: urnOf("other"), type: disk, id: "disks/other", custom: true };
/** As the engine writes down what it is about to create: nothing has an id yet. */
const wanted: StateResource = { urn: data.urn, type: disk, custom: true, inputs: { size: 2 } };

const found = (): string => "disks/data-2";
const nothing = (): undefined => undefined;

function creating(resource: StateResource, resources: readonly StateResource[]): Deployment {
  return { resources, pending_operations: [{ type: "creating", resource }] };
}

describe("adoptPending", () => {
  it("takes what was created into the state, under the id that it was found by", () => {
    assert.deepEqual(adoptPending(creating(wanted, [other]), found), {
      deployment: {
        resources: [other, { ...wanted, id: "disks/data-2" }],
        pending_operations: [],
      },
      adopted: [data.urn],
      forgotten: [],
    });
  });

  it("forgets what was never created", () => {
    assert.deepEqual(adoptPending(creating(wanted, [data]), nothing), {
      deployment: { resources: [data], pending_operations: [] },
      adopted: [],
      forgotten: [data.urn],
    });
  });

  it("asks nobody for a component, which has no existence of its own", () => {
    const component = { ...wanted, type: "sourcegraph:components:GcpBox", custom: false };
    const { deployment, forgotten } = adoptPending(creating(component, []), found);
    assert.deepEqual(deployment.resources, []);
    assert.deepEqual(forgotten, [data.urn]);
  });

  it("keeps what a replacement replaces, to be deleted, in its place", () => {
    const { deployment } = adoptPending(creating(wanted, [data, other]), found);
    assert.deepEqual(deployment.resources, [
      { ...wanted, id: "disks/data-2" },
      { ...data, delete: true },
      other,
    ]);
  });

  it("leaves out what a replacement replaces when that was deleted first", () => {
    const gone = { ...data, pendingReplacement: true };
    const { deployment } = adoptPending(creating(wanted, [gone, other]), found);
    assert.deepEqual(deployment.resources, [{ ...wanted, id: "disks/data-2" }, other]);
  });

  it("keeps what an earlier replacement left to be deleted", () => {
    const earlier = { ...data, id: "disks/data-0", delete: true };
    const { deployment } = adoptPending(creating(wanted, [earlier, other]), found);
    assert.deepEqual(deployment.resources, [earlier, other, { ...wanted, id: "disks/data-2" }]);
  });

  for (const type of ["updating", "deleting", "reading"] as const) {
    it(`changes nothing for what was ${type}`, () => {
      const pending = { resources: [data], pending_operations: [{ type, resource: data }] };
      assert.deepEqual(adoptPending(pending, found), {
        deployment: { resources: [data], pending_operations: [] },
        adopted: [],
        forgotten: [],
      });
    });
  }

  it("passes through what else an exported stack has", () => {
    const exported = { manifest: { version: "v3" }, resources: [data], secrets_providers: {} };
    assert.deepEqual(adoptPending(exported, found).deployment, {
      ...exported,
      pending_operations: [],
    });
  });

  it("takes no id twice, also not within one go", () => {
    const free = ["disks/a", "disks/b"];
    const firstFree = (_: StateResource, taken: ReadonlySet<string>): string | undefined =>
      free.find((id) => !taken.has(id));
    const pending = ["a", "b", "c"].map((name) => ({
      type: "creating" as const,
      resource: { urn: urnOf(name), type: disk, custom: true },
    }));
    const state = { resources: [], pending_operations: pending };
    const { deployment, forgotten } = adoptPending(state, firstFree);
    assert.deepEqual(
      deployment.resources?.map(({ id }) => id),
      free,
    );
    assert.deepEqual(forgotten, [urnOf("c")]);
  });

  it("calls an id taken by resources of the same type only", () => {
    const address: StateResource = {
      urn: "urn:pulumi:dogfood::sourcegraph::gcp:compute/address:Address::data",
      type: "gcp:compute/address:Address",
      id: "data",
      custom: true,
    };
    let seen: ReadonlySet<string> = new Set();
    adoptPending(creating(wanted, [address, other]), (_, taken) => {
      seen = taken;
      return undefined;
    });
    assert.deepEqual(seen, new Set(["disks/other"]));
  });

  it("loses no URN, and never leaves two live resources under one", () => {
    const name = fc.constantFrom("a", "b", "c", "d");
    const resource = fc.record({ name, gone: fc.boolean(), deletedFirst: fc.boolean() });
    const operation = fc.record({
      type: fc.constantFrom("creating", "updating", "deleting"),
      name,
      made: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(resource),
        fc.uniqueArray(operation, { selector: (each) => each.name }),
        (drawn, operations) => {
          const resources = consistent(drawn);
          const { deployment, adopted, forgotten } = adoptPending(
            {
              resources,
              pending_operations: operations.map((each) => ({
                type: each.type,
                resource: { urn: urnOf(each.name), type: disk, custom: true },
              })),
            },
            ({ urn }) => {
              const made = operations.some((each) => urnOf(each.name) === urn && each.made);
              return made ? `new ${urn}` : undefined;
            },
          );
          const after = deployment.resources ?? [];
          const urns = new Set(after.map(({ urn }) => urn));
          for (const { urn } of resources) assert.ok(urns.has(urn), `${urn} is lost`);
          for (const urn of adopted) assert.ok(urns.has(urn), `${urn} is not adopted`);
          const live = after.filter((each) => each.delete !== true).map(({ urn }) => urn);
          assert.equal(new Set(live).size, live.length, "two live resources of one URN");
          assert.deepEqual(
            [...adopted, ...forgotten].toSorted(),
            operations
              .filter(({ type }) => type === "creating")
              .map((each) => urnOf(each.name))
              .toSorted(),
          );
          // What depends on a resource stands after it: the order of those that live is kept.
          const before = resources.filter((each) => each.delete !== true).map(({ urn }) => urn);
          assert.deepEqual(
            live.filter((urn) => before.includes(urn)),
            before,
          );
        },
      ),
    );
  });
});

/** At most one resource of a name is alive, as in every state that the engine writes. */
function consistent(
  drawn: readonly { name: string; gone: boolean; deletedFirst: boolean }[],
): readonly StateResource[] {
  const live = new Set<string>();
  return drawn.map(({ name, gone, deletedFirst }, index) => {
    const second = gone || live.has(name);
    if (!second) live.add(name);
    return {
      urn: urnOf(name),
      type: disk,
      id: `old ${index}`,
      custom: true,
      ...(second && { delete: true }),
      ...(!second && deletedFirst && { pendingReplacement: true }),
    };
  });
}
