import * as pulumi from "@pulumi/pulumi";

// The engine's floor: as many resources as an environment has, with nothing to read, to check or to
// wait for, and no SDK but Pulumi's own.
class Network extends pulumi.CustomResource {
  constructor(name: string, args: pulumi.Inputs) {
    super("gcp:compute/network:Network", name, args);
  }
}

const { components, resources } = JSON.parse(process.env["SGSTACK_BENCH"] ?? "{}");
for (let index = 0; index < components; index++) {
  new pulumi.ComponentResource("bench:index:Component", `component-${index}`);
}
for (let index = 0; index < resources; index++) {
  new Network(`network-${index}`, {
    project: "bench-project",
    autoCreateSubnetworks: false,
  });
}
