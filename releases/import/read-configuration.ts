import { ImportError } from "../file-problem.ts";
import type { ConfigurationFacts } from "../schema/configuration.ts";
import { ConfigurationError } from "./configuration/configuration-error.ts";
import { readConfiguration } from "./configuration/read-configuration.ts";

/**
 * What our own generator of a configuration file has to know of upstream's file.
 *
 * @param path where in `file` it stands; empty if it is the file.
 * @param name of the configuration file.
 * @throws ImportError where it isn't understood.
 */
export function configurationFacts(
  file: string,
  path: string,
  name: string,
  body: string,
): ConfigurationFacts {
  try {
    return readConfiguration(name, body);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ImportError([{ file, path, found: error.message }]);
  }
}
