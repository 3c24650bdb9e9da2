import * as grpc from "@grpc/grpc-js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";
import providerService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import statusProto from "@pulumi/pulumi/proto/status_pb.js";
import type { Properties } from "../../../emulators/core/values.ts";
import { isObject } from "../../../emulators/core/values.ts";

const service = providerService.ResourceProviderService;

type Struct = InstanceType<typeof structProto.Struct>;

/** What the engine would send about one resource; secrets wrapped, as they are on the wire. */
export interface Sent {
  readonly type: string;
  readonly name: string;
  readonly id?: string;
  readonly olds?: Properties;
  readonly oldInputs?: Properties;
  readonly news?: Properties;
  readonly preview?: boolean;
}

/** One of the engine's connections to a provider: plain objects in and out, as on the wire. */
export class ProviderClient implements Disposable {
  readonly #client: grpc.Client;
  /** How long a call may take. */
  readonly deadlineMilliseconds: number;

  constructor(port: number, deadlineMilliseconds = 5000) {
    this.deadlineMilliseconds = deadlineMilliseconds;
    this.#client = new grpc.Client(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
      // Each client is a connection of its own, as each of the engine's provider resources is.
      { "grpc.use_local_subchannel_pool": 1 },
    );
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }

  async configure(config: Properties): Promise<proto.ConfigureResponse> {
    const request = new proto.ConfigureRequest();
    request.setArgs(struct(config));
    return await this.#call(service.configure, request);
  }

  async checkConfig(config: Properties) {
    const request = new proto.CheckRequest();
    request.setNews(struct(config));
    return checked(await this.#call(service.checkConfig, request));
  }

  async check(sent: Sent) {
    const request = new proto.CheckRequest();
    request.setUrn(urnOf(sent));
    request.setOlds(struct(sent.olds ?? {}));
    request.setNews(struct(sent.news ?? {}));
    request.setRandomseed(Uint8Array.of(1));
    return checked(await this.#call(service.check, request));
  }

  async diff(sent: Sent): Promise<proto.DiffResponse.AsObject> {
    const request = new proto.DiffRequest();
    request.setUrn(urnOf(sent));
    request.setId(sent.id ?? "");
    request.setOlds(struct(sent.olds ?? {}));
    request.setOldInputs(struct(sent.oldInputs ?? {}));
    request.setNews(struct(sent.news ?? {}));
    return (await this.#call(service.diff, request)).toObject();
  }

  async create(sent: Sent): Promise<{ id: string; properties: Properties }> {
    const request = new proto.CreateRequest();
    request.setUrn(urnOf(sent));
    request.setProperties(struct(sent.news ?? {}));
    request.setPreview(sent.preview ?? false);
    const response = await this.#call(service.create, request);
    return { id: response.getId(), properties: plain(response.getProperties()) };
  }

  async read(sent: Sent): Promise<{ id: string; properties: Properties; inputs: Properties }> {
    const request = new proto.ReadRequest();
    request.setUrn(urnOf(sent));
    request.setId(sent.id ?? "");
    request.setProperties(struct(sent.olds ?? {}));
    request.setInputs(struct(sent.oldInputs ?? {}));
    const response = await this.#call(service.read, request);
    const [properties, inputs] = [plain(response.getProperties()), plain(response.getInputs())];
    return { id: response.getId(), properties, inputs };
  }

  async update(sent: Sent): Promise<Properties> {
    const request = new proto.UpdateRequest();
    request.setUrn(urnOf(sent));
    request.setId(sent.id ?? "");
    request.setOlds(struct(sent.olds ?? {}));
    request.setOldInputs(struct(sent.oldInputs ?? {}));
    request.setNews(struct(sent.news ?? {}));
    request.setPreview(sent.preview ?? false);
    return plain((await this.#call(service.update, request)).getProperties());
  }

  async delete(sent: Sent): Promise<void> {
    const request = new proto.DeleteRequest();
    request.setUrn(urnOf(sent));
    request.setId(sent.id ?? "");
    request.setProperties(struct(sent.olds ?? {}));
    await this.#call(service.delete, request);
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new proto.InvokeRequest();
    request.setTok(token);
    request.setArgs(struct(args));
    return plain((await this.#call(service.invoke, request)).getReturn());
  }

  async #call<Request, Response>(
    method: grpc.MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<Response> {
    const { path, requestSerialize, responseDeserialize } = method;
    const options = { deadline: Date.now() + this.deadlineMilliseconds };
    const metadata = new grpc.Metadata();
    return await new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        metadata,
        options,
        (error, response) =>
          error !== null || response === undefined ? reject(error) : resolve(response),
      );
    });
  }
}

/** What a failed call hands over of a resource that was made nevertheless. */
export function partlyMade(error: unknown) {
  if (!(error instanceof Error) || !("metadata" in error)) return undefined;
  if (!(error.metadata instanceof grpc.Metadata)) return undefined;
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  if (!(bytes instanceof Buffer)) return undefined;
  const [any] = statusProto.Status.deserializeBinary(bytes).getDetailsList();
  const detail = any?.unpack(
    (content) => proto.ErrorResourceInitFailed.deserializeBinary(content),
    "pulumirpc.ErrorResourceInitFailed",
  );
  return detail === undefined || detail === null
    ? undefined
    : {
        id: detail.getId(),
        properties: plain(detail.getProperties()),
        inputs: plain(detail.getInputs()),
        reasons: detail.getReasonsList(),
      };
}

function checked(response: proto.CheckResponse) {
  const failures = response
    .getFailuresList()
    .map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
  return { inputs: plain(response.getInputs()), failures };
}

function urnOf({ type, name }: Sent): string {
  return `urn:pulumi:test::sourcegraph::sourcegraph:components:Box$${type}::${name}`;
}

function struct(properties: Properties): Struct {
  return structProto.Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
}

function plain(value: Struct | undefined): Properties {
  const properties: unknown = value?.toJavaScript() ?? {};
  return isObject(properties) ? properties : {};
}
