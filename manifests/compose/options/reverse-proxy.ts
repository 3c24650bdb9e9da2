import type { Transformation } from "../map-services.ts";
import { mapServices, withEnvironment } from "../map-services.ts";
import type { ComposeOptions, ComposeTls } from "../options.ts";

const plainHttp = "../caddy/builtins/http.Caddyfile";

/** Upstream's files for Caddy, by where its certificate comes from. */
function caddyfile(tls: ComposeTls): string {
  switch (tls.mode) {
    case "letsencrypt":
      return `../caddy/builtins/https.lets-encrypt-${tls.staging ? "staging" : "prod"}.Caddyfile`;
    case "certificate":
      return "../caddy/builtins/https.custom-cert.Caddyfile";
    case "behind-proxy":
      return plainHttp;
  }
}

/** The way in from outside: Caddy's certificate, and the host name that it answers to. */
export function exposed({ domain, tls }: ComposeOptions): Transformation {
  if (tls === undefined) return (project) => project;
  return (project) =>
    mapServices(project, (service, name) => {
      if (name !== "caddy") return service;
      const told = withEnvironment(service, {
        ...(domain !== undefined && tls.mode !== "behind-proxy" && { SRC_SITE_ADDRESS: domain }),
        ...(tls.mode === "letsencrypt" && { SRC_ACME_EMAIL: tls.email }),
      });
      const certificate =
        tls.mode === "certificate"
          ? [`${tls.certificate}:/sourcegraph.pem`, `${tls.privateKey}:/sourcegraph.key`]
          : [];
      const volumes = (service.volumes ?? []).map((mount) =>
        mount.replace(plainHttp, caddyfile(tls)),
      );
      return { ...told, volumes: [...volumes, ...certificate] };
    });
}
