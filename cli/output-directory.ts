import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from "node:path";
import { fs } from "../system/builtins.ts";
import { Failure, status } from "../toolchain/failure.ts";
import { makeFolder } from "../system/make-folder.ts";
import { sha256 } from "../system/sha256.ts";

/** Beside what was written: the files with their SHA-256, as `sha256sum -c` reads them. kubectl passes it over. */
export const markerFile = ".sgstack-render";

/**
 * Makes a folder that holds these files and no others. They are written aside and moved into place, so
 * that it never holds half of them, or files of two times. A folder that holds anything but what this has
 * written is left alone.
 *
 * @param files text by path.
 */
export function writeOutputDirectory(
  directory: string,
  files: Readonly<Record<string, string>>,
): void {
  const target = fs.existsSync(directory) ? fs.realpathSync(directory) : resolve(directory);
  mustBeReplaceable(directory, target);
  const paths = Object.keys(files).toSorted();
  for (const path of paths) mustStayInside(path);
  const marker = paths.map((path) => `${sha256(files[path] ?? "")}  ${path}\n`).join("");
  const aside = `${target}.${process.pid}.tmp`;
  try {
    for (const [path, text] of [...Object.entries(files), [markerFile, marker] as const]) {
      makeFolder(dirname(join(aside, path)));
      fs.writeFileSync(join(aside, path), text);
    }
    moveIntoPlace(aside, target);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`--output-dir ${directory} can't be written: ${why}.`, status.failed, {
      cause: error,
    });
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
}

function moveIntoPlace(aside: string, target: string): void {
  if (!fs.existsSync(target)) {
    fs.renameSync(aside, target);
    return;
  }
  const former = `${target}.${process.pid}.old`;
  fs.renameSync(target, former);
  try {
    fs.renameSync(aside, target);
  } catch (error) {
    fs.renameSync(former, target);
    throw error;
  }
  fs.rmSync(former, { recursive: true, force: true });
}

function mustBeReplaceable(directory: string, target: string): void {
  if (!fs.existsSync(target)) return;
  if (!fs.statSync(target).isDirectory()) {
    throw new Failure(`--output-dir ${directory} is a file: name a folder.`, status.badInput);
  }
  if (isInside(process.cwd(), target)) {
    throw new Failure(
      `--output-dir ${directory} is the folder you are in, and it would be replaced as a whole: name one below it.`,
      status.badInput,
    );
  }
  const foreign = foreignFiles(target);
  if (foreign.length === 0) return;
  const shown = foreign.slice(0, 5).map((each) => `- ${each}`);
  const more = foreign.length > 5 ? [`- and ${foreign.length - 5} more`] : [];
  throw new Failure(
    [
      `--output-dir ${directory} has files that no earlier render wrote, or that were changed since:`,
      ...shown,
      ...more,
      "Nothing was written. Name another folder, or move them away first.",
    ].join("\n"),
    status.refused,
  );
}

/** What would be lost if the folder were replaced. */
function foreignFiles(directory: string): readonly string[] {
  const hashes = new Map(
    markerLines(directory).map((line) => {
      const [hash = "", path = ""] = line.split("  ");
      return [path, hash];
    }),
  );
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({
      path: relative(directory, join(entry.parentPath, entry.name)),
      isFile: entry.isFile(),
    }))
    .filter(({ path }) => path !== markerFile)
    .filter(
      ({ path, isFile }) =>
        !isFile || hashes.get(path) !== sha256(fs.readFileSync(join(directory, path), "utf8")),
    )
    .map(({ path }) => path)
    .toSorted();
}

function markerLines(directory: string): readonly string[] {
  const file = join(directory, markerFile);
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
}

/** Names come from the catalog, which people can edit. */
function mustStayInside(path: string): void {
  const clean = normalize(path);
  if (!isAbsolute(path) && clean !== ".." && !clean.startsWith(`..${sep}`)) return;
  throw new Failure(
    `The catalog has a file named ${path}, which is outside of any folder for it: nothing was written.`,
    status.badInput,
  );
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
