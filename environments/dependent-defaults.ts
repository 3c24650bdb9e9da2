import { compareVersions } from "../releases/versions.ts";
import { isMapping, valueAt } from "./schema-walk.ts";

type Values = Readonly<Record<string, unknown>>;
interface Default {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Machines for upstream's sizes: their cores are what the size asks for. */
const boxMachines = new Map([
  ["XS", { gcp: "n2-standard-8", aws: "m6a.2xlarge" }],
  ["S", { gcp: "n2-standard-16", aws: "m6a.4xlarge" }],
  ["M", { gcp: "n2-standard-32", aws: "m6a.8xlarge" }],
  ["L", { gcp: "n2-standard-48", aws: "m6a.12xlarge" }],
  ["XL", { gcp: "n2-standard-96", aws: "m6a.24xlarge" }],
]);

/** Fast disks, by cloud, or by the distribution of a cluster that exists. */
const diskTypes = new Map([
  ["aws", "gp3"],
  ["eks", "gp3"],
  ["aks", "Premium_LRS"],
]);

/**
 * Fills in the defaults that depend on another key. All others stand in the schema. Only what is
 * absent is filled in, and nothing below a value that isn't a mapping.
 */
export function withDependentDefaults(values: Values): Values {
  return dependentDefaults(values).reduce(
    (filled, { path, value }) => fill(filled, path, value),
    values,
  );
}

function dependentDefaults(values: Values): readonly Default[] {
  const kind = values["kind"];
  const provider = valueAt(values["cloud"], "provider");
  const release = values["release"];
  return [
    ...(kind === "kubernetes" ? clusterDefaults(values, provider) : []),
    ...(kind === "box" ? boxDefaults(values, provider) : []),
    ...(valueAt(valueAt(values["redis"], "cache"), "type") === "managed"
      ? [{ path: ["redis", "cache", "highAvailability"], value: false }]
      : []),
    ...(kind === "registry-mirror"
      ? storageDefaults(values, provider)
      : databaseDefaults(values, provider, release)),
    ...(values["category"] === "test" && kind !== "registry-mirror" ? testDefaults : []),
  ];
}

/** One-off instances page nobody, and nobody pays for their snapshots. */
const testDefaults: readonly Default[] = [
  { path: ["alerts", "enabled"], value: false },
  { path: ["backups", "snapshots"], value: {} },
];

function clusterDefaults(values: Values, provider: unknown): readonly Default[] {
  if (provider !== "aws") return storageDefaults(values, provider);
  const pools = valueAt(values["cluster"], "nodePools") ?? { default: {} };
  const names = isMapping(pools) ? Object.keys(pools) : [];
  return [
    ...names.flatMap((name) => [
      { path: ["cluster", "nodePools", name, "machineType"], value: "m5.4xlarge" },
      { path: ["cluster", "nodePools", name, "diskType"], value: "gp3" },
    ]),
    ...storageDefaults(values, provider),
  ];
}

function storageDefaults(values: Values, provider: unknown): readonly Default[] {
  const distribution = valueAt(values["cloud"], "distribution");
  const type = diskTypes.get(String(provider)) ?? diskTypes.get(String(distribution));
  return [
    ...(type === undefined ? [] : [{ path: ["storageClass", "type"], value: type }]),
    ...(values["protect"] === false
      ? [{ path: ["storageClass", "reclaimPolicy"], value: "Delete" }]
      : []),
  ];
}

function boxDefaults(values: Values, provider: unknown): readonly Default[] {
  const machines = boxMachines.get(String(valueAt(values["size"], "profile")));
  const machine = provider === "aws" ? (machines?.aws ?? "m5.2xlarge") : machines?.gcp;
  return [
    ...(machine === undefined ? [] : [{ path: ["box", "machineType"], value: machine }]),
    ...(provider === "aws" ? [{ path: ["box", "dataDisk", "type"], value: "gp3" }] : []),
    ...(provider === "local"
      ? [
          { path: ["backups", "snapshots"], value: {} },
          { path: ["backups", "beforeUpgrades", "enabled"], value: false },
        ]
      : []),
  ];
}

function databaseDefaults(values: Values, provider: unknown, release: unknown): readonly Default[] {
  const newest = typeof release === "string" && compareVersions(release, "6.0.0") >= 0;
  const managed = ["main", "codeintel", "codeinsights"].filter(
    (name) => valueAt(valueAt(values["databases"], name), "type") === "managed",
  );
  const same = [
    ...(newest ? [{ key: "version", value: "16" }] : []),
    ...(provider === "aws" ? [{ key: "machine", value: "db.m5.xlarge" }] : []),
  ];
  return managed.flatMap((name) =>
    same.map(({ key, value }) => ({ path: ["databases", name, key], value })),
  );
}

function fill(values: Values, path: readonly string[], value: unknown): Values {
  const [key, ...rest] = path;
  if (key === undefined) return values;
  const present = valueAt(values, key);
  if (rest.length === 0) return present === undefined ? { ...values, [key]: value } : values;
  if (present !== undefined && !isMapping(present)) return values;
  return { ...values, [key]: fill(present ?? {}, rest, value) };
}
