import * as artifactregistry from "@pulumi/gcp/artifactregistry/index.js";
import * as pulumi from "@pulumi/pulumi";
import { stateful } from "../stateful.ts";

export interface ArtifactRegistryMirrorArgs {
  readonly project: pulumi.Input<string>;
  /** A region, or a multi-region such as `us`. A change replaces the repositories. */
  readonly location: pulumi.Input<string>;
  /** Name of the repository of copies, a part of every image's reference. */
  readonly repository: string;
  /** A tag never moves: whoever pushes another image under it is refused. */
  readonly immutableTags: boolean;
  /** Who may pull, such as `serviceAccount:…` or `group:…`. Plain: each is a child. */
  readonly readers: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Keeps the images when the stack is destroyed. */
  readonly protect: boolean;
}

/** Our own copies of Sourcegraph's images on Google Cloud, and a cache for what isn't copied yet. */
export class ArtifactRegistryMirror extends pulumi.ComponentResource {
  /** Where copies are pulled from, `<location>-docker.pkg.dev/<project>/<repository>`. */
  readonly url: pulumi.Output<string>;
  /** The pull-through cache of Docker Hub. */
  readonly cacheUrl: pulumi.Output<string>;

  constructor(
    name: string,
    args: ArtifactRegistryMirrorArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("sourcegraph:components:ArtifactRegistryMirror", name, args, opts);
    const { project, location, labels } = args;

    const copies = new artifactregistry.Repository(
      `${name}-copies`,
      {
        project,
        location,
        labels,
        repositoryId: args.repository,
        format: "DOCKER",
        mode: "STANDARD_REPOSITORY",
        description: "copies of Sourcegraph's images, every release",
        dockerConfig: { immutableTags: args.immutableTags },
      },
      { parent: this, ...stateful(args.protect) },
    );
    const cache = new artifactregistry.Repository(
      `${name}-docker-hub`,
      {
        project,
        location,
        labels,
        repositoryId: `${args.repository}-docker-hub`,
        format: "DOCKER",
        mode: "REMOTE_REPOSITORY",
        description: "pull-through cache of Docker Hub",
        remoteRepositoryConfig: { dockerRepository: { publicRepository: "DOCKER_HUB" } },
      },
      { parent: this },
    );
    for (const [role, repository] of Object.entries({ copies, "docker-hub": cache })) {
      for (const member of args.readers) {
        new artifactregistry.RepositoryIamMember(
          `${name}-${role}-${member}`,
          {
            project,
            location,
            repository: repository.name,
            role: "roles/artifactregistry.reader",
            member,
          },
          { parent: this },
        );
      }
    }

    const host = pulumi.interpolate`${location}-docker.pkg.dev/${project}`;
    this.url = pulumi.interpolate`${host}/${copies.repositoryId}`;
    this.cacheUrl = pulumi.interpolate`${host}/${cache.repositoryId}`;
    this.registerOutputs({ url: this.url, cacheUrl: this.cacheUrl });
  }
}
