import { createHash, randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type {
  CheckCall,
  CreateCall,
  EmulatedProvider,
  Failure,
  FaultMessages,
  ReadCall,
  UpdateCall,
} from "./core/provider.ts";
import { CloudError } from "./core/provider.ts";
import type { PackageTable } from "./core/resource-type.ts";
import { TableProvider } from "./core/table-provider.ts";
import { fixed } from "./core/traits.ts";
import type { Properties, Value } from "./core/values.ts";
import { isUnknown } from "./core/values.ts";
import { petName, randomText } from "./random/text.ts";

const source = "terraform-provider-random 3.7, internal/provider/resource_*.go and internal/random";

/** Values that are only kept so that a change of one makes a new result. */
const keepers = fixed(z.record(z.string(), z.string())).optional();
const flag = fixed(z.boolean()).default(true);
const minimum = fixed(z.int().min(0)).default(0);

const textInputs = z.strictObject({
  keepers,
  length: fixed(z.int().min(1)),
  lower: flag,
  minLower: minimum,
  minNumeric: minimum,
  minSpecial: minimum,
  minUpper: minimum,
  number: flag,
  numeric: flag,
  overrideSpecial: fixed(z.string(), (from, to) => !(from === "" && to === undefined)).optional(),
  special: flag,
  upper: flag,
});

/** What `randomProvider` knows. There is no cloud behind it: a result lives in the engine's state. */
export const randomTable: PackageTable = {
  packageName: "random",
  version: "4.21.2",
  config: z.strictObject({}),
  resources: {
    "random:index/randomPassword:RandomPassword": {
      source,
      inputs: textInputs,
      validate: validateText,
      // Every password has this id, so that none can be read from it.
      id: () => "none",
      computed: { result: textOf },
      derived: { bcryptHash },
      secretOutputs: ["bcryptHash", "result"],
    },
    "random:index/randomString:RandomString": {
      source,
      inputs: textInputs,
      validate: validateText,
      id: textOf,
      computed: { result: ({ id }) => id },
    },
    "random:index/randomId:RandomId": {
      source,
      inputs: z.strictObject({
        byteLength: fixed(z.int().min(1)),
        keepers,
        prefix: fixed(z.string()).optional(),
      }),
      id: ({ byteLength }) => randomBytes(wholeNumber(byteLength)).toString("base64url"),
      computed: {
        b64Std: ({ id, prefix }) => `${text(prefix)}${bytesOf(id).toString("base64")}`,
        b64Url: ({ id, prefix }) => `${text(prefix)}${id}`,
        dec: ({ id, prefix }) => `${text(prefix)}${BigInt(`0x${bytesOf(id).toString("hex")}`)}`,
        hex: ({ id, prefix }) => `${text(prefix)}${bytesOf(id).toString("hex")}`,
      },
    },
    "random:index/randomPet:RandomPet": {
      source,
      inputs: z.strictObject({
        keepers,
        length: fixed(z.int()).default(2),
        prefix: fixed(z.string()).optional(),
        separator: fixed(z.string()).default("-"),
      }),
      id: ({ length, prefix, separator }) =>
        petName(wholeNumber(length), text(prefix), text(separator)),
      computed: {},
    },
    "random:index/randomInteger:RandomInteger": {
      source,
      inputs: z.strictObject({
        keepers,
        max: fixed(z.int()),
        min: fixed(z.int()),
        seed: fixed(z.string()).optional(),
      }),
      id: ({ max, min, seed }) => String(integer(wholeNumber(min), wholeNumber(max), text(seed))),
      computed: { result: ({ id }) => Number(id) },
    },
    "random:index/randomUuid:RandomUuid": {
      source,
      inputs: z.strictObject({ keepers }),
      id: () => randomUUID(),
      computed: { result: ({ id }) => id },
    },
  },
  invokes: {},
};

/** The random provider: real randomness, and no store, since nothing exists beside its state. */
export function randomProvider(): EmulatedProvider {
  return new RandomProvider(randomTable, faultMessages);
}

class RandomProvider extends TableProvider {
  /** `number` is the older name of `numeric`: the one that isn't given follows the other. */
  override async check(
    call: CheckCall,
  ): Promise<{ inputs: Properties; failures: readonly Failure[] }> {
    const given = call.news["numeric"] ?? call.news["number"];
    if (given === undefined) return await super.check(call);
    return await super.check({ ...call, news: { number: given, numeric: given, ...call.news } });
  }

  override async create(call: CreateCall): Promise<{ id: string; properties: Properties }> {
    return call.preview ? await super.create(call) : this.made(call);
  }

  override async read(
    call: ReadCall,
  ): Promise<{ id: string; properties: Properties; inputs: Properties }> {
    const { id, inputs, properties = {} } = call;
    if (Object.keys(properties).length === 0) {
      throw new CloudError(`${call.type}: the emulated random provider can't import '${id}'`);
    }
    return { id, inputs, properties };
  }

  override async update(call: UpdateCall): Promise<Properties> {
    const dropped = new Set(Object.keys(call.oldInputs).filter((key) => !(key in call.news)));
    const kept = Object.entries(call.oldProperties).filter(([key]) => !dropped.has(key));
    return { ...Object.fromEntries(kept), ...call.news };
  }

  override async delete(): Promise<void> {}
}

/** Only for faults that a test asks for: nothing can refuse a random number. */
const faultMessages: FaultMessages = {
  quota: "Random Read Error: not enough entropy",
  permission: "Random Read Error: the system's random source can't be read: permission denied",
  conflict: "Random Read Error: the value exists already",
  timeout: "Random Read Error: context deadline exceeded",
};

function validateText(inputs: Properties): readonly Failure[] {
  const { length, special, upper, lower, number, numeric } = inputs;
  const failures: Failure[] = [];
  const sum = [inputs["minUpper"], inputs["minLower"], inputs["minNumeric"], inputs["minSpecial"]]
    .map((part) => (typeof part === "number" ? part : 0))
    .reduce((total, part) => total + part, 0);
  if (typeof length === "number" && length < sum) {
    const reason = `Attribute length value must be at least sum of min_upper + min_lower + min_numeric + min_special, got: ${length}`;
    failures.push({ path: ["length"], reason });
  }
  if (numeric !== number && ![number, numeric].some((side) => isUnknown(side))) {
    failures.push({ path: ["number"], reason: "Cannot specify both number and numeric" });
  }
  if ([special, upper, lower, numeric].every((allowed) => allowed === false)) {
    const reason =
      "At least one attribute out of [special, upper, lower, number] must be specified as true";
    failures.push({ path: ["special"], reason });
  }
  return failures;
}

function textOf(inputs: Properties): string {
  return randomText({
    length: wholeNumber(inputs["length"]),
    upper: { allowed: inputs["upper"] === true, atLeast: wholeNumber(inputs["minUpper"]) },
    lower: { allowed: inputs["lower"] === true, atLeast: wholeNumber(inputs["minLower"]) },
    numeric: { allowed: inputs["numeric"] === true, atLeast: wholeNumber(inputs["minNumeric"]) },
    special: { allowed: inputs["special"] === true, atLeast: wholeNumber(inputs["minSpecial"]) },
    overrideSpecial: text(inputs["overrideSpecial"]),
  });
}

/** In the form of a hash of cost 10. Nothing verifies against it, as no password is meant to. */
function bcryptHash(): string {
  const hash = randomBytes(40).toString("base64").replaceAll("+", ".").replaceAll("=", "");
  return `$2a$10$${hash.slice(0, 53)}`;
}

/** A seed always gives the same number, though not the one that Go's generator gives. */
function integer(min: number, max: number, seed: string): number {
  if (max < min) {
    throw new CloudError(
      "Create Random Integer Error: The minimum (min) value needs to be smaller than or equal to maximum (max) value.",
    );
  }
  const digest = createHash("sha256")
    .update(seed === "" ? randomBytes(32) : seed)
    .digest("hex");
  return min + Number(BigInt(`0x${digest}`) % BigInt(max - min + 1));
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id, "base64url");
}

function text(value: Value): string {
  return typeof value === "string" ? value : "";
}

function wholeNumber(value: Value): number {
  return typeof value === "number" ? value : 0;
}
