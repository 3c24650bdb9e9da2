import { yamlText } from "../yaml.ts";
import type { ComposeFiles } from "./render.ts";

/** Where the Compose file is: it mounts configuration files by `../`, from the folder above. */
export const composeFile = "docker-compose/docker-compose.yaml";

/** Files for `docker compose`, by path: the project, and the configuration files that it mounts. */
export function composeFiles({ project, files }: ComposeFiles): Readonly<Record<string, string>> {
  return { [composeFile]: yamlText(project), ...files };
}
