import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { GoProgram } from "../../../toolchain/go-build.ts";
import { ensureGoProgram, goPrograms } from "../../../toolchain/go-programs.ts";
import { SupervisedPrograms, newProgramDirectory } from "../supervised-programs.ts";
import type { ConnectionArgs } from "./connection.ts";
import { Connection } from "./connection.ts";
import { apiServerProgram, etcdProgram } from "./control-plane-programs.ts";
import type { ApiObject, Resources } from "./discovery.ts";
import type { DryRunOptions, Verdict } from "./dry-run.ts";
import { discover, dryRun, messageOf } from "./dry-run.ts";

/** Of which there are API servers. */
export const kubernetesMinors = ["1.34", "1.36"] as const;

export type KubernetesMinor = (typeof kubernetesMinors)[number];

export const apiServers = {
  "1.34": goPrograms.kubeApiServer134,
  "1.36": goPrograms.kubeApiServer136,
} as const satisfies Readonly<Record<KubernetesMinor, GoProgram>>;

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

const readyWithinSeconds = 45;

/**
 * A real kube-apiserver with an etcd of its own, without controllers or nodes: it says what it
 * thinks of objects, and nothing comes of them. Reached from this machine only.
 */
export class ApiServer {
  readonly minor: KubernetesMinor;
  /** As it says itself, such as `v1.36.3`. */
  readonly version: string;
  readonly #programs: SupervisedPrograms;
  readonly #connection: Connection;
  readonly #resources: Resources;

  private constructor(
    minor: KubernetesMinor,
    version: string,
    programs: SupervisedPrograms,
    connection: Connection,
    resources: Resources,
  ) {
    this.minor = minor;
    this.version = version;
    this.#programs = programs;
    this.#connection = connection;
    this.#resources = resources;
  }

  /** Resolves when it is ready, in a few seconds. Stop it in the end. */
  static async start(minor: KubernetesMinor): Promise<ApiServer> {
    const etcd = await ensureGoProgram(goPrograms.etcd, () => {});
    const apiServer = await ensureGoProgram(apiServers[minor], () => {});
    const directory = newProgramDirectory(`api-server-${minor}`);
    const [port, token] = [await freePort(), randomBytes(16).toString("hex")];
    writeSecrets(directory, token);
    const programs = new SupervisedPrograms({
      directory,
      programs: [etcdProgram(etcd), apiServerProgram(apiServer, directory, port)],
    });
    try {
      const connection = await ready(directory, { port, token }, programs);
      const { text } = await connection.send({ method: "GET", path: "/version" });
      const { gitVersion }: { readonly gitVersion: string } = JSON.parse(text);
      return new ApiServer(minor, gitVersion, programs, connection, await discover(connection));
    } catch (error) {
      await programs.stop();
      throw error;
    }
  }

  /**
   * Makes a namespace.
   *
   * @param warn the Pod Security level that workloads are held against: what goes beyond it is a
   * warning, since only pods, which nobody makes here, would be refused.
   */
  async createNamespace(name: string, warn: PodSecurityLevel = "privileged"): Promise<void> {
    const { status, text } = await this.#connection.send({
      method: "POST",
      path: "/api/v1/namespaces",
      body: {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name, labels: { "pod-security.kubernetes.io/warn": warn } },
      },
    });
    if (status !== 201) throw new Error(`namespace ${name} can't be made: ${messageOf(text)}`);
  }

  /** What it would say to objects, in their order. None of them is kept. */
  async dryRun(objects: readonly ApiObject[], options: DryRunOptions): Promise<readonly Verdict[]> {
    return await dryRun(this.#connection, this.#resources, objects, options);
  }

  async stop(): Promise<void> {
    this.#connection.close();
    await this.#programs.stop();
  }
}

function writeSecrets(directory: string, token: string): void {
  const { privateKey } = generateKeyPairSync("ec", {
    namedCurve: "prime256v1",
    privateKeyEncoding: { type: "sec1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeFileSync(join(directory, "service-accounts.key"), privateKey, { mode: 0o600 });
  const line = `${token},administrator,administrator,system:masters\n`;
  writeFileSync(join(directory, "tokens.csv"), line, { mode: 0o600 });
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function ready(
  directory: string,
  args: Omit<ConnectionArgs, "certificate">,
  programs: SupervisedPrograms,
): Promise<Connection> {
  let ended: string | undefined;
  void programs.firstEnd.then((why) => {
    ended = why;
  });
  const certificate = join(directory, "certificates", "apiserver.crt");
  const deadline = Date.now() + readyWithinSeconds * 1000;
  while (Date.now() < deadline) {
    if (ended !== undefined) throw new Error(`no API server: ${ended}`);
    if (existsSync(certificate)) {
      // A new one each time, since the certificate may have been half written.
      const connection = new Connection({
        ...args,
        certificate: readFileSync(certificate, "utf8"),
      });
      if (await isReady(connection)) return connection;
      connection.close();
    }
    await wait(50);
  }
  throw new Error(`the API server isn't ready after ${readyWithinSeconds} s`);
}

async function isReady(connection: Connection): Promise<boolean> {
  try {
    return (await connection.send({ method: "GET", path: "/readyz" })).status === 200;
  } catch {
    return false;
  }
}
