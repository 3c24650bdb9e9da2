import { problem } from "../problems.ts";
import type { KubernetesEnvironment } from "../schema.ts";
import type { Rule } from "./rule.ts";
import { when } from "./rule.ts";

/** Rules on what is allowed in the cluster, and how requests get in. */
export const exposureRules: readonly Rule<KubernetesEnvironment>[] = [
  {
    name: "restricted pods run as ordinary users",
    reads: ["security"],
    check: ({ security }) => {
      if (security.podSecurity !== "restricted") return [];
      return [
        ...when(
          !security.nonRoot,
          problem(
            ["security", "nonRoot"],
            "is false, but podSecurity restricted refuses root",
            "Set it to true.",
          ),
        ),
        ...when(
          security.chownVolumes,
          problem(
            ["security", "chownVolumes"],
            "is true, but podSecurity restricted refuses root",
            "Hand over the volumes once with podSecurity baseline, then raise it.",
          ),
        ),
      ];
    },
  },
  {
    name: "restricted namespaces have no agents of the node",
    reads: ["security", "services", "release"],
    check: ({ security, services }, { release }) =>
      when(
        security.podSecurity !== "privileged" &&
          security.clusterRoles === "create" &&
          release?.services.has("cadvisor") === true &&
          services["cadvisor"]?.enabled !== false,
        problem(
          ["security", "clusterRoles"],
          `is create, but podSecurity ${security.podSecurity} refuses cadvisor, which goes with it`,
          "Set clusterRoles to none, or sourcegraph:services.cadvisor.enabled to false.",
        ),
      ),
  },
  {
    name: "volumes change hands to somebody",
    reads: ["security"],
    check: ({ security }) =>
      when(
        security.chownVolumes && !security.nonRoot,
        problem(
          ["security", "chownVolumes"],
          "is true, but nonRoot is false",
          "Set nonRoot, or remove it.",
        ),
      ),
  },
  {
    name: "without cluster roles nothing of the cluster's is made",
    reads: ["security", "namespace", "createNamespace", "storageClass", "ingress", "tls"],
    check: ({ security, namespace, createNamespace, storageClass, ingress, tls }) => {
      if (security.clusterRoles !== "none") return [];
      const found = "is true, but security.clusterRoles none makes nothing of the cluster's";
      const fix = "Set it to false: an administrator makes it beforehand.";
      return [
        ...when(
          createNamespace && namespace !== "default",
          problem(["createNamespace"], found, fix),
        ),
        ...when(storageClass.create, problem(["storageClass", "create"], found, fix)),
        ...when(
          ingress.type === "nginx" && ingress.install,
          problem(["ingress", "install"], found, fix),
        ),
        ...when(
          tls.mode === "cert-manager" && tls.install,
          problem(["tls", "install"], found, fix),
        ),
      ];
    },
  },
  {
    name: "load balancers are the cloud's",
    reads: ["ingress", "cloud"],
    check: ({ ingress, cloud }) => {
      const home = ingress.type === "gce" ? "gke" : ingress.type === "alb" ? "eks" : undefined;
      return when(
        home !== undefined && distribution(cloud) !== home,
        problem(
          ["ingress", "type"],
          `is ${ingress.type}, which needs ${home?.toUpperCase() ?? ""}`,
          "Use nginx, or another provider (sourcegraph:cloud.distribution for a cluster that exists).",
        ),
      );
    },
  },
  {
    name: "TLS is one that a cluster can do",
    reads: ["tls", "ingress"],
    check: ({ tls, ingress }) => {
      const closed = ingress.type === "none" || ingress.type === "node-port";
      const managed = ingress.type === "gce" || ingress.type === "alb";
      const inFront = ["cert-manager", "existing-secret", "certificate"].includes(tls.mode);
      const path = ["tls", "mode"];
      return [
        ...when(
          tls.mode === "letsencrypt",
          problem(path, "is letsencrypt, which is for kind box", "Use cert-manager."),
        ),
        ...when(
          tls.mode === "managed" && !managed,
          problem(
            path,
            `is managed, but ingress.type is ${ingress.type}`,
            "Use ingress.type gce or alb, or cert-manager.",
          ),
        ),
        ...when(
          closed && inFront,
          problem(
            path,
            `is ${tls.mode}, but ingress.type ${ingress.type} has nowhere to use it`,
            "Use behind-proxy or none, or another ingress.",
          ),
        ),
        ...when(
          ingress.type === "alb" && inFront,
          problem(
            path,
            `is ${tls.mode}, but ingress.type alb takes certificates of ACM only`,
            "Use managed, with the certificate's ARN or none.",
          ),
        ),
      ];
    },
  },
  {
    name: "firewalls stand where they can",
    reads: ["ingress"],
    check: ({ ingress: { waf, type } }) => {
      if (waf === undefined) return [];
      const needs = { "cloud-armor": "gce", "aws-waf": "alb", cloudflare: undefined }[waf.provider];
      return [
        ...when(
          needs !== undefined && needs !== type,
          problem(
            ["ingress", "waf", "provider"],
            `is ${waf.provider}, but ingress.type is ${type}`,
            `It works with ingress.type ${needs ?? ""}.`,
          ),
        ),
        ...when(
          waf.provider === "cloudflare" && waf.zone === undefined,
          problem(["ingress", "waf", "zone"], "is missing", "Cloudflare's rules belong to a zone."),
        ),
      ];
    },
  },
  {
    // Who is kept out must not get in because a controller has other ways of saying it.
    name: "ranges are kept out by a controller that can",
    reads: ["ingress"],
    check: ({ ingress: { type, allowFrom } }) =>
      when(
        allowFrom.length > 0 && type !== "nginx" && type !== "alb",
        problem(
          ["ingress", "allowFrom"],
          `is set, but type ${type} doesn't keep anyone out`,
          "Use type nginx or alb, or remove it.",
        ),
      ),
  },
  {
    name: "other sites have an ingress",
    reads: ["ingress"],
    check: ({ ingress }) =>
      when(
        Object.keys(ingress.otherHosts).length > 0 &&
          (ingress.type === "none" || ingress.type === "node-port"),
        problem(
          ["ingress", "otherHosts"],
          `is set, but ingress.type is ${ingress.type}`,
          "Use another type, or remove it.",
        ),
      ),
  },
  {
    name: "a NodePort is one of a node's",
    reads: ["ingress"],
    check: ({ ingress }) =>
      when(
        ingress.type === "node-port" && (ingress.nodePort < 30_000 || ingress.nodePort > 32_767),
        problem(
          ["ingress", "nodePort"],
          `is ${ingress.nodePort}: Kubernetes gives 30000 to 32767`,
          "Use 30080, as upstream.",
        ),
      ),
  },
];

function distribution(cloud: KubernetesEnvironment["cloud"]): string {
  if (cloud.provider === "existing") return cloud.distribution;
  return cloud.provider === "gcp" ? "gke" : "eks";
}
