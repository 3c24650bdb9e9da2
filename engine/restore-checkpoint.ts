import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Mends what an engine leaves in the file backend that is killed while it writes its state; every
 * command would else fail with `failed to load checkpoint: EOF`. Half a checkpoint gives way to the
 * one before, which the backend keeps as `.bak` and which is as good, since a step is begun only
 * when it has been written down. Half a file of attributes (content type, digest) is just removed.
 *
 * @param checkpoint the stack's own file.
 * @returns whether there was anything to mend.
 */
export function restoreCheckpoint(checkpoint: string): boolean {
  const folder = dirname(checkpoint);
  if (!existsSync(folder)) return false;
  const attributes = readdirSync(folder)
    .filter((file) => file.endsWith(".attrs"))
    .map((file) => join(folder, file))
    .filter((file) => !isWhole(file));
  for (const file of attributes) rmSync(file);

  const backup = `${checkpoint}.bak`;
  const broken = !isWhole(checkpoint) && isWhole(backup);
  if (broken) copyFileSync(backup, checkpoint);
  return broken || attributes.length > 0;
}

function isWhole(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
