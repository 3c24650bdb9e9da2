// Runs one of the project's TypeScript programs from a clone in any condition: dependencies that
// are missing are installed first, and on an older Node the one among the dependencies takes over.
//
//   node toolchain/bootstrap.mjs <program.ts> [argument …]
//
// It is plain JavaScript without dependencies, since it runs before there are any.
import module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// See system/builtins.ts. A Node that doesn't know of this yet isn't the one that counts milliseconds.
const { existsSync, readFileSync, statSync, writeFileSync } =
  process.getBuiltinModule?.("node:fs") ?? (await import("node:fs"));

const oldestNode = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [program, ...programArguments] = process.argv.slice(2);
if (program === undefined) stop("usage: node toolchain/bootstrap.mjs <program.ts> [argument …]", 2);

if (!isKnownToMatch()) {
  await installDependencies();
  rememberMatch();
}
await run(join(root, program), programArguments);

/**
 * What was compared when it last matched: both lock files, by what changes with any change of a file.
 * To compare their content anew takes 15 ms, a tenth of the time in which a release is rendered.
 */
function lockFiles() {
  const files = [join(root, "package-lock.json"), join(root, "node_modules", ".package-lock.json")];
  const states = files.map((file) => {
    const { ino, size, ctimeNs } = statSync(file, { bigint: true });
    return `${ino} ${size} ${ctimeNs}`;
  });
  return [`${process.platform} ${process.arch}`, ...states, ""].join("\n");
}

/** Beside what is installed: `npm ci` takes it away with that. */
function matchFile() {
  return join(root, "node_modules", ".sgstack-lock-files");
}

function isKnownToMatch() {
  try {
    return readFileSync(matchFile(), "utf8") === lockFiles();
  } catch {
    return false;
  }
}

/** Where nothing can be written, it is compared each time. */
function rememberMatch() {
  try {
    writeFileSync(matchFile(), lockFiles());
  } catch {}
}

/** `npm ci`, unless what is installed is what the lock file says. */
async function installDependencies() {
  const { differingPackages } = await import("./installed-packages.mjs");
  const differing = differingPackages(root);
  if (differing.length === 0) return;
  const example = differing[0];
  console.error(
    `Installing dependencies (${differing.length} missing or changed, such as ${example}) …`,
  );
  const started = Date.now();
  // npm's own messages go to stderr: what a command prints on stdout may be read by a program.
  const { spawnSync } = await import("node:child_process");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (npm.error !== undefined) {
    stop(
      `npm can't be run (${npm.error.message}). It comes with Node: install both, then run this again.`,
    );
  }
  if (npm.status !== 0) {
    stop(
      "npm ci failed, see above. With the network back, or the lock file mended, run this again.",
    );
  }
  const left = differingPackages(root);
  if (left.length > 0)
    stop(`npm ci ended well, yet ${left.join(", ")} is not as package-lock.json says.`);
  console.error(`Dependencies are installed (${Math.round((Date.now() - started) / 1000)} s).`);
}

/**
 * @param {string} file
 * @param {readonly string[]} args
 */
async function run(file, args) {
  if (!existsSync(file)) stop(`there is no ${program} in ${root}`, 2);
  const current = Number(process.versions.node.split(".")[0]);
  if (current >= oldestNode) {
    // Child processes, the language host's above all, get this very Node.
    process.env["PATH"] = `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`;
    process.argv.splice(1, 2, file);
    // What is loaded from here on is compiled once, not each time.
    module.enableCompileCache(join(root, "node_modules", ".cache", "compiled"));
    await import(pathToFileURL(file).href);
    return;
  }
  const node = ownNode();
  const { spawn } = await import("node:child_process");
  const child = spawn(node, [file, ...args], {
    stdio: "inherit",
    env: { ...process.env, PATH: `${dirname(node)}:${process.env["PATH"] ?? ""}` },
  });
  // The child decides what a signal means, and when to end. A terminal sends it there too, and a
  // second one changes nothing.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128);
  });
}

/** The Node among the optional dependencies. */
function ownNode() {
  const file = join(
    root,
    "node_modules",
    `node-${process.platform}-${process.arch}`,
    "bin",
    "node",
  );
  if (!existsSync(file)) {
    stop(
      `Node ${oldestNode} or newer is needed, this is ${process.versions.node}, and there is no packaged Node for ${process.platform}-${process.arch}. Install Node ${oldestNode} (nodejs.org), then run this again.`,
    );
  }
  return file;
}

/**
 * @param {string} message
 * @param {number} [status]
 * @returns {never}
 */
function stop(message, status = 1) {
  console.error(`sgstack: ${message}`);
  process.exit(status);
}
