import { z } from "zod";
import { imageReference } from "../image-reference.ts";
import { composeServiceFields, dependencySchema } from "../../schema/compose.ts";

const text = z.string();
const value = z.union([text, z.number(), z.boolean()]).transform(String);

/** A Compose file as upstream writes it (file format 2.4): what the importer understands. */
export const upstreamComposeSchema = z.strictObject({
  version: text.exactOptional(),
  name: text.exactOptional(),
  services: z.record(
    // Compose specification, "services top-level elements".
    z.string().regex(/^[a-zA-Z0-9_-][a-zA-Z0-9._-]*$/, { error: "no name for a service" }),
    z.strictObject({
      ...composeServiceFields,
      image: imageReference,
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
