import type { Value } from "../../core/values.ts";
import { isObject } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, duplicate, invalid, invalids, required, unsupported } from "../cause.ts";
import { listAt, numberAt, objectAt, textAt } from "../read.ts";
import {
  configMapKey,
  dns1123Label,
  dns1123Subdomain,
  environmentVariable,
  portName,
  portNumber,
} from "./names.ts";
import { probeCauses, sidecarOnlyCauses } from "./probes.ts";
import { resourceCauses } from "./resources.ts";
import { mountCauses } from "./volumes.ts";

const protocols = ["SCTP", "TCP", "UDP"] as const;
const pullPolicies = ["Always", "IfNotPresent", "Never"] as const;

/** Containers and init containers of a pod (core/validation, validateContainers). */
export function containerCauses(spec: Value, field: string): readonly Cause[] {
  const volumes = listAt(spec, "volumes");
  const containers = listAt(spec, "containers");
  const inits = listAt(spec, "initContainers");
  if (containers.length === 0) return [required(child(field, "containers"))];
  return [
    ...containers.flatMap((container, index) => {
      const at = child(field, "containers", index);
      return [
        ...commonCauses(container, volumes, at),
        ...uniqueName(container, containers.slice(0, index), at),
        ...probeCauses(container, at),
        ...hostPortCauses(containers.slice(0, index), container, at),
      ];
    }),
    ...inits.flatMap((container, index) =>
      initCauses(
        container,
        containers.concat(inits.slice(0, index)),
        volumes,
        child(field, "initContainers", index),
      ),
    ),
  ];
}

function initCauses(
  container: Value,
  others: readonly Value[],
  volumes: readonly Value[],
  field: string,
): readonly Cause[] {
  const sidecar = textAt(container, "restartPolicy") === "Always";
  return [
    ...commonCauses(container, volumes, field),
    ...uniqueName(container, others, field),
    ...(sidecar ? probeCauses(container, field) : sidecarOnlyCauses(container, field)),
  ];
}

function commonCauses(
  container: Value,
  volumes: readonly Value[],
  field: string,
): readonly Cause[] {
  const name = textAt(container, "name");
  const policy = textAt(container, "imagePullPolicy");
  return [
    ...(name === ""
      ? [required(child(field, "name"))]
      : invalids(child(field, "name"), name, dns1123Label(name))),
    ...imageCauses(textAt(container, "image"), child(field, "image")),
    ...portListCauses(listAt(container, "ports"), child(field, "ports")),
    ...listAt(container, "env").flatMap((variable, index) =>
      variableCauses(variable, child(field, "env", index)),
    ),
    ...listAt(container, "envFrom").flatMap((source, index) =>
      sourceCauses(source, child(field, "envFrom", index)),
    ),
    ...mountCauses(container, volumes, child(field, "volumeMounts")),
    ...(policy === "" || pullPolicies.some((item) => item === policy)
      ? []
      : [unsupported(child(field, "imagePullPolicy"), policy, pullPolicies)]),
    ...resourceCauses(objectAt(container)["resources"], child(field, "resources")),
    ...securityCauses(objectAt(container, "securityContext"), child(field, "securityContext")),
  ];
}

function imageCauses(image: string, field: string): readonly Cause[] {
  if (image === "") return [required(field)];
  return image.trim() === image
    ? []
    : [invalid(field, image, "must not have leading or trailing whitespace")];
}

function uniqueName(container: Value, others: readonly Value[], field: string): readonly Cause[] {
  const name = textAt(container, "name");
  return name !== "" && others.some((other) => textAt(other, "name") === name)
    ? [duplicate(child(field, "name"), name)]
    : [];
}

function portListCauses(ports: readonly Value[], field: string): readonly Cause[] {
  return ports.flatMap((port, index) => {
    const at = child(field, index);
    const [name, protocol] = [textAt(port, "name"), textAt(port, "protocol")];
    const number = numberAt(port, "containerPort") ?? 0;
    const host = numberAt(port, "hostPort") ?? 0;
    const twice =
      name !== "" && ports.slice(0, index).some((other) => textAt(other, "name") === name);
    return [
      ...(name === "" ? [] : invalids(child(at, "name"), name, portName(name))),
      ...(twice ? [duplicate(child(at, "name"), name)] : []),
      ...(number === 0
        ? [required(child(at, "containerPort"))]
        : invalids(child(at, "containerPort"), number, portNumber(number))),
      ...(host === 0 ? [] : invalids(child(at, "hostPort"), host, portNumber(host))),
      ...(protocol === "" || protocols.some((item) => item === protocol)
        ? []
        : [unsupported(child(at, "protocol"), protocol, protocols)]),
    ];
  });
}

function hostPortCauses(
  before: readonly Value[],
  container: Value,
  field: string,
): readonly Cause[] {
  const taken = new Set(before.flatMap((other) => listAt(other, "ports").map(hostPort)));
  return listAt(container, "ports").flatMap((port, index) =>
    (numberAt(port, "hostPort") ?? 0) !== 0 && taken.has(hostPort(port))
      ? [duplicate(child(field, "ports", index, "hostPort"), hostPort(port))]
      : [],
  );
}

function hostPort(port: Value): string {
  const number = numberAt(port, "hostPort") ?? 0;
  return `${textAt(port, "protocol") || "TCP"}/${textAt(port, "hostIP")}/${number}`;
}

const valueSources = [
  "fieldRef",
  "resourceFieldRef",
  "configMapKeyRef",
  "secretKeyRef",
  "fileKeyRef",
] as const;

function variableCauses(variable: Value, field: string): readonly Cause[] {
  const name = textAt(variable, "name");
  return [
    ...(name === ""
      ? [required(child(field, "name"))]
      : invalids(child(field, "name"), name, environmentVariable(name))),
    ...valueFromCauses(variable, child(field, "valueFrom")),
  ];
}

function valueFromCauses(variable: Value, field: string): readonly Cause[] {
  const from = objectAt(variable)["valueFrom"];
  if (!isObject(from)) return [];
  const sources = valueSources.filter((source) => from[source] !== undefined);
  const keys = (["configMapKeyRef", "secretKeyRef"] as const).flatMap((source) =>
    from[source] === undefined ? [] : keyReferenceCauses(from[source], child(field, source)),
  );
  if (sources.length === 0) {
    const detail =
      "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`";
    return [invalid(field, "", detail)];
  }
  if (textAt(variable, "value") !== "") {
    return [...keys, invalid(field, "", "may not be specified when `value` is not empty")];
  }
  if (sources.length > 1) {
    return [...keys, invalid(field, "", "may not have more than one field specified at a time")];
  }
  return keys;
}

function keyReferenceCauses(reference: Value, field: string): readonly Cause[] {
  const [name, key] = [textAt(reference, "name"), textAt(reference, "key")];
  return [
    ...invalids(child(field, "name"), name, dns1123Subdomain(name)),
    ...(key === ""
      ? [required(child(field, "key"))]
      : invalids(child(field, "key"), key, configMapKey(key))),
  ];
}

function sourceCauses(source: Value, field: string): readonly Cause[] {
  const references = ["configMapRef", "secretRef"].filter(
    (name) => objectAt(source)[name] !== undefined,
  );
  const [first, second] = references;
  if (first === undefined) {
    return [invalid(field, "", "must specify one of: `configMapRef` or `secretRef`")];
  }
  return [
    ...(second === undefined
      ? []
      : [invalid(field, "", "may not have more than one field specified at a time")]),
    ...(textAt(source, first, "name") === "" ? [required(child(field, first, "name"))] : []),
  ];
}

function securityCauses(context: Value, field: string): readonly Cause[] {
  const settings = objectAt(context);
  const user = numberAt(context, "runAsUser");
  const escalation = settings["allowPrivilegeEscalation"] === false;
  const added = listAt(context, "capabilities", "add");
  return [
    ...(user !== undefined && user < 0
      ? [invalid(child(field, "runAsUser"), user, "must be between 0 and 2147483647, inclusive")]
      : []),
    ...(escalation && settings["privileged"] === true
      ? [
          invalid(
            field,
            settings,
            "cannot set `allowPrivilegeEscalation` to false and `privileged` to true",
          ),
        ]
      : []),
    ...(escalation && (added.includes("CAP_SYS_ADMIN") || added.includes("SYS_ADMIN"))
      ? [
          invalid(
            field,
            settings,
            "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN",
          ),
        ]
      : []),
  ];
}
