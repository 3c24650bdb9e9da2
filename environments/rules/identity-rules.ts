import { gcpRegion } from "../derived.ts";
import { problem, warning } from "../problems.ts";
import type { Environment } from "../schema.ts";
import type { Rule } from "./rule.ts";
import { when } from "./rule.ts";

const ownLabels = new Set(["owner", "purpose", "expires", "category", "environment"]);

/** Rules for every kind. */
export const identityRules: readonly Rule<Environment>[] = [
  {
    name: "production is protected",
    reads: ["category", "protect"],
    check: ({ category, protect }) =>
      when(
        category === "production" && !protect,
        problem(
          ["protect"],
          "is false in category production",
          "Remove it, or change the category.",
        ),
      ),
  },
  {
    name: "a test says what it is for",
    reads: ["category", "purpose"],
    check: ({ category, purpose }) =>
      when(
        category === "test" && purpose === undefined,
        problem(["purpose"], "is missing", "Category test needs a sentence on what it is for."),
      ),
  },
  {
    name: "a test in a cloud says when it may go",
    reads: ["category", "expires", "cloud"],
    check: ({ category, expires, cloud }) =>
      when(
        category === "test" && cloud.provider !== "local" && expires === undefined,
        problem(
          ["expires"],
          "is missing",
          "Category test needs the day after which it may be deleted.",
        ),
      ),
  },
  {
    name: "the expiry lies ahead",
    reads: ["expires"],
    check: ({ expires }, { today }) =>
      when(
        expires !== undefined && today !== undefined && expires < today,
        warning(
          ["expires"],
          `is ${expires}, which is over`,
          "Destroy the environment, or move the day.",
        ),
      ),
  },
  {
    name: "labels don't stand for keys of their own",
    reads: ["labels"],
    check: ({ labels }) =>
      Object.keys(labels)
        .filter((name) => ownLabels.has(name))
        .map((name) =>
          problem(
            ["labels", name],
            "is a label that is set already",
            `Use sourcegraph:${name} or another name.`,
          ),
        ),
  },
  {
    name: "GCP knows where to go",
    reads: ["cloud"],
    check: ({ cloud }) =>
      when(
        cloud.provider === "gcp" && cloud.region === undefined && cloud.zone === undefined,
        problem(["cloud", "zone"], "is missing", "Set a zone such as us-central1-f, or a region."),
      ),
  },
  {
    name: "zones lie in the region",
    reads: ["cloud"],
    check: ({ cloud }) => {
      if (cloud.provider !== "gcp" && cloud.provider !== "aws") return [];
      const region = cloud.region ?? (cloud.provider === "gcp" ? gcpRegion(cloud) : "");
      const zones = (cloud.zones ?? []).map((zone, index) => ({ zone, path: ["zones", index] }));
      const single =
        cloud.provider === "gcp" && cloud.zone ? [{ zone: cloud.zone, path: ["zone"] }] : [];
      return [...single, ...zones]
        .filter(({ zone }) => region !== "" && !zone.startsWith(region))
        .map(({ zone, path }) =>
          problem(["cloud", ...path], `is ${zone}, not in region ${region}`, "Change one of them."),
        );
    },
  },
  {
    name: "a project that is made has somebody to pay for it",
    reads: ["cloud"],
    check: ({ cloud }) =>
      when(
        cloud.provider === "gcp" &&
          cloud.billingAccount !== undefined &&
          cloud.folder === undefined,
        problem(
          ["cloud", "folder"],
          "is missing",
          "A project is only made in a folder; remove billingAccount if it exists.",
        ),
      ),
  },
];
