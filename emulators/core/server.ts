import * as grpc from "@grpc/grpc-js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import providerService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { FaultPlan, Operation, Verdict } from "./faults.ts";
import type { EmulatedProvider } from "./provider.ts";
import { CloudError, NotReadyError } from "./provider.ts";
import type { CloudStore } from "./store.ts";
import type { Path, Properties } from "./values.ts";
import { formatPath, isObject, wrapSecrets } from "./values.ts";
import {
  decode,
  encode,
  errorStatus,
  failuresOf,
  parseConfig,
  propertyDiff,
  withoutSecrets,
} from "./wire.ts";

type Handler<Request, Response> = (
  call: grpc.ServerUnaryCall<Request, Response>,
) => Promise<Response>;

/** Serves one emulated provider to the engine, on a free port of the loopback interface. */
export class ProviderServer {
  readonly #provider: EmulatedProvider;
  readonly #store: CloudStore;
  readonly #faults: FaultPlan;
  readonly #server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  /**
   * The engine attaches every provider resource of a package to the same port, each over a
   * connection of its own, and names none of them in its calls: the peer tells them apart.
   */
  readonly #configByPeer = new Map<string, Properties>();

  readonly #working = new Set<Promise<unknown>>();

  constructor(provider: EmulatedProvider, store: CloudStore, faults: FaultPlan) {
    this.#provider = provider;
    this.#store = store;
    this.#faults = faults;
    this.#server.addService(providerService.ResourceProviderService, this.#handlers());
  }

  /** Resolves with the port. */
  async start(): Promise<number> {
    return await new Promise((resolve, reject) => {
      this.#server.bindAsync(
        "127.0.0.1:0",
        grpc.ServerCredentials.createInsecure(),
        (error, port) => (error === null ? resolve(port) : reject(error)),
      );
    });
  }

  /** Resolves when every call that will end has ended. */
  async settled(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
  }

  /** Drops the connections: an engine that still waits for an answer gets an error. */
  stop(): void {
    this.#server.forceShutdown();
  }

  #handlers(): grpc.UntypedServiceImplementation {
    return {
      getPluginInfo: unary(async () => {
        const response = new pluginProto.PluginInfo();
        response.setVersion(this.#provider.version);
        return response;
      }),
      attach: unary(nothing),
      cancel: unary(nothing),
      checkConfig: unary((call) => this.#checkConfig(call)),
      diffConfig: unary(async () => new proto.DiffResponse()),
      configure: unary((call) => this.#configure(call)),
      check: unary((call) => this.#check(call)),
      diff: unary((call) => this.#diff(call)),
      create: unary((call) => this.#create(call)),
      read: unary((call) => this.#read(call)),
      update: unary((call) => this.#update(call)),
      delete: unary((call) => this.#delete(call)),
      invoke: unary((call) => this.#invoke(call)),
    };
  }

  readonly #checkConfig: Handler<proto.CheckRequest, proto.CheckResponse> = async ({ request }) => {
    const { value, secrets } = decode(request.getNews());
    const response = new proto.CheckResponse();
    response.setInputs(encode(value, secrets));
    response.setFailuresList(failuresOf(this.#provider.checkConfig(parseConfig(value))));
    return response;
  };

  readonly #configure: Handler<proto.ConfigureRequest, proto.ConfigureResponse> = async (call) => {
    const config = parseConfig(decode(call.request.getArgs()).value);
    this.#configByPeer.set(call.getPeer(), config);
    const response = new proto.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  };

  readonly #check: Handler<proto.CheckRequest, proto.CheckResponse> = async (call) => {
    const { request } = call;
    const { value: news, secrets } = decode(request.getNews());
    const { inputs, failures } = await this.#struck("check", call, () =>
      this.#provider.check({
        ...this.#about(call),
        olds: decode(request.getOlds()).value,
        news,
        seed: request.getRandomseed_asU8(),
      }),
    );
    const response = new proto.CheckResponse();
    response.setInputs(encode(inputs, secrets));
    response.setFailuresList(failuresOf(failures.map((one) => withoutSecrets(one, news, secrets))));
    return response;
  };

  readonly #diff: Handler<proto.DiffRequest, proto.DiffResponse> = async (call) => {
    const { request } = call;
    const { changes, deleteBeforeReplace } = await this.#struck("diff", call, () =>
      this.#provider.diff({ ...this.#about(call), ...diffCall(request) }),
    );
    const response = new proto.DiffResponse();
    const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
    response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
    response.setDiffsList([...new Set(changes.map(({ path }) => String(path[0])))]);
    const replacing = changes.filter((change) => change.replaces);
    response.setReplacesList([...new Set(replacing.map(({ path }) => String(path[0])))]);
    response.setDeletebeforereplace(deleteBeforeReplace && replacing.length > 0);
    response.setHasdetaileddiff(true);
    for (const change of changes) {
      response.getDetaileddiffMap().set(formatPath(change.path), propertyDiff(change));
    }
    return response;
  };

  readonly #create: Handler<proto.CreateRequest, proto.CreateResponse> = async (call) => {
    const { request } = call;
    const { value: inputs, secrets } = decode(request.getProperties());
    const about = this.#about(call);
    const preview = request.getPreview();
    const work = () => this.#provider.create({ ...about, inputs, preview });
    const hidden = () => [...secrets, ...this.#provider.secretOutputs(about.type)];
    const { id, properties } = await keepingSecrets(hidden, () =>
      preview ? work() : this.#struck("create", call, work, inputs),
    );
    const response = new proto.CreateResponse();
    response.setId(id);
    response.setProperties(encode(properties, hidden()));
    return response;
  };

  readonly #read: Handler<proto.ReadRequest, proto.ReadResponse> = async (call) => {
    const { request } = call;
    const { value: inputs, secrets } = decode(request.getInputs());
    const about = this.#about(call);
    const properties = decode(request.getProperties()).value;
    const hidden = () => [...secrets, ...this.#provider.secretOutputs(about.type)];
    const found = await keepingSecrets(hidden, () =>
      this.#struck(
        "read",
        call,
        () => this.#provider.read({ ...about, id: request.getId(), inputs, properties }),
        inputs,
      ),
    );
    const response = new proto.ReadResponse();
    // No id means: there is no such thing any more.
    if (found === undefined) return response;
    response.setId(found.id);
    response.setProperties(encode(found.properties, hidden()));
    response.setInputs(encode(found.inputs, secrets));
    return response;
  };

  readonly #update: Handler<proto.UpdateRequest, proto.UpdateResponse> = async (call) => {
    const { request } = call;
    const about = this.#about(call);
    const { secrets, value: news } = decode(request.getNews());
    const preview = request.getPreview();
    const work = () => this.#provider.update({ ...about, ...diffCall(request), preview });
    const hidden = () => [...secrets, ...this.#provider.secretOutputs(about.type)];
    const properties = await keepingSecrets(hidden, () =>
      preview ? work() : this.#struck("update", call, work, news),
    );
    const response = new proto.UpdateResponse();
    response.setProperties(encode(properties, hidden()));
    return response;
  };

  readonly #delete: Handler<proto.DeleteRequest, InstanceType<typeof emptyProto.Empty>> = async (
    call,
  ) => {
    const { request } = call;
    await this.#struck("delete", call, () =>
      this.#provider.delete({
        ...this.#about(call),
        id: request.getId(),
        oldProperties: decode(request.getProperties()).value,
      }),
    );
    return new emptyProto.Empty();
  };

  readonly #invoke: Handler<proto.InvokeRequest, proto.InvokeResponse> = async (call) => {
    const { request } = call;
    const verdict = this.#faults.next("invoke", request.getTok(), "");
    await strike(verdict, this.#provider);
    const { value } = decode(request.getArgs());
    const result = await this.#provider.invoke(
      request.getTok(),
      value,
      this.#config(call),
      this.#store,
    );
    const response = new proto.InvokeResponse();
    response.setReturn(encode(result, []));
    return response;
  };

  /** Does the work, unless a fault was ordered for this very call. */
  async #struck<Request extends { getUrn(): string }, Result>(
    operation: Operation,
    call: grpc.ServerUnaryCall<Request, unknown>,
    work: () => Promise<Result>,
    inputs: Properties = {},
  ): Promise<Result> {
    const { type, name } = parseUrn(call.request.getUrn());
    const verdict = this.#faults.next(operation, type, name);
    const answer = this.#answer(verdict, work, inputs);
    if (verdict.error !== "hang") this.#track(answer);
    return await answer;
  }

  #track(work: Promise<unknown>): void {
    this.#working.add(work);
    const done = (): void => void this.#working.delete(work);
    work.then(done, done);
  }

  async #answer<Result>(
    verdict: Verdict,
    work: () => Promise<Result>,
    inputs: Properties,
  ): Promise<Result> {
    if (verdict.afterEffect !== true) {
      await strike(verdict, this.#provider);
      return await work();
    }
    const result = await work();
    if (isMade(result) && verdict.error !== undefined && verdict.error !== "hang") {
      const message = this.#provider.faultMessages[verdict.error];
      throw new NotReadyError(message, result.id, result.properties, inputs);
    }
    await strike(verdict, this.#provider);
    return result;
  }

  #about<Request extends { getUrn(): string }>(
    call: grpc.ServerUnaryCall<Request, unknown>,
  ): { urn: string; type: string; name: string; config: Properties; store: CloudStore } {
    const urn = call.request.getUrn();
    return { urn, ...parseUrn(urn), config: this.#config(call), store: this.#store };
  }

  #config(call: grpc.ServerUnaryCall<unknown, unknown>): Properties {
    return this.#configByPeer.get(call.getPeer()) ?? {};
  }
}

async function nothing(): Promise<InstanceType<typeof emptyProto.Empty>> {
  return new emptyProto.Empty();
}

function unary<Request, Response>(
  handler: Handler<Request, Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    handler(call).then(
      (response) => callback(null, response),
      (error: unknown) => callback(errorStatus(error)),
    );
  };
}

async function strike(
  verdict: ReturnType<FaultPlan["next"]>,
  provider: EmulatedProvider,
): Promise<void> {
  if (verdict.delayMilliseconds !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, verdict.delayMilliseconds));
  }
  if (verdict.error === "hang") await new Promise(() => {});
  else if (verdict.error !== undefined) throw new CloudError(provider.faultMessages[verdict.error]);
}

/** What a resource that never became ready hands over has its secrets marked, like any other. */
async function keepingSecrets<Result>(
  secrets: () => readonly Path[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error;
    const wrap = (value: Properties): Properties => {
      const wrapped = wrapSecrets(value, secrets());
      return isObject(wrapped) ? wrapped : value;
    };
    throw new NotReadyError(error.message, error.id, wrap(error.properties), wrap(error.inputs));
  }
}

/** `urn:pulumi:stack::project::parent$type::name` */
function parseUrn(urn: string): { readonly type: string; readonly name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}

function diffCall(request: proto.DiffRequest | proto.UpdateRequest): {
  id: string;
  oldInputs: Properties;
  oldProperties: Properties;
  news: Properties;
} {
  return {
    id: request.getId(),
    oldInputs: decode(request.getOldInputs()).value,
    oldProperties: decode(request.getOlds()).value,
    news: decode(request.getNews()).value,
  };
}

function isMade(value: unknown): value is { id: string; properties: Properties } {
  return isObject(value) && typeof value["id"] === "string" && isObject(value["properties"]);
}
