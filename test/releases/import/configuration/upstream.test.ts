import assert from "node:assert/strict";
import { globSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { YAML11_SCHEMA, loadAll } from "js-yaml";
import { z } from "zod";
import { writeConfiguration } from "../../../../manifests/configuration/write-configuration.ts";
import { readConfiguration } from "../../../../releases/import/configuration/read-configuration.ts";
import type { ConfigurationFacts } from "../../../../releases/schema/configuration.ts";
import { configurationSchema } from "../../../../releases/schema/configuration.ts";
import { contextOf } from "../../../support/configuration-context.ts";
import { hasUpstream, upstreamDirectory } from "../../../support/upstream.ts";

interface Body {
  readonly release: string;
  readonly file: string;
  readonly body: string;
}

const configMapSchema = z.looseObject({
  kind: z.literal("ConfigMap"),
  metadata: z.looseObject({ name: z.string() }),
  data: z.record(z.string(), z.string()),
});
/** Variables of containers that stand in a ConfigMap are no files. */
const variable = /\/[A-Z_]+$/;
/** Specifications of batch changes, which nothing mounts. */
const unmounted = /^batch-change\//;

function configMaps(repository: string, folder: string): readonly Body[] {
  return globSync(`*/${folder}/**/*.yaml`, { cwd: join(upstreamDirectory, repository) }).flatMap(
    (path) => {
      const text = readFileSync(join(upstreamDirectory, repository, path), "utf8");
      if (!text.includes("kind: ConfigMap")) return [];
      return loadAll(text, { schema: YAML11_SCHEMA }).flatMap((document) => {
        const { data } = configMapSchema.safeParse(document);
        const release = `${repository} ${path.split("/")[0]}`;
        return Object.entries(data?.data ?? {})
          .map(([key, body]) => ({ release, file: `${data?.metadata.name}/${key}`, body }))
          .filter(({ file }) => !variable.test(file));
      });
    },
  );
}

function mountedFiles(): readonly Body[] {
  const repository = join(upstreamDirectory, "deploy-sourcegraph-docker");
  return readdirSync(repository).flatMap((tag) =>
    globSync(join(repository, tag, "*/**/*.*"))
      .map((path) => ({ path, file: relative(join(repository, tag), path) }))
      .filter(({ file }) => !file.startsWith("docker-compose/") && !unmounted.test(file))
      .map(({ path, file }) => ({
        release: `deploy-sourcegraph-docker ${tag}`,
        file,
        body: readFileSync(path, "utf8"),
      })),
  );
}

describe("configuration of upstream's releases", () => {
  const read = new Map<string, { readonly body: Body; readonly facts: ConfigurationFacts }>();

  let all: readonly Body[] = [];

  before(function () {
    this.timeout(120_000);
    if (!hasUpstream) {
      console.log(
        `    (skipped: no copies of upstream's releases in UPSTREAM_DIR, ${upstreamDirectory})`,
      );
      this.skip();
    }
    all = [
      ...configMaps("deploy-sourcegraph", "base"),
      ...configMaps("deploy-sourcegraph-k8s", "built"),
      ...mountedFiles(),
    ];
    for (const body of all) {
      const key = `${body.file}\n${body.body}`;
      if (read.has(key)) continue;
      read.set(key, { body, facts: readConfiguration(body.file, body.body) });
    }
  });

  it("is understood, and fits the schema", () => {
    assert.ok(read.size > 0);
    for (const { facts } of read.values())
      assert.deepEqual(configurationSchema.parse(facts), facts);
  });

  it("is the same when what we write is read again", () => {
    for (const { body, facts } of read.values()) {
      const written = writeConfiguration(facts, contextOf(facts));
      assert.deepEqual(
        readConfiguration(body.file, written),
        facts,
        `${body.release} ${body.file}`,
      );
    }
  });

  it("comes to few different facts", () => {
    const distinct = new Set([...read.values()].map(({ facts }) => JSON.stringify(facts)));
    const counts = Map.groupBy(
      distinct,
      (facts) => configurationSchema.parse(JSON.parse(facts)).generator,
    );
    assert.deepEqual(Object.fromEntries([...counts].map(([kind, facts]) => [kind, facts.length])), {
      postgresql: 6,
      "grafana-datasources": 8,
      opentelemetry: 3,
      "prometheus-rules": 1,
      prometheus: 15,
      caddy: 8,
      "grafana-containers": 1,
      "prometheus-targets": 19,
    });
  });

  for (const [file, releases] of [
    [
      "pgsql-conf/postgresql.conf",
      ["deploy-sourcegraph v3.43.2", "deploy-sourcegraph-k8s v7.2.1943"],
    ],
    ["prometheus/prometheus.yml", ["deploy-sourcegraph v3.37.0", "deploy-sourcegraph v3.38.1"]],
    ["otel-agent/config.yaml", ["deploy-sourcegraph v4.2.1", "deploy-sourcegraph v4.3.1"]],
    [
      "otel-collector/config.yaml",
      ["deploy-sourcegraph-docker v5.4.7765", "deploy-sourcegraph-docker v7.5.4453"],
    ],
  ] as const) {
    it(`has the same facts of ${file} in ${releases.join(" and ")}, which differ in words`, () => {
      const found = releases.map((release) =>
        all.find((each) => each.release === release && each.file === file),
      );
      const [first, second] = found.map((each) => readConfiguration(file, each?.body ?? ""));
      assert.deepEqual(first, second);
    });
  }
});
