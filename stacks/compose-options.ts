import type { BoxEnvironment } from "../environments/schema.ts";
import type {
  ComposeOptions,
  ComposeServiceOptions,
  ComposeTls,
} from "../manifests/compose/options.ts";
import {
  externalDatabases,
  externalRedis,
  imageSource,
  objectStorage,
  profile,
  variables,
} from "./instance-options.ts";

/** Sourcegraph on a box as an environment wants it. */
export function composeOptions(environment: BoxEnvironment): ComposeOptions {
  const { box, serviceDefaults, domain } = environment;
  return {
    projectName: box.projectName,
    images: imageSource(environment.registry),
    profile: profile(environment),
    services: Object.fromEntries(
      Object.entries(environment.services).map(([name, service]) => [
        name,
        serviceOptions(name, service),
      ]),
    ),
    env: serviceDefaults.env,
    databases: externalDatabases(environment),
    redis: externalRedis(environment),
    objectStorage: objectStorage(environment),
    domain,
    tls: tlsOptions(environment),
  };
}

function serviceOptions(
  name: string,
  service: BoxEnvironment["services"][string],
): ComposeServiceOptions {
  const { enabled, replicas, resources, image } = service;
  return { enabled, replicas, resources, image, env: variables(`services.${name}`, service) };
}

/** Files that whoever sets up the box puts beside the Compose file. */
const certificateFiles = {
  certificate: "./certificates/sourcegraph.pem",
  privateKey: "./certificates/sourcegraph.key",
} as const;

/** Behind the cloud's load balancer, which has the certificate, Caddy speaks plain HTTP. */
function tlsOptions({ tls }: BoxEnvironment): ComposeTls | undefined {
  switch (tls.mode) {
    case "letsencrypt":
      return { mode: "letsencrypt", email: tls.email, staging: tls.staging };
    case "certificate":
      return { mode: "certificate", ...certificateFiles };
    case "behind-proxy":
      return { mode: "behind-proxy", trustedProxies: tls.trustedProxies };
    case "none":
    case "managed":
    case "cert-manager":
    case "existing-secret":
      return undefined;
  }
}
