import type { BoxEnvironment } from "../environments/schema.ts";
import type { ComposeOptions } from "../manifests/compose/options.ts";

/** Stands for `composeOptions` of stacks/compose-options.ts, until there is one: says none of the options. */
export function composeOptions(environment: BoxEnvironment): ComposeOptions {
  console.error(
    `warning: of a box, sgstack render acts on its release (${environment.release}) alone: its other keys change nothing yet.`,
  );
  return {};
}
