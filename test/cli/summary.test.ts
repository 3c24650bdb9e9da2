import assert from "node:assert/strict";
import type { StateResource } from "../../engine/adopt-pending.ts";
import { formatSummary, summarizeByComponent } from "../../cli/summary.ts";

const stack = "urn:pulumi:dogfood::sourcegraph::pulumi:pulumi:Stack::sourcegraph-dogfood";
const cluster = "urn:pulumi:dogfood::sourcegraph::sourcegraph:components:GkeCluster::dogfood";
const network =
  "urn:pulumi:dogfood::sourcegraph::sourcegraph:components:GkeCluster$sourcegraph:components:GcpNetwork::dogfood";

function resource(type: string, parent?: string, custom = true): StateResource {
  return { urn: `urn:${type}`, type, custom, ...(parent !== undefined && { parent }) };
}

const resources: readonly StateResource[] = [
  resource("pulumi:pulumi:Stack", undefined, false),
  resource("pulumi:providers:gcp", stack),
  resource("sourcegraph:components:GkeCluster", stack, false),
  resource("sourcegraph:components:GcpNetwork", cluster, false),
  resource("gcp:compute/network:Network", network),
  resource("gcp:compute/address:Address", network),
  resource("gcp:container/cluster:Cluster", cluster),
  resource("gcp:compute/address:Address", network),
  resource("gcp:container/nodePool:NodePool", cluster),
  resource("random:index/randomPet:RandomPet", stack),
  resource("random:index/randomId:RandomId"),
];

describe("summarizeByComponent", () => {
  it("counts by the innermost component, in the order of the state, and leaves out providers", () => {
    assert.deepEqual(summarizeByComponent(resources), [
      { component: "GcpNetwork dogfood", resources: 3, types: ["2 Address", "Network"] },
      { component: "GkeCluster dogfood", resources: 2, types: ["Cluster", "NodePool"] },
      { component: "(stack)", resources: 2, types: ["RandomId", "RandomPet"] },
    ]);
  });

  it("has the most frequent type first, and equally frequent ones by name", () => {
    const types = ["b:B", "a:A", "c:C", "c:C", "b:B", "c:C"];
    const [group] = summarizeByComponent(types.map((type) => resource(type)));
    assert.deepEqual(group?.types, ["3 C", "2 B", "A"]);
  });

  it("is empty for a stack of nothing but its root", () => {
    assert.deepEqual(summarizeByComponent(resources.slice(0, 2)), []);
  });
});

describe("formatSummary", () => {
  it("is a table with one row to a component", () => {
    const lines = formatSummary(summarizeByComponent(resources)).split("\n");
    assert.deepEqual(
      lines
        .filter((line) => line.startsWith("│"))
        .map((line) => line.split(/\s*│\s*/).slice(1, -1)),
      [
        ["component", "resources", "of which"],
        ["GcpNetwork dogfood", "3", "2 Address, Network"],
        ["GkeCluster dogfood", "2", "Cluster, NodePool"],
        ["(stack)", "2", "RandomId, RandomPet"],
      ],
    );
    assert.deepEqual(new Set(lines.map((line) => line.length)), new Set([121]));
  });

  it("breaks a long list of types between words", () => {
    const types = Array.from({ length: 9 }, (_, index) => `12 LongTypeName${index}`);
    const text = formatSummary([{ component: "EksCluster big", resources: 108, types }]);
    for (const type of types)
      assert.match(text, new RegExp(type.replace(" ", "\\s+(│.*\\n.*│\\s+)?")));
    assert.ok(text.split("\n").every((line) => line.length <= 121));
  });
});
