import { describeFault, isFatal } from "../../releases/faults.ts";
import type { Fault } from "../../releases/schema/entry.ts";
import { problem, warning } from "../problems.ts";
import type { InstanceEnvironment, Rule } from "./rule.ts";

/** Rules on releases that upstream published with faults: whoever deploys one is told. */
export const faultRules: readonly Rule<InstanceEnvironment>[] = [
  {
    name: "the release can run",
    reads: ["release", "services"],
    check: ({ release: version, services }, { release }) =>
      (release?.faults ?? [])
        .filter((fault) => isFatal(fault) && !isReplaced(fault, services))
        .map((fault) =>
          problem(
            ["release"],
            `is ${version}: ${describeFault(fault)}`,
            fault.kind === "shared-claim"
              ? "Use another release of the same minor."
              : `Use another release, or set ${imageKeys(fault).join(" and ")}.`,
          ),
        ),
  },
  {
    name: "the release is as it was meant",
    reads: ["release"],
    check: ({ release: version, registry }, { release }) =>
      (release?.faults ?? [])
        .filter((fault) => !isFatal(fault))
        .filter(({ kind }) => kind !== "internal-registry" || registry.host === "index.docker.io")
        .map((fault) =>
          warning(
            ["release"],
            `is ${version}: ${describeFault(fault)}`,
            "Upstream published it so; a later patch may be better.",
          ),
        ),
  },
];

/** The keys of an environment that put another image in the place of a faulty one. */
function imageKeys({ where }: Fault): readonly string[] {
  return where.map((place) => `services.${place.split("/")[0] ?? place}.image`);
}

/** Where a service has one container, its image is the service's own. */
function isReplaced({ kind, where }: Fault, services: InstanceEnvironment["services"]): boolean {
  if (kind === "shared-claim") return false;
  return where.every((place) => services[place.split("/")[0] ?? place]?.image !== undefined);
}
