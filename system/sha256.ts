import { crypto } from "./builtins.ts";

/** SHA-256 of text in hex, as `sha256sum` prints it. */
export function sha256(text: string): string {
  return crypto.hash("sha256", text, "hex");
}
