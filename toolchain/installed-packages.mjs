import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The packages whose installed version isn't the lock file's, by their folder's name. npm keeps a
 * lock file of its own among the installed packages: the two are compared, so nothing is spawned.
 *
 * @param {string} root the project's folder
 * @returns {string[]}
 */
export function differingPackages(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const installed = readPackages(join(root, "node_modules", ".package-lock.json"));
  return Object.entries(wanted)
    .filter(([folder, entry]) => folder !== "" && !isForAnotherPlatform(entry))
    .filter(([folder, entry]) => installed[folder]?.version !== entry.version)
    .map(([folder]) => folder.replace(/^node_modules\//, ""));
}

/**
 * @typedef {{ version?: string, os?: string[] | string, cpu?: string[] | string, libc?: string[] | string, optional?: boolean }} LockedPackage
 */

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function readPackages(file) {
  if (!existsSync(file)) return {};
  const { packages } = JSON.parse(readFileSync(file, "utf8"));
  return packages ?? {};
}

/**
 * Optional packages for other systems are in the lock file, and npm leaves them out.
 *
 * @param {LockedPackage} entry
 */
function isForAnotherPlatform({ optional, os, cpu, libc }) {
  if (optional !== true) return false;
  // Which C library this is takes a spawned process to find out: either one will do.
  if (libc !== undefined) return true;
  return !matches(os, process.platform) || !matches(cpu, process.arch);
}

/**
 * A list names what is meant, or with `!` what isn't; some packages write a single name instead.
 *
 * @param {readonly string[] | string | undefined} wanted
 * @param {string} value
 */
function matches(wanted, value) {
  if (wanted === undefined) return true;
  const list = typeof wanted === "string" ? [wanted] : wanted;
  if (list.includes(`!${value}`)) return false;
  return list.includes(value) || list.every((item) => item.startsWith("!"));
}
