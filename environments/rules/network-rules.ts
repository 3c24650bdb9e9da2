import { canonical, overlap } from "../addresses.ts";
import { problem, warning } from "../problems.ts";
import type { Environment } from "../schema.ts";
import type { Rule } from "./rule.ts";
import { when } from "./rule.ts";

/** Rules on addresses, domain and certificates, for every kind. */
export const networkRules: readonly Rule<Environment>[] = [
  {
    name: "ranges don't overlap",
    reads: ["network", "cloud"],
    check: ({ network }) => {
      const ranges = (["cidr", "podCidr", "serviceCidr"] as const).map((key) => ({
        key,
        range: network[key],
      }));
      return ranges.flatMap(({ key, range }, index) =>
        ranges
          .slice(index + 1)
          .filter((other) => overlap(range, other.range))
          .map((other) =>
            problem(
              ["network", other.key],
              `is ${other.range}, which overlaps ${key} (${range})`,
              "Choose ranges apart from each other.",
            ),
          ),
      );
    },
  },
  {
    name: "ranges begin where they begin",
    reads: ["network"],
    check: ({ network }) =>
      (["cidr", "podCidr", "serviceCidr"] as const)
        .filter((key) => canonical(network[key]) !== network[key])
        .map((key) =>
          problem(
            ["network", key],
            `is ${network[key]}, inside of a range`,
            `Write ${canonical(network[key])}.`,
          ),
        ),
  },
  {
    name: "an existing network comes with its subnets",
    reads: ["network"],
    check: ({ network }) =>
      when(
        (network.vpc === undefined) !== (network.subnets === undefined),
        problem(
          ["network", network.vpc === undefined ? "vpc" : "subnets"],
          "is missing",
          "A network that exists is given by vpc and subnets together.",
        ),
      ),
  },
  {
    name: "admin ports aren't open to the world",
    reads: ["network", "category"],
    check: ({ network, category }) =>
      network.adminCidrs.flatMap((range, index) => {
        if (range !== "0.0.0.0/0") return [];
        const path = ["network", "adminCidrs", index];
        const found = "is 0.0.0.0/0, the whole internet";
        const fix = "Name the ranges that administrators come from.";
        return [category === "test" ? warning(path, found, fix) : problem(path, found, fix)];
      }),
  },
  {
    name: "no network is made where there is no cloud",
    reads: ["network", "cloud"],
    check: ({ cloud }, { given }) =>
      when(
        given.has("network") && (cloud.provider === "existing" || cloud.provider === "local"),
        problem(
          ["network"],
          `is not for provider ${cloud.provider}`,
          "Remove it: the network exists already.",
        ),
      ),
  },
  {
    name: "certificates are for a domain",
    reads: ["tls", "domain"],
    check: ({ tls, domain }) =>
      when(
        domain === undefined && ["cert-manager", "letsencrypt", "managed"].includes(tls.mode),
        problem(
          ["domain"],
          "is missing",
          `sourcegraph:tls.mode ${tls.mode} needs the domain that it proves.`,
        ),
      ),
  },
  {
    name: "a record is for a domain",
    reads: ["dns", "domain"],
    check: ({ dns, domain }) => {
      if (dns === undefined) return [];
      const outside =
        domain !== undefined &&
        /\./.test(dns.zone) &&
        !`.${domain}`.endsWith(`.${dns.zone.replace(/\.$/, "")}`);
      return [
        ...when(
          domain === undefined,
          problem(
            ["domain"],
            "is missing",
            "sourcegraph:dns makes a record for it; set it, or remove dns.",
          ),
        ),
        ...when(
          outside,
          problem(
            ["dns", "zone"],
            `is ${dns.zone}, which ${domain ?? "the domain"} isn't in`,
            "Change one of them.",
          ),
        ),
      ];
    },
  },
  {
    name: "dns01 has a zone to write to",
    reads: ["tls", "dns"],
    check: ({ tls, dns }) =>
      when(
        tls.mode === "cert-manager" && tls.challenge === "dns01" && dns === undefined,
        problem(
          ["dns"],
          "is missing",
          "sourcegraph:tls.challenge dns01 writes a record into its zone; set it, or use http01.",
        ),
      ),
  },
];
