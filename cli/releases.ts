import { Command, Option } from "commander";
import type { DiffFlags } from "./releases/diff.ts";
import type { ImportFlags } from "./releases/import.ts";
import type { ListFlags } from "./releases/list.ts";
import type { ShowFlags } from "./releases/show.ts";

/** `sgstack releases …`: what does it is loaded when it is typed. */
export function releasesCommand(): Command {
  return new Command("releases")
    .description("the releases that are known: their facts, differences, and new ones")
    .addCommand(
      withCatalog(new Command("list"))
        .description("every known release, and how few shapes they have")
        .addOption(typeOption())
        .action(async (flags: ListFlags) => {
          (await import("./releases/list.ts")).listReleases(flags);
        }),
    )
    .addCommand(
      withCatalog(new Command("show"))
        .description("what a release consists of, and what is wrong with it")
        .argument("<version>", "such as 5.1.9")
        .addOption(typeOption())
        .action(async (version: string, flags: ShowFlags) => {
          (await import("./releases/show.ts")).showRelease(version, flags);
        }),
    )
    .addCommand(
      withCatalog(new Command("diff"))
        .description("what differs between two releases")
        .argument("<from>", "such as 4.5.1")
        .argument("<to>", "such as 5.0.6")
        .addOption(typeOption())
        .addOption(
          new Option("--format <format>", "what it is written as")
            .choices(["text", "markdown", "json"])
            .default("text"),
        )
        .action(async (from: string, to: string, flags: DiffFlags) => {
          await (await import("./releases/diff.ts")).diffCommand(from, to, flags);
        }),
    )
    .addCommand(
      withCatalog(new Command("import"))
        .description("read a release from upstream's files, and put it into the catalog")
        .requiredOption("--version <version>", "which release it is, such as 5.1.9")
        .option(
          "--kubernetes <dir>",
          "a checkout of deploy-sourcegraph, or deploy-sourcegraph-k8s with built/",
        )
        .option("--compose <dir>", "a checkout of deploy-sourcegraph-docker")
        .action(async (flags: ImportFlags) => {
          (await import("./releases/import.ts")).importCommand(flags);
        }),
    );
}

function withCatalog(command: Command): Command {
  return command
    .option("--catalog <dir>", "another catalog than the project's")
    .option("--json", "for a program");
}

function typeOption(): Option {
  return new Option("--type <type>", "one way to deploy it (default: all)").choices([
    "kubernetes",
    "compose",
  ]);
}
