import { describeLifecycle } from "./lifecycle.ts";

const namespaceAndCluster = [
  "kubernetes:core/v1:Namespace",
  "gcp:container/cluster:Cluster",
  "gcp:compute/address:Address",
];

describeLifecycle({
  environment: "dogfood",
  change: { "cluster.nodePools.default.nodes": 6 },
  steps: ["update gcp:container/nodePool:NodePool dogfood-default"],
  drift: { type: "gcp:container/nodePool:NodePool", property: "nodeCount", value: 1 },
  protectedTypes: namespaceAndCluster,
});

describeLifecycle({
  environment: "cloud",
  change: { "services.sourcegraph-frontend": { replicas: 8 } },
  steps: ["update kubernetes:apps/v1:Deployment sourcegraph-frontend-deployment"],
  drift: {
    type: "gcp:compute/subnetwork:Subnetwork",
    property: "privateIpGoogleAccess",
    value: false,
  },
  protectedTypes: namespaceAndCluster,
});

describeLifecycle({
  environment: "customer-default",
  change: { release: "3.28.0" },
  steps: ["update kubernetes:apps/v1:Deployment sourcegraph-frontend-deployment"],
  drift: { type: "gcp:compute/router:Router", property: "description", value: "by hand" },
  protectedTypes: ["gcp:container/cluster:Cluster", "gcp:compute/address:Address"],
});

describeLifecycle({
  environment: "upgrade-test",
  change: { expires: "2027-01-31" },
  // Everything that carries labels, and no pod: the Deployment's template has none of them.
  steps: [
    "update gcp:container/cluster:Cluster upgrade-test-cluster",
    "update gcp:container/nodePool:NodePool upgrade-test-default",
    "update kubernetes:apps/v1:Deployment sourcegraph-frontend-deployment",
    "update kubernetes:core/v1:Namespace ns-sourcegraph-namespace",
    "update kubernetes:core/v1:Service sourcegraph-frontend-internal-service",
    "update kubernetes:core/v1:Service sourcegraph-frontend-service",
    "update kubernetes:core/v1:ServiceAccount sourcegraph-frontend-serviceaccount",
    "update kubernetes:networking.k8s.io/v1:Ingress sourcegraph-frontend-ingress",
    "update kubernetes:rbac.authorization.k8s.io/v1:Role sourcegraph-frontend-role",
    "update kubernetes:rbac.authorization.k8s.io/v1:RoleBinding sourcegraph-frontend-rolebinding",
    "update pulumi:providers:gcp upgrade-test-gcp",
  ],
  drift: { type: "gcp:container/cluster:Cluster", property: "enableShieldedNodes", value: false },
  protectedTypes: [],
});
