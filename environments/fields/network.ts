import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { cidr, line } from "./common.ts";

export const networkSchema = z.strictObject({
  vpc: line().optional().describe("Network that exists already. Default: one of its own."),
  subnets: z.array(line()).min(1).optional().describe("Subnets of `vpc` to use. Required with it."),
  cidr: cidr().default("10.0.0.0/16").describe("Addresses of machines. Default: 10.0.0.0/16."),
  podCidr: cidr()
    .default("10.4.0.0/14")
    .describe("Addresses of pods (GKE; EKS takes them from `cidr`). Default: 10.4.0.0/14."),
  serviceCidr: cidr()
    .default("10.8.0.0/20")
    .describe("Addresses of Kubernetes Services. Default: 10.8.0.0/20."),
  natAddresses: z
    .int()
    .min(0)
    .max(16)
    .default(1)
    .describe(
      "Static addresses that outgoing traffic comes from, for code hosts' allow lists; 0: addresses that may change. Default: 1.",
    ),
  adminCidrs: z
    .array(cidr())
    .default([])
    .describe(
      "Ranges that may reach control plane, SSH and admin ports. Default: the control plane answers anyone with credentials, the rest nobody (GCP: through IAP only).",
    ),
  peerings: z
    .array(line())
    .default([])
    .describe("Networks to peer with, for code hosts that are not public. Default: none."),
});
export type Network = DeepReadonly<z.infer<typeof networkSchema>>;

export const networkFields = {
  network: networkSchema.prefault({}).describe("Addresses, and who may reach what."),
};

export const egressFields = {
  proxy: z
    .strictObject({
      http: z.url().optional().describe("HTTP_PROXY, such as http://proxy.example.com:3128."),
      https: z.url().optional().describe("HTTPS_PROXY. Default: not set."),
      noProxy: z
        .array(line(253))
        .default([])
        .describe("Hosts to reach directly, besides every service, the pod and service ranges."),
    })
    .optional()
    .describe(
      "Proxy for outgoing requests of frontend, gitserver, repo-updater and workers. Default: none.",
    ),
  egress: z
    .strictObject({
      airGapped: z
        .boolean()
        .default(false)
        .describe("Nothing reaches the internet: no update check, no pings. Default: false."),
      denyList: z
        .array(line(253))
        .default([])
        .describe("EXTERNAL_DENY_LIST: hosts, ranges, `private` … never called. Default: none."),
      untrustedAllowList: z
        .array(line(253))
        .default([])
        .describe(
          "UNTRUSTED_EXTERNAL_ALLOW_LIST, for webhooks that users configure. Default: none.",
        ),
    })
    .prefault({})
    .describe("What may be reached from inside."),
};
