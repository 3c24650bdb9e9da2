import type { Properties, Value } from "../../core/values.ts";
import type { Cause } from "../cause.ts";
import { child, duplicate, forbidden, invalid, invalids, required, unsupported } from "../cause.ts";
import { listAt, numberAt, objectAt, textAt } from "../read.ts";
import { labelCauses } from "./metadata.ts";
import { dns1123Label, dns1123Subdomain, portNumber } from "./names.ts";
import { portCauses } from "./probes.ts";
import type { Rule } from "./rule.ts";

const types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"] as const;
const affinities = ["ClientIP", "None"] as const;
const protocols = ["SCTP", "TCP", "UDP"] as const;

/** core/validation, validateService. */
export const serviceRules: Rule = (service) => {
  const spec = objectAt(service, "spec");
  const [type, affinity] = [textAt(spec, "type"), textAt(spec, "sessionAffinity")];
  const ports = listAt(spec, "ports");
  return [
    ...(ports.length === 0 && !isHeadless(spec) && type !== "ExternalName"
      ? [required("spec.ports")]
      : []),
    ...typeCauses(spec, type),
    ...ports.flatMap((_, index) => onePortCauses(spec, ports, index)),
    ...labelCauses(objectAt(spec, "selector"), "spec.selector"),
    ...(affinities.some((item) => item === affinity)
      ? []
      : [unsupported("spec.sessionAffinity", affinity, affinities)]),
    ...(affinity === "None" && spec["sessionAffinityConfig"] !== undefined
      ? [forbidden("spec.sessionAffinityConfig", "must not be set when session affinity is None")]
      : []),
    ...(types.some((item) => item === type) ? [] : [unsupported("spec.type", type, types)]),
    ...portPairCauses(ports),
    ...externalCauses(spec, type),
  ];
};

export function isHeadless(spec: Properties): boolean {
  return textAt(spec, "clusterIP") === "None" || listAt(spec, "clusterIPs")[0] === "None";
}

function typeCauses(spec: Properties, type: string): readonly Cause[] {
  if ((type === "LoadBalancer" || type === "NodePort") && isHeadless(spec)) {
    return [invalid("spec.clusterIPs[0]", "None", `may not be set to 'None' for ${type} services`)];
  }
  if (type !== "ExternalName") return [];
  const name = textAt(spec, "externalName").replace(/\.$/, "");
  return [
    ...(textAt(spec, "clusterIP") === ""
      ? []
      : [forbidden("spec.clusterIPs", "may not be set for ExternalName services")]),
    ...(name === ""
      ? [required("spec.externalName")]
      : invalids("spec.externalName", name, dns1123Subdomain(name))),
  ];
}

function onePortCauses(spec: Properties, ports: readonly Value[], index: number): readonly Cause[] {
  const at = child("spec", "ports", index);
  const port = ports[index];
  const [name, protocol] = [textAt(port, "name"), textAt(port, "protocol")];
  const number = numberAt(port, "port") ?? 0;
  const before = ports.slice(0, index);
  const node = numberAt(port, "nodePort") ?? 0;
  const target = objectAt(port)["targetPort"];
  return [
    ...(name === "" && ports.length > 1 ? [required(child(at, "name"))] : []),
    ...(name === "" ? [] : invalids(child(at, "name"), name, dns1123Label(name))),
    ...(name !== "" && before.some((other) => textAt(other, "name") === name)
      ? [duplicate(child(at, "name"), name)]
      : []),
    ...invalids(child(at, "port"), number, portNumber(number)),
    ...(protocols.some((item) => item === protocol)
      ? []
      : [unsupported(child(at, "protocol"), protocol, protocols)]),
    ...(target === undefined ? [] : portCauses(target, child(at, "targetPort"))),
    ...(node !== 0 && textAt(spec, "type") === "ClusterIP"
      ? [forbidden(child(at, "nodePort"), "may not be used when `type` is 'ClusterIP'")]
      : []),
    ...nodePortCauses(node, protocol, before, at),
  ];
}

/** The range from which an API server hands out node ports unless it is told otherwise. */
function nodePortCauses(
  node: number,
  protocol: string,
  before: readonly Value[],
  field: string,
): readonly Cause[] {
  if (node === 0) return [];
  const twice = before.some(
    (other) => numberAt(other, "nodePort") === node && textAt(other, "protocol") === protocol,
  );
  return [
    ...(twice ? [duplicate(child(field, "nodePort"), node)] : []),
    ...(node < 30_000 || node > 32_767
      ? [
          invalid(
            child(field, "nodePort"),
            node,
            "provided port is not in the valid range. The range of valid ports is 30000-32767",
          ),
        ]
      : []),
  ];
}

function portPairCauses(ports: readonly Value[]): readonly Cause[] {
  return ports.flatMap((port, index) =>
    ports.slice(0, index).some((other) => pair(other) === pair(port))
      ? [
          duplicate(child("spec", "ports", index), {
            port: numberAt(port, "port"),
            protocol: textAt(port, "protocol"),
          }),
        ]
      : [],
  );
}

function pair(port: Value): string {
  return `${textAt(port, "protocol")}/${numberAt(port, "port") ?? 0}`;
}

function externalCauses(spec: Properties, type: string): readonly Cause[] {
  const policy = textAt(spec, "externalTrafficPolicy");
  const reachable =
    type === "LoadBalancer" || type === "NodePort" || listAt(spec, "externalIPs").length > 0;
  return [
    ...(policy !== "" && !reachable
      ? [
          invalid(
            "spec.externalTrafficPolicy",
            policy,
            "may only be set for externally-accessible services",
          ),
        ]
      : []),
    ...(policy === "" || policy === "Cluster" || policy === "Local"
      ? []
      : [unsupported("spec.externalTrafficPolicy", policy, ["Cluster", "Local"])]),
    ...(listAt(spec, "loadBalancerSourceRanges").length > 0 && type !== "LoadBalancer"
      ? [
          forbidden(
            "spec.LoadBalancerSourceRanges",
            "may only be used when `type` is 'LoadBalancer'",
          ),
        ]
      : []),
    ...(spec["allocateLoadBalancerNodePorts"] !== undefined && type !== "LoadBalancer"
      ? [
          forbidden(
            "spec.allocateLoadBalancerNodePorts",
            "may only be used when `type` is 'LoadBalancer'",
          ),
        ]
      : []),
    ...(textAt(spec, "loadBalancerClass") !== "" && type !== "LoadBalancer"
      ? [forbidden("spec.loadBalancerClass", "may only be used when `type` is 'LoadBalancer'")]
      : []),
  ];
}
