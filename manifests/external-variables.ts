import type {
  DatabaseName,
  ExternalDatabase,
  ExternalRedis,
  ObjectStorage,
  RedisName,
  SecretKey,
} from "./external-services.ts";

/** A variable's value: text, or a key of a Secret. */
export type VariableValue = string | SecretKey;
type Variables = Readonly<Record<string, VariableValue>>;
/** How text refers to another variable: `$(NAME)` in Kubernetes, `${NAME}` in Compose. */
export type VariableReference = (name: string) => string;

const prefixes = { main: "", codeintel: "CODEINTEL_", codeinsights: "CODEINSIGHTS_" } as const;

/** Variables of which a program that connects to the database has one, in every release that has it. */
const databaseMarkers: Readonly<Record<DatabaseName, readonly string[]>> = {
  main: ["PGHOST"],
  codeintel: ["CODEINTEL_PGHOST"],
  codeinsights: ["CODEINSIGHTS_PGDATASOURCE", "CODEINSIGHTS_PGHOST"],
};

/** Whether a program that has these variables connects to the database. */
export function connectsTo(name: DatabaseName, has: (variable: string) => boolean): boolean {
  return databaseMarkers[name].some(has);
}

/**
 * The variables that lead Sourcegraph to a database of one's own. Code insights takes a URL (3.25 on):
 * its password must have no characters that a URL gives a meaning.
 */
export function databaseVariables(
  name: DatabaseName,
  database: ExternalDatabase,
  reference: VariableReference,
): Variables {
  const prefix = prefixes[name];
  const { password, sslMode, pgBouncer, iam } = database;
  const passwordName = `${prefix}PGPASSWORD`;
  const url = (): string => {
    const login =
      password === undefined ? database.user : `${database.user}:${reference(passwordName)}`;
    // PgBouncer in transaction mode keeps no prepared statements.
    const mode = pgBouncer === true ? "&statement_cache_mode=describe" : "";
    return `postgres://${login}@${database.host}:${database.port}/${database.database}?sslmode=${sslMode}${mode}`;
  };
  return {
    ...(password !== undefined && { [passwordName]: password }),
    [`${prefix}PGHOST`]: database.host,
    [`${prefix}PGPORT`]: String(database.port),
    [`${prefix}PGUSER`]: database.user,
    [`${prefix}PGDATABASE`]: database.database,
    [`${prefix}PGSSLMODE`]: sslMode,
    ...((name === "codeinsights" || pgBouncer === true) && { [`${prefix}PGDATASOURCE`]: url() }),
    ...(iam === true && { PG_CONNECTION_UPDATER: "EC2_ROLE_CREDENTIALS" }),
  };
}

/** The variables that lead Sourcegraph to a Redis of one's own. */
export function redisVariables(
  name: RedisName,
  redis: ExternalRedis,
  reference: VariableReference,
): Variables {
  const { host, port, database, tls, password } = redis;
  const prefix = `REDIS_${name.toUpperCase()}`;
  const passwordName = `${prefix}_PASSWORD`;
  const isPlain = !tls && database === 0 && password === undefined;
  const login = password === undefined ? "" : `:${reference(passwordName)}@`;
  return {
    ...(password !== undefined && { [passwordName]: password }),
    [`${prefix}_ENDPOINT`]: isPlain
      ? `${host}:${port}`
      : `${tls ? "rediss" : "redis"}://${login}${host}:${port}/${database}`,
  };
}

/** What is kept in object storage: the prefix of its variables, which programs read them, and since when. */
export const uploadKinds = [
  {
    prefix: "PRECISE_CODE_INTEL_UPLOAD",
    since: "3.22.0",
    programs: ["frontend", "precise-code-intel-worker", "worker", "syntactic-code-intel"],
    bucket: ({ bucket }: ObjectStorage) => bucket,
  },
  {
    prefix: "SEARCH_JOBS_UPLOAD",
    since: "5.3.0",
    programs: ["frontend", "worker"],
    bucket: ({ bucket, searchJobsBucket }: ObjectStorage) => searchJobsBucket ?? bucket,
  },
  {
    prefix: "SOURCEGRAPH_UPLOAD",
    since: "7.2.0",
    programs: ["frontend", "worker", "gitserver", "searcher"],
    bucket: ({ bucket, uploadsBucket }: ObjectStorage) => uploadsBucket ?? bucket,
  },
] as const;

/** The variables of one kind of upload. */
export function uploadVariables(prefix: string, bucket: string, storage: ObjectStorage): Variables {
  const common = {
    [`${prefix}_BUCKET`]: bucket,
    [`${prefix}_MANAGE_BUCKET`]: String(storage.manageBucket),
    [`${prefix}_TTL`]: `${storage.ttlHours}h`,
  };
  if (storage.type === "gcs") {
    const { project, credentials } = storage;
    return {
      ...(credentials !== undefined && {
        [`${prefix}_GOOGLE_APPLICATION_CREDENTIALS_FILE_CONTENT`]: credentials,
      }),
      [`${prefix}_BACKEND`]: "GCS",
      ...common,
      [`${prefix}_GCP_PROJECT_ID`]: project,
    };
  }
  const { region, endpoint, accessKeyId, secretAccessKey } = storage;
  return {
    ...(secretAccessKey !== undefined && { [`${prefix}_AWS_SECRET_ACCESS_KEY`]: secretAccessKey }),
    [`${prefix}_BACKEND`]: "S3",
    ...common,
    [`${prefix}_AWS_ENDPOINT`]: endpoint ?? `https://s3.${region}.amazonaws.com`,
    [`${prefix}_AWS_REGION`]: region,
    ...(accessKeyId === undefined
      ? { [`${prefix}_AWS_USE_EC2_ROLE_CREDENTIALS`]: "true" }
      : { [`${prefix}_AWS_ACCESS_KEY_ID`]: accessKeyId }),
  };
}
