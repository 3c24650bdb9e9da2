/** A configuration file of upstream's says something that the catalog has no facts for. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** What stands there and what is wrong with it, without the line. */
  readonly found: string;
  /** From 1 on; undefined where it is about the file as a whole. */
  readonly line: number | undefined;

  constructor(found: string, line?: number, options?: ErrorOptions) {
    super(line === undefined ? found : `line ${line}: ${found}`, options);
    this.found = found;
    this.line = line;
  }
}
