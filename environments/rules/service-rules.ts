import { problem, shownName } from "../problems.ts";
import { amount } from "../../releases/amounts.ts";
import type { Resources } from "../schema.ts";
import type { InstanceEnvironment, Rule } from "./rule.ts";
import { when } from "./rule.ts";

/** Upstream: they own a disk, a queue or a lock that two can't share. */
const singles = [
  "pgsql",
  "codeintel-db",
  "codeinsights-db",
  "redis-cache",
  "redis-store",
  "minio",
  "blobstore",
  "repo-updater",
  "prometheus",
  "grafana",
];

const secretName =
  /(PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY|API_KEY|ACCESS_KEY|_DSN|PGDATASOURCE)/i;

/** Rules on `services`, against the release that they belong to. */
export const serviceRules: readonly Rule<InstanceEnvironment>[] = [
  {
    name: "containers are the service's",
    reads: ["services", "release"],
    check: ({ services }, { release }) =>
      Object.entries(services).flatMap(([name, service]) => {
        const known = release?.services.get(name)?.containers;
        return Object.keys(service.containers)
          .filter((container) => known !== undefined && !known.includes(container))
          .map((container) =>
            problem(
              ["services", name, "containers", container],
              `no such container in ${release?.version ?? ""}`,
              `It has ${known?.join(", ") ?? ""}.`,
            ),
          );
      }),
  },
  {
    name: "what can't be doubled has one replica",
    reads: ["services"],
    check: ({ services }) =>
      singles.flatMap((name) => {
        const replicas = services[name]?.replicas ?? 1;
        return when(
          replicas > 1,
          problem(
            ["services", name, "replicas"],
            `is ${replicas}: ${name} can't have more than one`,
            "Give it more CPU and memory instead.",
          ),
        );
      }),
  },
  {
    name: "requests stay below limits",
    reads: ["services", "serviceDefaults"],
    check: ({ services, serviceDefaults }) =>
      [{ path: ["serviceDefaults"], resources: serviceDefaults.resources }]
        .concat(containersOf(services))
        .flatMap(({ path, resources }) => requestsAboveLimits([...path, "resources"], resources)),
  },
  {
    name: "storage is for what has a disk",
    reads: ["services", "release", "kind"],
    check: ({ services, kind }, { release }) =>
      Object.entries(services).flatMap(([name, { storage, existingDisks }]) =>
        when(
          kind === "kubernetes" &&
            (storage !== undefined || existingDisks !== undefined) &&
            release?.services.get(name)?.disk === false,
          problem(
            ["services", name, storage === undefined ? "existingDisks" : "storage"],
            `is set, but ${name} keeps nothing on a disk in ${release?.version ?? ""}`,
            "Remove it; the size of caches is resources.requests.ephemeral-storage.",
          ),
        ),
      ),
  },
  {
    name: "each replica has its existing disk",
    reads: ["services"],
    check: ({ services }) =>
      Object.entries(services).flatMap(([name, { existingDisks, replicas }]) =>
        when(
          existingDisks !== undefined && existingDisks.length !== (replicas ?? 1),
          problem(
            ["services", name, "existingDisks"],
            `has ${existingDisks?.length ?? 0} disks for ${replicas ?? 1} replicas`,
            "Name one per replica.",
          ),
        ),
      ),
  },
  {
    name: "secrets aren't plain environment variables",
    reads: ["services", "serviceDefaults"],
    check: ({ services, serviceDefaults }) =>
      [{ path: ["serviceDefaults"], env: serviceDefaults.env }]
        .concat(containersOf(services))
        .flatMap(({ path, env }) => plainSecrets([...path, "env"], env)),
  },
  {
    name: "a variable stands once",
    reads: ["services"],
    check: ({ services }) =>
      Object.entries(services).flatMap(([name, { env, secretEnv }]) =>
        Object.keys(secretEnv)
          .filter((variable) => Object.hasOwn(env, variable))
          .map((variable) =>
            problem(
              ["services", name, "secretEnv", variable],
              "is in env as well",
              "Remove one of them.",
            ),
          ),
      ),
  },
  {
    name: "snapshots are of services that exist",
    reads: ["backups", "release"],
    check: ({ backups }, { release }) =>
      Object.entries(backups.snapshots).flatMap(([name, { services }]) =>
        (services ?? []).flatMap((service, index) => {
          if (release === undefined || release.services.get(service)?.disk) return [];
          const withDisks = [...release.services]
            .filter(([, { disk }]) => disk)
            .map(([each]) => each);
          return [
            problem(
              ["backups", "snapshots", name, "services", index],
              `is ${shownName(service)}: no such service with a disk in ${release.version}`,
              `It takes ${withDisks.join(", ")}.`,
            ),
          ];
        }),
      ),
  },
  {
    name: "the size is given in one way",
    reads: ["size"],
    check: ({ size }) =>
      when(
        size.profile !== undefined && size.estimate !== undefined,
        problem(["size"], "has both profile and estimate", "Keep the estimate, or the profile."),
      ),
  },
  {
    name: "the largest repository is part of all",
    reads: ["size"],
    check: ({ size: { estimate } }) =>
      when(
        (estimate?.largestRepositoryGiB ?? 0) > (estimate?.totalGiB ?? Number.POSITIVE_INFINITY),
        problem(
          ["size", "estimate", "largestRepositoryGiB"],
          `is ${estimate?.largestRepositoryGiB ?? 0}, more than totalGiB (${estimate?.totalGiB ?? 0})`,
          "Change one of them; both are GiB.",
        ),
      ),
  },
];

/** Every container that `services` says something of, the main ones too. */
export function containersOf(services: InstanceEnvironment["services"]) {
  return Object.entries(services).flatMap(([name, service]) => {
    const main = { path: ["services", name], resources: service.resources, env: service.env };
    const others = Object.entries(service.containers).map(([container, { resources, env }]) => ({
      path: ["services", name, "containers", container],
      resources,
      env,
    }));
    return [main].concat(others);
  });
}

function requestsAboveLimits(path: readonly PropertyKey[], resources: Resources | undefined) {
  return (["cpu", "memory", "ephemeral-storage"] as const).flatMap((key) => {
    const [request, limit] = [resources?.requests?.[key], resources?.limits?.[key]];
    if (request === undefined || limit === undefined || amount(request) <= amount(limit)) return [];
    return [
      problem(
        [...path, "requests", key],
        `is ${request}, more than its limit (${limit})`,
        "Raise the limit, or lower the request.",
      ),
    ];
  });
}

function plainSecrets(path: readonly PropertyKey[], env: Readonly<Record<string, string>>) {
  return Object.keys(env)
    .filter((name) => secretName.test(name))
    .map((name) =>
      problem(
        [...path, name],
        "is named like a secret, but anyone can read it",
        "Move it to secretEnv: there it is encrypted, or read from an existing secret.",
      ),
    );
}
