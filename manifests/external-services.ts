/** A key of a Kubernetes Secret; on Compose, a variable of the project's environment file. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/**
 * The Secret that holds what an instance's environment gives by itself, each by its key in the
 * environment, such as `databases.main.password`.
 */
export const ownSecret = "sourcegraph-secrets";

export const databaseNames = ["main", "codeintel", "codeinsights"] as const;
export type DatabaseName = (typeof databaseNames)[number];

export const redisNames = ["cache", "store"] as const;
export type RedisName = (typeof redisNames)[number];

/** A PostgreSQL server that runs elsewhere. */
export interface ExternalDatabase {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** @default - none: the machine's role signs in */
  readonly password?: SecretKey | undefined;
  readonly sslMode: "disable" | "require" | "verify-ca" | "verify-full";
  /** PgBouncer in transaction mode stands before it. */
  readonly pgBouncer?: boolean | undefined;
  /** Signs in with the machine's role on AWS. */
  readonly iam?: boolean | undefined;
}

/** A Redis server that runs elsewhere. */
export interface ExternalRedis {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly tls: boolean;
  readonly password?: SecretKey | undefined;
}

/** A bucket at a cloud. */
export type ObjectStorage =
  | {
      readonly type: "s3";
      readonly bucket: string;
      readonly region: string;
      /** @default - AWS's own for the region */
      readonly endpoint?: string | undefined;
      readonly accessKeyId?: string | undefined;
      readonly secretAccessKey?: SecretKey | undefined;
      readonly manageBucket: boolean;
      readonly ttlHours: number;
      readonly searchJobsBucket?: string | undefined;
      readonly uploadsBucket?: string | undefined;
    }
  | {
      readonly type: "gcs";
      readonly bucket: string;
      readonly project: string;
      /** Content of a service account's key file. @default - the machine's identity */
      readonly credentials?: SecretKey | undefined;
      readonly manageBucket: boolean;
      readonly ttlHours: number;
      readonly searchJobsBucket?: string | undefined;
      readonly uploadsBucket?: string | undefined;
    };

/** What runs elsewhere: its service is left out, and those who use it are led there. */
export interface ExternalServices {
  readonly databases?:
    | Readonly<Partial<Record<DatabaseName, ExternalDatabase | undefined>>>
    | undefined;
  readonly redis?: { readonly cache?: ExternalRedis; readonly store?: ExternalRedis } | undefined;
  /** Instead of minio or blobstore. */
  readonly objectStorage?: ObjectStorage | undefined;
}

const databaseServices = {
  main: "pgsql",
  codeintel: "codeintel-db",
  codeinsights: "codeinsights-db",
} as const;

/** Services whose work is done elsewhere. On Compose a database's exporter is a service of its own. */
export function servicesElsewhere(external: ExternalServices): ReadonlySet<string> {
  const { databases = {}, redis = {}, objectStorage } = external;
  const moved = databaseNames.filter((name) => databases[name] !== undefined);
  const servers = moved.map((name) => databaseServices[name]);
  return new Set<string>([
    ...servers,
    ...servers.map((server) => `${server}-exporter`),
    ...redisNames.filter((name) => redis[name] !== undefined).map((name) => `redis-${name}`),
    ...(objectStorage === undefined ? [] : ["minio", "blobstore"]),
  ]);
}
