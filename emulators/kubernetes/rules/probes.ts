import type { Value } from "../../core/values.ts";
import { isObject } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, forbidden, invalid, invalids, required, unsupported } from "../cause.ts";
import { listAt, numberAt, objectAt, textAt } from "../read.ts";
import { portName, portNumber } from "./names.ts";

const handlers = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"] as const;
const numbers = [
  "initialDelaySeconds",
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
] as const;

/** The three probes and the lifecycle hooks of a container that keeps running. */
export function probeCauses(container: Value, field: string): readonly Cause[] {
  const lifecycle = objectAt(container, "lifecycle");
  return [
    ...["postStart", "preStop"].flatMap((hook) =>
      isObject(lifecycle[hook])
        ? handlerCauses(lifecycle[hook], child(field, "lifecycle", hook))
        : [],
    ),
    ...["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe) =>
      oneProbeCauses(probe, objectAt(container)[probe], child(field, probe)),
    ),
  ];
}

/** What an init container may not have unless it is a sidecar. */
export function sidecarOnlyCauses(container: Value, field: string): readonly Cause[] {
  return ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
    .filter((part) => objectAt(container)[part] !== undefined)
    .map((part) =>
      forbidden(
        child(field, part),
        "may not be set for init containers without restartPolicy=Always",
      ),
    );
}

function oneProbeCauses(name: string, probe: Value, field: string): readonly Cause[] {
  if (!isObject(probe)) return [];
  const threshold = numberAt(probe, "successThreshold") ?? 1;
  const grace = numberAt(probe, "terminationGracePeriodSeconds");
  return [
    ...handlerCauses(probe, field),
    ...numbers.flatMap((part) => nonNegative(numberAt(probe, part), child(field, part))),
    ...(name !== "readinessProbe" && threshold !== 1
      ? [invalid(child(field, "successThreshold"), threshold, "must be 1")]
      : []),
    ...(grace === undefined
      ? []
      : name === "readinessProbe"
        ? [
            invalid(
              child(field, "terminationGracePeriodSeconds"),
              grace,
              "must not be set for readinessProbes",
            ),
          ]
        : grace <= 0
          ? [
              invalid(
                child(field, "terminationGracePeriodSeconds"),
                grace,
                "must be greater than 0",
              ),
            ]
          : []),
  ];
}

function handlerCauses(owner: Value, field: string): readonly Cause[] {
  const [first, ...others] = handlers.filter((name) => objectAt(owner)[name] !== undefined);
  if (first === undefined) return [required(field, "must specify a handler type")];
  return [
    ...actionCauses(first, objectAt(owner, first), child(field, first)),
    ...others.map((name) =>
      forbidden(child(field, name), "may not specify more than 1 handler type"),
    ),
  ];
}

function actionCauses(
  name: (typeof handlers)[number],
  action: Value,
  field: string,
): readonly Cause[] {
  switch (name) {
    case "exec":
      return listAt(action, "command").length === 0 ? [required(child(field, "command"))] : [];
    case "httpGet": {
      const scheme = textAt(action, "scheme");
      return [
        ...portCauses(objectAt(action)["port"], child(field, "port")),
        ...(["HTTP", "HTTPS", ""].includes(scheme)
          ? []
          : [unsupported(child(field, "scheme"), scheme, ["HTTP", "HTTPS"])]),
      ];
    }
    case "tcpSocket":
    case "grpc":
      return portCauses(objectAt(action)["port"], child(field, "port"));
    case "sleep":
    default:
      return [];
  }
}

/** A port's number, or the name that it has in the container. */
export function portCauses(port: Value, field: string): readonly Cause[] {
  return typeof port === "string"
    ? invalids(field, port, portName(port))
    : invalids(field, port ?? 0, portNumber(typeof port === "number" ? port : 0));
}

export function nonNegative(value: number | undefined, field: string): readonly Cause[] {
  return value !== undefined && value < 0
    ? [invalid(field, value, "must be greater than or equal to 0")]
    : [];
}
