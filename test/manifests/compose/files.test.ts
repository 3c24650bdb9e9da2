import assert from "node:assert/strict";
import { composeFiles } from "../../../manifests/compose/files.ts";

describe("composeFiles", () => {
  it("puts configuration files where the Compose file mounts them from", () => {
    const project = {
      services: {
        caddy: {
          container_name: "caddy",
          image: "caddy:2",
          environment: { ADDRESSES: "frontend:3080", VERBOSE: "on", EMPTY: "" },
          ports: ["80:80"],
          volumes: ["../caddy/builtins:/etc/caddy"],
        },
      },
      volumes: { caddy: {} },
      networks: { sourcegraph: {} },
    };
    assert.deepEqual(
      composeFiles({ project, files: { "caddy/builtins/http.Caddyfile": ":80\n" } }),
      {
        "docker-compose/docker-compose.yaml": `\
services:
  caddy:
    container_name: caddy
    image: caddy:2
    environment:
      ADDRESSES: frontend:3080
      VERBOSE: 'on'
      EMPTY: ''
    ports:
      - 80:80
    volumes:
      - ../caddy/builtins:/etc/caddy
volumes:
  caddy: {}
networks:
  sourcegraph: {}
`,
        "caddy/builtins/http.Caddyfile": ":80\n",
      },
    );
  });
});
