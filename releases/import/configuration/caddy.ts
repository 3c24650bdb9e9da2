import { certificateFiles, stagingDirectory } from "../../../manifests/configuration/caddy.ts";
import type { CaddyFacts } from "../../schema/configuration.ts";
import { ConfigurationError } from "./configuration-error.ts";

/** A line of a Caddyfile together with what it stands in: `reverse_proxy to {$SRC_FRONTEND_ADDRESSES}`. */
interface Statement {
  readonly line: number;
  readonly text: string;
}

/** All that a Caddyfile of a release says, `trusted_proxies` apart. */
const statements = {
  email: "options email {$SRC_ACME_EMAIL}",
  staging: `options acme_ca ${stagingDirectory}`,
  plainSite: "site :80",
  site: "site {$SRC_SITE_ADDRESS}",
  files: `tls ${certificateFiles.join(" ")}`,
  httpMatcher: "@http protocol http",
  redirect: "redir @http https://{host}{uri}",
  proxy: "reverse_proxy to {$SRC_FRONTEND_ADDRESSES}",
} as const;
const trustedPrefix = "reverse_proxy trusted_proxies ";

/**
 * Where the certificate comes from and which proxies are trusted, of a Caddyfile of Caddy 2 with one site.
 *
 * @throws ConfigurationError on a statement it doesn't know.
 */
export function readCaddyfile(body: string): CaddyFacts {
  const found = parse(body);
  const known = new Set<string>(Object.values(statements));
  const unknown = found.find(({ text }) => !known.has(text) && !text.startsWith(trustedPrefix));
  if (unknown !== undefined) {
    throw new ConfigurationError(`the catalog knows no such line: ${unknown.text}`, unknown.line);
  }
  const says = (text: string): boolean => found.some((statement) => statement.text === text);
  const certificate = certificateOf(says);
  if (!says(statements.proxy) || says(statements.plainSite) !== (certificate === "none")) {
    throw new ConfigurationError(
      "no site that leads to the frontends, on :80 or with a certificate",
    );
  }
  const trusted = found.find(({ text }) => text.startsWith(trustedPrefix));
  return {
    generator: "caddy",
    certificate,
    ...(trusted !== undefined && {
      trustedProxies: trusted.text.slice(trustedPrefix.length).split(" "),
    }),
  };
}

function certificateOf(says: (text: string) => boolean): CaddyFacts["certificate"] {
  if (says(statements.files)) return "files";
  if (says(statements.staging)) return "lets-encrypt-staging";
  return says(statements.email) ? "lets-encrypt" : "none";
}

/** A site without braces takes all lines that follow (Caddy documentation, "Caddyfile concepts"). */
function parse(body: string): readonly Statement[] {
  const result: Statement[] = [];
  /** What the open braces belong to: options, the site, a directive. */
  const open: string[] = [];
  let site = false;
  for (const [index, content] of body.split("\n").entries()) {
    const words = wordsOf(content);
    const opens = words.at(-1) === "{";
    const said = opens ? words.slice(0, -1) : words;
    if (words[0] === "}") open.pop();
    else if (said.length === 0) open.push(...(opens ? ["options"] : []));
    else if (!site && open.length === 0) {
      site = true;
      result.push({ line: index + 1, text: `site ${said.join(" ")}` });
      if (opens) open.push("");
    } else {
      const text = [open.at(-1) ?? "", ...said].join(" ").trim();
      if (!opens || said.length > 1) result.push({ line: index + 1, text: spelledOut(text) });
      if (opens) open.push(said[0] ?? "");
    }
  }
  return result;
}

function wordsOf(line: string): readonly string[] {
  const words = line.split(/\s+/).filter((word) => word !== "");
  const comment = words.findIndex((word) => word.startsWith("#"));
  return (comment === -1 ? words : words.slice(0, comment)).map((word) =>
    word.replace(/^"(.*)"$/, "$1"),
  );
}

/** `reverse_proxy ADDRESS` is short for `to ADDRESS` in its block. */
function spelledOut(text: string): string {
  return text.replace(/^reverse_proxy (?=\{\$)/, "reverse_proxy to ");
}
