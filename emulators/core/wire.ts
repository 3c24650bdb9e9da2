import * as grpc from "@grpc/grpc-js";
import anyProto from "google-protobuf/google/protobuf/any_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import statusProto from "@pulumi/pulumi/proto/status_pb.js";
import type { Failure, PropertyChange } from "./provider.ts";
import { CloudError, NotReadyError } from "./provider.ts";
import type { Path, Properties, Value } from "./values.ts";
import { formatPath, isObject, unwrapSecrets, valueAt, wrapSecrets } from "./values.ts";

/** Between the engine's messages and plain values. */

type Struct = InstanceType<typeof structProto.Struct>;

/** The values without the wrappers of secrets, and where these were. */
export function decode(struct: Struct | undefined): {
  value: Properties;
  secrets: readonly Path[];
} {
  const { value, secrets } = unwrapSecrets(struct?.toJavaScript() ?? {});
  return { value: isObject(value) ? value : {}, secrets };
}

/** The values with the wrappers of secrets back in their places. */
export function encode(properties: Properties, secrets: readonly Path[]): Struct {
  const wrapped = JSON.parse(JSON.stringify(wrapSecrets(properties, secrets)));
  return structProto.Struct.fromJavaScript(wrapped);
}

export function propertyDiff(change: PropertyChange): proto.PropertyDiff {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } =
    proto.PropertyDiff.Kind;
  const kinds = {
    add: change.replaces ? ADD_REPLACE : ADD,
    delete: change.replaces ? DELETE_REPLACE : DELETE,
    update: change.replaces ? UPDATE_REPLACE : UPDATE,
  };
  const diff = new proto.PropertyDiff();
  diff.setKind(kinds[change.kind]);
  diff.setInputdiff(true);
  return diff;
}

export function failuresOf(failures: readonly Failure[]): proto.CheckFailure[] {
  return failures.map(({ path, reason }) => {
    const failure = new proto.CheckFailure();
    failure.setProperty(formatPath(path));
    failure.setReason(reason);
    return failure;
  });
}

/** A complaint quotes what it found, which nobody may read in a preview when it was secret. */
export function withoutSecrets(
  failure: Failure,
  inputs: Properties,
  secrets: readonly Path[],
): Failure {
  const texts = secrets
    .map((path) => valueAt(inputs, path))
    .map((value) => (typeof value === "string" ? value : (JSON.stringify(value) ?? "")))
    .filter((text) => text !== "");
  const reason = texts.reduce((said, text) => said.replaceAll(text, "[secret]"), failure.reason);
  return { ...failure, reason };
}

/** A provider's nested configuration arrives as JSON text. */
export function parseConfig(config: Properties): Properties {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key !== "version")
      .map(([key, value]) => {
        const nested = typeof value === "string" && /^[[{]|^(true|false)$/.test(value);
        return [key, nested ? parseNested(value) : value];
      }),
  );
}

/** Text that only looks like JSON, such as an IPv6 address, is text. */
function parseNested(text: string): Value {
  try {
    return unwrapSecrets(JSON.parse(text)).value;
  } catch {
    return text;
  }
}

/** A cloud's refusal as the engine prints it; anything else is a bug of ours, told with its stack. */
export function errorStatus(error: unknown): Partial<grpc.StatusObject> {
  if (error instanceof NotReadyError) return notReadyStatus(error);
  if (error instanceof CloudError) return { code: grpc.status.UNKNOWN, details: error.message };
  const stack = error instanceof Error ? error.stack : String(error);
  return { code: grpc.status.INTERNAL, details: `the emulated cloud has a bug: ${stack}` };
}

function notReadyStatus(error: NotReadyError): Partial<grpc.StatusObject> {
  const detail = new proto.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(encode(error.properties, []));
  detail.setInputs(encode(error.inputs, []));
  detail.setReasonsList([error.message]);
  const any = new anyProto.Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusProto.Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(error.message);
  status.addDetails(any);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: error.message, metadata };
}
