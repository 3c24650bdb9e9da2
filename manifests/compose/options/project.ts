import type { Transformation } from "../map-services.ts";
import type { ComposeOptions } from "../options.ts";

/** The project's name, which its containers and volumes begin with. */
export function named({ projectName }: ComposeOptions): Transformation {
  if (projectName === undefined) return (project) => project;
  return (project) => ({ name: projectName, ...project });
}

/** Each volume is a folder on the data disk, which has to be there: Compose makes none for it. */
export function onDataDisk({ dataFolder }: ComposeOptions): Transformation {
  if (dataFolder === undefined) return (project) => project;
  return (project) => ({
    ...project,
    volumes: Object.fromEntries(
      Object.keys(project.volumes).map((name) => [
        name,
        {
          driver: "local",
          driver_opts: { type: "none", o: "bind", device: `${dataFolder}/${name}` },
        },
      ]),
    ),
  });
}
