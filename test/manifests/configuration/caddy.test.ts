import assert from "node:assert/strict";
import { caddyfile } from "../../../manifests/configuration/caddy.ts";
import type { CaddyFacts } from "../../../releases/schema/configuration.ts";

function linesOf(facts: Omit<CaddyFacts, "generator">): readonly string[] {
  return caddyfile({ generator: "caddy", ...facts })
    .split("\n")
    .filter((line) => line !== "" && !line.trimStart().startsWith("#"));
}

describe("caddyfile", () => {
  it("serves plain HTTP without a certificate", () => {
    assert.deepEqual(linesOf({ certificate: "none" }), [
      ":80 {",
      "\treverse_proxy {$SRC_FRONTEND_ADDRESSES}",
      "}",
    ]);
  });

  it("trusts the proxies that it is told of", () => {
    assert.deepEqual(linesOf({ certificate: "none", trustedProxies: ["10.0.0.0/8", "::1"] }), [
      ":80 {",
      "\treverse_proxy {$SRC_FRONTEND_ADDRESSES} {",
      "\t\ttrusted_proxies 10.0.0.0/8 ::1",
      "\t}",
      "}",
    ]);
  });

  it("gets a certificate from Let's Encrypt, and says who is responsible for it", () => {
    assert.deepEqual(linesOf({ certificate: "lets-encrypt" }), [
      "{",
      "\temail {$SRC_ACME_EMAIL}",
      "}",
      "{$SRC_SITE_ADDRESS} {",
      "\treverse_proxy {$SRC_FRONTEND_ADDRESSES}",
      "}",
    ]);
  });

  it("gets one for tests from its staging environment", () => {
    assert.deepEqual(linesOf({ certificate: "lets-encrypt-staging" }).slice(0, 3), [
      "{",
      "\tacme_ca https://acme-staging-v02.api.letsencrypt.org/directory",
      "\temail {$SRC_ACME_EMAIL}",
    ]);
  });

  it("takes the certificate that is mounted, and leads plain HTTP to it", () => {
    assert.deepEqual(linesOf({ certificate: "files" }), [
      "{$SRC_SITE_ADDRESS} {",
      "\ttls /sourcegraph.pem /sourcegraph.key",
      "\t@http protocol http",
      "\tredir @http https://{host}{uri}",
      "\treverse_proxy {$SRC_FRONTEND_ADDRESSES}",
      "}",
    ]);
  });
});
