import { compareVersions } from "../../releases/versions.ts";
import { problem, warning } from "../problems.ts";
import { environmentSchema } from "../schema.ts";
import { holdsSecret, isMapping, places } from "../schema-walk.ts";
import type { InstanceEnvironment, Rule } from "./rule.ts";
import { when } from "./rule.ts";

const databaseNames = ["main", "codeintel", "codeinsights"] as const;

/** Rules on Redis, object storage, registries, and on where secrets are kept. */
export const storeRules: readonly Rule<InstanceEnvironment>[] = [
  {
    name: "cache and store are two Redis databases",
    reads: ["redis"],
    check: ({ redis: { cache, store } }) =>
      when(
        cache.type === "external" &&
          store.type === "external" &&
          cache.host === store.host &&
          cache.port === store.port &&
          cache.database === store.database,
        problem(
          ["redis", "store"],
          "is the same as redis.cache",
          "The cache may forget, the store may not: use another host, or another database number.",
        ),
      ),
  },
  {
    name: "a release has uploads to store",
    reads: ["objectStorage", "release"],
    check: ({ objectStorage, release }) =>
      when(
        objectStorage.type !== "built-in" && compareVersions(release, "3.22.0") < 0,
        problem(["objectStorage"], `is not in ${release}: it came with 3.22`, "Remove it."),
      ),
  },
  {
    name: "an S3 endpoint lies in its region",
    reads: ["objectStorage"],
    check: ({ objectStorage }) => {
      if (objectStorage.type !== "s3" || objectStorage.endpoint === undefined) return [];
      const [, region] = /\bs3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(objectStorage.endpoint) ?? [];
      return when(
        region !== undefined && region !== objectStorage.region,
        problem(
          ["objectStorage", "region"],
          `is ${objectStorage.region}, but the endpoint's is ${region ?? ""}`,
          "Change one of them.",
        ),
      );
    },
  },
  {
    name: "an access key has both halves",
    reads: ["objectStorage"],
    check: ({ objectStorage }) => {
      if (objectStorage.type !== "s3") return [];
      const { accessKeyId, secretAccessKey } = objectStorage;
      const missing = accessKeyId === undefined ? "accessKeyId" : "secretAccessKey";
      return when(
        (accessKeyId === undefined) !== (secretAccessKey === undefined),
        problem(
          ["objectStorage", missing],
          "is missing",
          "Set both, or neither to sign in with the machine's role.",
        ),
      );
    },
  },
  {
    name: "managed services are made in a cloud",
    reads: ["databases", "redis", "objectStorage", "cloud"],
    check: ({ databases, redis, objectStorage, cloud }) => {
      if (cloud.provider === "gcp" || cloud.provider === "aws") return [];
      const all = {
        ...Object.fromEntries(
          databaseNames.map((name) => [`databases.${name}`, databases[name].type]),
        ),
        "redis.cache": redis.cache.type,
        "redis.store": redis.store.type,
        objectStorage: objectStorage.type,
      };
      return Object.entries(all)
        .filter(([, type]) => type === "managed")
        .map(([key]) =>
          problem(
            [...key.split("."), "type"],
            `is managed, which provider ${cloud.provider} can't make`,
            "Use built-in or an external one.",
          ),
        );
    },
  },
  {
    name: "secrets are kept where the environment can read them",
    // Every place with a secret: whatever key is wrong by itself isn't there to be looked at.
    reads: ["cloud"],
    check: (environment) => {
      const { provider } = environment.cloud;
      const noManager = provider === "existing" || provider === "local";
      return [...places(environmentSchema, environment)].flatMap(({ schema, value, path }) => {
        if (!holdsSecret(schema) || !isMapping(value)) return [];
        if ("existingSecret" in value) {
          const fix = "Use secretManager, or an encrypted value.";
          return when(
            environment.kind === "box",
            problem([...path, "existingSecret"], "is for kind kubernetes", fix),
          );
        }
        const fix = "Use existingSecret in a cluster, or an encrypted value.";
        return when(
          noManager,
          problem([...path, "secretManager"], `is not there with provider ${provider}`, fix),
        );
      });
    },
  },
  {
    name: "one key for gitserver",
    reads: ["gitserverSsh"],
    check: ({ gitserverSsh, kind }) => {
      if (gitserverSsh === undefined) return [];
      const { existingSecret, privateKey } = gitserverSsh;
      return [
        ...when(
          (existingSecret === undefined) === (privateKey === undefined),
          problem(
            ["gitserverSsh"],
            `has ${existingSecret === undefined ? "neither" : "both"} of existingSecret and privateKey`,
            "Give one of them.",
          ),
        ),
        ...when(
          existingSecret !== undefined && kind === "box",
          problem(
            ["gitserverSsh", "existingSecret"],
            "is for kind kubernetes",
            "Use privateKey with secretManager, or an encrypted value.",
          ),
        ),
      ];
    },
  },
  {
    name: "one way to sign in to the registry",
    reads: ["registry"],
    check: ({ registry, kind }) => [
      ...when(
        registry.pullSecret !== undefined && registry.credentials !== undefined,
        problem(
          ["registry"],
          "has both pullSecret and credentials",
          "Keep one: a pull secret is made from credentials.",
        ),
      ),
      ...when(
        registry.pullSecret !== undefined && kind === "box",
        problem(
          ["registry", "pullSecret"],
          "is for kind kubernetes",
          "A box signs in with registry.credentials.",
        ),
      ),
    ],
  },
  {
    name: "nothing air-gapped calls out",
    reads: ["egress", "tls", "monitoring"],
    check: ({ egress, tls, monitoring }) => {
      if (!egress.airGapped) return [];
      const publicIssuer = tls.mode === "cert-manager" && tls.issuer.startsWith("letsencrypt-");
      return [
        ...when(
          publicIssuer || tls.mode === "letsencrypt",
          problem(
            ["tls"],
            "is by Let's Encrypt, which an air-gapped environment can't reach",
            "Use another issuer, existing-secret or certificate.",
          ),
        ),
        ...when(
          monitoring.sentryDsn !== undefined,
          warning(
            ["monitoring", "sentryDsn"],
            "is set in an air-gapped environment",
            "Errors reach a Sentry inside only.",
          ),
        ),
      ];
    },
  },
];
