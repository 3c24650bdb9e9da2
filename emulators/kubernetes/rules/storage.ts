import type { Properties } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import {
  child,
  forbidden,
  invalid,
  invalids,
  key,
  required,
  tooLong,
  unsupported,
} from "../cause.ts";
import { amountOf } from "../quantity.ts";
import { listAt, objectAt, textAt, textsAt } from "../read.ts";
import { selectorCauses } from "./metadata.ts";
import { dns1123Subdomain, qualifiedName } from "./names.ts";
import type { Rule } from "./rule.ts";

const accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"] as const;
const volumeModes = ["Block", "Filesystem"] as const;
const reclaimPolicies = ["Delete", "Recycle", "Retain"] as const;

export const claimRules: Rule = (claim) => claimSpecCauses(objectAt(claim, "spec"), "spec");

/** core/validation, ValidatePersistentVolumeClaimSpec. */
export function claimSpecCauses(spec: Properties, field: string): readonly Cause[] {
  const storage = key(child(field, "resources"), "storage");
  const requested = objectAt(spec, "resources", "requests")["storage"];
  const amount = amountOf(requested);
  const storageClass = textAt(spec, "storageClassName");
  return [
    ...(listAt(spec, "accessModes").length === 0
      ? [required(child(field, "accessModes"), "at least 1 access mode is required")]
      : []),
    ...selectorCauses(spec["selector"], child(field, "selector")),
    ...accessModeCauses(spec, field),
    ...(requested === undefined ? [required(storage)] : []),
    ...(amount !== undefined && amount <= 0n
      ? [invalid(storage, requested, "must be greater than zero")]
      : []),
    ...(storageClass === ""
      ? []
      : invalids(child(field, "storageClassName"), storageClass, dns1123Subdomain(storageClass))),
    ...volumeModeCauses(spec, field),
  ];
}

/** core/validation, ValidatePersistentVolumeSpec. */
export const volumeRules: Rule = (volume) => {
  const spec = objectAt(volume, "spec");
  const capacity = objectAt(spec, "capacity");
  const policy = textAt(spec, "persistentVolumeReclaimPolicy");
  const sources = Object.keys(spec).filter((name) => !volumeSettings.has(name));
  return [
    ...(listAt(spec, "accessModes").length === 0 ? [required("spec.accessModes")] : []),
    ...accessModeCauses(spec, "spec"),
    ...(Object.keys(capacity).length === 0 ? [required("spec.capacity")] : []),
    ...(capacity["storage"] === undefined || Object.keys(capacity).length > 1
      ? [unsupported("spec.capacity", capacity, ["storage"])]
      : []),
    ...(policy === "" || reclaimPolicies.some((item) => item === policy)
      ? []
      : [unsupported("spec.persistentVolumeReclaimPolicy", policy, reclaimPolicies)]),
    ...(sources.length === 0 ? [required("spec", "must specify a volume type")] : []),
    ...sources
      .slice(1)
      .map((name) => forbidden(child("spec", name), "may not specify more than 1 volume type")),
    ...volumeModeCauses(spec, "spec"),
  ];
};

/** Fields of a PersistentVolume's spec that are not the place where its data is. */
export const volumeSettings: ReadonlySet<string> = new Set([
  "accessModes",
  "capacity",
  "claimRef",
  "mountOptions",
  "nodeAffinity",
  "persistentVolumeReclaimPolicy",
  "storageClassName",
  "volumeAttributesClassName",
  "volumeMode",
]);

/** storage/validation, ValidateStorageClass. */
export const storageClassRules: Rule = (storageClass) => {
  const provisioner = textAt(storageClass, "provisioner");
  const [policy, mode] = [
    textAt(storageClass, "reclaimPolicy"),
    textAt(storageClass, "volumeBindingMode"),
  ];
  const parameters = [...textsAt(storageClass, "parameters")];
  const size = parameters.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return [
    ...(provisioner === "" ? [required("provisioner")] : []),
    ...(provisioner === ""
      ? []
      : invalids("provisioner", provisioner, qualifiedName(provisioner.toLowerCase()))),
    ...(parameters.length > 512 ? [tooLong("parameters", 512)] : []),
    ...(size > 256 * 1024 ? [tooLong("parameters", 256 * 1024)] : []),
    ...(policy === "Delete" || policy === "Retain"
      ? []
      : [unsupported("reclaimPolicy", policy, ["Delete", "Retain"])]),
    ...(mode === "Immediate" || mode === "WaitForFirstConsumer"
      ? []
      : [unsupported("volumeBindingMode", mode, ["Immediate", "WaitForFirstConsumer"])]),
  ];
};

function accessModeCauses(spec: Properties, field: string): readonly Cause[] {
  const modes = listAt(spec, "accessModes");
  const known = modes.filter((mode) => accessModes.some((item) => item === mode));
  return [
    ...modes
      .filter((mode) => !known.includes(mode))
      .map((mode) => unsupported(child(field, "accessModes"), mode, accessModes)),
    ...(known.includes("ReadWriteOncePod") && known.some((mode) => mode !== "ReadWriteOncePod")
      ? [
          forbidden(
            child(field, "accessModes"),
            "may not use ReadWriteOncePod with other access modes",
          ),
        ]
      : []),
  ];
}

function volumeModeCauses(spec: Properties, field: string): readonly Cause[] {
  const mode = textAt(spec, "volumeMode");
  return mode === "" || volumeModes.some((item) => item === mode)
    ? []
    : [unsupported(child(field, "volumeMode"), mode, volumeModes)];
}
