import type { DeploymentType } from "../releases/schema/sources.ts";
import { util } from "../system/builtins.ts";
import type { Flavour } from "./known-release.ts";

/** What is typed behind `sgstack render`. */
export interface RenderArguments {
  readonly environment?: string | undefined;
  readonly release?: string | undefined;
  readonly type?: DeploymentType | undefined;
  readonly flavour?: Flavour | undefined;
  /** `key=value`, as typed. */
  readonly option: readonly string[];
  readonly outputDir?: string | undefined;
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
}

/** For commander and for `quickRenderArguments`: the two know the same options. */
export const renderTypes = ["kubernetes", "compose"] as const;
export const renderFlavours = ["base", "kustomize"] as const;

/**
 * The arguments of a command that renders a release and is typed rightly. Anything else is undefined: then
 * commander says what is wrong, or helps. To load commander takes 20 ms of the 120 of such a command.
 */
export function quickRenderArguments(args: readonly string[]): RenderArguments | undefined {
  try {
    const { values } = util.parseArgs({
      args: [...args],
      options: {
        release: { type: "string" },
        type: { type: "string" },
        flavour: { type: "string" },
        "output-dir": { type: "string" },
        catalog: { type: "string" },
        json: { type: "boolean" },
      },
    });
    const { release, catalog, json } = values;
    const type = renderTypes.find((each) => each === values.type);
    const flavour = renderFlavours.find((each) => each === values.flavour);
    const outputDir = values["output-dir"];
    if (type !== values.type || flavour !== values.flavour || outputDir === undefined) return;
    return { release, type, flavour, option: [], outputDir, catalog, json };
  } catch {
    return undefined;
  }
}
