import { nearestReleases } from "../../releases/catalog.ts";
import { nearest } from "../../releases/nearest.ts";
import { findSummary } from "../../releases/summary.ts";
import { problem, warning } from "../problems.ts";
import { shownText } from "../schema-problems.ts";
import type { InstanceEnvironment, Rule } from "./rule.ts";
import { deploymentTypeOf, when } from "./rule.ts";

/** What has to hold before any other rule can look at the release. */
export const knownReleaseRules: readonly Rule<InstanceEnvironment>[] = [
  {
    name: "the release is known",
    reads: ["release"],
    check: ({ release, kind }, context) => {
      if (context.release !== undefined) return [];
      const near = nearestReleases(context.catalog, release, deploymentTypeOf(kind));
      const whole = /^\d+\.\d+\.\d+/.test(release);
      const why = whole ? `no such release for ${kind}` : "a release has three numbers";
      const fix = `Known ones near it: ${near.join(", ")}. All: sgstack releases list.`;
      return [problem(["release"], `is ${shownText(release)}: ${why}`, fix)];
    },
  },
  {
    name: "services are the release's",
    reads: ["services", "release"],
    check: ({ services, release: version, kind }, { catalog, release: exact }) => {
      const type = deploymentTypeOf(kind);
      const near = nearestReleases(catalog, version, type)[0] ?? version;
      const release = exact ?? findSummary(catalog, near, type);
      if (release === undefined) return [];
      return Object.keys(services)
        .filter((name) => !release.services.has(name))
        .map((name) => {
          const guess = nearest(name, release.services.keys());
          const all = [...release.services.keys()].join(", ");
          const fix = guess === undefined ? `It has ${all}.` : `Did you mean ${guess}?`;
          return problem(["services", name], `no such service in ${release.version}`, fix);
        });
    },
  },
];

/** Rules on the version and what brings it, for what runs Sourcegraph. */
export const releaseRules: readonly Rule<InstanceEnvironment>[] = [
  {
    name: "a build of main doesn't follow releases",
    reads: ["build", "updates"],
    check: ({ build, updates }) =>
      when(
        build !== undefined && updates.channel === "releases",
        problem(
          ["build"],
          "is set, but sourcegraph:updates.channel is releases",
          "Remove build, or use channel main or pinned.",
        ),
      ),
  },
  {
    name: "only what is proposed can merge itself",
    reads: ["updates"],
    check: ({ updates }) =>
      when(
        updates.autoMerge && updates.channel === "pinned",
        problem(
          ["updates", "autoMerge"],
          "is true, but nothing is proposed in channel pinned",
          "Remove it, or use channel releases or main.",
        ),
      ),
  },
  {
    name: "the schedule's day begins before it ends",
    reads: ["updates"],
    check: ({ updates: { schedule } }) =>
      when(
        schedule.from >= schedule.to,
        problem(
          ["updates", "schedule", "to"],
          `is ${schedule.to}, not after from (${schedule.from})`,
          "Change one of them; times are UTC.",
        ),
      ),
  },
  {
    name: "a pause ends after it begins",
    reads: ["updates"],
    check: ({ updates: { paused } }) =>
      when(
        paused?.until !== undefined && paused.until < paused.since,
        problem(
          ["updates", "paused", "until"],
          `is ${paused?.until ?? ""}, before since (${paused?.since ?? ""})`,
          "Change one of them.",
        ),
      ),
  },
  {
    name: "a pause isn't forgotten",
    reads: ["updates"],
    check: ({ updates: { paused } }, { today }) =>
      when(
        paused?.until !== undefined && today !== undefined && paused.until < today,
        warning(
          ["updates", "paused", "until"],
          `is ${paused?.until ?? ""}, which is over`,
          `Ask ${paused?.owner ?? ""}; then remove paused, or move the day.`,
        ),
      ),
  },
  {
    name: "notifiers are used",
    reads: ["alerts"],
    check: ({ alerts, category }) =>
      when(
        !alerts.enabled && Object.keys(alerts.notifiers).length > 0,
        problem(
          ["alerts", "notifiers"],
          category === "test"
            ? "are set, but category test sends no alerts"
            : "are set, but alerts.enabled is false",
          "Remove them, or set sourcegraph:alerts.enabled to true.",
        ),
      ),
  },
  {
    name: "a webhook's password has a user name",
    reads: ["alerts"],
    check: ({ alerts }) =>
      Object.entries(alerts.notifiers).flatMap(([name, notifier]) =>
        when(
          notifier.type === "webhook" &&
            (notifier.username === undefined) !== (notifier.password === undefined),
          problem(
            ["alerts", "notifiers", name],
            "has one of username and password",
            "Set both, or neither.",
          ),
        ),
      ),
  },
];
