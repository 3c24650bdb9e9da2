import { z } from "zod";
import type { DeepReadonly } from "../../releases/schema/deep-readonly.ts";
import { kubernetesName, line, secretSource } from "./common.ts";

export const securitySchema = z.strictObject({
  nonRoot: z
    .boolean()
    .default(false)
    .describe("Runs every container as an ordinary user. Default: false, as upstream."),
  chownVolumes: z
    .boolean()
    .default(false)
    .describe("Hands over volumes that root wrote, once, before nonRoot starts. Default: false."),
  clusterRoles: z
    .enum(["create", "existing", "none"])
    .default("create")
    .describe(
      "ClusterRoles: made here, made by an administrator beforehand, or not used (Prometheus sees its namespace only, no cadvisor). Default: create.",
    ),
  roles: z
    .enum(["create", "existing", "none"])
    .default("create")
    .describe(
      "The frontend's Role in the namespace: made here, made beforehand, or not used (addresses of services are written into variables). Default: create.",
    ),
  podSecurity: z
    .enum(["privileged", "baseline", "restricted"])
    .default("privileged")
    .describe("Pod Security level that the namespace enforces. Default: privileged."),
  networkPolicies: z
    .boolean()
    .default(false)
    .describe("Lets each pod talk to those that it needs only. Default: false."),
  readOnlyRootFilesystem: z
    .boolean()
    .default(false)
    .describe("Containers write to their volumes only. Default: false."),
  impersonate: line(253)
    .optional()
    .describe("User or service account to act as in the cluster. Default: whoever runs it."),
});
export type Security = DeepReadonly<z.infer<typeof securitySchema>>;

export const securityFields = {
  security: securitySchema.prefault({}).describe("What pods may do."),
};

export const configurationSchema = z.strictObject({
  siteConfig: secretSource()
    .optional()
    .describe("Site configuration (JSON) as SITE_CONFIG_FILE. Default: kept in the database."),
  externalServices: secretSource()
    .optional()
    .describe("Code hosts (JSON) as EXTSVC_CONFIG_FILE. Default: kept in the database."),
  globalSettings: secretSource()
    .optional()
    .describe("Global settings (JSON) as GLOBAL_SETTINGS_FILE. Default: kept in the database."),
  allowEdits: z
    .strictObject({
      siteConfig: z.boolean().default(false).describe("SITE_CONFIG_ALLOW_EDITS. Default: false."),
      externalServices: z
        .boolean()
        .default(false)
        .describe("EXTSVC_CONFIG_ALLOW_EDITS. Default: false."),
      globalSettings: z
        .boolean()
        .default(false)
        .describe("GLOBAL_SETTINGS_ALLOW_EDITS. Default: false."),
    })
    .prefault({})
    .describe("Edits in the UI are possible, and overwritten at the next start."),
  siteAdmin: z
    .strictObject({
      email: z.email({ error: "a mail address" }).describe("Its mail address."),
      username: line(100).default("admin").describe("Default: admin."),
      password: secretSource().describe("Its password."),
    })
    .optional()
    .describe("First account, made after the first start. Default: whoever opens the page first."),
  certificateAuthorities: z
    .array(z.string().startsWith("-----BEGIN CERTIFICATE-----", { error: "a certificate in PEM" }))
    .default([])
    .describe("CAs of code hosts, PEM, trusted by every service. Default: none."),
});
export type Configuration = DeepReadonly<z.infer<typeof configurationSchema>>;

export const configurationFields = {
  configuration: configurationSchema
    .prefault({})
    .describe("Sourcegraph's own configuration, given as files."),
  gitserverSsh: z
    .strictObject({
      existingSecret: kubernetesName()
        .optional()
        .describe("Secret with id_rsa and known_hosts, such as gitserver-ssh."),
      privateKey: secretSource().optional().describe("id_rsa, without passphrase."),
      knownHosts: z.string().min(1).optional().describe("known_hosts. Public."),
    })
    .optional()
    .describe("Key with which gitserver clones over SSH. Default: HTTPS only."),
};
