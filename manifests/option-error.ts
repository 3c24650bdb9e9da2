/** An option that a release can't have. The message begins with the option's key. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}
