import { ImportError } from "../file-problem.ts";

/** What our own generator of a configuration file has to know of upstream's file. */
export interface ConfigurationFacts {
  readonly generator: string;
  readonly [setting: string]: unknown;
}

/** @param name of the file, without its folder. */
export type ReadConfiguration = (name: string, body: string) => ConfigurationFacts;

/** The same, with errors that say where the file stands. */
export function readingIn(file: string, path: string, read: ReadConfiguration): ReadConfiguration {
  return (name, body) => {
    try {
      return read(name, body);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new ImportError([{ file, path, found: error.message }]);
    }
  };
}
