import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";

const text = z.string();

/** What is wrong with a release as upstream published it. */
export const faultSchema = z.strictObject({
  kind: z.enum([
    "no-digest",
    "no-tag",
    "broken-digest",
    "insiders",
    "other-version",
    "internal-registry",
    "shared-claim",
  ]),
  /** Image, or what else it is about. */
  about: text,
  /** Where it shows: a container or a service of the release. */
  where: z.array(text),
});

/** A shape's name: the first 12 hex digits of the SHA-256 of its file. */
export const shapeId = z
  .string()
  .regex(/^[0-9a-f]{12}$/, { error: "a shape's name, 12 hex digits" });

export const deploymentSchema = z.strictObject({
  layout: shapeId,
  /** What an image that is given by its digest alone is called; `{name}` stands for its key. */
  imagePattern: z.string().includes("{name}", { error: "a reference with {name} in it" }),
  /** By key: `@sha256:…`, or the whole reference where it is out of the pattern. */
  images: z.record(text, z.string().min(1)),
  faults: z.array(faultSchema).exactOptional(),
});

/** `releases/data/entries/<version>.json`: one version, in each way in which it can be deployed. */
export const entrySchema = z.strictObject({
  /** SHA-256 of the rest. One that differs was edited by hand, and is checked in full. */
  checksum: text,
  version: text,
  base: deploymentSchema.exactOptional(),
  kustomize: deploymentSchema.exactOptional(),
  compose: deploymentSchema.exactOptional(),
});

/** `layouts/<id>.json`: which services a deployment consists of, each by the name of its shape. */
export const layoutSchema = z.strictObject({
  services: z.record(text, shapeId),
  /** Compose: named volumes. */
  volumes: z.array(text).exactOptional(),
  /** Compose: networks. */
  networks: z.array(text).exactOptional(),
  /** Compose: configuration files that services mount, by path, each by the name of its facts. */
  files: z.record(text, shapeId).exactOptional(),
});

export type Fault = DeepReadonly<z.infer<typeof faultSchema>>;
export type DeploymentEntry = DeepReadonly<z.infer<typeof deploymentSchema>>;
export type Entry = DeepReadonly<z.infer<typeof entrySchema>>;
export type Layout = DeepReadonly<z.infer<typeof layoutSchema>>;
