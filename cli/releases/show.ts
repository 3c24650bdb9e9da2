import Table from "cli-table3";
import type { Catalog, Release } from "../../releases/catalog.ts";
import { loadCatalog } from "../../releases/catalog.ts";
import type { ContainerDetails, ReleaseDetails, ServiceDetails } from "../../releases/details.ts";
import { releaseDetails } from "../../releases/details.ts";
import { parseImage } from "../../releases/images.ts";
import type { DeploymentType } from "../../releases/schema/sources.ts";
import { unknownRelease } from "../known-release.ts";

export interface ShowFlags {
  readonly type?: DeploymentType;
  readonly catalog?: string;
  readonly json?: boolean;
}

/** `sgstack releases show` */
export function showRelease(version: string, { type, catalog, json }: ShowFlags): void {
  const details = plannedDetails(loadCatalog(catalog), version, type);
  console.log(
    json === true ? JSON.stringify(details, undefined, 2) : details.map(formatDetails).join("\n\n"),
  );
}

/** The version from each source that has it. */
function plannedDetails(
  catalog: Catalog,
  version: string,
  type?: DeploymentType,
): readonly ReleaseDetails[] {
  const sources = (["base", "kustomize", "compose"] as const).filter(
    (source) => type === undefined || (source === "compose") === (type === "compose"),
  );
  const releases: readonly Release[] = sources.flatMap(
    (source) => catalog.release(version, source) ?? [],
  );
  if (releases.length === 0) throw unknownRelease(catalog, version, type);
  return releases.map(releaseDetails);
}

/** A release as a table, and what is wrong with it. */
export function formatDetails({ version, type, source, services, faults }: ReleaseDetails): string {
  const isKubernetes = type === "kubernetes";
  const table = new Table({
    head: [
      "service",
      ...(isKubernetes ? ["workload", "container"] : []),
      "image",
      "cpu",
      "memory",
      "disks",
    ],
    style: { head: [], border: [], compact: true },
  });
  table.push(...services.flatMap((service) => rowsOf(service, isKubernetes)));
  const title = isKubernetes ? `${version} (kubernetes, ${source})` : `${version} (compose)`;
  const wrong =
    faults.length === 0
      ? "No faults."
      : ["Faults, as upstream published it:", ...faults.map(({ text }) => `- ${text}`)].join("\n");
  return [title, table.toString(), wrong].join("\n");
}

/** One for each container; what is the service's stands in the first. */
function rowsOf({ service, workloads, disks }: ServiceDetails, isKubernetes: boolean): string[][] {
  const diskCell = disks
    .map(({ name, size = "", eachReplica }) =>
      `${name} ${size}${eachReplica ? " each" : ""}`.trim(),
    )
    .join(", ");
  const rows = workloads.flatMap(({ kind = "", name, replicas, containers }) =>
    containers.map((container, index) => {
      const workload = `${kind}${name === service ? "" : ` ${name}`}${replicas === undefined || replicas === 1 ? "" : ` × ${replicas}`}`;
      return [
        ...(isKubernetes ? [index === 0 ? workload : "", containerCell(container)] : []),
        imageCell(container.image),
        amountCell(container, "cpu"),
        amountCell(container, "memory"),
      ];
    }),
  );
  const filled = rows.length > 0 ? rows : [[...(isKubernetes ? ["", ""] : []), "", "", ""]];
  return filled.map((row, index) => (index === 0 ? [service, ...row, diskCell] : ["", ...row, ""]));
}

function containerCell({ name, init }: ContainerDetails): string {
  return init ? `${name} (init)` : name;
}

function imageCell(reference: string): string {
  const { prefix, name, tag, digest } = parseImage(reference);
  const own = /^((index\.)?docker\.io\/)?sourcegraph$/.test(prefix);
  return `${own || prefix === "" ? name : `${prefix}/${name}`}:${tag === "" ? digest.slice(0, 19) : tag}`;
}

/** Request and limit, or the one that both are. */
function amountCell({ requests, limits }: ContainerDetails, resource: string): string {
  const [request, limit] = [requests[resource], limits[resource]];
  if (request === undefined || request === limit) return limit ?? "";
  return limit === undefined ? `${request} –` : `${request} – ${limit}`;
}
