import { Command, Option } from "commander";
import type { RenderArguments } from "./render-arguments.ts";
import { renderFlavours, renderTypes } from "./render-arguments.ts";
import { render } from "./render.ts";

/** `sgstack render` */
export function renderCommand(): Command {
  return (
    new Command("render")
      .description("write what would be deployed as YAML, one file per service")
      .usage("[options] ENVIRONMENT\n       sgstack render [options] --release VERSION --type TYPE")
      .argument("[environment]", "a name from environments/")
      .option("--release <version>", "a release of the catalog, instead of an environment")
      .addOption(
        new Option("--type <type>", "with --release: how it is deployed").choices(renderTypes),
      )
      .addOption(
        new Option(
          "--flavour <flavour>",
          "with --release: which of upstream's Kubernetes manifests, where it has both (default: base)",
        ).choices(renderFlavours),
      )
      .addOption(
        new Option(
          "--option <key=value>",
          "with --release: what an environment file would say, such as services.gitserver.replicas=3; may be repeated",
        )
          .default([], "none")
          .argParser((option: string, others: readonly string[]) => [...others, option]),
      )
      // Required, but not by commander: it would say so instead of naming the option that was misspelt.
      .option("--output-dir <dir>", "where to (required); replaced if an earlier render wrote it")
      .option("--catalog <dir>", "another catalog than the project's")
      .option("--json", "say what was written as JSON")
      .action(
        async (environment: string | undefined, flags: Omit<RenderArguments, "environment">) => {
          await render({ ...flags, environment });
        },
      )
  );
}
