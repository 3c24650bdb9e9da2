import { isIP } from "node:net";
import type { Properties, Value } from "../../core/values.ts";
import { isObject } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, invalid, invalids, required, tooLong, unsupported } from "../cause.ts";
import { listAt, numberAt, objectAt, textAt, textListAt } from "../read.ts";
import {
  dns1035Label,
  dns1123Subdomain,
  portName,
  portNumber,
  wildcardSubdomain,
} from "./names.ts";
import type { Rule } from "./rule.ts";

const pathTypes = ["Exact", "ImplementationSpecific", "Prefix"] as const;
const classAnnotation = "kubernetes.io/ingress.class";

/** networking/validation, ValidateIngressSpec. */
export const ingressRules: Rule = (ingress) => {
  const spec = objectAt(ingress, "spec");
  const rules = listAt(spec, "rules");
  const className = textAt(spec, "ingressClassName");
  const annotated = textAt(ingress, "metadata", "annotations", classAnnotation);
  return [
    ...(className !== "" && annotated !== "" && className !== annotated
      ? [
          invalid(
            `metadata.annotations[${classAnnotation}]`,
            annotated,
            "must match `ingressClassName` when both are specified",
          ),
        ]
      : []),
    ...(rules.length === 0 && spec["defaultBackend"] === undefined
      ? [invalid("spec", null, "either `defaultBackend` or `rules` must be specified")]
      : []),
    ...(isObject(spec["defaultBackend"])
      ? backendCauses(spec["defaultBackend"], "spec.defaultBackend")
      : []),
    ...rules.flatMap((rule, index) => ruleCauses(rule, child("spec", "rules", index))),
    ...listAt(spec, "tls").flatMap((tls, index) => tlsCauses(tls, child("spec", "tls", index))),
    ...(className === ""
      ? []
      : invalids("spec.ingressClassName", className, dns1123Subdomain(className))),
  ];
};

export const ingressClassRules: Rule = (ingressClass) => {
  const controller = textAt(ingressClass, "spec", "controller");
  return controller.length > 250 ? [tooLong("spec.controller", 250)] : [];
};

function ruleCauses(rule: Value, field: string): readonly Cause[] {
  const host = textAt(rule, "host");
  const http = objectAt(rule)["http"];
  const paths = listAt(http, "paths");
  return [
    ...(isIP(host) === 0
      ? []
      : [invalid(child(field, "host"), host, "must be a DNS name, not an IP address")]),
    ...(host === "" ? [] : hostCauses(host, child(field, "host"))),
    ...(isObject(http) && paths.length === 0 ? [required(child(field, "http", "paths"))] : []),
    ...paths.flatMap((path, index) => pathCauses(path, child(field, "http", "paths", index))),
  ];
}

function tlsCauses(tls: Value, field: string): readonly Cause[] {
  const secret = textAt(tls, "secretName");
  return [
    ...textListAt(tls, "hosts").flatMap((host, index) =>
      hostCauses(host, child(field, "hosts", index)),
    ),
    ...(secret === ""
      ? []
      : invalids(child(field, "secretName"), secret, dns1123Subdomain(secret))),
  ];
}

function hostCauses(host: string, field: string): readonly Cause[] {
  return invalids(
    field,
    host,
    host.includes("*") ? wildcardSubdomain(host) : dns1123Subdomain(host),
  );
}

function pathCauses(path: Value, field: string): readonly Cause[] {
  const [type, value] = [textAt(path, "pathType"), textAt(path, "path")];
  const at = child(field, "path");
  if (type === "") return [required(child(field, "pathType"), "pathType must be specified")];
  const strict = type === "Exact" || type === "Prefix";
  return [
    ...(pathTypes.some((item) => item === type)
      ? []
      : [unsupported(child(field, "pathType"), type, pathTypes)]),
    ...((strict || value !== "") && !value.startsWith("/")
      ? [invalid(at, value, "must be an absolute path")]
      : []),
    ...["//", "/./", "/../", "%2f", "%2F"]
      .filter((part) => strict && value.includes(part))
      .map((part) => invalid(at, value, `must not contain '${part}'`)),
    ...["/..", "/."]
      .filter((part) => strict && value.endsWith(part))
      .map((part) => invalid(at, value, `cannot end with '${part}'`)),
    ...backendCauses(objectAt(path, "backend"), child(field, "backend")),
  ];
}

function backendCauses(backend: Properties, field: string): readonly Cause[] {
  const { resource, service } = backend;
  if (resource !== undefined && service !== undefined) {
    return [invalid(field, "", "cannot set both resource and service backends")];
  }
  if (resource !== undefined) return [];
  if (service === undefined) return [invalid(field, "", "resource or service backend is required")];
  const name = textAt(service, "name");
  const port = objectAt(service, "port");
  return [
    ...(name === ""
      ? [required(child(field, "service", "name"))]
      : invalids(child(field, "service", "name"), name, dns1035Label(name))),
    ...backendPortCauses(textAt(port, "name"), numberAt(port, "number") ?? 0, field),
  ];
}

function backendPortCauses(name: string, number: number, field: string): readonly Cause[] {
  if (name !== "" && number !== 0) {
    return [invalid(field, "", "cannot set both port name & port number")];
  }
  if (name !== "") return invalids(child(field, "service", "port", "name"), name, portName(name));
  if (number === 0) return [required(field, "port name or number is required")];
  return invalids(child(field, "service", "port", "number"), number, portNumber(number));
}
