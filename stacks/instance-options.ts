import type { Environment, SecretSource } from "../environments/schema.ts";
import type {
  DatabaseName,
  ExternalDatabase,
  ExternalServices,
  ObjectStorage,
  SecretKey,
} from "../manifests/external-services.ts";
import { databaseNames, ownSecret, redisNames } from "../manifests/external-services.ts";
import type { VariableValue } from "../manifests/external-variables.ts";
import type { ImageSource } from "../manifests/image-reference.ts";
import type { Profile } from "../manifests/profiles.ts";

// What an environment says of any instance, on Kubernetes or on a box, as options.

type Instance = Exclude<Environment, { kind: "registry-mirror" }>;

/** The two largest sizes are about machines: upstream's values for services end at XL. */
export function profile({ size }: Instance): Profile | undefined {
  switch (size.profile) {
    case undefined:
    case "default":
      return undefined;
    case "2XL":
    case "3XL":
      return "XL";
    default:
      return size.profile;
  }
}

/** Without a registry of its own, an instance pulls from where upstream's manifests say. */
export function imageSource(registry: Instance["registry"]): ImageSource | undefined {
  const { host, pathPrefix, namePattern, keepDigests } = registry;
  const isOwn = host !== "index.docker.io" || pathPrefix !== undefined || namePattern !== undefined;
  if (!isOwn && keepDigests) return undefined;
  return { ...(isOwn && { host }), pathPrefix, namePattern, keepDigest: keepDigests };
}

/** Where pods read a secret: in the Secret that exists, or in the one that is made of the environment's. */
export function secretKey(path: string, source: SecretSource): SecretKey {
  if (typeof source === "object" && "existingSecret" in source) {
    return { secret: source.existingSecret, key: source.key ?? "password" };
  }
  return { secret: ownSecret, key: path };
}

/** What a program is told by variables: secrets by reference, the rest as text. */
export function variables(
  path: string,
  { env, secretEnv }: Pick<Instance["services"][string], "env" | "secretEnv">,
): Readonly<Record<string, VariableValue>> {
  const secrets = Object.entries(secretEnv).map(([name, source]) => [
    name,
    secretKey(`${path}.secretEnv.${name}`, source),
  ]);
  return { ...Object.fromEntries(secrets), ...env };
}

/** Databases that run elsewhere already; one that is made at the cloud is known once it is there. */
export function externalDatabases({
  databases,
}: Instance): Readonly<Partial<Record<DatabaseName, ExternalDatabase>>> {
  return Object.fromEntries(
    databaseNames.flatMap((name) => {
      const own = databases[name];
      if (own.type !== "external") return [];
      const { host, port, user, database, sslMode, pgBouncer, password } = own;
      return [
        [
          name,
          {
            host,
            port,
            user,
            database,
            sslMode,
            pgBouncer,
            iam: own.iam === "rds",
            ...(password !== undefined && {
              password: secretKey(`databases.${name}.password`, password),
            }),
          },
        ],
      ];
    }),
  );
}

export function externalRedis({ redis }: Instance): NonNullable<ExternalServices["redis"]> {
  return Object.fromEntries(
    redisNames.flatMap((name) => {
      const own = redis[name];
      if (own.type !== "external") return [];
      const { type: _, password, ...server } = own;
      return [
        [
          name,
          {
            ...server,
            ...(password !== undefined && {
              password: secretKey(`redis.${name}.password`, password),
            }),
          },
        ],
      ];
    }),
  );
}

/** A bucket that exists; one that is made at the cloud is known once it is there. */
export function objectStorage({ objectStorage: own }: Instance): ObjectStorage | undefined {
  switch (own.type) {
    case "built-in":
    case "managed":
      return undefined;
    case "s3": {
      const { secretAccessKey, ...rest } = own;
      return {
        ...rest,
        ...(secretAccessKey !== undefined && {
          secretAccessKey: secretKey("objectStorage.secretAccessKey", secretAccessKey),
        }),
      };
    }
    case "gcs": {
      const { credentials, ...rest } = own;
      return {
        ...rest,
        ...(credentials !== undefined && {
          credentials: secretKey("objectStorage.credentials", credentials),
        }),
      };
    }
  }
}
