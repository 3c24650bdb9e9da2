import { join } from "node:path";
import type { SupervisedProgram } from "../supervised-programs.ts";

/** It listens on sockets in its folder: no port to find, and nobody else gets at them. */
export function etcdProgram(file: string): SupervisedProgram {
  const [clients, peers] = ["unix://clients:0", "unix://peers:0"];
  const flags = {
    "data-dir": "etcd",
    name: "only",
    "listen-client-urls": clients,
    "advertise-client-urls": clients,
    "listen-peer-urls": peers,
    "initial-advertise-peer-urls": peers,
    "initial-cluster": `only=${peers}`,
    "unsafe-no-fsync": "true",
    "log-level": "warn",
  };
  return { name: "etcd", file, args: asArguments(flags) };
}

/** Its folder has what {@link ApiServer} writes there. */
export function apiServerProgram(file: string, directory: string, port: number): SupervisedProgram {
  const flags = {
    "etcd-servers": `unix://${join(directory, "clients:0")}`,
    "bind-address": "127.0.0.1",
    "advertise-address": "127.0.0.1",
    "secure-port": String(port),
    // Where it keeps the certificate that it makes for itself.
    "cert-dir": "certificates",
    "token-auth-file": "tokens.csv",
    "anonymous-auth": "false",
    // One user, who may do everything; and no roles to write before it is ready.
    "authorization-mode": "AlwaysAllow",
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-key-file": "service-accounts.key",
    "service-account-signing-key-file": "service-accounts.key",
    "service-cluster-ip-range": "10.96.0.0/16",
    "endpoint-reconciler-type": "none",
    "allow-privileged": "true",
    // It would refuse every pod until a controller has made the namespace's account.
    "disable-admission-plugins": "ServiceAccount",
  };
  return { name: "kube-apiserver", file, args: asArguments(flags) };
}

function asArguments(flags: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
}
