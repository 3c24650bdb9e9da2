import type { Properties, Value } from "../../core/values.ts";
import { listAt, numberAt, objectAt, textAt, textListAt } from "../read.ts";
import type { Check } from "./wording.ts";
import {
  must,
  named,
  plural,
  profileViolation,
  quoted,
  reason,
  securityContext,
  settersOf,
  sorted,
} from "./wording.ts";

/** The checks in the order of their ids; the restricted level has stricter ones for some. */
export const baselineChecks: readonly {
  readonly check: Check;
  readonly stricterAbove?: boolean;
}[] = [
  { check: appArmorProfile },
  { check: capabilities, stricterAbove: true },
  { check: hostNamespaces },
  { check: hostPathVolumes, stricterAbove: true },
  { check: hostPorts },
  { check: hostProbesAndLifecycle },
  { check: privileged },
  { check: procMount },
  { check: seLinuxOptions },
  { check: seccompProfile, stricterAbove: true },
  { check: sysctls },
  { check: windowsHostProcess },
];

const allowedCapabilities: ReadonlySet<string> = new Set(
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(
    " ",
  ),
);

const safeSysctls: ReadonlySet<string> = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);

const selinuxTypes: ReadonlySet<string> = new Set([
  "",
  "container_engine_t",
  "container_init_t",
  "container_kvm_t",
  "container_t",
]);

function appArmorProfile(spec: Properties, containers: readonly Properties[]): string | undefined {
  const verb = "must not set AppArmor profile type to";
  return profileViolation("appArmorProfile", "forbidden AppArmor profile", verb, spec, containers);
}

function hostNamespaces(spec: Properties): string | undefined {
  const used = ["hostNetwork", "hostPID", "hostIPC"].filter((name) => spec[name] === true);
  return reason("host namespaces", used.map((name) => `${name}=true`).join(", "));
}

function hostPorts(_: Properties, containers: readonly Properties[]): string | undefined {
  const bad = containers.filter((container) => usedHostPorts(container).length > 0);
  const used = sorted(bad.flatMap(usedHostPorts));
  const uses = `${plural(bad, "uses", "use")} ${plural(used, "hostPort", "hostPorts")}`;
  return reason("hostPort", must(bad, `${uses} ${used.join(", ")}`));
}

function usedHostPorts(container: Properties): readonly string[] {
  return listAt(container, "ports")
    .map((port) => numberAt(port, "hostPort") ?? 0)
    .filter((port) => port !== 0)
    .map(String);
}

function hostProbesAndLifecycle(
  _: Properties,
  containers: readonly Properties[],
): string | undefined {
  const bad = containers.filter((container) => hosts(container).length > 0);
  const used = sorted(bad.flatMap(hosts));
  const what = plural(used, "probe or lifecycle host", "probe or lifecycle hosts");
  const uses = `${plural(bad, "uses", "use")} ${what} ${quoted(used)}`;
  return reason("probe or lifecycle host", bad.length === 0 ? "" : `${named(bad)} ${uses}`);
}

function hosts(container: Properties): readonly string[] {
  const handlers = [
    ...["livenessProbe", "readinessProbe", "startupProbe"].map((name) => objectAt(container, name)),
    ...["postStart", "preStop"].map((name) => objectAt(container, "lifecycle", name)),
  ];
  return handlers.flatMap((handler) =>
    ["httpGet", "tcpSocket"]
      .map((action) => textAt(handler, action, "host"))
      .filter((host) => host !== ""),
  );
}

function privileged(_: Properties, containers: readonly Properties[]): string | undefined {
  const bad = containers.filter((container) => securityContext(container)["privileged"] === true);
  return reason("privileged", must(bad, "must not set securityContext.privileged=true"));
}

function procMount(spec: Properties, containers: readonly Properties[]): string | undefined {
  // A pod in a user namespace of its own is root nowhere else.
  if (spec["hostUsers"] === false) return undefined;
  const bad = containers.filter((container) => procMountType(container) !== "Default");
  const types = quoted(sorted(bad.map(procMountType)));
  return reason("procMount", must(bad, `must not set securityContext.procMount to ${types}`));
}

function procMountType(container: Properties): string {
  return textAt(container, "securityContext", "procMount") || "Default";
}

function seLinuxOptions(spec: Properties, containers: readonly Properties[]): string | undefined {
  const owners = [spec, ...containers];
  const setters = settersOf(hasBadSelinux(spec), containers.filter(hasBadSelinux));
  const types = sorted(owners.map((owner) => selinux(owner, "type"))).filter(
    (type) => !selinuxTypes.has(type),
  );
  const details = [
    ...(types.length === 0 ? [] : [`${plural(types, "type", "types")} ${quoted(types)}`]),
    ...["user", "role"]
      .filter((name) => owners.some((owner) => selinux(owner, name) !== ""))
      .map((name) => `${name} may not be set`),
  ].join("; ");
  const what = `set forbidden securityContext.seLinuxOptions: ${details}`;
  return reason("seLinuxOptions", setters === "" ? "" : `${setters} ${what}`);
}

function hasBadSelinux(owner: Value): boolean {
  return (
    !selinuxTypes.has(selinux(owner, "type")) ||
    selinux(owner, "user") !== "" ||
    selinux(owner, "role") !== ""
  );
}

function selinux(owner: Value, option: string): string {
  return textAt(owner, "securityContext", "seLinuxOptions", option);
}

function sysctls(spec: Properties): string | undefined {
  const names = listAt(spec, "securityContext", "sysctls").map((item) => textAt(item, "name"));
  return reason("forbidden sysctls", names.filter((name) => !safeSysctls.has(name)).join(", "));
}

function windowsHostProcess(
  spec: Properties,
  containers: readonly Properties[],
): string | undefined {
  const setters = settersOf(isHostProcess(spec), containers.filter(isHostProcess));
  const what = "must not set securityContext.windowsOptions.hostProcess=true";
  return reason("hostProcess", setters === "" ? "" : `${setters} ${what}`);
}

function isHostProcess(owner: Value): boolean {
  return objectAt(owner, "securityContext", "windowsOptions")["hostProcess"] === true;
}

function capabilities(_: Properties, containers: readonly Properties[]): string | undefined {
  const bad = containers.filter((container) => addedCapabilities(container).length > 0);
  const names = quoted(sorted(bad.flatMap(addedCapabilities)));
  const what = `must not include ${names} in securityContext.capabilities.add`;
  return reason("non-default capabilities", must(bad, what));
}

function addedCapabilities(container: Properties): readonly string[] {
  return textListAt(container, "securityContext", "capabilities", "add").filter(
    (name) => !allowedCapabilities.has(name),
  );
}

function hostPathVolumes(spec: Properties): string | undefined {
  const names = listAt(spec, "volumes")
    .filter((volume) => objectAt(volume)["hostPath"] !== undefined)
    .map((volume) => textAt(volume, "name"));
  const what = `${plural(names, "volume", "volumes")} ${quoted(names)}`;
  return reason("hostPath volumes", names.length === 0 ? "" : what);
}

/** What both levels have against a seccomp profile that is asked for. */
export function seccompProfile(
  spec: Properties,
  containers: readonly Properties[],
): string | undefined {
  const verb = "must not set securityContext.seccompProfile.type to";
  return profileViolation("seccompProfile", "seccompProfile", verb, spec, containers);
}
