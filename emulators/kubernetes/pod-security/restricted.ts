import type { Properties, Value } from "../../core/values.ts";
import { listAt, numberAt, textAt, textListAt } from "../read.ts";
import { seccompProfile as askedSeccompProfile } from "./baseline.ts";
import type { Check } from "./wording.ts";
import {
  must,
  plural,
  podOr,
  profileType,
  quoted,
  reason,
  securityContext,
  settersOf,
  sorted,
  volumeType,
} from "./wording.ts";

/** What the restricted level asks for beyond the baseline, in the order of the checks' ids. */
export const restrictedChecks: readonly Check[] = [
  allowPrivilegeEscalation,
  capabilities,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfile,
];

/** Volume sources that a restricted pod may use. */
const allowedVolumes: ReadonlySet<string> = new Set([
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

function allowPrivilegeEscalation(
  spec: Properties,
  containers: readonly Properties[],
): string | undefined {
  if (isWindows(spec)) return undefined;
  const bad = containers.filter(
    (container) => securityContext(container)["allowPrivilegeEscalation"] !== false,
  );
  return reason(
    "allowPrivilegeEscalation != false",
    must(bad, "must set securityContext.allowPrivilegeEscalation=false"),
  );
}

function capabilities(spec: Properties, containers: readonly Properties[]): string | undefined {
  if (isWindows(spec)) return undefined;
  const keeping = containers.filter(
    (container) => !listAt(container, "securityContext", "capabilities", "drop").includes("ALL"),
  );
  const adding = containers.filter((container) => addedCapabilities(container).length > 0);
  const names = quoted(sorted(adding.flatMap(addedCapabilities)));
  const details = [
    must(keeping, 'must set securityContext.capabilities.drop=["ALL"]'),
    must(adding, `must not include ${names} in securityContext.capabilities.add`),
  ];
  return reason("unrestricted capabilities", details.filter((text) => text !== "").join("; "));
}

function addedCapabilities(container: Properties): readonly string[] {
  return textListAt(container, "securityContext", "capabilities", "add").filter(
    (name) => name !== "NET_BIND_SERVICE",
  );
}

function restrictedVolumes(spec: Properties): string | undefined {
  const bad = listAt(spec, "volumes").filter((volume) => !allowedVolumes.has(volumeType(volume)));
  const types = sorted(bad.map(volumeType));
  const names = quoted(bad.map((volume) => textAt(volume, "name")));
  const what = plural(types, "restricted volume type", "restricted volume types");
  return reason(
    "restricted volume types",
    bad.length === 0
      ? ""
      : `${plural(bad, "volume", "volumes")} ${names} ${plural(bad, "uses", "use")} ${what} ${quoted(types)}`,
  );
}

function runAsNonRoot(spec: Properties, containers: readonly Properties[]): string | undefined {
  if (spec["hostUsers"] === false) return undefined;
  const refusing = containers.filter((container) => nonRoot(container) === false);
  const setters = settersOf(nonRoot(spec) === false, refusing);
  const what = "must not set securityContext.runAsNonRoot=false";
  if (setters !== "") return reason("runAsNonRoot != true", `${setters} ${what}`);
  if (nonRoot(spec) === true) return undefined;
  const silent = containers.filter((container) => nonRoot(container) === undefined);
  return reason(
    "runAsNonRoot != true",
    podOr(silent, "must set securityContext.runAsNonRoot=true"),
  );
}

function nonRoot(owner: Value): Value {
  return securityContext(owner)["runAsNonRoot"];
}

function runAsUser(spec: Properties, containers: readonly Properties[]): string | undefined {
  if (spec["hostUsers"] === false) return undefined;
  const setters = settersOf(isRoot(spec), containers.filter(isRoot));
  return reason("runAsUser=0", setters === "" ? "" : `${setters} must not set runAsUser=0`);
}

function isRoot(owner: Value): boolean {
  return numberAt(owner, "securityContext", "runAsUser") === 0;
}

function seccompProfile(spec: Properties, containers: readonly Properties[]): string | undefined {
  if (isWindows(spec)) return undefined;
  const asked = askedSeccompProfile(spec, containers);
  if (asked !== undefined || profileType(spec, "seccompProfile") !== "") return asked;
  const silent = containers.filter((container) => profileType(container, "seccompProfile") === "");
  const what = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return reason("seccompProfile", podOr(silent, what));
}

function isWindows(spec: Properties): boolean {
  return textAt(spec, "os", "name") === "windows";
}
