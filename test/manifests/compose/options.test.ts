import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { ComposeOptions } from "../../../manifests/compose/options.ts";
import { renderCompose } from "../../../manifests/compose/render.ts";
import {
  changedFacts,
  composeRelease,
  composeReleases,
} from "../../support/changed-compose-facts.ts";

const missing = ":?is missing in the environment file}";
const database = {
  ...{ host: "db.example.com", port: 5432, user: "sg", database: "sourcegraph" },
  sslMode: "require",
  password: { secret: "sourcegraph-secrets", key: "databases.main.password" },
} as const;
const release = composeRelease("5.1.9");
const targets = "~ prometheus/prometheus_targets.yml";

describe("replicas on Compose", () => {
  it("get a name, a host name and a volume of their own, and stand in every list", () => {
    const lines = changedFacts(release, { services: { gitserver: { replicas: 2 } } });
    assert.deepEqual(
      lines.filter((line) => !line.includes("SRC_PROF_SERVICES")),
      [
        "+ services/gitserver-1",
        "+ volumes/gitserver-1",
        "sourcegraph-frontend-0/environment/SRC_GIT_SERVERS: gitserver-0:3178 → gitserver-0:3178 gitserver-1:3178",
        "sourcegraph-frontend-internal/environment/SRC_GIT_SERVERS: gitserver-0:3178 → gitserver-0:3178 gitserver-1:3178",
        "worker/environment/SRC_GIT_SERVERS: gitserver-0:3178 → gitserver-0:3178 gitserver-1:3178",
        targets,
      ],
    );
    const { services } = renderCompose(release, {
      services: { gitserver: { replicas: 2 } },
    }).project;
    const { container_name, hostname, volumes } = services["gitserver-1"] ?? {};
    assert.deepEqual(
      { container_name, hostname, volumes },
      {
        container_name: "gitserver-1",
        hostname: "gitserver-1",
        volumes: ["gitserver-1:/data/repos"],
      },
    );
    const profiled: readonly { Host: string }[] = JSON.parse(
      services["sourcegraph-frontend-0"]?.environment?.["SRC_PROF_SERVICES"] ?? "[]",
    );
    assert.deepEqual(
      profiled.map(({ Host }) => Host).filter((host) => host.startsWith("gitserver")),
      ["gitserver-0:6060", "gitserver-1:6060"],
    );
  });

  it("of one of zoekt's two are those of the other, since they share a volume", () => {
    const newest = composeRelease("7.5.4453");
    const { services } = renderCompose(newest, {
      services: { "zoekt-webserver": { replicas: 3 } },
    }).project;
    for (const name of ["zoekt-webserver", "zoekt-indexserver"]) {
      assert.deepEqual(
        Object.keys(services).filter((each) => each.startsWith(name)),
        [`${name}-0`, `${name}-1`, `${name}-2`],
      );
      const { environment, volumes } = services[`${name}-2`] ?? {};
      assert.equal(environment?.["HOSTNAME"], "zoekt-webserver-2:6070");
      assert.deepEqual(volumes, ["zoekt-2-shared:/data/index"]);
    }
    const { environment } = services["worker"] ?? {};
    assert.equal(
      environment?.["INDEXED_SEARCH_SERVERS"],
      "zoekt-webserver-0:6070 zoekt-webserver-1:6070 zoekt-webserver-2:6070",
    );
  });

  it("of the frontend are behind Caddy, whichever way a release writes the list", () => {
    const services = { "sourcegraph-frontend": { replicas: 2 } };
    const list = "sourcegraph-frontend-0:3080 sourcegraph-frontend-1:3080";
    for (const [version, before, after] of [
      ["3.13.2", '"sourcegraph-frontend-0:3080"', `"${list}"`],
      ["3.43.2", "sourcegraph-frontend-0:3080", list],
    ] as const) {
      assert.ok(
        changedFacts(composeRelease(version), { services }).includes(
          `caddy/environment/SRC_FRONTEND_ADDRESSES: ${before} → ${after}`,
        ),
      );
    }
  });

  const refused: readonly (readonly [string, ComposeOptions["services"], string])[] = [
    [
      "what owns a database",
      { pgsql: { replicas: 2 } },
      "services.pgsql.replicas is 2: on Compose there can be only one pgsql.",
    ],
    [
      "none at all",
      { gitserver: { replicas: 0 } },
      "services.gitserver.replicas is 0: leave it out with enabled: false.",
    ],
    [
      "two numbers for one volume",
      { "zoekt-webserver": { replicas: 2 }, "zoekt-indexserver": { replicas: 3 } },
      "services.zoekt-indexserver.replicas is 3, but zoekt-webserver, which shares its volume, has 2.",
    ],
  ];
  for (const [what, services, message] of refused) {
    it(`are refused for ${what}`, () => {
      assert.throws(() => renderCompose(release, { services }), { name: "OptionError", message });
    });
  }

  it("are as many in every list as there are services and volumes, in every release", () => {
    const counts = fc.record({
      gitserver: fc.integer({ min: 1, max: 4 }),
      searcher: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...composeReleases()),
        counts,
        (each, { gitserver, searcher }) => {
          const { project } = renderCompose(each, {
            services: { gitserver: { replicas: gitserver }, searcher: { replicas: searcher } },
          });
          const { environment = {} } = project.services["sourcegraph-frontend-0"] ?? {};
          assert.equal(environment["SRC_GIT_SERVERS"]?.split(" ").length, gitserver);
          assert.equal(environment["SEARCHER_URL"]?.split(" ").length, searcher);
          const names = Object.keys(project.services);
          assert.equal(names.filter((name) => /^gitserver-\d/.test(name)).length, gitserver);
          assert.equal(
            Object.keys(project.volumes).filter((name) => /^gitserver-\d/.test(name)).length,
            gitserver,
          );
        },
      ),
    );
  });
});

describe("options of a service on Compose", () => {
  it("limit it in Compose's own terms: cores in decimals, memory in powers of 1024", () => {
    const resources = { requests: { cpu: "1" }, limits: { cpu: "500m", memory: "16Gi" } };
    assert.deepEqual(changedFacts(release, { services: { gitserver: { resources } } }), [
      "gitserver-0/cpus: 4 → 0.5",
      "gitserver-0/mem_limit: 8g → 16g",
    ]);
    const decimal = { limits: { memory: "8G" } };
    assert.deepEqual(changedFacts(release, { services: { gitserver: { resources: decimal } } }), [
      "gitserver-0/mem_limit: 8g → 7629m",
    ]);
  });

  it("limit it to thousandths of a core exactly, which floating point alone would miss", () => {
    for (const [cpu, cores] of [
      ["9m", "0.009"],
      ["1100m", "1.1"],
      ["2.5", "2.5"],
    ] as const) {
      const services = { worker: { resources: { limits: { cpu } } } };
      assert.deepEqual(changedFacts(release, { services }), [`worker/cpus: 4 → ${cores}`]);
    }
  });

  it("set variables: text as it is meant, secrets by the environment file's variable", () => {
    const env = { PRICE: "5$", TOKEN: { secret: "sentry", key: "dsn" } };
    assert.deepEqual(changedFacts(release, { services: { worker: { env } } }), [
      "+ worker/environment/PRICE: 5$$",
      `+ worker/environment/TOKEN: \${SENTRY_DSN${missing}`,
    ]);
  });

  it("set variables of Sourcegraph's own programs at once", () => {
    const lines = changedFacts(release, { env: { HTTP_PROXY: "http://proxy" } });
    assert.deepEqual(
      lines.map((line) => /^\+ ([^/]+)\/environment\/HTTP_PROXY/.exec(line)?.[1]),
      [
        ...["github-proxy", "gitserver-0", "migrator", "precise-code-intel-worker"],
        ...["repo-updater", "searcher-0", "sourcegraph-frontend-0"],
        ...["sourcegraph-frontend-internal", "symbols-0", "worker"],
      ],
    );
  });

  it("take a candidate's image as it stands, another registry or not", () => {
    const images = { host: "registry.example.com", keepDigest: false };
    const { services } = renderCompose(composeRelease("5.3.16323"), {
      images,
      services: { gitserver: { image: "us.gcr.io/sourcegraph-dev/gitserver:x" } },
    }).project;
    assert.equal(services["gitserver-0"]?.image, "us.gcr.io/sourcegraph-dev/gitserver:x");
    assert.equal(
      services["worker"]?.image,
      "registry.example.com/sourcegraph-ci/rfc795-internal/worker:5.3.16323",
    );
    assert.equal(services["caddy"]?.image, "registry.example.com/library/caddy:2.7.6-alpine");
  });

  it("leave it out with its volume, and nobody waits for it", () => {
    const services = { "codeinsights-db": { enabled: false } };
    assert.deepEqual(changedFacts(release, { services }), [
      "- migrator/depends_on/codeinsights-db/condition: service_healthy",
      "- services/codeinsights-db",
      "- volumes/codeinsights-db",
    ]);
  });
});

describe("services that run elsewhere, on Compose", () => {
  it("lead frontends and migrator to a database; server, exporter and volume are left out", () => {
    assert.deepEqual(changedFacts(release, { databases: { main: database } }), [
      ...["sourcegraph-frontend-0", "sourcegraph-frontend-internal"].flatMap((name) => [
        `+ ${name}/environment/PGDATABASE: sourcegraph`,
        `+ ${name}/environment/PGPASSWORD: \${DATABASES_MAIN_PASSWORD${missing}`,
        `+ ${name}/environment/PGPORT: 5432`,
        `+ ${name}/environment/PGSSLMODE: require`,
        `+ ${name}/environment/PGUSER: sg`,
      ]),
      "- migrator/depends_on/pgsql/condition: service_healthy",
      "- services/pgsql",
      "- services/pgsql-exporter",
      "- sourcegraph-frontend-internal/depends_on/pgsql/condition: service_healthy",
      "- volumes/pgsql",
      "migrator/environment/PGDATABASE: sg → sourcegraph",
      "migrator/environment/PGHOST: pgsql → db.example.com",
      `migrator/environment/PGPASSWORD: sg → \${DATABASES_MAIN_PASSWORD${missing}`,
      "migrator/environment/PGSSLMODE: disable → require",
      "sourcegraph-frontend-0/environment/PGHOST: pgsql → db.example.com",
      "sourcegraph-frontend-internal/environment/PGHOST: pgsql → db.example.com",
      targets,
    ]);
  });

  it("are told to whoever names the database in that release, by any of its variables", () => {
    for (const [version, services] of [
      ["3.24.1", []],
      ["3.43.2", ["migrator", "sourcegraph-frontend-0", "sourcegraph-frontend-internal"]],
    ] as const) {
      const lines = changedFacts(composeRelease(version), {
        databases: { codeinsights: database },
      });
      const told = lines.filter((line) =>
        /CODEINSIGHTS_PGDATASOURCE: .*db\.example\.com/.test(line),
      );
      assert.deepEqual(
        told.map((line) => line.replace(/^\+ /, "").split("/")[0] ?? "").toSorted(),
        [...services],
        version,
      );
    }
  });

  it("lead all of Sourcegraph's programs to a Redis", () => {
    const store = {
      ...{ host: "redis.example.com", port: 6379, database: 1, tls: true },
      password: { secret: "sourcegraph-secrets", key: "redis.store.password" },
    };
    const lines = changedFacts(release, { redis: { store } });
    assert.ok(lines.includes("- services/redis-store"));
    assert.ok(
      lines.includes(
        `+ worker/environment/REDIS_STORE_ENDPOINT: rediss://:\${REDIS_STORE_PASSWORD${missing}@redis.example.com:6379/1`,
      ),
    );
    assert.ok(!lines.some((line) => line.includes("pgsql") || line.includes("migrator")));
  });

  it("lead uploads to a bucket, by what the release knows", () => {
    const objectStorage = {
      type: "s3",
      bucket: "b",
      region: "us-east-1",
      manageBucket: false,
      ttlHours: 168,
    } as const;
    const prefixes = (version: string): readonly string[] => {
      const lines = changedFacts(composeRelease(version), { objectStorage });
      const found = lines.flatMap(
        (line) => /^\+ worker\/environment\/(\w+)_BUCKET: b$/.exec(line)?.[1] ?? [],
      );
      return found;
    };
    assert.deepEqual(prefixes("3.20.1"), []);
    assert.deepEqual(prefixes("5.1.9"), ["PRECISE_CODE_INTEL_UPLOAD"]);
    assert.deepEqual(prefixes("7.5.4453"), [
      "PRECISE_CODE_INTEL_UPLOAD",
      "SEARCH_JOBS_UPLOAD",
      "SOURCEGRAPH_UPLOAD",
    ]);
    assert.ok(changedFacts(release, { objectStorage }).includes("- services/blobstore"));
  });

  it("never say a secret: each is a variable of the environment file", () => {
    const everything: ComposeOptions = {
      databases: {
        main: database,
        codeintel: database,
        codeinsights: { ...database, pgBouncer: true },
      },
      redis: {
        cache: { ...{ host: "r", port: 1, database: 0, tls: false }, password: database.password },
      },
      services: { worker: { env: { TOKEN: database.password } } },
    };
    for (const each of composeReleases()) {
      const text = JSON.stringify(renderCompose(each, everything).project);
      const names = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
      assert.deepEqual([...new Set(names)], ["DATABASES_MAIN_PASSWORD"], each.version);
      assert.ok(!text.includes("\\u0000"));
    }
  });
});

describe("the way in, on Compose", () => {
  const mount = ":/etc/caddy/Caddyfile";
  const http = `../caddy/builtins/http.Caddyfile${mount}`;

  it("is Caddy with a certificate of Let's Encrypt", () => {
    const tls = { mode: "letsencrypt", email: "admin@example.com", staging: true } as const;
    assert.deepEqual(changedFacts(release, { domain: "sg.example.com", tls }), [
      "+ caddy/environment/SRC_ACME_EMAIL: admin@example.com",
      "+ caddy/environment/SRC_SITE_ADDRESS: sg.example.com",
      `caddy/volumes/1: ${http} → ../caddy/builtins/https.lets-encrypt-staging.Caddyfile${mount}`,
    ]);
  });

  it("is Caddy with one's own certificate", () => {
    const tls = { mode: "certificate", certificate: "./a.pem", privateKey: "./a.key" } as const;
    assert.deepEqual(changedFacts(release, { domain: "sg.example.com", tls }), [
      "+ caddy/environment/SRC_SITE_ADDRESS: sg.example.com",
      "+ caddy/volumes/2: ./a.pem:/sourcegraph.pem",
      "+ caddy/volumes/3: ./a.key:/sourcegraph.key",
      `caddy/volumes/1: ${http} → ../caddy/builtins/https.custom-cert.Caddyfile${mount}`,
    ]);
  });

  it("is Caddy behind a proxy that it trusts", () => {
    const tls = { mode: "behind-proxy", trustedProxies: ["10.0.0.0/8"] } as const;
    const { files } = renderCompose(release, { tls });
    assert.match(files["caddy/builtins/http.Caddyfile"] ?? "", /trusted_proxies.* 10\.0\.0\.0\/8/);
  });

  it("has such a file in every release", () => {
    for (const each of composeReleases()) {
      for (const name of [
        "http",
        "https.lets-encrypt-prod",
        "https.lets-encrypt-staging",
        "https.custom-cert",
      ]) {
        const { files } = renderCompose(each);
        assert.match(
          files[`caddy/builtins/${name}.Caddyfile`] ?? "",
          /SRC_FRONTEND_ADDRESSES/,
          each.version,
        );
      }
    }
  });
});

describe("a Compose project", () => {
  it("has its volumes on the data disk, and a name", () => {
    const { project } = renderCompose(release, {
      dataFolder: "/mnt/docker-data",
      projectName: "docker-compose",
    });
    const upstream = renderCompose(release).project;
    const volumes = Object.keys(upstream.volumes).map((name) => {
      const device = `/mnt/docker-data/${name}`;
      return [name, { driver: "local", driver_opts: { type: "none", o: "bind", device } }];
    });
    assert.deepEqual(project, {
      ...upstream,
      name: "docker-compose",
      volumes: Object.fromEntries(volumes),
    });
  });

  it("is overridden last, by Compose's own rules", () => {
    const override = {
      services: {
        worker: {
          environment: ["EXTRA=1"],
          volumes: ["./cache:/mnt/cache", "./more:/more"],
          command: ["run"],
          networks: ["other"],
        },
        added: { image: "busybox" },
      },
      networks: { other: {} },
    };
    assert.deepEqual(changedFacts(release, { override }), [
      "+ networks/other",
      "+ services/added",
      "+ worker/command/0: run",
      "+ worker/environment/EXTRA: 1",
      "+ worker/networks/1: other",
      "+ worker/volumes/1: ./more:/more",
      "worker/volumes/0: worker:/mnt/cache → ./cache:/mnt/cache",
    ]);
  });
});

describe("profile on Compose", () => {
  it("gives services upstream's limits in Compose's own terms", () => {
    const lines = changedFacts(release, { profile: "XL" });
    assert.deepEqual(
      lines.filter((line) => /^(gitserver|sourcegraph-frontend|pgsql|blobstore)/.test(line)),
      [
        "blobstore/cpus: 1 → 2",
        "blobstore/mem_limit: 1g → 1907m",
        "gitserver-0/cpus: 4 → 12",
        "gitserver-0/mem_limit: 8g → 19073m",
        "pgsql/cpus: 4 → 8",
        "pgsql/mem_limit: 4g → 30517m",
        "sourcegraph-frontend-0/cpus: 4 → 9",
        "sourcegraph-frontend-0/mem_limit: 8g → 22888m",
        "sourcegraph-frontend-internal/cpus: 4 → 9",
        "sourcegraph-frontend-internal/mem_limit: 8g → 22888m",
      ],
    );
    assert.ok(lines.every((line) => /\/(cpus|mem_limit): /.test(line)));
  });

  it("has no limits at all for low-resource", () => {
    for (const each of composeReleases()) {
      const lines = changedFacts(each, { profile: "low-resource" });
      assert.ok(lines.every((line) => /^- \S+\/(cpus|mem_limit): /.test(line)));
      const text = JSON.stringify(renderCompose(each, { profile: "low-resource" }).project);
      assert.ok(!/"(cpus|mem_limit)"/.test(text));
    }
  });
});
