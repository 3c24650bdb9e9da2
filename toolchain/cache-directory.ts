import { homedir } from "node:os";
import { join } from "node:path";

/** Per user and outside every clone, so that a new clone finds what an old one got. */
export function cacheDirectory(): string {
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "sgstack");
}
