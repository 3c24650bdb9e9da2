import Table from "cli-table3";
import type { StateResource } from "../engine/adopt-pending.ts";

/** How many resources of which types stand under one component. */
export interface ComponentSummary {
  /** The component's class and name, such as `GcpNetwork dogfood`; `(stack)` for none. */
  readonly component: string;
  readonly resources: number;
  /** Short type names with counts, the most frequent first. */
  readonly types: readonly string[];
}

/** Resources by the innermost component that they stand under, in the order of the state. */
export function summarizeByComponent(
  resources: readonly StateResource[],
): readonly ComponentSummary[] {
  const groups = new Map<string, string[]>();
  for (const resource of resources) {
    if (!resource.custom || resource.type.startsWith("pulumi:providers:")) continue;
    const component = componentOf(resource);
    groups.set(component, [...(groups.get(component) ?? []), shortType(resource.type)]);
  }
  return [...groups].map(([component, types]) => ({
    component,
    resources: types.length,
    types: countTypes(types),
  }));
}

/** The summary as a table for a person. */
export function formatSummary(summary: readonly ComponentSummary[]): string {
  const table = new Table({
    head: ["component", "resources", "of which"],
    colWidths: [44, 11, 62],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { component, resources, types } of summary) {
    table.push([component, { content: String(resources), hAlign: "right" }, types.join(", ")]);
  }
  return table.toString();
}

function componentOf({ parent }: StateResource): string {
  const [, , types = "", name = ""] = (parent ?? "").split("::");
  const type = types.split("$").at(-1) ?? "";
  if (type === "" || type === "pulumi:pulumi:Stack") return "(stack)";
  return `${type.split(":").at(-1)} ${name}`;
}

/** `gcp:container/nodePool:NodePool` → `NodePool` */
function shortType(type: string): string {
  return type.split(":").at(-1) ?? type;
}

function countTypes(types: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .toSorted(([left, leftCount], [right, rightCount]) =>
      leftCount === rightCount ? left.localeCompare(right) : rightCount - leftCount,
    )
    .map(([type, count]) => (count === 1 ? type : `${count} ${type}`));
}
