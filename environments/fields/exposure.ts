import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { cidr, hostname, kubernetesName, line, port, secretSource } from "./common.ts";

const email = () =>
  z.email({ error: "a mail address" }).describe("Told by the certificate authority before expiry.");

export const tlsSchema = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("none") }),
  z.strictObject({
    mode: z.literal("cert-manager"),
    issuer: line(253)
      .default("letsencrypt-prod")
      .describe(
        "letsencrypt-prod, letsencrypt-staging, or the name of a ClusterIssuer that exists. Default: letsencrypt-prod.",
      ),
    install: z
      .boolean()
      .default(true)
      .describe("Installs cert-manager; false: the cluster has it. Default: true."),
    challenge: z
      .enum(["http01", "dns01"])
      .default("http01")
      .describe("How the domain is proven; dns01 needs `dns`. Default: http01."),
    email: email(),
    secretName: kubernetesName()
      .default("sourcegraph-tls")
      .describe("Secret that holds the certificate. Default: sourcegraph-tls."),
  }),
  z.strictObject({
    mode: z.literal("managed"),
    certificate: line(512)
      .optional()
      .describe("ARN or name of a certificate of the cloud. Default: one is made for the domain."),
  }),
  z.strictObject({
    mode: z.literal("existing-secret"),
    secretName: kubernetesName()
      .default("sourcegraph-tls")
      .describe("Secret with tls.crt and tls.key. Default: sourcegraph-tls."),
  }),
  z.strictObject({
    mode: z.literal("certificate"),
    certificate: z
      .string()
      .startsWith("-----BEGIN CERTIFICATE-----", { error: "a certificate chain in PEM" })
      .describe("Certificate chain, PEM. Public."),
    privateKey: secretSource().describe("Its private key, PEM."),
    cloudflareOrigin: z
      .boolean()
      .default(false)
      .describe(
        "It is a Cloudflare origin certificate: only Cloudflare's addresses may connect. Default: false.",
      ),
  }),
  z.strictObject({
    mode: z.literal("letsencrypt"),
    email: email(),
    staging: z
      .boolean()
      .default(false)
      .describe("Takes untrusted certificates, which have no weekly limit. Default: false."),
  }),
  z.strictObject({
    mode: z.literal("behind-proxy"),
    trustedProxies: z
      .array(cidr())
      .min(1)
      .describe("Ranges whose X-Forwarded-* headers are believed."),
  }),
]);
export type Tls = DeepReadonly<z.infer<typeof tlsSchema>>;

export const wafSchema = z.strictObject({
  provider: z
    .enum(["cloud-armor", "aws-waf", "cloudflare"])
    .describe("Whose web application firewall."),
  requestsPerMinute: z
    .int()
    .min(10)
    .max(1_000_000)
    .optional()
    .describe("Per client address. Default: no limit."),
  zone: line(253).optional().describe("Cloudflare zone. Required for cloudflare."),
});
export type Waf = DeepReadonly<z.infer<typeof wafSchema>>;

export const ingressSchema = z.strictObject({
  type: z
    .enum(["nginx", "gce", "alb", "traefik", "node-port", "none"])
    .default("nginx")
    .describe("What takes requests from outside. Default: nginx, as upstream."),
  install: z
    .boolean()
    .default(true)
    .describe("Installs ingress-nginx; false: the cluster has a controller. Default: true."),
  className: kubernetesName().optional().describe("IngressClass. Default: the type's own."),
  readTimeoutSeconds: z
    .int()
    .min(1)
    .max(604_800)
    .default(60)
    .describe("Longest silence of a response, in seconds. Default: 60."),
  bodySizeMiB: z
    .int()
    .min(1)
    .max(10_240)
    .default(150)
    .describe("Largest upload (code intelligence indexes), in MiB. Default: 150."),
  headers: z
    .record(line(100), line(1000))
    .default({})
    .describe("Response headers to add, such as Strict-Transport-Security. Default: none."),
  annotations: z
    .record(line(253), z.string())
    .default({})
    .describe("More annotations on the Ingress. Default: none."),
  allowFrom: z
    .array(cidr())
    .default([])
    .describe("Ranges that may use Sourcegraph. Default: everyone."),
  internal: z
    .boolean()
    .default(false)
    .describe("A load balancer with a private address only. Default: false."),
  staticAddress: z
    .boolean()
    .default(true)
    .describe("Reserves the public address, so that it outlives the load balancer. Default: true."),
  nodePort: port().default(30_080).describe("Port on the nodes, for node-port. Default: 30080."),
  serviceMesh: z
    .enum(["none", "istio"])
    .default("none")
    .describe("A mesh around the pods: keeps gRPC trailers through Envoy. Default: none."),
  waf: wafSchema.optional().describe("Web application firewall in front. Default: none."),
  otherHosts: z
    .record(
      hostname(),
      z.strictObject({
        service: kubernetesName().describe("Kubernetes Service in the same namespace."),
        port: port().default(80).describe("Its port. Default: 80."),
      }),
    )
    .default({})
    .describe("Other sites in the same cluster, such as docs. Default: none."),
});
export type Ingress = DeepReadonly<z.infer<typeof ingressSchema>>;

const dnsSchema = z.strictObject({
  provider: z.enum(["cloud-dns", "route53", "cloudflare"]).describe("Who serves the zone."),
  zone: line(253).describe("Zone (its name at the provider) that the domain belongs to."),
  project: line(64).optional().describe("GCP project of the zone. Default: the environment's."),
  ttlSeconds: z.int().min(30).max(86_400).default(300).describe("In seconds. Default: 300."),
});
export type Dns = DeepReadonly<z.infer<typeof dnsSchema>>;

export const domainFields = {
  domain: hostname()
    .optional()
    .describe("Host name that users type; must match externalURL. Default: the address alone."),
  tls: tlsSchema
    .prefault({ mode: "none" })
    .describe("Where the certificate comes from. Default: {mode: none}, plain HTTP."),
  dns: dnsSchema
    .optional()
    .describe("Zone in which the domain's record is made. Default: by hand."),
};
export const ingressFields = {
  ingress: ingressSchema.prefault({}).describe("How requests get in."),
};
