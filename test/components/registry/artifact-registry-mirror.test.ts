import assert from "node:assert/strict";
import type { ArtifactRegistryMirrorArgs } from "../../../components/registry/artifact-registry-mirror.ts";
import { ArtifactRegistryMirror } from "../../../components/registry/artifact-registry-mirror.ts";
import { deploy, keptOf, only, treeOf, valueOf } from "../../support/deploy.ts";

const args: ArtifactRegistryMirrorArgs = {
  project: "sourcegraph-registry",
  location: "us",
  repository: "sourcegraph",
  immutableTags: true,
  readers: ["domain:sourcegraph.com"],
  labels: { owner: "distribution" },
  protect: true,
};
const repositoryType = "gcp:artifactregistry/repository:Repository";

const made = (changes: Partial<ArtifactRegistryMirrorArgs> = {}) =>
  deploy(() => new ArtifactRegistryMirror("mirror", { ...args, ...changes }));

const tags = async (immutableTags: boolean) =>
  only(await made({ immutableTags }), repositoryType, "mirror-copies").inputs["dockerConfig"];

describe("ArtifactRegistryMirror", () => {
  it("registers these resources and no others", async () => {
    assert.deepEqual(treeOf(await made()), [
      "gcp:artifactregistry/repository:Repository mirror-copies < ArtifactRegistryMirror mirror",
      "gcp:artifactregistry/repository:Repository mirror-docker-hub < ArtifactRegistryMirror mirror",
      "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember mirror-copies-domain:sourcegraph.com < ArtifactRegistryMirror mirror",
      "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember mirror-docker-hub-domain:sourcegraph.com < ArtifactRegistryMirror mirror",
      "sourcegraph:components:ArtifactRegistryMirror mirror < (stack)",
    ]);
  });

  it("keeps the copies of a mirror that is protected; the cache fills itself", async () => {
    const copies = [`${repositoryType} mirror-copies`];
    assert.deepEqual(keptOf(await made()), { protect: copies, retainOnDelete: copies });
    const thrown = await made({ protect: false });
    assert.deepEqual(keptOf(thrown), { protect: [], retainOnDelete: [] });
  });

  it("lets the readers pull, and nobody push", async () => {
    const readers = ["group:a@example.com", "serviceAccount:b@p.iam.gserviceaccount.com"];
    const members = (await made({ readers })).filter(({ type }) => type.endsWith("IamMember"));
    assert.deepEqual(
      members.map(({ inputs }) => [inputs["repository"], inputs["role"], inputs["member"]]),
      ["mirror-copies", "mirror-docker-hub"].flatMap((repository) =>
        readers.map((reader) => [repository, "roles/artifactregistry.reader", reader]),
      ),
    );
  });

  it("lets no tag of a copy move, unless the environment says so", async () => {
    assert.deepEqual(await tags(true), { immutableTags: true });
    assert.deepEqual(await tags(false), { immutableTags: false });
  });

  it("tells where copies and cache are pulled from", async () => {
    let urls: readonly string[] = [];
    await deploy(async () => {
      const { url, cacheUrl } = new ArtifactRegistryMirror("mirror", args);
      urls = await Promise.all([valueOf(url), valueOf(cacheUrl)]);
    });
    assert.deepEqual(urls, [
      "us-docker.pkg.dev/sourcegraph-registry/sourcegraph",
      "us-docker.pkg.dev/sourcegraph-registry/sourcegraph-docker-hub",
    ]);
  });
});
