import assert from "node:assert/strict";
import type { BoxEnvironment } from "../../environments/schema.ts";
import { renderCompose } from "../../manifests/compose/render.ts";
import { composeOptions } from "../../stacks/compose-options.ts";
import { parsed } from "../environments/fixtures.ts";
import { changedFacts, composeReleases } from "../support/changed-compose-facts.ts";

function environment(changes: Readonly<Record<string, unknown>> = {}): BoxEnvironment {
  const found = parsed("box", changes);
  if (found.kind !== "box") throw new Error("not a box");
  return found;
}

describe("composeOptions", () => {
  it("change nothing of any release but the project's name for the smallest environment", () => {
    for (const release of composeReleases()) {
      const lines = changedFacts(release, composeOptions(environment()));
      assert.deepEqual(lines, ["+ name"], release.version);
    }
  });

  it("hand over what is said of services, secrets by reference only", () => {
    const options = composeOptions(
      environment({
        registry: { host: "registry.example.com", pathPrefix: "mirror" },
        serviceDefaults: { env: { HTTP_PROXY: "http://proxy:3128" } },
        services: {
          gitserver: {
            replicas: 2,
            resources: { limits: { memory: "16G" } },
            secretEnv: { TOKEN: "s3cret-s3cret" },
          },
        },
      }),
    );
    assert.partialDeepStrictEqual(options, {
      projectName: "docker-compose",
      images: { host: "registry.example.com", pathPrefix: "mirror", keepDigest: true },
      env: { HTTP_PROXY: "http://proxy:3128" },
      services: {
        gitserver: {
          replicas: 2,
          resources: { limits: { memory: "16G" } },
          env: {
            TOKEN: { secret: "sourcegraph-secrets", key: "services.gitserver.secretEnv.TOKEN" },
          },
        },
      },
    });
    assert.ok(!JSON.stringify(options).includes("s3cret"));
  });

  const certificate = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n";
  for (const [tls, expected] of [
    [{ mode: "none" }, undefined],
    [
      { mode: "letsencrypt", email: "admin@example.com" },
      { mode: "letsencrypt", email: "admin@example.com", staging: false },
    ],
    [
      { mode: "certificate", certificate, privateKey: { secretManager: "tls-key" } },
      {
        mode: "certificate",
        certificate: "./certificates/sourcegraph.pem",
        privateKey: "./certificates/sourcegraph.key",
      },
    ],
    [
      { mode: "behind-proxy", trustedProxies: ["10.0.0.0/8"] },
      { mode: "behind-proxy", trustedProxies: ["10.0.0.0/8"] },
    ],
  ] as const) {
    it(`take Caddy's certificate from where tls.mode ${tls.mode} says`, () => {
      const options = composeOptions(environment({ domain: "sg.example.com", tls }));
      assert.deepEqual(options.tls, expected);
      assert.equal(options.domain, "sg.example.com");
    });
  }

  it("lead to databases and buckets that exist, in a project that Compose can start", () => {
    const external = {
      type: "external",
      host: "db.example.com",
      password: { secretManager: "database" },
    };
    const options = composeOptions(
      environment({
        databases: { main: external, codeintel: { ...external, database: "codeintel" } },
      }),
    );
    for (const release of composeReleases().filter(({ version }) => version.startsWith("5."))) {
      const { services } = renderCompose(release, options).project;
      assert.equal(services["pgsql"], undefined);
      assert.equal(services["migrator"]?.environment?.["CODEINTEL_PGDATABASE"], "codeintel");
    }
  });
});
