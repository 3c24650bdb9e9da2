import { describeLifecycle } from "./lifecycle.ts";

describeLifecycle({
  environment: "customer-restricted",
  change: { "registry.host": "other-registry.example.com" },
  steps: ["update kubernetes:apps/v1:Deployment sourcegraph-frontend-deployment"],
  drift: {
    type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
    property: "rules",
    value: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }],
  },
  protectedTypes: [],
});

describeLifecycle({
  environment: "customer-external",
  change: { "cluster.nodePools.default.nodes": 5 },
  steps: ["update aws:eks/nodeGroup:NodeGroup customer-external-default"],
  drift: { type: "aws:ec2/vpc:Vpc", property: "enableDnsSupport", value: false },
  protectedTypes: ["aws:eks/cluster:Cluster", "aws:kms/key:Key", "aws:ec2/eip:Eip"],
});
