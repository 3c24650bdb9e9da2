import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump } from "js-yaml";
import type { ComposeVerdict } from "../support/compose.ts";
import { composeConfig } from "../support/compose.ts";

type Values = Readonly<Record<string, unknown>>;

const project = (frontend: Values = {}): Values => ({
  name: "sourcegraph",
  services: {
    "sourcegraph-frontend": {
      image: "index.docker.io/sourcegraph/frontend:3.43.2",
      cpus: 4,
      mem_limit: "8g",
      depends_on: { pgsql: { condition: "service_healthy" } },
      ...frontend,
    },
    pgsql: {
      image: "index.docker.io/sourcegraph/postgres-12-alpine:3.43.2",
      healthcheck: { test: "/liveness.sh", interval: "10s" },
      volumes: ["pgsql:/data/"],
    },
  },
  volumes: { pgsql: null },
});

const refusals: readonly {
  readonly what: string;
  readonly frontend: Values;
  readonly message: RegExp;
}[] = [
  {
    what: "a key that doesn't exist",
    frontend: { mem_limitt: "8g" },
    message: /services\.sourcegraph-frontend additional properties 'mem_limitt' not allowed$/,
  },
  {
    what: "a value of another type",
    frontend: { cpus: [4] },
    message: /services\.sourcegraph-frontend\.cpus must be a number or string$/,
  },
  {
    what: "an amount with a unit that doesn't exist",
    frontend: { mem_limit: "8 gallons" },
    message: /'services\[sourcegraph-frontend\]\.mem_limit' invalid suffix: 'gallons'$/,
  },
  {
    what: "a service that doesn't exist",
    frontend: { depends_on: ["pgsqll"] },
    message: /^service "sourcegraph-frontend" depends on undefined service "pgsqll"/,
  },
  {
    what: "a volume that doesn't exist",
    frontend: { volumes: ["cache:/cache"] },
    message: /^service "sourcegraph-frontend" refers to undefined volume cache/,
  },
];

describe("composeConfig", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "compose-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const configOf = async (values: Values): Promise<ComposeVerdict> => {
    const file = join(directory, "docker-compose.yaml");
    writeFileSync(file, dump(values));
    return await composeConfig(file);
  };

  it("accepts a good file, and gives it in the canonical form", async () => {
    const verdict = await configOf(project());
    assert.ok(verdict.accepted, JSON.stringify(verdict));
    assert.deepEqual(verdict.warnings, []);
    assert.partialDeepStrictEqual(verdict.config, {
      name: "sourcegraph",
      services: {
        "sourcegraph-frontend": { cpus: 4, mem_limit: "8589934592" },
        pgsql: { healthcheck: { test: ["CMD-SHELL", "/liveness.sh"], interval: "10s" } },
      },
    });
  });

  it("warns of a variable that isn't set", async () => {
    const verdict = await configOf(project({ environment: { TOKEN: "${TOKEN}" } }));
    assert.ok(verdict.accepted, JSON.stringify(verdict));
    assert.deepEqual(verdict.warnings, [
      'The "TOKEN" variable is not set. Defaulting to a blank string.',
    ]);
  });

  for (const { what, frontend, message } of refusals) {
    it(`refuses ${what}`, async () => {
      const verdict = await configOf(project(frontend));
      assert.ok(!verdict.accepted, JSON.stringify(verdict));
      assert.match(verdict.message, message);
    });
  }
});
