import assert from "node:assert/strict";
import type { GkeClusterArgs } from "../../../components/gcp/gke-cluster.ts";
import { GkeCluster } from "../../../components/gcp/gke-cluster.ts";
import type { Answers } from "../../support/deploy.ts";
import { deploy, keptOf, only, treeOf, valueOf } from "../../support/deploy.ts";
import { gkeArgs as args, pool } from "../args.ts";

const clusterType = "gcp:container/cluster:Cluster";
const poolType = "gcp:container/nodePool:NodePool";

const made = (changes: Partial<GkeClusterArgs> = {}, answers?: Answers) =>
  deploy(() => new GkeCluster("dogfood", { ...args, ...changes }), answers);

describe("GkeCluster", () => {
  it("registers these resources and no others", async () => {
    assert.deepEqual(treeOf(await made()), [
      "gcp:compute/address:Address dogfood-egress-1 < GcpNetwork dogfood",
      "gcp:compute/network:Network dogfood-network < GcpNetwork dogfood",
      "gcp:compute/router:Router dogfood-router < GcpNetwork dogfood",
      "gcp:compute/routerNat:RouterNat dogfood-nat < GcpNetwork dogfood",
      "gcp:compute/subnetwork:Subnetwork dogfood-subnetwork < GcpNetwork dogfood",
      "gcp:container/cluster:Cluster dogfood-cluster < GkeCluster dogfood",
      "gcp:container/nodePool:NodePool dogfood-default < GkeCluster dogfood",
      "gcp:projects/iAMMember:IAMMember dogfood-nodes-artifactregistry.reader < GcpNodeIdentity dogfood-nodes",
      "gcp:projects/iAMMember:IAMMember dogfood-nodes-autoscaling.metricsWriter < GcpNodeIdentity dogfood-nodes",
      "gcp:projects/iAMMember:IAMMember dogfood-nodes-logging.logWriter < GcpNodeIdentity dogfood-nodes",
      "gcp:projects/iAMMember:IAMMember dogfood-nodes-monitoring.metricWriter < GcpNodeIdentity dogfood-nodes",
      "gcp:projects/iAMMember:IAMMember dogfood-nodes-monitoring.viewer < GcpNodeIdentity dogfood-nodes",
      "gcp:projects/iAMMember:IAMMember dogfood-nodes-stackdriver.resourceMetadata.writer < GcpNodeIdentity dogfood-nodes",
      "gcp:serviceaccount/account:Account dogfood-nodes-account < GcpNodeIdentity dogfood-nodes",
      "sourcegraph:components:GcpNetwork dogfood < GkeCluster dogfood",
      "sourcegraph:components:GcpNodeIdentity dogfood-nodes < GkeCluster dogfood",
      "sourcegraph:components:GkeCluster dogfood < (stack)",
    ]);
  });

  it("keeps the cluster, and the addresses that others have on their lists", async () => {
    const registered = await made();
    const addresses = ["gcp:compute/address:Address dogfood-egress-1"];
    assert.deepEqual(keptOf(registered), {
      protect: [...addresses, `${clusterType} dogfood-cluster`],
      retainOnDelete: addresses,
    });
    assert.equal(only(registered, clusterType).inputs["deletionProtection"], true);
  });

  it("keeps nothing of an instance that is thrown away", async () => {
    const registered = await made({ protect: false });
    assert.deepEqual(keptOf(registered), { protect: [], retainOnDelete: [] });
    assert.equal(only(registered, clusterType).inputs["deletionProtection"], false);
  });

  it("has no public nodes, and lets them out by the reserved addresses", async () => {
    const registered = await made();
    assert.partialDeepStrictEqual(only(registered, clusterType).inputs, {
      privateClusterConfig: { enablePrivateNodes: true, masterIpv4CidrBlock: "172.16.0.0/28" },
    });
    const nat = only(registered, "gcp:compute/routerNat:RouterNat");
    assert.equal(nat.inputs["natIpAllocateOption"], "MANUAL_ONLY");
    const open = await made({ privateNodes: false, network: { ...args.network, natAddresses: 0 } });
    assert.equal(only(open, clusterType).inputs["privateClusterConfig"], undefined);
    const ownNat = only(open, "gcp:compute/routerNat:RouterNat");
    assert.equal(ownNat.inputs["natIpAllocateOption"], "AUTO_ONLY");
  });

  it("lets the given ranges reach the API, or anybody with credentials", async () => {
    const admins = [{ name: "admins", cidr: "198.51.100.0/24" }];
    const few = only(await made({ authorizedCidrs: admins }), clusterType);
    assert.deepEqual(few.inputs["masterAuthorizedNetworksConfig"], {
      cidrBlocks: [{ displayName: "admins", cidrBlock: "198.51.100.0/24" }],
    });
    const all = only(await made(), clusterType);
    assert.equal(all.inputs["masterAuthorizedNetworksConfig"], undefined);
  });

  it("follows a release channel, or pins the newest version with a prefix", async () => {
    const channel = await made();
    assert.deepEqual(only(channel, clusterType).inputs["releaseChannel"], { channel: "REGULAR" });
    assert.partialDeepStrictEqual(only(channel, poolType).inputs, {
      management: { autoUpgrade: true },
    });
    const pinned = await made(
      { version: { prefix: "1.33" } },
      {
        functions: {
          "gcp:container/getEngineVersions:getEngineVersions": {
            latestMasterVersion: "1.33.5-gke.7",
          },
        },
      },
    );
    assert.partialDeepStrictEqual(only(pinned, clusterType).inputs, {
      minMasterVersion: "1.33.5-gke.7",
    });
    assert.partialDeepStrictEqual(only(pinned, poolType).inputs, {
      management: { autoUpgrade: false },
    });
  });

  it("has a pool of a fixed size, or one that the autoscaler may change", async () => {
    const registered = await made({
      nodePools: {
        fixed: { ...pool, nodes: 4 },
        elastic: { ...pool, nodes: { min: 2, max: 9 } },
      },
    });
    const fixed = only(registered, poolType, "dogfood-fixed");
    assert.equal(fixed.inputs["nodeCount"], 4);
    assert.equal(fixed.inputs["autoscaling"], undefined);
    const elastic = only(registered, poolType, "dogfood-elastic");
    assert.equal(elastic.inputs["nodeCount"], undefined);
    assert.deepEqual(elastic.inputs["autoscaling"], { minNodeCount: 2, maxNodeCount: 9 });
  });

  it("doesn't make an elastic pool anew for another minimum", async () => {
    const nodePools = { elastic: { ...pool, nodes: { min: 2, max: 9 } } };
    const elastic = only(await made({ nodePools }), poolType);
    // The API takes no change of it: the pool would be replaced, with every node in it.
    assert.deepEqual(elastic.options.ignoreChanges, ["initialNodeCount"]);
  });

  it("gives nodes what the pool says, and an identity of their own", async () => {
    const special = await made({
      nodePools: {
        default: {
          ...pool,
          diskType: "pd-ssd",
          localSsds: 2,
          spot: true,
          labels: { disk: "fast" },
          taints: [{ key: "search", effect: "NoSchedule" }],
        },
      },
    });
    assert.partialDeepStrictEqual(only(special, poolType).inputs["nodeConfig"], {
      machineType: "n1-standard-16",
      diskSizeGb: 100,
      diskType: "pd-ssd",
      localSsdCount: 2,
      spot: true,
      labels: { disk: "fast" },
      taints: [{ key: "search", value: "", effect: "NO_SCHEDULE" }],
      workloadMetadataConfig: { mode: "GKE_METADATA" },
      resourceLabels: args.labels,
    });
  });

  it("tells how to reach it, without a credential", async () => {
    let kubeconfig = "";
    await deploy(
      async () => {
        kubeconfig = await valueOf(new GkeCluster("dogfood", args).kubeconfig);
      },
      {
        outputs: {
          [clusterType]: {
            endpoint: "203.0.113.9",
            masterAuth: { clusterCaCertificate: "Q0E=", clientKey: "never" },
          },
        },
      },
    );
    assert.match(kubeconfig, /"server":"https:\/\/203\.0\.113\.9"/);
    assert.match(kubeconfig, /"certificate-authority-data":"Q0E="/);
    assert.match(kubeconfig, /"command":"gke-gcloud-auth-plugin"/);
    assert.doesNotMatch(kubeconfig, /never/);
  });
});
