import { z } from "zod";
import { fixed, suppressed, unordered } from "../core/traits.ts";
import { fixedMap, fixedSet, fixedText, labels } from "./vocabulary.ts";

const natural = z.int().min(0);
const flag = z.boolean();
const fixedFlag = fixed(flag).default(false);
const fixedNumber = fixed(z.int()).optional();
const rates = fixedSet(z.strictObject({ path: z.string(), rate: natural }));
/** Docker's own value is nothing, so that an empty text says nothing (DiffSuppressFunc). */
const saidOrNot = suppressed(fixed(z.string()), (from, to) => to === "" || from === to).optional();
const duration = z
  .string()
  .regex(/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/)
  .default("0s");

const healthcheck = z.strictObject({
  interval: duration,
  retries: natural.default(0),
  startInterval: duration,
  startPeriod: duration,
  tests: z.array(z.string()).optional(),
  timeout: duration,
});

const mounts = fixedSet(
  z.strictObject({
    bindOptions: z
      .strictObject({
        propagation: z
          .enum(["private", "rprivate", "shared", "rshared", "slave", "rslave"])
          .optional(),
      })
      .optional(),
    readOnly: flag.optional(),
    source: z.string().optional(),
    target: z.string(),
    tmpfsOptions: z
      .strictObject({ mode: z.int().optional(), sizeBytes: z.int().optional() })
      .optional(),
    type: z.enum(["bind", "volume", "tmpfs"]),
    volumeOptions: z
      .strictObject({
        driverName: z.string().optional(),
        driverOptions: z.record(z.string(), z.string()).optional(),
        labels,
        noCopy: flag.optional(),
        subpath: z.string().optional(),
      })
      .optional(),
  }),
);

const networksAdvanced = fixedSet(
  z.strictObject({
    aliases: unordered(z.array(z.string())).optional(),
    driverOpts: unordered(z.array(z.string())).optional(),
    gwPriority: z.int().optional(),
    ipv4Address: z.string().optional(),
    ipv6Address: z.string().optional(),
    linkLocalIps: unordered(z.array(z.string())).optional(),
    macAddress: z.string().optional(),
    name: z.string(),
  }),
);

/** Without `external`, Docker takes a free port; which one is not told here. */
const ports = fixedSet(
  z.strictObject({
    external: suppressed(z.int().min(0).max(65535).optional(), (_, to) => to === undefined),
    internal: z.int().min(1).max(65535),
    ip: z.string().default("0.0.0.0"),
    protocol: z.enum(["tcp", "udp", "sctp"]).default("tcp"),
  }),
);

const uploads = fixedSet(
  z.strictObject({
    content: z.string().optional(),
    contentBase64: z.base64().optional(),
    executable: flag.default(false),
    file: z.string(),
    group: z.string().optional(),
    owner: z.string().optional(),
    permissions: z
      .string()
      .regex(/^0[0-7]{3}$/)
      .optional(),
    source: z.string().optional(),
    sourceHash: z.string().optional(),
  }),
);

const volumes = fixedSet(
  z.strictObject({
    containerPath: z.string().optional(),
    fromContainer: z.string().optional(),
    hostPath: z
      .string()
      .regex(/^(?:[a-zA-Z]:[\\/]|\/)/)
      .optional(),
    readOnly: flag.optional(),
    selinuxRelabel: z.enum(["z", "Z"]).optional(),
    volumeName: z.string().optional(),
  }),
);

/**
 * What is not fixed here can change while the container stays: the daemon's update call takes
 * restart policy, memory and CPU; the rest of it only says how the provider goes about things.
 * A healthcheck and tmpfs mounts are not fixed in the provider's schema either, although the daemon
 * can't change them: the real provider reports success and changes nothing.
 */
export const containerInputs = z.strictObject({
  attach: flag.default(false),
  capabilities: fixed(
    z.strictObject({
      adds: unordered(z.array(z.string())).optional(),
      drops: unordered(z.array(z.string())).optional(),
    }),
  ).optional(),
  cgroupParent: fixedText,
  cgroupnsMode: fixedText,
  command: fixed(z.array(z.string())).optional(),
  containerReadRefreshTimeoutMilliseconds: natural.default(15000),
  cpuPeriod: natural.optional(),
  cpuQuota: natural.optional(),
  cpuSet: z
    .string()
    .regex(/^\d+([,-]\d+)*$/)
    .optional(),
  cpuShares: natural.optional(),
  cpus: fixedText,
  destroyGraceSeconds: natural.optional(),
  deviceCgroupRules: fixedSet(z.string()),
  deviceReadBps: rates,
  deviceReadIops: rates,
  deviceRequests: fixedSet(
    z.strictObject({
      capabilities: z.array(z.string()).optional(),
      count: z.int().optional(),
      deviceIds: z.array(z.string()).optional(),
      driver: z.string().optional(),
      options: z.record(z.string(), z.string()).optional(),
    }),
  ),
  deviceWriteBps: rates,
  deviceWriteIops: rates,
  devices: fixedSet(
    z.strictObject({
      containerPath: z.string().optional(),
      hostPath: z.string(),
      permissions: z.string().optional(),
    }),
  ),
  dns: fixedSet(z.string()),
  dnsOpts: fixedSet(z.string()),
  dnsSearches: fixedSet(z.string()),
  domainname: fixedText,
  entrypoints: fixed(z.array(z.string())).optional(),
  envs: fixedSet(z.string()),
  gpus: fixed(z.string().regex(/^(?:all|device=.+)$/)).optional(),
  groupAdds: fixedSet(z.string()),
  healthcheck: healthcheck.optional(),
  hostname: fixedText,
  hosts: fixedSet(z.strictObject({ host: z.string(), ip: z.string() })),
  image: fixed(z.string()),
  init: flag.optional(),
  ipcMode: fixedText,
  labels,
  logDriver: fixedText,
  logOpts: fixedMap,
  logs: flag.default(false),
  maxRetryCount: z.int().optional(),
  memory: natural.optional(),
  memoryReservation: natural.optional(),
  memorySwap: z.int().min(-1).optional(),
  mounts,
  mustRun: flag.default(true),
  name: fixed(z.string()),
  networkMode: fixed(z.string()).default("bridge"),
  networksAdvanced,
  pidMode: fixedText,
  platform: fixedText,
  ports,
  privileged: fixed(flag).optional(),
  publishAllPorts: fixed(flag).optional(),
  readOnly: fixedFlag,
  removeVolumes: flag.default(true),
  restart: z.enum(["no", "on-failure", "always", "unless-stopped"]).default("no"),
  rm: flag.default(false),
  runtime: fixedText,
  securityOpts: fixedSet(z.string()),
  shmSize: fixed(natural).optional(),
  start: flag.default(true),
  stdinOpen: fixedFlag,
  stopSignal: fixedText,
  stopTimeout: fixedNumber,
  storageOpts: fixedMap,
  sysctls: fixedMap,
  tmpfs: z.record(z.string(), z.string()).optional(),
  tty: fixedFlag,
  ulimits: fixedSet(z.strictObject({ hard: z.int(), name: z.string(), soft: z.int() })),
  uploads,
  user: saidOrNot,
  usernsMode: fixedText,
  volumes,
  wait: flag.default(false),
  waitTimeout: natural.default(60),
  workingDir: saidOrNot,
});
