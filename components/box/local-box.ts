import { Container } from "@pulumi/docker/container.js";
import { Network } from "@pulumi/docker/network.js";
import { RemoteImage } from "@pulumi/docker/remoteImage.js";
import { Volume } from "@pulumi/docker/volume.js";
import * as pulumi from "@pulumi/pulumi";
import { stateful } from "../stateful.ts";

export interface LocalBoxArgs {
  /** The Compose project's name, which volumes and network start with. */
  readonly projectName: string;
  /** Image of the frontend, with tag and digest. */
  readonly frontendImage: pulumi.Input<string>;
  /** Port on this machine. A change makes the container anew; its volume stays. */
  readonly port: number;
  /** Keeps the volumes when the stack is destroyed. */
  readonly protect: boolean;
}

/** Sourcegraph on the Docker daemon at hand, named as the Compose project would name it. */
export class LocalBox extends pulumi.ComponentResource {
  /** Where a browser on this machine finds it. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: LocalBoxArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sourcegraph:components:LocalBox", name, args, opts);
    const { projectName } = args;
    const network = new Network(
      `${name}-network`,
      { name: `${projectName}_sourcegraph`, driver: "bridge" },
      { parent: this },
    );
    const data = new Volume(
      `${name}-sourcegraph-frontend-0`,
      { name: `${projectName}_sourcegraph-frontend-0` },
      { parent: this, ...stateful(args.protect) },
    );
    const image = new RemoteImage(
      `${name}-frontend-image`,
      // A rollback wants the image at hand; an instance that is thrown away takes it along.
      { name: args.frontendImage, keepLocally: args.protect },
      { parent: this },
    );
    new Container(
      `${name}-sourcegraph-frontend-0`,
      {
        name: "sourcegraph-frontend-0",
        image: image.imageId,
        restart: "always",
        ports: [{ internal: frontendPort, external: args.port, ip: "127.0.0.1" }],
        volumes: [{ volumeName: data.name, containerPath: "/mnt/cache" }],
        networksAdvanced: [{ name: network.name, aliases: ["sourcegraph-frontend-0"] }],
      },
      // The name and the published port can't be taken twice.
      { parent: this, deleteBeforeReplace: true },
    );

    this.url = pulumi.output(`http://localhost:${args.port}`);
    this.registerOutputs({ url: this.url });
  }
}

/** The frontend's port in its container (external-services: ingress, TLS, domain). */
const frontendPort = 3080;
