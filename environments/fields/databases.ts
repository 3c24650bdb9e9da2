import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { host, line, port, secretSource, timeOfDay } from "./common.ts";

const settings = () =>
  z.record(
    z.string().regex(/^[a-z_][a-z0-9_.]*$/, { error: "a PostgreSQL setting such as work_mem" }),
    z
      .union([z.string(), z.number(), z.boolean()], { error: "a setting's value" })
      .transform(String),
  );
const maxOpen = () =>
  z
    .int()
    .min(1)
    .max(1000)
    .default(30)
    .describe("Connections each container may open (SRC_PGSQL_MAX_OPEN). Default: 30.");

export const builtInDatabaseSchema = z.strictObject({
  type: z.literal("built-in"),
  password: secretSource()
    .optional()
    .describe("Default: upstream's well-known one, which only other pods can use."),
  image: line(255)
    .optional()
    .describe("Another PostgreSQL image, as in replicas of a customer. Default: the release's."),
  settings: settings()
    .default({})
    .describe("postgresql.conf, over what follows from memory and cores. Default: none."),
  maxOpen: maxOpen(),
});

export const externalDatabaseSchema = z.strictObject({
  type: z.literal("external"),
  host: host().describe("Where the server answers."),
  port: port().default(5432).describe("Default: 5432."),
  user: line(63).default("sg").describe("Default: sg."),
  database: line(63).default("sg").describe("Database on the server. Default: sg."),
  password: secretSource().optional().describe("Required, unless iam signs in."),
  sslMode: z
    .enum(["disable", "require", "verify-ca", "verify-full"])
    .default("require")
    .describe("From 3.25 the server's certificate needs a SAN. Default: require."),
  rootCertificate: z
    .string()
    .startsWith("-----BEGIN CERTIFICATE-----", { error: "a certificate in PEM" })
    .optional()
    .describe("The server's CA, PEM (PGSSLROOTCERT). Default: the system's."),
  version: z
    .string()
    .regex(/^\d{1,2}(\.\d{1,2}){0,2}$/, {
      error: 'PostgreSQL\'s version in quotes, such as "14.5"',
    })
    .optional()
    .describe('The server\'s version, such as "14.5", checked against the release.'),
  maxConnections: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe("The server's max_connections, checked against all pools. Default: not checked."),
  maxOpen: maxOpen(),
  pgBouncer: z
    .boolean()
    .default(false)
    .describe(
      "Reached through PgBouncer in transaction mode: sets statement_cache_mode=describe. Default: false.",
    ),
  iam: z
    .enum(["none", "rds"])
    .default("none")
    .describe("Signs in with the machine's role instead of a password. Default: none."),
  superuser: z
    .boolean()
    .default(true)
    .describe(
      "The role may create extensions; false: a DBA runs the privileged migrations. Default: true.",
    ),
  cloudSqlInstance: line(255)
    .optional()
    .describe("project:region:instance, reached through the Cloud SQL proxy. Default: directly."),
});

export const managedDatabaseSchema = z.strictObject({
  type: z.literal("managed"),
  version: z
    .string()
    .regex(/^\d{2}$/, { error: 'PostgreSQL\'s major version in quotes, such as "16"' })
    .default("12")
    .describe('Major version. Default: "16" from release 6.0, "12" before.'),
  machine: line(64)
    .default("db-custom-4-16384")
    .describe("Default: db-custom-4-16384 on GCP, db.m5.xlarge on AWS."),
  storageGiB: z
    .int()
    .min(20)
    .max(65_536)
    .default(200)
    .describe("In GiB; only grows. Default: 200."),
  highAvailability: z
    .boolean()
    .default(true)
    .describe("A standby in a second zone. Default: true."),
  pointInTimeRecoveryDays: z
    .int()
    .min(0)
    .max(35)
    .default(7)
    .describe("Days one can go back to any second; 0: off. Default: 7."),
  backupStart: timeOfDay().default("02:00").describe("Daily backup, UTC. Default: 02:00."),
  maxConnections: z.int().min(50).max(10_000).default(400).describe("Default: 400."),
  maxOpen: maxOpen(),
  settings: settings()
    .default({})
    .describe("Server settings (flags, parameter group). Default: none."),
});

const databaseSchema = z
  .discriminatedUnion("type", [
    builtInDatabaseSchema,
    externalDatabaseSchema,
    managedDatabaseSchema,
  ])
  .meta({ id: "database" });
export type Database = DeepReadonly<z.infer<typeof databaseSchema>>;
export type BuiltInDatabase = DeepReadonly<z.infer<typeof builtInDatabaseSchema>>;
export type ExternalDatabase = DeepReadonly<z.infer<typeof externalDatabaseSchema>>;
export type ManagedDatabase = DeepReadonly<z.infer<typeof managedDatabaseSchema>>;

const database = (what: string) =>
  databaseSchema
    .prefault({ type: "built-in" })
    .describe(
      `${what}: built-in, external (exists), or managed (made at the cloud). Default: built-in.`,
    );

export const databasesSchema = z.strictObject({
  main: database("The main database (pgsql)"),
  codeintel: database("Code intelligence (codeintel-db, from 3.21)"),
  codeinsights: database("Code insights (codeinsights-db, from 3.25)"),
});
export type Databases = DeepReadonly<z.infer<typeof databasesSchema>>;

export const databaseFields = {
  databases: databasesSchema.prefault({}).describe("The three PostgreSQL databases."),
};
