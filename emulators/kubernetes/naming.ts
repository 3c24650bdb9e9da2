import { createHash } from "node:crypto";
import type { CheckCall } from "../core/provider.ts";
import type { Properties } from "../core/values.ts";
import { isUnknown } from "../core/values.ts";
import { nameOf } from "./object.ts";
import { objectAt, textAt, withValue } from "./read.ts";

const autonamed = "pulumi.com/autonamed";

/**
 * The inputs with a name: the given one, the one that Pulumi made for the object before, or
 * `<logical name>-<8 hex digits>`, marked as made up (pulumi-kubernetes, metadata/naming.go).
 */
export function named(call: CheckCall, inputs: Properties): Properties {
  const metadata = objectAt(inputs, "metadata");
  const generated = metadata["generateName"];
  if (metadata["name"] !== undefined && metadata["name"] !== "") return inputs;
  if (generated !== undefined && (isUnknown(generated) || generated !== "")) return inputs;
  if (isUnknown(inputs["metadata"])) return inputs;
  const old = nameOf(call.olds);
  if (old !== "" && textAt(call.olds, "metadata", "annotations", autonamed) !== "true") {
    return marked(inputs, `${call.name}-${suffix(call)}`);
  }
  return marked(inputs, old === "" ? `${call.name}-${suffix(call)}` : old);
}

function suffix(call: CheckCall): string {
  return createHash("sha256").update(call.seed).update(call.urn).digest("hex").slice(0, 8);
}

function marked(inputs: Properties, name: string): Properties {
  const withName = withValue(inputs, ["metadata", "name"], name);
  return withValue(withName, ["metadata", "annotations", autonamed], "true");
}
