import type { CaddyFacts } from "../../releases/schema/configuration.ts";

/** Certificates for tests: nobody trusts them, and its limits are hardly reached (Let's Encrypt, "Staging Environment"). */
export const stagingDirectory = "https://acme-staging-v02.api.letsencrypt.org/directory";
/** Where compose mounts what the operator brings (upstream's Caddyfiles, 3.13 to 7.5). */
export const certificateFiles = ["/sourcegraph.pem", "/sourcegraph.key"] as const;

const indent = (lines: readonly string[]) => lines.map((line) => (line === "" ? "" : `\t${line}`));

/**
 * A Caddyfile of Caddy 2, which every release's image is. Caddy itself fills in the variables, from what
 * compose gives the container.
 */
export function caddyfile(facts: CaddyFacts): string {
  const plain = facts.certificate === "none";
  const lines = [
    ...globalOptions(facts),
    `${plain ? ":80" : "{$SRC_SITE_ADDRESS}"} {`,
    ...indent([...certificate(facts), ...proxy(facts)]),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function globalOptions({ certificate: source }: CaddyFacts): readonly string[] {
  if (source === "none" || source === "files") return [];
  const staging = [
    "# Certificates that no browser trusts, to try out name and ports without meeting a limit.",
    `acme_ca ${stagingDirectory}`,
  ];
  const account = [
    "# Let's Encrypt writes there before a certificate runs out.",
    "email {$SRC_ACME_EMAIL}",
  ];
  return [
    "{",
    ...indent([...(source === "lets-encrypt-staging" ? staging : []), ...account]),
    "}",
    "",
  ];
}

function certificate({ certificate: source }: CaddyFacts): readonly string[] {
  if (source !== "files") return [];
  return [
    `tls ${certificateFiles.join(" ")}`,
    "",
    "# For a site address that names http as well.",
    "@http protocol http",
    "redir @http https://{host}{uri}",
    "",
  ];
}

function proxy({ trustedProxies }: CaddyFacts): readonly string[] {
  const frontends = "{$SRC_FRONTEND_ADDRESSES}";
  if (trustedProxies === undefined) return [`reverse_proxy ${frontends}`];
  return [
    "# Whose word on where a request comes from is taken (X-Forwarded-For). With a proxy in front of",
    "# Caddy this should be its address; with none, nobody's.",
    `reverse_proxy ${frontends} {`,
    ...indent([`trusted_proxies ${trustedProxies.join(" ")}`]),
    "}",
  ];
}
