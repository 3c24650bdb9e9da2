import { compareVersions } from "../../releases/versions.ts";
import type { Problem } from "../problems.ts";
import { problem, warning } from "../problems.ts";
import type { Database } from "../schema.ts";
import { cloudOfMachine } from "../machines.ts";
import type { InstanceEnvironment, Rule } from "./rule.ts";
import { when } from "./rule.ts";

const databaseNames = ["main", "codeintel", "codeinsights"] as const;

/** Connections that PostgreSQL keeps for superusers and exporters. */
const reservedConnections = 10;

/** Services with a pool of their own, and upstream's replicas of them. */
const poolUsers: Readonly<Record<string, number>> = {
  "sourcegraph-frontend": 2,
  "sourcegraph-frontend-internal": 1,
  "precise-code-intel-worker": 2,
  "repo-updater": 1,
  worker: 1,
  gitserver: 1,
};

/** Rules on the PostgreSQL databases. */
export const databaseRules: readonly Rule<InstanceEnvironment>[] = [
  {
    name: "each database is another one",
    reads: ["databases"],
    check: ({ databases }) =>
      databaseNames.flatMap((name, index) => {
        const database = databases[name];
        const same = databaseNames
          .slice(0, index)
          .find((other) => identity(databases[other]) === identity(database));
        if (same === undefined || database.type !== "external") return [];
        return [
          problem(
            ["databases", name, "database"],
            `is ${database.database} on ${database.host}, the same as ${same}`,
            "Sourcegraph refuses to start so: use another database, better another host.",
          ),
        ];
      }),
  },
  {
    name: "a release has the databases that are given",
    reads: ["databases", "release"],
    check: ({ databases, release }) =>
      (
        [
          ["codeintel", "3.21.0"],
          ["codeinsights", "3.25.0"],
        ] as const
      ).flatMap(([name, since]) =>
        when(
          databases[name].type !== "built-in" && compareVersions(release, since) < 0,
          problem(
            ["databases", name],
            `is not in ${release}: it came with ${since.slice(0, -2)}`,
            "Remove it.",
          ),
        ),
      ),
  },
  {
    name: "PostgreSQL is new enough",
    reads: ["databases", "release"],
    check: ({ databases, release }) =>
      databaseNames.flatMap((name) => {
        const database = databases[name];
        if (database.type === "built-in" || database.version === undefined) return [];
        const path = ["databases", name, "version"];
        const needed =
          compareVersions(release, "6.0.0") >= 0
            ? "16"
            : compareVersions(release, "3.27.0") >= 0
              ? "12"
              : "9.6";
        const broken = /^14\.[0-3]$/.test(database.version);
        return [
          ...when(
            compareVersions(database.version, needed) < 0,
            problem(
              path,
              `is ${database.version}: ${release} needs ${needed} or newer`,
              "Upgrade the server first.",
            ),
          ),
          ...when(
            broken,
            problem(
              path,
              `is ${database.version}: 14.0 to 14.3 corrupt indexes`,
              "Upgrade the server to 14.4 or newer first.",
            ),
          ),
        ];
      }),
  },
  {
    name: "a database lets Sourcegraph in",
    reads: ["databases"],
    check: ({ databases }) =>
      databaseNames.flatMap((name) => {
        const database = databases[name];
        if (database.type !== "external") return [];
        const path = ["databases", name];
        if (database.iam === "none") {
          return when(
            database.password === undefined,
            problem(
              [...path, "password"],
              "is missing",
              "Name an existing secret with it, or encrypt it: pulumi config set --secret --path.",
            ),
          );
        }
        return [
          ...when(
            database.password !== undefined,
            problem(
              [...path, "password"],
              "is set, but iam signs in without one",
              "Remove one of them.",
            ),
          ),
          ...when(
            database.sslMode === "disable",
            problem(
              [...path, "sslMode"],
              "is disable, which iam refuses",
              "Use require or verify-full.",
            ),
          ),
        ];
      }),
  },
  {
    name: "a certificate that is given is looked at",
    reads: ["databases"],
    check: ({ databases }) =>
      databaseNames.flatMap((name) => {
        const database = databases[name];
        const ignored =
          database.type === "external" &&
          database.rootCertificate !== undefined &&
          (database.sslMode === "disable" || database.sslMode === "require");
        return when(
          ignored,
          problem(
            ["databases", name, "rootCertificate"],
            "is set, but sslMode doesn't check it",
            "Use sslMode verify-ca or verify-full.",
          ),
        );
      }),
  },
  {
    name: "pools fit into the server's connections",
    reads: ["databases", "services", "release"],
    check: ({ databases, services }, { release }) => {
      const containers = Object.entries(poolUsers)
        .filter(([name]) => release?.services.has(name) && services[name]?.enabled !== false)
        .reduce((sum, [name, usual]) => sum + (services[name]?.replicas ?? usual), 0);
      return databaseNames.flatMap((name): readonly Problem[] => {
        const database = databases[name];
        if (database.type === "built-in" || database.maxConnections === undefined) return [];
        const needed = database.maxOpen * containers + reservedConnections;
        return when(
          needed > database.maxConnections,
          warning(
            ["databases", name, "maxConnections"],
            `is ${database.maxConnections}: ${containers} containers may open ${database.maxOpen} each`,
            `Raise it to ${needed}, or lower maxOpen.`,
          ),
        );
      });
    },
  },
  {
    name: "database machines are the cloud's",
    reads: ["databases", "cloud"],
    check: ({ databases, cloud }) =>
      databaseNames.flatMap((name) => {
        const database = databases[name];
        if (database.type !== "managed" || (cloud.provider !== "gcp" && cloud.provider !== "aws"))
          return [];
        return when(
          cloudOfMachine(database.machine) !== cloud.provider,
          problem(
            ["databases", name, "machine"],
            `is ${database.machine}, not a machine of provider ${cloud.provider}`,
            `Use one such as ${cloud.provider === "gcp" ? "db-custom-4-16384" : "db.m5.xlarge"}.`,
          ),
        );
      }),
  },
];

function identity(database: Database): string | undefined {
  if (database.type !== "external") return undefined;
  return `${database.host}:${database.port}/${database.database}`;
}
