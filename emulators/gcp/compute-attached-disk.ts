import { z } from "zod";
import type { ResourceType, Scope } from "../core/resource-type.ts";
import { fixed, orComputed } from "../core/traits.ts";
import type { Properties } from "../core/values.ts";
import {
  apiError,
  invalidField,
  lastSegment,
  link,
  placeFailures,
  projectInput,
  projectOf,
  relativePath,
  text,
  tokens,
  zoneInput,
  zoneOf,
  list,
  tellsPlace,
} from "./vocabulary.ts";

export const attachedDisk: ResourceType = {
  source:
    "google/services/compute/resource_compute_attached_disk.go; Compute Engine API v1, attachDisk",
  inputs: z.strictObject({
    ...projectInput,
    ...zoneInput,
    disk: fixed(link()),
    instance: fixed(link()),
    deviceName: orComputed(fixed(z.string())),
    mode: fixed(z.enum(["READ_ONLY", "READ_WRITE"]).default("READ_WRITE")),
  }),
  validate: (inputs, scope) =>
    tellsPlace(inputs["instance"]) ? [] : placeFailures(inputs, scope, ["project", "zone"]),
  id: (inputs, scope) => `${targetPath(inputs, scope)}/${lastSegment(text(inputs["disk"]))}`,
  computed: {
    project: (state, scope) => targetPath(state, scope).split("/")[1] ?? "",
    zone: (state, scope) => targetPath(state, scope).split("/")[3] ?? "",
    deviceName: (state, scope) =>
      `persistent-disk-${
        scope.store
          .list(tokens.attachedDisk)
          .filter(({ id }) => id.startsWith(`${targetPath(state, scope)}/`)).length + 1
      }`,
    interface: () => "",
  },
  references: [
    // The provider takes a disk off before it deletes it, and a VM takes its attachments along.
    { at: "disk", to: [tokens.disk, tokens.regionDisk], mayDangle: true },
    { at: "instance", to: [tokens.instance], mayDangle: true },
  ],
  refuseCreate: (inputs, scope) => {
    const path = targetPath(inputs, scope);
    if (scope.store.get(tokens.instance, path) === undefined) {
      return apiError(404, `The resource '${path}' was not found`, "notFound");
    }
    const found = scope.store.resolve([tokens.disk, tokens.regionDisk], inputs["disk"]);
    if (found === undefined) return undefined;
    const zone = path.split("/")[3] ?? "";
    const replicas = list(found.properties["replicaZones"]).map((one) => lastSegment(text(one)));
    const zones = found.type === tokens.disk ? [text(found.properties["zone"])] : replicas;
    if (!zones.includes(zone)) {
      return invalidField(
        "source",
        inputs["disk"],
        `The disk must be in the instance's zone '${zone}'; it is in '${zones.join("', '")}'.`,
      );
    }
    const other = scope.store
      .list(tokens.attachedDisk)
      .filter(({ id }) => !id.startsWith(`${path}/`))
      .find(
        ({ properties }) =>
          [properties["mode"], inputs["mode"]].includes("READ_WRITE") &&
          scope.store.resolve([tokens.disk, tokens.regionDisk], properties["disk"])?.id ===
            found.id,
      );
    return other === undefined
      ? undefined
      : apiError(
          400,
          `The disk resource '${found.id}' is already being used by '${other.id.replace(/\/[^/]+$/, "")}'`,
          "RESOURCE_IN_USE_BY_ANOTHER_RESOURCE",
        );
  },
};

/** A whole path wins over the attachment's own project and zone. */
function targetPath(inputs: Properties, scope: Scope): string {
  const reference = text(inputs["instance"]);
  return reference.includes("/")
    ? relativePath(reference)
    : `projects/${projectOf(inputs, scope)}/zones/${zoneOf(inputs, scope)}/instances/${reference}`;
}
