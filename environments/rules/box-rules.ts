import { cloudOfDisk, cloudOfMachine, coresOfMachine } from "../machines.ts";
import { problem, shownName } from "../problems.ts";
import { amount } from "../../releases/amounts.ts";
import type { BoxEnvironment } from "../schema.ts";
import type { Rule } from "./rule.ts";
import { when } from "./rule.ts";

/** Upstream's largest limits (zoekt) are 8 cores; Docker refuses a limit above the host's. */
const smallestCores = 8;

/** Rules for kind box. */
export const boxRules: readonly Rule<BoxEnvironment>[] = [
  {
    name: "the machine is the cloud's",
    reads: ["box", "cloud"],
    check: ({ box, cloud }) => {
      const { provider } = cloud;
      if (provider === "local") return [];
      return [
        ...when(
          cloudOfMachine(box.machineType) !== provider,
          problem(
            ["box", "machineType"],
            `is ${box.machineType}, not a machine of provider ${provider}`,
            `Use one such as ${provider === "gcp" ? "n1-standard-8" : "m5.2xlarge"}.`,
          ),
        ),
        ...when(
          (cloudOfDisk(box.dataDisk.type) ?? provider) !== provider,
          problem(
            ["box", "dataDisk", "type"],
            `is ${box.dataDisk.type}, not a disk of provider ${provider}`,
            `Use one such as ${provider === "gcp" ? "pd-ssd" : "gp3"}.`,
          ),
        ),
      ];
    },
  },
  {
    name: "the machine has enough cores",
    reads: ["box", "size", "cloud"],
    check: ({ box, size, cloud }) => {
      const cores = coresOfMachine(box.machineType);
      return when(
        cloud.provider !== "local" &&
          size.profile !== "low-resource" &&
          cores !== undefined &&
          cores < smallestCores,
        problem(
          ["box", "machineType"],
          `is ${box.machineType} with ${cores ?? 0} cores: upstream's limits need ${smallestCores}`,
          "Use a larger one, or sourcegraph:size.profile low-resource.",
        ),
      );
    },
  },
  {
    name: "limits stay below the machine's cores",
    reads: ["box", "services", "cloud"],
    check: ({ box, services, cloud }) => {
      const cores = cloud.provider === "local" ? undefined : coresOfMachine(box.machineType);
      return Object.entries(services).flatMap(([name, { resources }]) => {
        const limit = resources?.limits?.cpu;
        return when(
          cores !== undefined && limit !== undefined && amount(limit) > cores,
          problem(
            ["services", name, "resources", "limits", "cpu"],
            `is ${limit ?? ""}, but ${box.machineType} has ${cores ?? 0} cores`,
            "Docker refuses that: lower it, or use a larger machine.",
          ),
        );
      });
    },
  },
  {
    name: "what only one cloud has isn't asked of another",
    reads: ["box", "cloud"],
    check: ({ box, cloud: { provider } }) => [
      ...when(
        box.dataDisk.regional && provider !== "gcp",
        problem(
          ["box", "dataDisk", "regional"],
          `is true, which provider ${provider} doesn't have`,
          "Remove it.",
        ),
      ),
      ...when(
        box.dataDisk.iops !== undefined && provider !== "aws",
        problem(
          ["box", "dataDisk", "iops"],
          `is set, which provider ${provider} doesn't take`,
          "Remove it: speed goes by size there.",
        ),
      ),
      ...when(
        provider === "local" && box.loadBalancer,
        problem(
          ["box", "loadBalancer"],
          "is true, which provider local doesn't have",
          "Remove it.",
        ),
      ),
    ],
  },
  {
    name: "people log in by a way that exists",
    reads: ["box", "cloud", "network"],
    check: ({ box: { ssh }, cloud: { provider }, network }) => {
      const home = { iap: "gcp", ssm: "aws", "admin-cidrs": undefined, none: undefined }[ssh];
      return [
        ...when(
          home !== undefined && home !== provider,
          problem(
            ["box", "ssh"],
            `is ${ssh}, which provider ${provider} doesn't have`,
            `Use ${provider === "gcp" ? "iap" : provider === "aws" ? "ssm" : "none"}.`,
          ),
        ),
        ...when(
          ssh === "admin-cidrs" && network.adminCidrs.length === 0,
          problem(
            ["network", "adminCidrs"],
            "is empty, but box.ssh is admin-cidrs",
            "Name the ranges that administrators come from.",
          ),
        ),
      ];
    },
  },
  {
    name: "TLS is one that a box can do",
    reads: ["tls", "box"],
    check: ({ tls, box }) => {
      const path = ["tls", "mode"];
      const onBox = tls.mode === "letsencrypt" || tls.mode === "certificate";
      return [
        ...when(
          tls.mode === "cert-manager" || tls.mode === "existing-secret",
          problem(
            path,
            `is ${tls.mode}, which is for kind kubernetes`,
            "Use letsencrypt, certificate, managed or behind-proxy.",
          ),
        ),
        ...when(
          tls.mode === "managed" && !box.loadBalancer,
          problem(
            path,
            "is managed, but box.loadBalancer is false",
            "Only the load balancer has such certificates: set it, or use letsencrypt.",
          ),
        ),
        ...when(
          onBox && box.reverseProxy === "none",
          problem(
            path,
            `is ${tls.mode}, but box.reverseProxy is none`,
            "Use caddy, or behind-proxy.",
          ),
        ),
      ];
    },
  },
  {
    name: "the firewall has a load balancer",
    reads: ["box", "cloud"],
    check: ({ box, cloud: { provider } }) => {
      if (box.waf === undefined) return [];
      const home = { "cloud-armor": "gcp", "aws-waf": "aws", cloudflare: undefined }[
        box.waf.provider
      ];
      return [
        ...when(
          home !== undefined && home !== provider,
          problem(
            ["box", "waf", "provider"],
            `is ${box.waf.provider}, which provider ${provider} doesn't have`,
            "Use the cloud's own, or cloudflare.",
          ),
        ),
        ...when(
          home !== undefined && !box.loadBalancer,
          problem(["box", "loadBalancer"], "is false, but box.waf works there", "Set it to true."),
        ),
        ...when(
          box.waf.provider === "cloudflare" && box.waf.zone === undefined,
          problem(["box", "waf", "zone"], "is missing", "Cloudflare's rules belong to a zone."),
        ),
      ];
    },
  },
  {
    name: "published ports are a service's, and free",
    reads: ["box", "release"],
    check: ({ box }, { release }) =>
      box.publishedPorts.flatMap(({ service, port }, index) => {
        const path = ["box", "publishedPorts", index];
        const taken =
          port === 80 ||
          port === 443 ||
          box.publishedPorts.findIndex((other) => other.port === port) < index;
        return [
          ...when(
            release !== undefined && !release.services.has(service),
            problem(
              [...path, "service"],
              `is ${shownName(service)}: no such service in ${release?.version ?? ""}`,
              `It has ${[...(release?.services.keys() ?? [])].join(", ")}.`,
            ),
          ),
          ...when(
            taken,
            problem([...path, "port"], `is ${port}, which is taken`, "Use another one."),
          ),
        ];
      }),
  },
  {
    name: "the box has one disk",
    reads: ["services", "kind"],
    check: ({ services }) =>
      Object.entries(services).flatMap(([name, { storage }]) =>
        when(
          storage !== undefined,
          problem(
            ["services", name, "storage"],
            "is for kind kubernetes",
            "All services share the box's disk: sourcegraph:box.dataDisk.gib.",
          ),
        ),
      ),
  },
  {
    name: "pods are for clusters",
    reads: ["services", "serviceDefaults"],
    check: ({ services, serviceDefaults }) =>
      [
        { path: ["serviceDefaults"], placement: serviceDefaults },
        ...Object.entries(services).map(([name, placement]) => ({
          path: ["services", name],
          placement,
        })),
      ].flatMap(({ path, placement }) =>
        Object.entries(placement)
          .filter(([key, value]) => podKeys.has(key) && isSet(value))
          .map(([key]) =>
            problem([...path, key], "is for kind kubernetes", "Remove it: a box has one machine."),
          ),
      ),
  },
  {
    name: "a machine that is there already isn't backed up",
    reads: ["backups", "cloud"],
    check: ({ backups, cloud }) => {
      if (cloud.provider !== "local") return [];
      const found = "is for a cloud: provider local has no disks that can be copied so";
      return [
        ...when(
          Object.keys(backups.snapshots).length > 0,
          problem(["backups", "snapshots"], found, "Remove it."),
        ),
        ...when(
          backups.beforeUpgrades.enabled,
          problem(["backups", "beforeUpgrades"], found, "Remove it."),
        ),
      ];
    },
  },
];

const podKeys: ReadonlySet<string> = new Set([
  "nodePool",
  "nodeSelector",
  "tolerations",
  "affinity",
  "priorityClassName",
  "podLabels",
  "podAnnotations",
  "storageClass",
  "existingDisks",
  "imagePullPolicy",
]);

function isSet(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value !== undefined;
  return Object.keys(value).length > 0;
}
