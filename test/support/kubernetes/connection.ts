import { Agent, request } from "node:https";
import { warningTexts } from "./warnings.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly warnings: readonly string[];
}

export interface Request {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ConnectionArgs {
  readonly port: number;
  readonly token: string;
  /** The server's own certificate, the only one that is trusted. */
  readonly certificate: string;
}

/** Speaks to an API server on this machine, as its administrator, over connections that are kept. */
export class Connection {
  readonly #args: ConnectionArgs;
  readonly #agent: Agent;

  constructor(args: ConnectionArgs) {
    this.#args = args;
    this.#agent = new Agent({ keepAlive: true, ca: args.certificate });
  }

  async send({ method, path, body, headers = {} }: Request): Promise<Answer> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return await new Promise((resolve, reject) => {
      const outgoing = request({
        agent: this.#agent,
        host: "127.0.0.1",
        port: this.#args.port,
        method,
        path,
        headers: {
          authorization: `Bearer ${this.#args.token}`,
          "content-type": "application/json",
          ...(payload === undefined ? {} : { "content-length": Buffer.byteLength(payload) }),
          ...headers,
        },
      });
      outgoing.on("error", reject);
      outgoing.on("response", (incoming) => {
        let text = "";
        incoming.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        incoming.on("error", reject);
        incoming.on("end", () => {
          const warnings = warningTexts(incoming.headersDistinct["warning"] ?? []);
          resolve({ status: incoming.statusCode ?? 0, text, warnings });
        });
      });
      outgoing.end(payload);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
