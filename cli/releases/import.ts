import { counted } from "./counted.ts";
import { ownCatalog } from "../../releases/catalog-files.ts";
import { describeFault } from "../../releases/faults.ts";
import type { ImportedDeployment } from "../../releases/import/import-release.ts";
import { importRelease } from "../../releases/import/import-release.ts";
import { Failure, status } from "../../toolchain/failure.ts";

export interface ImportFlags {
  readonly version?: string;
  readonly kubernetes?: string;
  readonly compose?: string;
  readonly catalog?: string;
  readonly json?: boolean;
}

/** `sgstack releases import` */
export function importCommand(flags: ImportFlags): void {
  const { version, kubernetes, compose, catalog = ownCatalog, json } = flags;
  if (kubernetes === undefined && compose === undefined) {
    throw new Failure(
      "error: name what to import: --kubernetes DIR, --compose DIR, or both.",
      status.badInput,
    );
  }
  if (version === undefined) {
    throw new Failure("error: --version says which release it is.", status.badInput);
  }
  const imported = importRelease({ version, kubernetes, compose, catalog });
  for (const { source, faults } of imported) {
    for (const fault of faults) console.error(`warning: ${source}: ${describeFault(fault)}`);
  }
  console.log(
    json === true
      ? JSON.stringify({ version, deployments: imported }, undefined, 2)
      : imported.map((each) => importedLine(version, each)).join("\n"),
  );
}

function importedLine(
  version: string,
  { source, services, newShapes, faults }: ImportedDeployment,
): string {
  const wrong = faults.length === 0 ? "" : `, ${counted(faults.length, "fault")}`;
  const added = newShapes === 0 ? "no new files" : counted(newShapes, "new file");
  return `${version} (${source}): ${counted(services, "service")}, ${added}${wrong}.`;
}
