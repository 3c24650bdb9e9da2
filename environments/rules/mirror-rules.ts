import { compareVersions } from "../../releases/versions.ts";
import { problem } from "../problems.ts";
import type { MirrorEnvironment } from "../schema.ts";
import { shownText } from "../schema-problems.ts";
import type { Rule } from "./rule.ts";
import { when } from "./rule.ts";

/** Rules for kind registry-mirror. */
export const mirrorRules: readonly Rule<MirrorEnvironment>[] = [
  {
    name: "the registry is the cloud's",
    reads: ["mirror", "cloud"],
    check: ({ mirror: { backend }, cloud: { provider } }) => {
      const home = { "artifact-registry": "gcp", ecr: "aws", "self-hosted": "existing" }[backend];
      const own = { gcp: "artifact-registry", aws: "ecr", existing: "self-hosted" }[provider];
      return when(
        home !== provider,
        problem(
          ["mirror", "backend"],
          `is ${backend}, but sourcegraph:cloud.provider is ${provider}`,
          `Use ${own}, or provider ${home}.`,
        ),
      );
    },
  },
  {
    name: "mirrored releases are known",
    reads: ["mirror"],
    check: ({ mirror: { releases } }, { catalog }) =>
      (["from", "to"] as const).flatMap((key) => {
        const version = releases[key];
        if (version === undefined) return [];
        const known = [...catalog.versions("kubernetes"), ...catalog.versions("compose")];
        if (known.includes(version)) return [];
        const near = known
          .toSorted(compareVersions)
          .findLast((other) => compareVersions(other, version) < 0);
        return [
          problem(
            ["mirror", "releases", key],
            `is ${shownText(version)}: no such release`,
            `The one before it is ${near ?? "none"}. All: sgstack releases list.`,
          ),
        ];
      }),
  },
  {
    name: "the newest release isn't older than the oldest",
    reads: ["mirror"],
    check: ({ mirror: { releases } }) =>
      when(
        releases.to !== undefined && compareVersions(releases.from, releases.to) > 0,
        problem(
          ["mirror", "releases", "to"],
          `is ${releases.to ?? ""}, older than from (${releases.from})`,
          "Change one of them.",
        ),
      ),
  },
  {
    name: "a cached registry's password has a user name",
    reads: ["mirror"],
    check: ({ mirror }) =>
      mirror.pullThrough.flatMap(({ username, password }, index) =>
        when(
          (username === undefined) !== (password === undefined),
          problem(
            ["mirror", "pullThrough", index],
            "has one of username and password",
            "Set both, or neither.",
          ),
        ),
      ),
  },
  {
    name: "a mirror's certificate is for its own registry",
    reads: ["mirror", "domain", "tls"],
    check: ({ mirror, domain, tls }) =>
      when(
        mirror.backend !== "self-hosted" && (domain !== undefined || tls.mode !== "none"),
        problem(
          [domain === undefined ? "tls" : "domain"],
          `is for backend self-hosted, but it is ${mirror.backend}`,
          "Remove it: the cloud's registry has its own name.",
        ),
      ),
  },
];
