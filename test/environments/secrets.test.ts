import assert from "node:assert/strict";
import { z } from "zod";
import { parseEnvironment, parseEnvironmentFile } from "../../environments/parse.ts";
import { formatProblem } from "../../environments/problems.ts";
import { environmentSchema } from "../../environments/schema.ts";
import { asUnion, bare, holdsSecret, places } from "../../environments/schema-walk.ts";
import { secretPaths, unreadable } from "../../environments/secrets.ts";
import type { Kind } from "../../environments/schema.ts";
import { catalog, configOf, parse, parsed, today } from "./fixtures.ts";

type Values = Readonly<Record<string, unknown>>;
interface SecretPlace {
  readonly kind: Kind;
  readonly path: string;
  /** An environment with that secret and no other. */
  readonly with: (secret: unknown) => Values;
}

const external = (password: unknown) => ({ type: "external", host: "a.example.com", password });
const notifier = (value: Values) => ({ alerts: { notifiers: { one: value } } });
const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

/** Every place that may hold a secret. */
const secretPlaces: readonly SecretPlace[] = [
  {
    kind: "kubernetes",
    path: "databases.main.password",
    with: (s) => ({ databases: { main: external(s) } }),
  },
  {
    kind: "kubernetes",
    path: "databases.codeintel.password",
    with: (s) => ({ databases: { codeintel: { type: "built-in", password: s } } }),
  },
  {
    kind: "kubernetes",
    path: "databases.codeinsights.password",
    with: (s) => ({ databases: { codeinsights: external(s) } }),
  },
  {
    kind: "kubernetes",
    path: "redis.cache.password",
    with: (s) => ({ redis: { cache: { type: "external", host: "r", password: s } } }),
  },
  {
    kind: "kubernetes",
    path: "redis.store.password",
    with: (s) => ({ redis: { store: { type: "external", host: "r", password: s } } }),
  },
  {
    kind: "kubernetes",
    path: "objectStorage.secretKey",
    with: (s) => ({ objectStorage: { type: "built-in", secretKey: s } }),
  },
  {
    kind: "kubernetes",
    path: "objectStorage.secretAccessKey",
    with: (s) => ({
      objectStorage: { type: "s3", bucket: "b", region: "r", accessKeyId: "A", secretAccessKey: s },
    }),
  },
  {
    kind: "kubernetes",
    path: "objectStorage.credentials",
    with: (s) => ({ objectStorage: { type: "gcs", bucket: "b", project: "p", credentials: s } }),
  },
  {
    kind: "kubernetes",
    path: "tls.privateKey",
    with: (s) => ({
      domain: "a.example.com",
      tls: { mode: "certificate", certificate, privateKey: s },
    }),
  },
  {
    kind: "kubernetes",
    path: "registry.credentials.password",
    with: (s) => ({ registry: { credentials: { username: "u", password: s } } }),
  },
  {
    kind: "kubernetes",
    path: "services.gitserver.secretEnv.A",
    with: (s) => ({ services: { gitserver: { secretEnv: { A: s } } } }),
  },
  {
    kind: "kubernetes",
    path: "services.gitserver.containers.jaeger-agent.secretEnv.A",
    with: (s) => ({
      services: { gitserver: { containers: { "jaeger-agent": { secretEnv: { A: s } } } } },
    }),
  },
  {
    kind: "kubernetes",
    path: "configuration.siteConfig",
    with: (s) => ({ configuration: { siteConfig: s } }),
  },
  {
    kind: "kubernetes",
    path: "configuration.externalServices",
    with: (s) => ({ configuration: { externalServices: s } }),
  },
  {
    kind: "kubernetes",
    path: "configuration.globalSettings",
    with: (s) => ({ configuration: { globalSettings: s } }),
  },
  {
    kind: "kubernetes",
    path: "configuration.siteAdmin.password",
    with: (s) => ({ configuration: { siteAdmin: { email: "a@example.com", password: s } } }),
  },
  {
    kind: "kubernetes",
    path: "gitserverSsh.privateKey",
    with: (s) => ({ gitserverSsh: { privateKey: s } }),
  },
  {
    kind: "kubernetes",
    path: "monitoring.sentryDsn",
    with: (s) => ({ monitoring: { sentryDsn: s } }),
  },
  {
    kind: "kubernetes",
    path: "alerts.notifiers.one.url",
    with: (s) => notifier({ type: "slack", url: s }),
  },
  {
    kind: "kubernetes",
    path: "alerts.notifiers.one.integrationKey",
    with: (s) => notifier({ type: "pagerduty", integrationKey: s }),
  },
  {
    kind: "kubernetes",
    path: "alerts.notifiers.one.apiKey",
    with: (s) => notifier({ type: "opsgenie", apiKey: s }),
  },
  {
    kind: "box",
    path: "registry.credentials.password",
    with: (s) => ({ registry: { credentials: { username: "u", password: s } } }),
  },
  {
    kind: "registry-mirror",
    path: "mirror.pullThrough[0].password",
    with: (s) => ({
      mirror: {
        backend: "artifact-registry",
        releases: { from: "3.17.2" },
        pullThrough: [{ host: "index.docker.io", username: "u", password: s }],
      },
    }),
  },
];

const secret = "hunter2-swordfish";

/** Plain text, wrong types, and mappings whose keys are nearly right. */
const clumsyForms: readonly unknown[] = [
  secret,
  [secret],
  { existingSecrt: secret },
  { secret: secret },
  { existingSecret: `${secret}!` },
  { secure: secret, more: secret },
  { secretManager: [secret] },
  42_424_242,
];

describe("secrets", () => {
  for (const { kind, path, with: withSecret } of secretPlaces) {
    describe(`${path} (${kind})`, () => {
      it("is refused as plain text in a file, with the way out", () => {
        const { environment, problems } = parse(kind, withSecret(secret), { source: "file" });
        assert.equal(environment, undefined);
        assert.deepEqual(problems.map(formatProblem), [
          `sourcegraph:${path} is a secret in plain text. Encrypt it with: pulumi config set --secret --path 'sourcegraph:${path}', or name where it is kept with existingSecret or secretManager. Change the secret as well if the file was shared.`,
        ]);
      });

      it("is taken encrypted", () => {
        const { environment, problems } = parse(kind, withSecret({ secure: "v1:abc" }), {
          source: "file",
        });
        assert.deepEqual(problems, []);
        assert.ok(environment);
        assert.deepEqual(valuesAt(environment, secretPaths(environment)), [unreadable]);
      });

      it("is taken by name", () => {
        const changes = withSecret({ secretManager: "an-entry" });
        const { environment } = parse(kind, changes, { source: "file" });
        assert.ok(environment);
        assert.deepEqual(secretPaths(environment), []);
      });

      it("is found in what the engine gives", () => {
        const environment = parsed(kind, withSecret(secret));
        const paths = secretPaths(environment);
        assert.deepEqual(valuesAt(environment, paths), [secret]);
        assert.equal(paths[0]?.join("."), path.replace("[0]", ".0"));
      });

      it("is never shown", () => {
        for (const form of clumsyForms) {
          for (const source of ["file", "engine"] as const) {
            const lines = parse(kind, withSecret(form), { source }).problems.map(formatProblem);
            const shown = lines.filter(
              (line) => line.includes(secret) || line.includes("42424242"),
            );
            assert.deepEqual(shown, []);
          }
        }
      });
    });
  }

  it("aren't shown when they stand in the place of something else", () => {
    const url = `https://admin:${secret}@db.example.com`;
    const texts = [
      `config: {sourcegraph:kind: kubernetes, sourcegraph:domain: "${url}"}`,
      `config: {sourcegraph:kind: kubernetes, sourcegraph:databases: "${url}"}`,
      `config: {sourcegraph:kind: kubernetes, sourcegraph:databases: {main: {type: external, host: "${url}"}}}`,
      `config: {sourcegraph:kind: kubernetes, sourcegraph:alerts: "${url}"}`,
      `config: {sourcegraph:kind: "${url}"}`,
      `config: {sourcegraph:release: "${url}"}`,
      `config: {sourcegraph:tls: {mode: certificate, privateKey: "${secret}`,
      `config: {sourcegraph:tls: !${secret} x}`,
      `config: {sourcegraph:tls: *${secret}}`,
      `config: {a: "\\${secret}"}`,
    ];
    for (const text of texts) {
      const lines = parseEnvironmentFile(text, { catalog, today }).problems.map(formatProblem);
      assert.notDeepEqual(lines, []);
      assert.deepEqual(
        lines.filter((line) => line.includes(secret)),
        [],
        text,
      );
    }
  });

  it("are refused where anyone may read", () => {
    const lines = parse("kubernetes", { domain: { secure: "v1:abc" } }, { source: "file" });
    assert.deepEqual(lines.problems.map(formatProblem), [
      "sourcegraph:domain is encrypted, but not a secret. Write it in plain text: pulumi config set --path 'sourcegraph:domain' ….",
    ]);
    const whole = parse("kubernetes", { databases: { secure: "v1:abc" } }, { source: "file" });
    assert.deepEqual(whole.problems.map(formatProblem), [
      "sourcegraph:databases is encrypted, but not a secret. Encrypt only the secrets in it: pulumi config set --secret --path 'sourcegraph:databases.…'.",
    ]);
  });

  it("are all in this table", () => {
    const covered = new Set(
      secretPlaces.flatMap(({ kind, with: withSecret }) => {
        const config = configOf(kind, withSecret(secret));
        const { environment } = parseEnvironment(config, { catalog });
        return environment === undefined ? [] : secretPaths(environment).map((path) => path.at(-1));
      }),
    );
    const marked = new Set(secretFields());
    assert.deepEqual(
      marked,
      new Set([...covered].map((name) => (name === "A" ? "secretEnv" : name))),
    );
  });
});

function valuesAt(value: unknown, paths: ReturnType<typeof secretPaths>): unknown[] {
  const all = [...places(environmentSchema, value)];
  return paths.map((path) => all.find((place) => place.path.join(" ") === path.join(" "))?.value);
}

/** The names of all fields that the schema marks. */
function secretFields(): readonly string[] {
  const names: string[] = [];
  const look = (schema: z.core.$ZodType, name: string): void => {
    if (holdsSecret(schema)) {
      names.push(name);
      return;
    }
    const inner = bare(schema);
    for (const option of asUnion(schema).options) look(option, name);
    if (inner instanceof z.ZodRecord) look(inner.valueType, name);
    if (inner instanceof z.ZodArray) look(inner.element, name);
    if (inner instanceof z.ZodObject) {
      for (const [key, field] of Object.entries(inner.shape)) {
        assert.ok(field instanceof z.ZodType);
        look(field, key);
      }
    }
  };
  look(environmentSchema, "");
  return [...new Set(names)];
}
