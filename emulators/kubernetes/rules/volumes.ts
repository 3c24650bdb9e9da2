import type { Value } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import {
  child,
  duplicate,
  forbidden,
  invalid,
  invalids,
  notFound,
  required,
  unsupported,
} from "../cause.ts";
import { listAt, numberAt, objectAt, textAt } from "../read.ts";
import { dns1123Label } from "./names.ts";

const fileMode = "must be a number between 0 and 0777 (octal), both inclusive";

/** Volumes of a pod: unique names, one source each (core/validation, ValidateVolumes). */
export function volumeCauses(volumes: readonly Value[], field: string): readonly Cause[] {
  return volumes.flatMap((volume, index) => {
    const at = child(field, index);
    const name = textAt(volume, "name");
    const twice = volumes.findIndex((other) => textAt(other, "name") === name) < index;
    return [
      ...sourceCauses(volume, at),
      ...(name === ""
        ? [required(child(at, "name"))]
        : invalids(child(at, "name"), name, dns1123Label(name))),
      ...(twice ? [duplicate(child(at, "name"), name)] : []),
    ];
  });
}

function sourceCauses(volume: Value, field: string): readonly Cause[] {
  const sources = Object.keys(objectAt(volume)).filter((name) => name !== "name");
  const [first, ...others] = sources;
  if (first === undefined) return [required(field, "must specify a volume type")];
  return [
    ...others.map((name) =>
      forbidden(child(field, name), "may not specify more than 1 volume type"),
    ),
    ...oneSourceCauses(first, objectAt(volume, first), child(field, first)),
  ];
}

/** What names the source, for sources that have such a field. */
const namedBy: Readonly<Record<string, string>> = {
  configMap: "name",
  secret: "secretName",
  persistentVolumeClaim: "claimName",
};

function oneSourceCauses(type: string, source: Value, field: string): readonly Cause[] {
  const nameField = namedBy[type];
  return [
    ...(nameField !== undefined && textAt(source, nameField) === ""
      ? [required(child(field, nameField))]
      : []),
    ...modeCauses(numberAt(source, "defaultMode"), child(field, "defaultMode")),
    ...(type === "configMap" || type === "secret"
      ? listAt(source, "items").flatMap((item, index) =>
          itemCauses(item, child(field, "items", index)),
        )
      : []),
    ...(type === "hostPath" ? hostPathCauses(source, field) : []),
    ...(type === "projected"
      ? listAt(source, "sources").flatMap((item, index) =>
          Object.keys(objectAt(item)).length === 1
            ? []
            : [
                forbidden(
                  child(field, "sources", index),
                  "may not specify more than 1 volume type",
                ),
              ],
        )
      : []),
  ];
}

function itemCauses(item: Value, field: string): readonly Cause[] {
  const path = textAt(item, "path");
  return [
    ...(textAt(item, "key") === "" ? [required(child(field, "key"))] : []),
    ...(path === "" ? [required(child(field, "path"))] : []),
    ...descendingPathCauses(path, child(field, "path")),
    ...modeCauses(numberAt(item, "mode"), child(field, "mode")),
  ];
}

const hostPathTypes = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
] as const;

function hostPathCauses(source: Value, field: string): readonly Cause[] {
  const [path, type] = [textAt(source, "path"), textAt(source, "type")];
  return [
    ...(path === "" ? [required(child(field, "path"))] : []),
    ...(path.split("/").includes("..")
      ? [invalid(child(field, "path"), path, "must not contain '..'")]
      : []),
    ...(hostPathTypes.some((item) => item === type)
      ? []
      : [unsupported(child(field, "type"), type, hostPathTypes)]),
  ];
}

function modeCauses(mode: number | undefined, field: string): readonly Cause[] {
  return mode !== undefined && (mode < 0 || mode > 0o777) ? [invalid(field, mode, fileMode)] : [];
}

function descendingPathCauses(path: string, field: string): readonly Cause[] {
  return [
    ...(path.startsWith("/") ? [invalid(field, path, "must be a relative path")] : []),
    ...(path.split("/").includes("..") ? [invalid(field, path, "must not contain '..'")] : []),
  ];
}

/** Mounts of a container: of volumes that there are, each at a place of its own. */
export function mountCauses(
  container: Value,
  volumes: readonly Value[],
  field: string,
): readonly Cause[] {
  return listAt(container, "volumeMounts").flatMap((_, index) =>
    oneMountCauses(container, index, volumes, field),
  );
}

function oneMountCauses(
  container: Value,
  index: number,
  volumes: readonly Value[],
  field: string,
): readonly Cause[] {
  const mounts = listAt(container, "volumeMounts");
  const mount = mounts[index];
  const at = child(field, index);
  const [name, path] = [textAt(mount, "name"), textAt(mount, "mountPath")];
  const twice = mounts.findIndex((other) => textAt(other, "mountPath") === path) < index;
  return [
    ...(name === "" ? [required(child(at, "name"))] : []),
    ...(volumes.some((volume) => textAt(volume, "name") === name)
      ? []
      : [notFound(child(at, "name"), name)]),
    ...(path === "" ? [required(child(at, "mountPath"))] : []),
    ...(twice ? [invalid(child(at, "mountPath"), path, "must be unique")] : []),
    ...(listAt(container, "volumeDevices").some((device) => textAt(device, "name") === name)
      ? [invalid(child(at, "name"), name, "must not already exist in volumeDevices")]
      : []),
    // The API server itself leaves the index out of this path.
    ...descendingPathCauses(textAt(mount, "subPath"), child(field, "subPath")),
    ...(textAt(mount, "subPathExpr") !== "" && textAt(mount, "subPath") !== ""
      ? [
          invalid(
            child(at, "subPathExpr"),
            textAt(mount, "subPathExpr"),
            "subPathExpr and subPath are mutually exclusive",
          ),
        ]
      : []),
  ];
}
