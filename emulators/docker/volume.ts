import { z } from "zod";
import type { ResourceType } from "../core/resource-type.ts";
import { fixed } from "../core/traits.ts";
import { fixedMap, labels, source, text, tokens } from "./vocabulary.ts";

/** A named volume. Volumes of a swarm's cluster are left out: no environment has a swarm. */
export const volume: ResourceType = {
  source,
  inputs: z.strictObject({
    driver: fixed(z.string()).optional(),
    driverOpts: fixedMap,
    labels,
    name: fixed(z.string()),
  }),
  autoName: { property: "name", maxLength: 255 },
  id: ({ name }) => text(name),
  // The daemon answers with the volume that is there, data and all.
  adoptsExisting: true,
  refuseCreate: ({ name, driver }, { store }) => {
    const reason = refusedName(text(name));
    if (reason !== undefined) return `Unable to create volume: ${reason}`;
    const existing = store.get(tokens.volume, text(name))?.properties["driver"];
    return existing === undefined || existing === (driver ?? "local")
      ? undefined
      : `Unable to create volume: a volume named ${text(name)} already exists with the ${text(existing)} driver. Choose a different volume name`;
  },
  computed: {
    driver: () => "local",
    mountpoint: ({ id }) => `/var/lib/docker/volumes/${id}/_data`,
  },
};

function refusedName(name: string): string | undefined {
  if (name.length === 1) {
    return "volume name is too short, names should be at least two alphanumeric characters";
  }
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)
    ? undefined
    : `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`;
}
