import { z } from "zod";
import { composeServiceFields, dependencySchema } from "../../schema/compose.ts";

const text = z.string();
const value = z.union([text, z.number(), z.boolean()]).transform(String);

/** A Compose file as upstream writes it (file format 2.4): what the importer understands. */
export const upstreamComposeSchema = z.strictObject({
  version: text.exactOptional(),
  name: text.exactOptional(),
  services: z.record(
    text,
    z.strictObject({
      ...composeServiceFields,
      image: text,
      container_name: text.exactOptional(),
      command: z.union([text, z.array(text)]).exactOptional(),
      entrypoint: z.union([text, z.array(text)]).exactOptional(),
      environment: z.union([z.array(text), z.record(text, value)]).exactOptional(),
      depends_on: z
        .union([z.array(text), z.record(text, z.strictObject({ condition: dependencySchema }))])
        .exactOptional(),
    }),
  ),
  volumes: z.record(text, z.strictObject({})).exactOptional(),
  networks: z.record(text, z.strictObject({})).exactOptional(),
});

export type UpstreamCompose = z.infer<typeof upstreamComposeSchema>;
export type UpstreamComposeService = UpstreamCompose["services"][string];
