/** A key of a Kubernetes Secret; on Compose, a variable of the project's environment file. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/** Upstream's names: `pgsql`, `codeintel-db`, `codeinsights-db`. */
export type DatabaseName = "main" | "codeintel" | "codeinsights";

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
