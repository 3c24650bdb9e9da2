import assert from "node:assert/strict";
import { readCaddyfile } from "../../../../releases/import/configuration/caddy.ts";

const proxy = "reverse_proxy {$SRC_FRONTEND_ADDRESSES}";

describe("readCaddyfile", () => {
  it("takes a site with braces and one without for the same", () => {
    const plain = { generator: "caddy", certificate: "none" };
    assert.deepEqual(readCaddyfile(`# words\n:80 # plain\n\n${proxy}\n`), plain);
    assert.deepEqual(readCaddyfile(`:80 {\n\t${proxy}\n}\n`), plain);
  });

  it("takes proxies that are trusted, whichever way the frontends are named", () => {
    const trusting = {
      generator: "caddy",
      certificate: "none",
      trustedProxies: ["10.0.0.0/8", "::1"],
    };
    const trusted = "trusted_proxies 10.0.0.0/8 ::1";
    const block = `reverse_proxy {\n  to {$SRC_FRONTEND_ADDRESSES}\n  ${trusted}\n}`;
    assert.deepEqual(readCaddyfile(`:80\n${block}`), trusting);
    assert.deepEqual(readCaddyfile(`:80 {\n${proxy} {\n${trusted}\n}\n}`), trusting);
  });

  for (const [certificate, before, after] of [
    ["lets-encrypt", "{\nemail {$SRC_ACME_EMAIL}\n}\n", ""],
    [
      "lets-encrypt-staging",
      '{\nacme_ca "https://acme-staging-v02.api.letsencrypt.org/directory"\nemail {$SRC_ACME_EMAIL}\n}\n',
      "",
    ],
    ["files", "", "tls /sourcegraph.pem /sourcegraph.key\n"],
  ] as const) {
    it(`knows the certificate ${certificate}`, () => {
      assert.deepEqual(readCaddyfile(`${before}{$SRC_SITE_ADDRESS}\n${after}${proxy}\n`), {
        generator: "caddy",
        certificate,
      });
    });
  }

  for (const [what, body, message] of [
    [
      "a directive",
      `:80\n${proxy}\nencode gzip\n`,
      "line 3: the catalog knows no such line: encode gzip",
    ],
    [
      "another authority",
      `{\nacme_ca https://ca.example.com\n}\n{$SRC_SITE_ADDRESS}\n${proxy}`,
      "line 2: the catalog knows no such line: options acme_ca https://ca.example.com",
    ],
    ["a site", `:8080\n${proxy}\n`, "line 1: the catalog knows no such line: site :8080"],
    [
      "a site without a proxy",
      ":80\n",
      "no site that leads to the frontends, on :80 or with a certificate",
    ],
  ] as const) {
    it(`refuses ${what} that it doesn't know`, () => {
      assert.throws(() => readCaddyfile(body), { name: "ConfigurationError", message });
    });
  }
});
