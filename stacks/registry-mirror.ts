import type * as pulumi from "@pulumi/pulumi";
import type { MirrorEnvironment } from "../environments/schema.ts";
import { labelsOf } from "./labels.ts";

/** `kind: registry-mirror`: our own copies of Sourcegraph's images. */
export async function deployMirror(
  name: string,
  environment: MirrorEnvironment,
): Promise<pulumi.Inputs> {
  const { cloud, mirror, protect } = environment;
  if (cloud.provider !== "gcp") return {};
  const [{ ArtifactRegistryMirror }, { gcpPlace, gcpProvider }] = await Promise.all([
    import("../components/registry/artifact-registry-mirror.ts"),
    import("./gke.ts"),
  ]);
  const labels = labelsOf(environment, name);
  const { url, cacheUrl } = new ArtifactRegistryMirror(
    name,
    {
      project: cloud.project,
      location: mirror.location ?? gcpPlace(cloud).region,
      repository: mirror.repository,
      immutableTags: mirror.immutableTags,
      readers: mirror.readers,
      labels,
      protect,
    },
    { providers: [gcpProvider(name, cloud, labels)] },
  );
  return { url, cacheUrl };
}
