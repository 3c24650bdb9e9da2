import { Command } from "commander";

/** `sgstack releases …` */
export function releasesCommand(): Command {
  return new Command("releases").description("known releases: list, show, diff, import");
}
