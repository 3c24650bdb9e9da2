import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { projectRoot } from "../../toolchain/project-root.ts";

/** Calls a test with an empty folder that is gone afterwards. */
export function inTemporaryFolder(use: (folder: string) => void): () => void {
  return () => {
    const folder = mkdtempSync(join(tmpdir(), "sgstack-test-"));
    try {
      use(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** Text of all files below a folder, by path. */
export function filesBelow(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Object.fromEntries(
    entries.map((file) => [relative(folder, file), readFileSync(file, "utf8")]),
  );
}

/** A copy of the small release of our own: `kubernetes/` and `compose/`. */
export function copyOfSmallRelease(folder: string): string {
  const copy = join(folder, "upstream");
  cpSync(join(projectRoot, "test", "fixtures", "releases"), copy, { recursive: true });
  return copy;
}

/** Writes text by path into a folder, and makes the folders that it needs. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
