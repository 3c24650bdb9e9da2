import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { cidr, kernelSetting, kubernetesName, line, port } from "./common.ts";
import { wafSchema } from "./exposure.ts";

const hostSchema = z.strictObject({
  sysctl: z
    .record(kernelSetting(), z.int().min(0))
    .default({ "fs.inotify.max_user_watches": 128_000, "vm.max_map_count": 300_000 })
    .describe("Kernel settings. Default: what zoekt and watchers need."),
  nofile: z
    .int()
    .min(1024)
    .max(1_048_576)
    .default(262_144)
    .describe("Open files. Default: 262144."),
  nproc: z
    .strictObject({
      soft: z.int().min(1024).max(1_048_576).default(8192).describe("Default: 8192."),
      hard: z.int().min(1024).max(1_048_576).default(16_384).describe("Default: 16384."),
    })
    .prefault({})
    .describe("Processes."),
  dockerVersion: line(32).optional().describe("Default: the image's, pinned."),
  dockerMetricsPort: port()
    .optional()
    .describe("Publishes the Docker daemon's own metrics, such as 9323. Default: off."),
  logMaxMB: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe("Size of a log file, in MB. Default: 100."),
  logFiles: z.int().min(1).max(100).default(5).describe("Log files per container. Default: 5."),
});

const diskSchema = z.strictObject({
  gib: z
    .int()
    .min(250, { error: "at least 250: upstream's smallest, 3 x the repositories" })
    .max(65_536)
    .default(250)
    .describe("In GiB, 3 x the repositories; grows in place, never shrinks. Default: 250."),
  type: line(32)
    .default("pd-ssd")
    .describe("A change copies the disk. Default: pd-ssd on GCP, gp3 on AWS."),
  iops: z.int().min(3000).max(256_000).optional().describe("AWS gp3, io2. Default: the type's."),
  regional: z.boolean().default(false).describe("In two zones at once (GCP). Default: false."),
});

const publishedPortSchema = z.strictObject({
  service: line(63).describe("Service whose port it is, such as grafana."),
  port: port().describe("Port on the box; 3370 Grafana, 16686 Jaeger."),
  bind: z
    .enum(["localhost", "everywhere"])
    .default("localhost")
    .describe(
      "localhost is reached through a tunnel; Docker passes by the host's firewall. Default: localhost.",
    ),
});

export const boxSchema = z.strictObject({
  machineType: line(64)
    .regex(/^[a-z0-9]+([.-][a-z0-9-]+)+$/, {
      error: "a machine type such as n1-standard-8 or m5.2xlarge",
    })
    .default("n1-standard-8")
    .describe(
      "At least 8 cores, unless the size is low-resource; a change restarts the machine. Default: by size, else n1-standard-8 or m5.2xlarge.",
    ),
  image: line(255)
    .optional()
    .describe("Machine image; changed only with the machine. Default: Ubuntu LTS, pinned."),
  bootDiskGiB: z.int().min(20).max(2048).default(100).describe("In GiB. Default: 100."),
  dataDisk: diskSchema.prefault({}).describe("All of Sourcegraph's data; outlives the machine."),
  host: hostSchema.prefault({}).describe("Tuning of the machine."),
  reverseProxy: z
    .enum(["caddy", "nginx", "apache", "none"])
    .default("caddy")
    .describe("What takes requests on the box. Default: caddy, as upstream."),
  bodySizeMiB: z
    .int()
    .min(1)
    .max(10_240)
    .default(150)
    .describe("Largest upload, in MiB. Default: 150."),
  readTimeoutSeconds: z
    .int()
    .min(1)
    .max(604_800)
    .default(86_400)
    .describe("Default: 86400, a day."),
  loadBalancer: z
    .boolean()
    .default(false)
    .describe(
      "The cloud's load balancer in front, with its own address and certificate. Default: false.",
    ),
  waf: wafSchema
    .optional()
    .describe("Web application firewall at the load balancer. Default: none."),
  allowFrom: z
    .array(cidr())
    .default([])
    .describe("Ranges that may use Sourcegraph. Default: everyone."),
  ssh: z
    .enum(["iap", "ssm", "admin-cidrs", "none"])
    .default("none")
    .describe(
      "Who may log in: through IAP (GCP), SSM (AWS), or network.adminCidrs. Default: none.",
    ),
  publishedPorts: z
    .array(publishedPortSchema)
    .default([])
    .describe("More ports than 80 and 443. Default: none."),
  projectName: kubernetesName()
    .default("docker-compose")
    .describe("Compose project; another name starts with empty volumes. Default: docker-compose."),
  volumeOwners: z
    .record(
      line(63),
      z.string().regex(/^\d{1,6}:\d{1,6}$/, { error: 'uid:gid in quotes, such as "100:101"' }),
    )
    .default({})
    .describe(
      "Forced owner (uid:gid) of a volume, as in replicas of a customer. Default: the image's.",
    ),
  expectedContainers: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe("Containers that health checks count. Default: what the release has."),
});
export type Box = DeepReadonly<z.infer<typeof boxSchema>>;

export const boxFields = {
  box: boxSchema.prefault({}).describe("The machine."),
};
