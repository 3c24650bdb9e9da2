import type { ComposeRelease } from "../../releases/catalog.ts";
import type { ConfigurationContext } from "../configuration/context.ts";
import { writeConfiguration } from "../configuration/write-configuration.ts";
import type { ComposeOptions } from "./options.ts";
import type { ComposeProject } from "./project.ts";

/** The text of the files that the services of a project mount, which tells of all that are there. */
export function configurationFiles(
  { files }: ComposeRelease,
  project: ComposeProject,
  { tls }: ComposeOptions,
): Readonly<Record<string, string>> {
  const context: ConfigurationContext = {
    services: hosts(project),
    namespace: undefined,
    clusterWide: true,
  };
  return Object.fromEntries(
    [...files].map(([path, facts]) => [
      path,
      writeConfiguration(
        facts.generator === "caddy" && tls?.mode === "behind-proxy"
          ? { ...facts, trustedProxies: tls.trustedProxies }
          : facts,
        context,
      ),
    ]),
  );
}

/** Each replica is a host of its own: `gitserver-0`, `gitserver-1`. */
function hosts({ services }: ComposeProject): Readonly<Record<string, readonly string[]>> {
  const names = Object.keys(services);
  const byService = Map.groupBy(names, (name) => name.replace(/-\d+$/, ""));
  return Object.fromEntries(byService);
}
