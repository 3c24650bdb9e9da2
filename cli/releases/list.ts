import Table from "cli-table3";
import { readCatalogFiles } from "../../releases/catalog-files.ts";
import type {
  CatalogOverview,
  DeploymentOverview,
  SourceOverview,
} from "../../releases/overview.ts";
import { overviewOf } from "../../releases/overview.ts";
import type { DeploymentType } from "../../releases/schema/sources.ts";

export interface ListFlags {
  readonly type?: DeploymentType;
  readonly catalog?: string;
  readonly json?: boolean;
}

/** `sgstack releases list` */
export function listReleases({ type, catalog, json }: ListFlags): void {
  const overview = overviewOf(readCatalogFiles(catalog), type);
  console.log(json === true ? JSON.stringify(overview, undefined, 2) : formatOverview(overview));
}

/** What is known as a table, and how few shapes it has. */
export function formatOverview({ versions, sources }: CatalogOverview): string {
  if (versions.length === 0) return "No releases. `sgstack releases import` takes one in.";
  const table = new Table({
    head: ["version", ...sources.map(({ source }) => source), "faults"],
    style: { head: [], border: [], compact: true },
  });
  for (const { version, deployments } of versions) {
    const cells = sources.map(({ source }) =>
      deploymentCell(deployments.find((each) => each.source === source)),
    );
    const faults = deployments.reduce((sum, each) => sum + each.faults, 0);
    table.push([
      version,
      ...cells,
      { content: faults === 0 ? "" : String(faults), hAlign: "right" },
    ]);
  }
  return [table.toString(), "", ...sources.map(sourceLine)].join("\n");

  function deploymentCell(deployment: DeploymentOverview | undefined): string {
    if (deployment === undefined) return "";
    const { services, layoutOf } = deployment;
    const version = versions.find(({ deployments }) => deployments.includes(deployment))?.version;
    return layoutOf === version ? `${services} services` : `${services} services, as ${layoutOf}`;
  }
}

function sourceLine({ source, versions, layouts, shapes, services }: SourceOverview): string {
  return `${source}: ${count(versions, "release")} in ${count(layouts, "layout")}; ${count(services, "service")} in ${count(shapes, "shape")}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
