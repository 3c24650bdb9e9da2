import { cloudOfDisk, cloudOfMachine, coresOfMachine } from "../machines.ts";
import type { Problem } from "../problems.ts";
import { problem } from "../problems.ts";
import { amount } from "../../releases/amounts.ts";
import type { KubernetesEnvironment } from "../schema.ts";
import type { Rule } from "./rule.ts";
import { when } from "./rule.ts";
import { containersOf } from "./service-rules.ts";

const systemNamespaces = new Set(["kube-system", "kube-public", "kube-node-lease"]);

/** Rules on the cluster, its nodes and disks, for kind kubernetes. */
export const clusterRules: readonly Rule<KubernetesEnvironment>[] = [
  {
    name: "an existing cluster isn't made",
    reads: ["cluster", "cloud"],
    check: ({ cloud }, { given }) =>
      when(
        cloud.provider === "existing" && given.has("cluster"),
        problem(
          ["cluster"],
          "is not for provider existing",
          "Remove it: whoever made the cluster looks after it.",
        ),
      ),
  },
  {
    name: "a pool's fewest nodes aren't more than its most",
    reads: ["cluster"],
    check: ({ cluster }) =>
      pools(cluster).flatMap(([name, { nodes }]) =>
        when(
          typeof nodes === "object" && nodes.min > nodes.max,
          problem(
            ["cluster", "nodePools", name, "nodes", "min"],
            "is more than max",
            "Change one of them.",
          ),
        ),
      ),
  },
  {
    name: "there is a node pool",
    reads: ["cluster"],
    check: ({ cluster }) =>
      when(
        pools(cluster).length === 0,
        problem(
          ["cluster", "nodePools"],
          "is empty",
          "Name one, such as {default: {nodes: 3}}, or remove the key.",
        ),
      ),
  },
  {
    name: "nodes are the cloud's machines",
    reads: ["cluster", "cloud"],
    check: ({ cluster, cloud: { provider } }) =>
      pools(cluster).flatMap(([name, { machineType }]) =>
        when(
          provider !== "existing" && cloudOfMachine(machineType) !== provider,
          problem(
            ["cluster", "nodePools", name, "machineType"],
            `is ${machineType}, not a machine of provider ${provider}`,
            `Use one such as ${provider === "gcp" ? "n1-standard-16" : "m5.4xlarge"}.`,
          ),
        ),
      ),
  },
  {
    name: "boot disks are the cloud's",
    reads: ["cluster", "cloud"],
    check: ({ cluster, cloud: { provider } }) =>
      pools(cluster).flatMap(([name, { diskType }]) =>
        when(
          provider !== "existing" && (cloudOfDisk(diskType) ?? provider) !== provider,
          problem(
            ["cluster", "nodePools", name, "diskType"],
            `is ${diskType}, not a disk of provider ${provider}`,
            `Use one such as ${provider === "gcp" ? "pd-ssd" : "gp3"}.`,
          ),
        ),
      ),
  },
  {
    name: "what only GKE has isn't asked of EKS",
    reads: ["cluster", "storageClass", "cloud"],
    check: ({ cluster, storageClass, cloud }) => {
      if (cloud.provider !== "aws") return [];
      return [
        ...pools(cluster).flatMap(([name, { localSsds }]) =>
          when(
            localSsds > 0,
            problem(
              ["cluster", "nodePools", name, "localSsds"],
              `is ${localSsds}, but provider aws has them by machine type`,
              "Use a type such as m5d.4xlarge.",
            ),
          ),
        ),
        ...when(
          storageClass.replication === "regional",
          problem(
            ["storageClass", "replication"],
            "is regional, which provider aws doesn't have",
            "Remove it.",
          ),
        ),
      ];
    },
  },
  {
    // GKE asks for 48 hours in every 32 days, which hold at least 4 of each weekday
    // (cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions).
    name: "GKE gets enough time for maintenance",
    reads: ["cluster", "cloud"],
    check: ({ cluster: { maintenanceWindow }, cloud: { provider } }) => {
      const days = new Set(maintenanceWindow.days).size;
      return when(
        provider === "gcp" && days * maintenanceWindow.hours * 4 < 48,
        problem(
          ["cluster", "maintenanceWindow", "hours"],
          `is ${maintenanceWindow.hours} on ${days} days a week: GKE asks for 48 hours in 32 days`,
          `Make it at least ${Math.ceil(12 / days)}, or name more days.`,
        ),
      );
    },
  },
  {
    name: "EKS has two zones",
    reads: ["cloud"],
    check: ({ cloud }) =>
      when(
        cloud.provider === "aws" && cloud.zones !== undefined && new Set(cloud.zones).size < 2,
        problem(
          ["cloud", "zones"],
          "has one zone: EKS needs two",
          "Name another zone of the region.",
        ),
      ),
  },
  {
    name: "disks are the cloud's",
    reads: ["storageClass", "cloud"],
    check: ({ storageClass, cloud }) =>
      when(
        storageClass.create &&
          cloud.provider !== "existing" &&
          (cloudOfDisk(storageClass.type) ?? cloud.provider) !== cloud.provider,
        problem(
          ["storageClass", "type"],
          `is ${storageClass.type}, not a disk of provider ${cloud.provider}`,
          `Use one such as ${cloud.provider === "gcp" ? "pd-ssd" : "gp3"}.`,
        ),
      ),
  },
  {
    name: "a class that is made has somebody to make disks",
    reads: ["storageClass", "cloud"],
    check: ({ storageClass, cloud }) =>
      when(
        storageClass.create &&
          storageClass.provisioner === undefined &&
          cloud.provider === "existing" &&
          cloud.distribution === "other",
        problem(
          ["storageClass", "provisioner"],
          "is missing",
          "Set it or sourcegraph:cloud.distribution, or create: false with the name of a class that exists.",
        ),
      ),
  },
  {
    name: "spot nodes hold no data",
    reads: ["cluster", "services", "release", "cloud"],
    check: ({ cluster, services, cloud }, { release }) => {
      if (cloud.provider === "existing") return [];
      const all = pools(cluster);
      const assigned = Object.entries(services).flatMap(([name, { nodePool }]) =>
        when(
          nodePool !== undefined &&
            Object.hasOwn(cluster.nodePools, nodePool) &&
            cluster.nodePools[nodePool]?.spot === true &&
            release?.services.get(name)?.disk === true,
          problem(
            ["services", name, "nodePool"],
            `is ${nodePool ?? ""}, whose nodes are spot`,
            `${name} keeps data: give it a pool that isn't taken away.`,
          ),
        ),
      );
      return [
        ...assigned,
        ...when(
          all.length > 0 && all.every(([, { spot }]) => spot),
          problem(
            ["cluster", "nodePools"],
            "has spot nodes only",
            "gitserver and the databases need a pool that isn't taken away.",
          ),
        ),
      ];
    },
  },
  {
    name: "pools that services name exist",
    reads: ["cluster", "services", "serviceDefaults", "cloud"],
    check: ({ cluster, services, serviceDefaults, cloud }) => {
      const named = [
        { path: ["serviceDefaults", "nodePool"], pool: serviceDefaults.nodePool },
        ...Object.entries(services).map(([name, { nodePool }]) => ({
          path: ["services", name, "nodePool"],
          pool: nodePool,
        })),
      ];
      return named.flatMap(({ path, pool }): readonly Problem[] => {
        if (pool === undefined) return [];
        if (cloud.provider === "existing") {
          return [
            problem(
              path,
              "is not for provider existing",
              "Use nodeSelector with a label of its nodes.",
            ),
          ];
        }
        const names = Object.keys(cluster.nodePools);
        return when(
          !names.includes(pool),
          problem(path, `is ${pool}: no such pool`, `cluster.nodePools has ${names.join(", ")}.`),
        );
      });
    },
  },
  {
    name: "every container fits on a node",
    reads: ["cluster", "services", "cloud"],
    check: ({ cluster, services, cloud }) => {
      if (cloud.provider === "existing") return [];
      return containersOf(services).flatMap(({ path, resources }) => {
        const nodePool = services[path[1] ?? ""]?.nodePool;
        const usable = pools(cluster).filter(
          ([name]) => nodePool === undefined || name === nodePool,
        );
        const cores = usable.map(([, { machineType }]) => coresOfMachine(machineType));
        const most = Math.max(...cores.map((each) => each ?? Number.POSITIVE_INFINITY));
        const cpu = resources?.requests?.cpu;
        // A node keeps a part of its cores for itself: as many as all of them don't fit.
        return when(
          usable.length > 0 && cpu !== undefined && amount(cpu) >= most,
          problem(
            [...path, "resources", "requests", "cpu"],
            `is ${cpu ?? ""}, but the largest node has ${most} cores, some of them its own`,
            "Use a larger machine type, or request less.",
          ),
        );
      });
    },
  },
  {
    name: "nodes reach registries",
    reads: ["cluster", "network", "egress", "cloud"],
    check: ({ cluster, network, egress, cloud }) =>
      when(
        cloud.provider !== "existing" &&
          cluster.privateNodes &&
          network.natAddresses === 0 &&
          network.vpc === undefined &&
          !egress.airGapped,
        problem(
          ["network", "natAddresses"],
          "is 0, but cluster.privateNodes is true",
          "Private nodes pull images through NAT: use 1 or more.",
        ),
      ),
  },
  {
    name: "the namespace is ours",
    reads: ["namespace"],
    check: ({ namespace }) =>
      when(
        systemNamespaces.has(namespace),
        problem(
          ["namespace"],
          `is ${namespace}, Kubernetes' own`,
          "Use another, such as ns-sourcegraph.",
        ),
      ),
  },
];

function pools(cluster: KubernetesEnvironment["cluster"]) {
  return Object.entries(cluster.nodePools);
}
