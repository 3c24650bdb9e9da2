import { z } from "zod";
import { fixed, unordered } from "../core/traits.ts";
import type { Properties, Value } from "../core/values.ts";
import { isList, isObject } from "../core/values.ts";

/** What several of Docker's types have in common: tokens, sets, labels. */
export const tokens = {
  container: "docker:index/container:Container",
  image: "docker:index/remoteImage:RemoteImage",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
} as const;

export const source =
  "terraform-provider-docker 3, internal/provider/resource_docker_*.go; Docker Engine API 1.47";

/** A set of which any change makes the resource anew. */
export function fixedSet<T extends z.ZodType>(item: T): z.ZodOptional<z.ZodArray<T>> {
  return unordered(fixed(z.array(item))).optional();
}

export const fixedMap = fixed(z.record(z.string(), z.string())).optional();
export const fixedText = fixed(z.string()).optional();

export const labels = fixedSet(z.strictObject({ label: z.string(), value: z.string() }));

/** Docker's networks that are there from the start (daemon, runconfig.IsPreDefinedNetwork). */
export const predefinedNetwork = /^(bridge|host|none|default)$/;

export function text(value: Value): string {
  return typeof value === "string" ? value : "";
}

/** The objects of a list; nothing where there is no list. */
export function objectsOf(value: Value): readonly Properties[] {
  return isList(value) ? value.filter(isObject) : [];
}
