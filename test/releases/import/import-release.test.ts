import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { renderCompose } from "../../../manifests/compose/render.ts";
import { without } from "../../../manifests/without.ts";
import { renderKubernetes } from "../../../manifests/kubernetes/render.ts";
import { findRelease, loadCatalog } from "../../../releases/catalog.ts";
import { CatalogError, ImportError } from "../../../releases/file-problem.ts";
import { importRelease } from "../../../releases/import/import-release.ts";
import { projectRoot } from "../../../toolchain/project-root.ts";
import { copyOfSmallRelease, filesBelow, inTemporaryFolder } from "../../support/folders.ts";

interface Place {
  /** A copy of the small release, to be spoiled. */
  readonly upstream: string;
  readonly catalog: string;
}

function withSmallRelease(use: (place: Place) => void): () => void {
  return inTemporaryFolder((folder) =>
    use({ upstream: copyOfSmallRelease(folder), catalog: join(folder, "catalog") }),
  );
}

function importBoth({ upstream, catalog }: Place, version = "9.1.0") {
  const [kubernetes, compose] = [join(upstream, "kubernetes"), join(upstream, "compose")];
  return importRelease({ version, kubernetes, compose, catalog });
}

/** The same release as another version: its images have another tag. */
function retag({ upstream }: Place, from: string, to: string): void {
  for (const [path, text] of Object.entries(filesBelow(upstream))) {
    writeFileSync(join(upstream, path), text.replaceAll(`:${from}@`, `:${to}@`));
  }
}

describe("importRelease", () => {
  it(
    "makes a catalog of a release, which is rendered back",
    withSmallRelease((place) => {
      assert.deepEqual(
        importBoth(place).map((each) => without(each, ["layoutId"])),
        [
          { source: "base", services: 3, faults: [], newShapes: 4 },
          { source: "compose", services: 3, faults: [], newShapes: 5 },
        ],
      );
      const catalog = loadCatalog(place.catalog);
      const kubernetes = findRelease(catalog, "9.1.0", "kubernetes");
      const compose = findRelease(catalog, "9.1.0", "compose");
      assert.ok(kubernetes && compose);
      assert.deepEqual(
        renderKubernetes(kubernetes).flatMap(({ objects }) =>
          objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
        ),
        [
          "StatefulSet gitserver",
          "ConfigMap pgsql-conf",
          "PersistentVolumeClaim pgsql",
          "Deployment pgsql",
          "ServiceAccount sourcegraph-frontend",
          "Service sourcegraph-frontend",
          "Deployment sourcegraph-frontend",
        ],
      );
      const { project, files } = renderCompose(compose);
      assert.deepEqual(Object.keys(project.services), [
        "gitserver-0",
        "pgsql",
        "sourcegraph-frontend-0",
      ]);
      assert.deepEqual(Object.keys(files), ["pgsql/conf/postgresql.conf"]);
    }),
  );

  it(
    "writes the same bytes again, and nothing anew",
    withSmallRelease((place) => {
      importBoth(place);
      const before = filesBelow(place.catalog);
      assert.deepEqual(
        importBoth(place).map(({ newShapes }) => newShapes),
        [0, 0],
      );
      assert.deepEqual(filesBelow(place.catalog), before);
    }),
  );

  it(
    "writes the same bytes in whatever order releases and their sources are imported",
    withSmallRelease((place) => {
      const other = { ...place, catalog: `${place.catalog}-other` };
      const [kubernetes, compose] = [
        join(place.upstream, "kubernetes"),
        join(place.upstream, "compose"),
      ];
      importBoth(place);
      retag(place, "9.1.0", "9.2.0");
      importBoth(place, "9.2.0");

      importRelease({ version: "9.2.0", compose, catalog: other.catalog });
      importRelease({ version: "9.2.0", kubernetes, catalog: other.catalog });
      retag(place, "9.2.0", "9.1.0");
      importRelease({ version: "9.1.0", compose, catalog: other.catalog });
      importRelease({ version: "9.1.0", kubernetes, catalog: other.catalog });
      assert.deepEqual(filesBelow(other.catalog), filesBelow(place.catalog));
    }),
  );

  it(
    "keeps nothing but an entry for a release that differs in images alone",
    withSmallRelease((place) => {
      importBoth(place);
      const before = Object.keys(filesBelow(place.catalog));
      retag(place, "9.1.0", "9.2.0");
      importBoth(place, "9.2.0");
      const added = Object.keys(filesBelow(place.catalog)).filter((path) => !before.includes(path));
      assert.deepEqual(added, ["entries/9.2.0.json"]);
    }),
  );

  it(
    "records faults of images",
    withSmallRelease((place) => {
      const file = join(place.upstream, "kubernetes", "pgsql", "pgsql.yaml");
      const text = readFileSync(file, "utf8");
      writeFileSync(
        file,
        text.replace(/image: .*/, "image: us.gcr.io/sourcegraph-dev/postgres-12-alpine:insiders"),
      );
      const [{ faults } = { faults: [] }] = importBoth(place);
      const about = "us.gcr.io/sourcegraph-dev/postgres-12-alpine:insiders";
      const where = ["pgsql/pgsql"];
      assert.deepEqual(faults, [
        { kind: "no-digest", about, where },
        { kind: "insiders", about, where },
        { kind: "internal-registry", about, where },
      ]);
      assert.deepEqual(
        findRelease(loadCatalog(place.catalog), "9.1.0", "kubernetes")?.faults,
        faults,
      );
    }),
  );
});

/** Ways to spoil a file of the small release. */
type Spoil = (folder: string) => void;

function replace(file: string, found: string | RegExp, by: string): Spoil {
  return (folder) => {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    assert.notEqual(text.search(found), -1, `${file} has no ${String(found)}`);
    writeFileSync(path, text.replace(found, by));
  };
}

/** Leaves the beginning of a file, up to and with some text. */
function cut(file: string, at: string): Spoil {
  return (folder) => {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes(at));
    writeFileSync(path, text.slice(0, text.indexOf(at) + at.length));
  };
}

function write(file: string, text: string): Spoil {
  return (folder) => writeFileSync(join(folder, file), text);
}

function remove(file: string): Spoil {
  return (folder) => rmSync(join(folder, file), { recursive: true });
}

describe("importRelease of what is wrong", () => {
  const pgsql = "kubernetes/pgsql/pgsql.yaml";
  const frontend = "kubernetes/frontend/frontend.yaml";
  const compose = "compose/docker-compose/docker-compose.yaml";
  const kinds =
    "Deployment, StatefulSet, DaemonSet, Service, ConfigMap, PersistentVolumeClaim, ServiceAccount, Role, ClusterRole, RoleBinding, ClusterRoleBinding, PodSecurityPolicy, Ingress";
  /** What is done to the files, and the whole message; `@` stands for their folder. */
  const cases: readonly (readonly [what: string, spoil: Spoil, message: readonly string[]])[] = [
    [
      "a file that ends in the middle of a quoted text",
      cut(compose, "postgres-12-alpine:"),
      [
        `@/${compose}: line 29: unexpected end of the stream within a double quoted scalar ("image: \\"index.docker.io/sourcegraph/postgres-12-alpine:")`,
      ],
    ],
    [
      "a file that ends in the middle of a key",
      cut(pgsql, "      - na"),
      [`@/${pgsql}: Deployment pgsql: spec.template.spec.containers[0]: is "na": expected object`],
    ],
    [
      "a file that ends where the rest isn't missed",
      cut(pgsql, "containerPort: 5432\n"),
      [
        `@/${pgsql}: ConfigMap pgsql-conf: is used by no workload: is a file missing, or cut off?`,
        `@/${pgsql}: PersistentVolumeClaim pgsql: is used by no workload: is a file missing, or cut off?`,
      ],
    ],
    [
      "a file that ends before its volumes",
      cut(pgsql, "mountPath: /conf\n"),
      [
        `@/${pgsql}: Deployment pgsql: mounts a volume disk in pgsql that it doesn't have`,
        `@/${pgsql}: Deployment pgsql: mounts a volume pgsql-conf in pgsql that it doesn't have`,
      ],
    ],
    [
      "a kind with a slip",
      replace(pgsql, "kind: Deployment", "kind: Deploymint"),
      [`@/${pgsql}: Deploymint pgsql: kind: is "Deploymint": it takes ${kinds}`],
    ],
    [
      "a kind that no release has",
      write("kubernetes/job.yaml", "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: tidy}\n"),
      [`@/kubernetes/job.yaml: CronJob tidy: kind: is "CronJob": it takes ${kinds}`],
    ],
    [
      "no kind at all",
      replace(pgsql, "kind: Deployment\n", ""),
      [`@/${pgsql}: pgsql: kind: is missing: it takes ${kinds}`],
    ],
    [
      "an API version that isn't known",
      replace(pgsql, "apps/v1", "apps/v9"),
      [`@/${pgsql}: Deployment pgsql: apiVersion: is "apps/v9": expected "apps/v1"`],
    ],
    [
      "a field that isn't known, and a value of another type",
      (folder) => {
        replace(pgsql, "replicas: 1", "replicas: many\n  replicaz: 1")(folder);
      },
      [
        `@/${pgsql}: Deployment pgsql: spec.replicas: is "many": expected number`,
        `@/${pgsql}: Deployment pgsql: spec.replicaz: is 1: not known here`,
      ],
    ],
    [
      "an object that is there twice",
      (folder) => cpSync(join(folder, frontend), join(folder, "kubernetes", "zz.yaml")),
      ["ServiceAccount", "Service", "Deployment"].map(
        (kind) =>
          `@/kubernetes/zz.yaml: ${kind} sourcegraph-frontend: is there twice, also in @/${frontend}`,
      ),
    ],
    [
      "names that are there twice in one object",
      (folder) => {
        replace(frontend, "name: POD_NAME", "name: PGHOST")(folder);
        replace(
          pgsql,
          "- name: pgsql-conf\n        configMap",
          "- name: disk\n        configMap",
        )(folder);
      },
      [
        `@/${frontend}: Deployment sourcegraph-frontend: has PGHOST twice in the env of frontend`,
        `@/${pgsql}: Deployment pgsql: has two volumes disk`,
        `@/${pgsql}: Deployment pgsql: mounts a volume pgsql-conf in pgsql that it doesn't have`,
      ],
    ],
    [
      "a key that is there twice",
      replace(
        compose,
        "\n  gitserver-0:\n    container",
        "\n  sourcegraph-frontend-0:\n    container",
      ),
      [`@/${compose}: line 17: duplicated mapping key ("sourcegraph-frontend-0:")`],
    ],
    [
      "tabs",
      replace(pgsql, "\n  name: pgsql-conf", "\n\tname: pgsql-conf"),
      [`@/${pgsql}: line 4: tab characters must not be used in indentation ("name: pgsql-conf")`],
    ],
    [
      "a list, and text",
      (folder) => {
        write("kubernetes/a.yaml", "- a\n")(folder);
        write("kubernetes/b.yaml", "just text\n")(folder);
      },
      [
        '@/kubernetes/a.yaml: is ["a"]: no Kubernetes object',
        '@/kubernetes/b.yaml: is "just text": no Kubernetes object',
      ],
    ],
    [
      "bytes that are no text",
      write("kubernetes/a.yaml", "a: \u0000\n"),
      ['@/kubernetes/a.yaml: line 1: null byte is not allowed in input ("a: \\u0000")'],
    ],
    [
      "nesting without end",
      write("kubernetes/a.yaml", `${"[".repeat(5000)}\n`),
      [`@/kubernetes/a.yaml: line 1: nesting exceeded maxDepth (100) ("${"[".repeat(76)}…)`],
    ],
    [
      "a name that leads out of the catalog",
      replace(pgsql, /name: pgsql$/m, "name: ../../pgsql"),
      [
        `@/${pgsql}: PersistentVolumeClaim ../../pgsql: metadata.name: is "../../pgsql": no name for an object`,
      ],
    ],
    [
      "an image without a name",
      replace(pgsql, /image: .*/, 'image: ""'),
      [
        `@/${pgsql}: Deployment pgsql: spec.template.spec.containers[0].image: is "": no reference of an image`,
      ],
    ],
    [
      "a configuration file that isn't understood",
      replace(pgsql, "max_connections = 100", "max_connections"),
      [
        `@/${pgsql}: ConfigMap pgsql-conf: data.postgresql.conf: line 2: no setting: max_connections`,
      ],
    ],
    [
      "manifests without Sourcegraph",
      remove("kubernetes/frontend"),
      ["@/kubernetes: is no release of Sourcegraph: it has no workload sourcegraph-frontend"],
    ],
    [
      "a folder without manifests",
      (folder) => {
        remove("kubernetes")(folder);
        mkdirSync(join(folder, "kubernetes"));
      },
      [
        "@/kubernetes: has no manifests: it takes a checkout of deploy-sourcegraph, or of deploy-sourcegraph-k8s with built/ in it",
      ],
    ],
    ["a folder that isn't there", remove("kubernetes"), ["@/kubernetes: doesn't exist"]],
    [
      "a file instead of a folder",
      (folder) => {
        remove("kubernetes")(folder);
        write("kubernetes", "kind: List\n")(folder);
      },
      ["@/kubernetes: is a file, not a folder"],
    ],
    [
      "a release of another version",
      (folder) => {
        for (const [path, text] of Object.entries(filesBelow(folder))) {
          writeFileSync(join(folder, path), text.replaceAll(":9.1.0@", ":9.0.0@"));
        }
      },
      [
        "@/kubernetes: is 9.0.0 by its images, not 9.1.0: name the folder of 9.1.0, or --version 9.0.0",
      ],
    ],
    [
      "no Compose file",
      remove("compose/docker-compose"),
      [
        "@/compose: has no docker-compose/docker-compose.yaml: it takes a checkout of deploy-sourcegraph-docker",
      ],
    ],
    [
      "an empty Compose file",
      write(compose, ""),
      [`@/${compose}: has no documents, where there is one project`],
    ],
    [
      "a Compose file that is a list",
      write(compose, "- a\n"),
      [`@/${compose}: is ["a"]: no Compose project`],
    ],
    [
      "a Compose project without Sourcegraph",
      replace(compose, "sourcegraph-frontend-0:", "web:"),
      [`@/${compose}: is no release of Sourcegraph: it has no service sourcegraph-frontend-0`],
    ],
    [
      "a service with a field that isn't known, and one of another type",
      (folder) => {
        replace(compose, "cpus: 4", "cpus: lots")(folder);
        replace(compose, "cpus: 2", "cpuz: 2")(folder);
      },
      [
        `@/${compose}: services.sourcegraph-frontend-0.cpus: is "lots": no number of cores`,
        `@/${compose}: services.gitserver-0.cpuz: is 2: not known here`,
      ],
    ],
    [
      "a variable that is there twice",
      replace(compose, "SRC_GIT_SERVERS", "PGHOST"),
      [`@/${compose}: services.sourcegraph-frontend-0.environment: has PGHOST twice`],
    ],
    [
      "volumes, networks and services that the project doesn't have",
      (folder) => {
        replace(compose, "gitserver-0:/data", "gitserver-1:/data")(folder);
        replace(compose, "\nnetworks:\n  sourcegraph:\n", "\n")(folder);
        replace(
          compose,
          "      pgsql:\n        condition",
          "      pgsq:\n        condition",
        )(folder);
      },
      [
        `@/${compose}: services.sourcegraph-frontend-0: names a network sourcegraph that the file doesn't have.`,
        `@/${compose}: services.sourcegraph-frontend-0: names a service pgsq that the file doesn't have. Did it mean pgsql?`,
        `@/${compose}: services.gitserver-0: names a volume gitserver-1 that the file doesn't have. Did it mean gitserver-0?`,
        `@/${compose}: services.gitserver-0: names a network sourcegraph that the file doesn't have.`,
        `@/${compose}: services.pgsql: names a network sourcegraph that the file doesn't have.`,
      ],
    ],
    [
      "a mount that isn't there",
      remove("compose/pgsql"),
      [`@/${compose}: volumes: mounts ../pgsql/conf, which isn't there`],
    ],
    [
      "a mount outside of the release",
      replace(compose, "../pgsql/conf:", "../../../etc:"),
      [`@/${compose}: volumes: mounts ../../../etc, which is outside of the release`],
    ],
    [
      "a mounted file that isn't understood, or isn't known",
      write("compose/pgsql/conf/notes.txt", "hello\n"),
      ["@/compose/pgsql/conf/notes.txt: pgsql/conf/notes.txt: the catalog knows no such file"],
    ],
  ];
  for (const [what, spoil, message] of cases) {
    it(
      `refuses ${what}, and leaves the catalog as it was`,
      withSmallRelease((place) => {
        importBoth(place);
        const before = filesBelow(place.catalog);
        spoil(place.upstream);
        assert.throws(
          () => importBoth(place),
          (error) => {
            assert.ok(error instanceof ImportError, String(error));
            assert.equal(error.message.replaceAll(place.upstream, "@"), message.join("\n"));
            return true;
          },
        );
        assert.deepEqual(filesBelow(place.catalog), before);
      }),
    );
  }

  for (const version of ["9.1", "v9.1.0", "9.1.0-rc.1", "../9.1.0", ""]) {
    it(
      `refuses the version ${JSON.stringify(version)}`,
      withSmallRelease((place) => {
        assert.throws(() => importBoth(place, version), {
          name: "ImportError",
          message: `--version: is ${JSON.stringify(version)}: a release has three numbers, such as 3.17.2 or 3.17.3-1`,
        });
      }),
    );
  }

  it(
    "refuses to add to an entry that was edited into nonsense",
    withSmallRelease((place) => {
      importBoth(place);
      const file = join(place.catalog, "entries", "9.1.0.json");
      writeFileSync(file, readFileSync(file, "utf8").replace('"images"', '"pictures"'));
      const before = filesBelow(place.catalog);
      assert.throws(
        () => importBoth(place),
        (error) => {
          assert.ok(error instanceof CatalogError);
          assert.match(
            error.message,
            /^.*9\.1\.0\.json: base\.images: is missing: expected record$/m,
          );
          return true;
        },
      );
      appendFileSync(file, "{");
      assert.throws(
        () => importBoth(place),
        /9\.1\.0\.json: can't be read: .*\. Restore it, or import/,
      );
      writeFileSync(file, before["entries/9.1.0.json"] ?? "");
      assert.deepEqual(filesBelow(place.catalog), before);
    }),
  );
});

describe("importRelease when it is interrupted", () => {
  it(
    "leaves a catalog that can be read, whichever write fails, and goes through the next time",
    withSmallRelease((place) => {
      importBoth(place);
      retag(place, "9.1.0", "9.2.0");
      const compose = join(place.upstream, "compose", "docker-compose", "docker-compose.yaml");
      writeFileSync(compose, readFileSync(compose, "utf8").replace("cpus: 4", "cpus: 5"));
      const whole = { ...place, catalog: `${place.catalog}-whole` };
      cpSync(place.catalog, whole.catalog, { recursive: true });
      importBoth(whole, "9.2.0");

      let failures = 0;
      for (const call of ["writeFileSync", "renameSync"] as const) {
        for (let nth = 1; nth < 20; nth++) {
          const broken = { ...place, catalog: `${place.catalog}-${call}-${nth}` };
          cpSync(place.catalog, broken.catalog, { recursive: true });
          if (!failsAt(call, nth, () => importBoth(broken, "9.2.0"))) break;
          failures++;
          const catalog = loadCatalog(broken.catalog);
          assert.deepEqual(catalog.versions("compose"), ["9.1.0"]);
          assert.ok(findRelease(catalog, "9.1.0", "kubernetes"));
          assert.ok(findRelease(catalog, "9.1.0", "compose"));
          importBoth(broken, "9.2.0");
          assert.deepEqual(filesBelow(broken.catalog), filesBelow(whole.catalog));
        }
      }
      // A service's shape, the layout and the entry, each written and each moved.
      assert.equal(failures, 6);
    }),
  );

  it(
    "leaves a catalog that can be read when it is killed",
    withSmallRelease((place) => {
      importBoth(place);
      retag(place, "9.1.0", "9.2.0");
      const request = {
        version: "9.2.0",
        kubernetes: join(place.upstream, "kubernetes"),
        compose: join(place.upstream, "compose"),
        catalog: place.catalog,
      };
      const program = `
        import fs from "node:fs";
        import { syncBuiltinESMExports } from "node:module";
        fs.renameSync = () => process.kill(process.pid, "SIGKILL");
        syncBuiltinESMExports();
        const { importRelease } = await import(${JSON.stringify(join(projectRoot, "releases/import/import-release.ts"))});
        importRelease(${JSON.stringify(request)});
      `;
      const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", program]);
      assert.equal(signal, "SIGKILL");
      const catalog = loadCatalog(place.catalog);
      assert.deepEqual(catalog.versions("kubernetes"), ["9.1.0"]);
      assert.ok(findRelease(catalog, "9.1.0", "kubernetes"));
      importBoth(place, "9.2.0");
      assert.deepEqual(loadCatalog(place.catalog).versions("kubernetes"), ["9.1.0", "9.2.0"]);
    }),
  );
});

/** Whether the work came to an nth call, which fails as on a full disk. */
function failsAt(call: "writeFileSync" | "renameSync", nth: number, work: () => void): boolean {
  const original = fs[call];
  let calls = 0;
  const failing = (...args: unknown[]): unknown => {
    calls++;
    if (calls === nth)
      throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", syscall: "write" });
    return Reflect.apply(original, fs, args);
  };
  Object.assign(fs, { [call]: failing });
  syncBuiltinESMExports();
  try {
    work();
    return false;
  } catch (error) {
    assert.match(String(error), /ENOSPC/);
    return true;
  } finally {
    Object.assign(fs, { [call]: original });
    syncBuiltinESMExports();
  }
}
