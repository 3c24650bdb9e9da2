import { dirname } from "node:path";
import { fs } from "./builtins.ts";

/**
 * Makes a folder, and those above it that aren't there. Node's own recursive way never ends where the
 * system makes no folders and says ENOENT, as below /proc.
 *
 * @throws what the system says of the first folder that it doesn't make.
 */
export function makeFolder(path: string): void {
  if (fs.existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    fs.mkdirSync(path);
  } catch (error) {
    // Another process has made it since.
    if (!fs.existsSync(path)) throw error;
  }
}
