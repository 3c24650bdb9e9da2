import { describeLifecycle } from "./lifecycle.ts";

describeLifecycle({
  environment: "customer-box",
  change: { "box.dataDisk.gib": 600 },
  steps: ["update aws:ebs/volume:Volume customer-box-data"],
  drift: { type: "aws:ec2/instance:Instance", property: "instanceType", value: "t3.micro" },
  protectedTypes: ["aws:ebs/volume:Volume", "aws:ec2/eip:Eip", "aws:ec2/instance:Instance"],
});

describeLifecycle({
  environment: "managed-box",
  change: { "box.machineType": "n1-standard-16" },
  steps: ["update gcp:compute/instance:Instance managed-box-vm"],
  drift: {
    type: "gcp:compute/firewall:Firewall",
    property: "sourceRanges",
    value: ["198.51.100.0/24"],
  },
  protectedTypes: [
    "gcp:compute/regionDisk:RegionDisk",
    "gcp:compute/address:Address",
    "gcp:compute/instance:Instance",
  ],
});

describeLifecycle({
  environment: "registry-mirror",
  change: { "mirror.immutableTags": false },
  steps: ["update gcp:artifactregistry/repository:Repository registry-mirror-copies"],
  drift: {
    type: "gcp:artifactregistry/repository:Repository",
    property: "description",
    value: "by hand",
  },
  protectedTypes: [],
});

describeLifecycle({
  environment: "local",
  change: { release: "3.28.0" },
  steps: [
    "create-replacement docker:index/container:Container local-sourcegraph-frontend-0",
    "create-replacement docker:index/remoteImage:RemoteImage local-frontend-image",
    "delete-replaced docker:index/container:Container local-sourcegraph-frontend-0",
    "delete-replaced docker:index/remoteImage:RemoteImage local-frontend-image",
    "replace docker:index/container:Container local-sourcegraph-frontend-0",
    "replace docker:index/remoteImage:RemoteImage local-frontend-image",
  ],
  drift: { type: "docker:index/container:Container", property: "restart", value: "no" },
  protectedTypes: [],
});
