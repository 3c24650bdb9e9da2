import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";

const text = z.string();
const names = z.array(text);
/** `1g` and such; a bare number is bytes. */
const size = z.union([text, z.number()]).transform(String);

/** Fields of a service that stand in the catalog as they stand upstream (Compose file format 2.4). */
export const composeServiceFields = {
  hostname: text.exactOptional(),
  entrypoint: names.exactOptional(),
  command: names.exactOptional(),
  working_dir: text.exactOptional(),
  user: text.exactOptional(),
  cpus: z
    .union([z.string().regex(/^\d+(\.\d+)?$/, { error: "no number of cores" }), z.number()])
    .transform(Number)
    .exactOptional(),
  mem_limit: size.exactOptional(),
  mem_reservation: size.exactOptional(),
  shm_size: size.exactOptional(),
  ports: names.exactOptional(),
  expose: z.array(z.union([z.int(), text])).exactOptional(),
  volumes: names.exactOptional(),
  tmpfs: names.exactOptional(),
  devices: names.exactOptional(),
  networks: names.exactOptional(),
  privileged: z.boolean().exactOptional(),
  read_only: z.boolean().exactOptional(),
  cap_add: names.exactOptional(),
  cap_drop: names.exactOptional(),
  security_opt: names.exactOptional(),
  pid: text.exactOptional(),
  network_mode: text.exactOptional(),
  extra_hosts: names.exactOptional(),
  ulimits: z
    .record(text, z.union([z.int(), z.strictObject({ soft: z.int(), hard: z.int() })]))
    .exactOptional(),
  sysctls: z.record(text, z.union([text, z.int()])).exactOptional(),
  labels: z.record(text, text).exactOptional(),
  logging: z
    .strictObject({ driver: text, options: z.record(text, text).exactOptional() })
    .exactOptional(),
  profiles: names.exactOptional(),
  restart: text.exactOptional(),
  stop_grace_period: text.exactOptional(),
  stop_signal: text.exactOptional(),
  init: z.boolean().exactOptional(),
  healthcheck: z
    .strictObject({
      test: z.union([text, names]),
      interval: text.exactOptional(),
      timeout: text.exactOptional(),
      retries: z.int().exactOptional(),
      start_period: text.exactOptional(),
      disable: z.boolean().exactOptional(),
    })
    .exactOptional(),
};

/** What a service waits for before it starts. */
export const dependencySchema = z.enum([
  "service_started",
  "service_healthy",
  "service_completed_successfully",
]);

export const composeServiceSchema = z.strictObject({
  /** Key among the deployment's images: releases that differ in images alone share a shape. */
  image: text,
  /** @default - the service's name */
  container_name: text.exactOptional(),
  /** In upstream's order. `$$` stands for one `$`, as Compose has it. */
  environment: z.record(text, text).exactOptional(),
  ...composeServiceFields,
  depends_on: z.record(text, dependencySchema).exactOptional(),
});

/** One service of a release on Docker Compose. */
export type ComposeServiceFacts = DeepReadonly<z.infer<typeof composeServiceSchema>>;
