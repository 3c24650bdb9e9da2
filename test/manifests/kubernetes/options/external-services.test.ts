import assert from "node:assert/strict";
import type { KubernetesRelease } from "../../../../releases/catalog.ts";
import type { KubernetesOptions } from "../../../../manifests/kubernetes/options.ts";
import { byObject, changedFacts, kubernetesRelease } from "../../../support/changed-facts.ts";

const server = {
  host: "db.example.com",
  port: 5433,
  user: "sourcegraph",
  database: "sourcegraph",
  sslMode: "verify-full",
  password: { secret: "databases", key: "main" },
} as const;

function changes(release: KubernetesRelease, options: KubernetesOptions): readonly string[] {
  return byObject(changedFacts(release, options), release);
}

/** What the variables of one container become, without the names that stand beside them. */
function variables(lines: readonly string[], container: string): readonly string[] {
  return lines.flatMap((line) => {
    const [, found] = new RegExp(`ontainers/${container}/env/(.*)$`).exec(line) ?? [];
    return found === undefined || /\/name: \w+$/.test(found.replace(/secretKeyRef.*/, ""))
      ? []
      : [found];
  });
}

describe("a database that runs elsewhere", () => {
  it("takes the main one's place: of pgsql the disk is left, frontend and migrator are led there", () => {
    const lines = changes(kubernetesRelease("5.1.9"), { databases: { main: server } });
    assert.deepEqual(
      lines.filter((line) => line.startsWith("- ")),
      ["- ConfigMap pgsql-conf", "- Deployment pgsql", "- Service pgsql"],
    );
    for (const container of ["frontend", "migrator"]) {
      assert.deepEqual(variables(lines, container), [
        "PGDATABASE/value: sg → sourcegraph",
        "PGHOST/value: pgsql → db.example.com",
        "PGPASSWORD/valueFrom/secretKeyRef/key: main",
        "PGPASSWORD/valueFrom/secretKeyRef/name: databases",
        "PGPORT/value: 5432 → 5433",
        "PGSSLMODE/value: disable → verify-full",
        "PGUSER/value: sg → sourcegraph",
      ]);
    }
    assert.ok(lines.every((line) => /^- |^(\+ )?Deployment sourcegraph-frontend /.test(line)));
  });

  it("has no migrator to tell before 3.37", () => {
    const lines = changes(kubernetesRelease("3.24.1"), { databases: { codeintel: server } });
    assert.deepEqual(variables(lines, "migrator"), []);
    assert.ok(lines.includes("- Deployment codeintel-db"));
    assert.ok(
      variables(lines, "frontend").includes(
        "CODEINTEL_PGHOST/value: codeintel-db → db.example.com",
      ),
    );
  });

  it("stays in kustomize's ConfigMap, except for what a ConfigMap can't say", () => {
    const release = kubernetesRelease("5.1.9", "kustomize");
    const lines = changes(release, { databases: { main: server, codeinsights: server } });
    assert.deepEqual(
      lines.filter((line) => /ConfigMap sourcegraph-frontend-env/.test(line)),
      [
        "- ConfigMap sourcegraph-frontend-env data/CODEINSIGHTS_PGDATASOURCE: postgres://postgres:password@codeinsights-db:5432/postgres",
        "ConfigMap sourcegraph-frontend-env data/PGDATABASE: sg → sourcegraph",
        "ConfigMap sourcegraph-frontend-env data/PGHOST: pgsql → db.example.com",
        "ConfigMap sourcegraph-frontend-env data/PGPORT: 5432 → 5433",
        "ConfigMap sourcegraph-frontend-env data/PGSSLMODE: disable → verify-full",
        "ConfigMap sourcegraph-frontend-env data/PGUSER: sg → sourcegraph",
      ],
    );
    const url =
      "postgres://sourcegraph:$(CODEINSIGHTS_PGPASSWORD)@db.example.com:5433/sourcegraph?sslmode=verify-full";
    for (const container of ["frontend", "migrator"]) {
      const found = variables(lines, container);
      assert.ok(found.includes(`CODEINSIGHTS_PGDATASOURCE/value: ${url}`), container);
      assert.ok(found.includes("CODEINSIGHTS_PGDATASOURCE/expands CODEINSIGHTS_PGPASSWORD: true"));
    }
  });

  it("is told of PgBouncer and of AWS's roles", () => {
    const { password: _, ...rest } = server;
    const main = { ...rest, pgBouncer: true, iam: true };
    const found = variables(
      changes(kubernetesRelease("4.5.1"), { databases: { main } }),
      "frontend",
    );
    assert.ok(
      found.includes(
        "PGDATASOURCE/value: postgres://sourcegraph@db.example.com:5433/sourcegraph?sslmode=verify-full&statement_cache_mode=describe",
      ),
    );
    assert.ok(found.includes("PG_CONNECTION_UPDATER/value: EC2_ROLE_CREDENTIALS"));
  });
});

describe("a Redis that runs elsewhere", () => {
  const plain = { host: "redis.example.com", port: 6379, database: 0, tls: false };

  it("is known to all of Sourcegraph's own programs, and to no one else", () => {
    const lines = changes(kubernetesRelease("3.43.2"), { redis: { cache: plain } });
    const containers = lines
      .filter((line) => line.endsWith("REDIS_CACHE_ENDPOINT/value: redis.example.com:6379"))
      .map((line) => /containers\/([^/]+)\//.exec(line)?.[1]);
    assert.deepEqual(containers, [
      ...["github-proxy", "precise-code-intel-worker", "repo-updater", "searcher"],
      ...["frontend", "symbols", "worker", "gitserver"],
    ]);
    assert.ok(lines.includes("- Deployment redis-cache"));
    assert.ok(!lines.includes("- Deployment redis-store"));
  });

  it("is reached by a URL where there is more to say than host and port", () => {
    const store = { ...plain, database: 1, tls: true, password: { secret: "redis", key: "store" } };
    const found = variables(changes(kubernetesRelease("5.1.9"), { redis: { store } }), "gitserver");
    assert.deepEqual(found, [
      "REDIS_STORE_ENDPOINT/expands REDIS_STORE_PASSWORD: true",
      "REDIS_STORE_ENDPOINT/value: rediss://:$(REDIS_STORE_PASSWORD)@redis.example.com:6379/1",
      "REDIS_STORE_PASSWORD/valueFrom/secretKeyRef/key: store",
      "REDIS_STORE_PASSWORD/valueFrom/secretKeyRef/name: redis",
    ]);
  });
});

describe("uploads in a bucket", () => {
  const s3 = {
    type: "s3",
    bucket: "uploads",
    region: "us-east-1",
    manageBucket: false,
    ttlHours: 168,
  } as const;

  /** Which kinds of upload each container is told of. */
  function told(release: KubernetesRelease): Readonly<Record<string, readonly string[]>> {
    const lines = changes(release, { objectStorage: s3 });
    const pairs = lines.flatMap((line) => {
      const [, container = "", prefix = ""] =
        /ontainers\/([^/]+)\/env\/(\w+_UPLOAD)_BUCKET\/value/.exec(line) ?? [];
      return container === "" ? [] : [[container, prefix] as const];
    });
    return Object.fromEntries(
      [...Map.groupBy(pairs, ([container]) => container)].map(([container, found]) => [
        container,
        found.map(([, prefix]) => prefix),
      ]),
    );
  }

  it("are told to who reads and writes them, by what a release knows", () => {
    const precise = ["PRECISE_CODE_INTEL_UPLOAD"];
    assert.deepEqual(told(kubernetesRelease("3.24.1")), {
      "precise-code-intel-worker": precise,
      frontend: precise,
    });
    assert.deepEqual(told(kubernetesRelease("5.3.12303")), {
      "precise-code-intel-worker": precise,
      frontend: [...precise, "SEARCH_JOBS_UPLOAD"],
      worker: [...precise, "SEARCH_JOBS_UPLOAD"],
    });
    const all = [...precise, "SEARCH_JOBS_UPLOAD", "SOURCEGRAPH_UPLOAD"];
    assert.deepEqual(told(kubernetesRelease("7.2.1943", "kustomize")), {
      "precise-code-intel-worker": precise,
      frontend: all,
      "syntactic-code-intel": precise,
      worker: all,
      gitserver: ["SOURCEGRAPH_UPLOAD"],
      searcher: ["SOURCEGRAPH_UPLOAD"],
    });
  });

  it("change nothing before there were any", () => {
    assert.deepEqual(changes(kubernetesRelease("3.20.1"), { objectStorage: s3 }), []);
  });

  it("leave out MinIO or blobstore, and sign in by role or by key", () => {
    const lines = changes(kubernetesRelease("3.43.2"), { objectStorage: s3 });
    assert.ok(lines.includes("- Deployment minio"));
    assert.ok(
      variables(lines, "worker").includes(
        "PRECISE_CODE_INTEL_UPLOAD_AWS_USE_EC2_ROLE_CREDENTIALS/value: true",
      ),
    );
    const withKey = changes(kubernetesRelease("5.1.9"), {
      objectStorage: {
        type: "gcs",
        bucket: "uploads",
        project: "p",
        credentials: { secret: "gcs", key: "key.json" },
        manageBucket: true,
        ttlHours: 24,
      },
    });
    assert.ok(withKey.includes("- Deployment blobstore"));
    const prefix = "PRECISE_CODE_INTEL_UPLOAD";
    assert.deepEqual(
      variables(withKey, "worker").filter((line) => line.startsWith(prefix)),
      [
        `${prefix}_BACKEND/value: blobstore → GCS`,
        `${prefix}_BUCKET/value: uploads`,
        `${prefix}_GCP_PROJECT_ID/value: p`,
        `${prefix}_GOOGLE_APPLICATION_CREDENTIALS_FILE_CONTENT/valueFrom/secretKeyRef/key: key.json`,
        `${prefix}_GOOGLE_APPLICATION_CREDENTIALS_FILE_CONTENT/valueFrom/secretKeyRef/name: gcs`,
        `${prefix}_MANAGE_BUCKET/value: true`,
        `${prefix}_TTL/value: 24h`,
      ],
    );
  });
});
