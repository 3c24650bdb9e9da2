import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { SourcegraphKubernetesArgs } from "../../../components/sourcegraph/sourcegraph-kubernetes.ts";
import { SourcegraphKubernetes } from "../../../components/sourcegraph/sourcegraph-kubernetes.ts";
import type { StringMap } from "../../../manifests/kubernetes/objects.ts";
import { renderKubernetes } from "../../../manifests/kubernetes/render.ts";
import { loadCatalog } from "../../../releases/catalog.ts";
import type { KubernetesRelease } from "../../../releases/catalog.ts";
import type { Registered } from "../../support/deploy.ts";
import { deploy, keptOf, namesOf, only, treeOf, valueOf } from "../../support/deploy.ts";

const catalog = loadCatalog();
const releases = catalog.versionsOf("base").flatMap((version) => {
  const release = catalog.release(version, "base");
  return release?.type === "kubernetes" ? [release] : [];
});
const ingressType = "kubernetes:networking.k8s.io/v1:Ingress";
const classType = "kubernetes:storage.k8s.io/v1:StorageClass";

function argsFor(release: KubernetesRelease, withIngress = true): SourcegraphKubernetesArgs {
  const options = { namespace: "prod", ...(!withIngress && { ingress: false as const }) };
  return {
    namespace: { name: "prod", podSecurity: "baseline", labels: {} },
    storageClass: {
      name: "sourcegraph",
      provisioner: "pd.csi.storage.gke.io",
      parameters: { type: "pd-ssd" },
      reclaimPolicy: "Retain",
    },
    services: renderKubernetes(release, options).filter(
      ({ service }) => service === "sourcegraph-frontend",
    ),
    protect: true,
  };
}

function claims(registered: readonly Registered[]): readonly Registered[] {
  return registered.filter(({ type }) => type === "kubernetes:core/v1:PersistentVolumeClaim");
}

/** Names of what one waits for. */
function namesOfDependencies({ options }: Registered): readonly string[] {
  const { dependsOn = [] } = options;
  assert.ok(Array.isArray(dependsOn));
  return dependsOn
    .map((each) => (pulumi.Resource.isInstance(each) ? String(Reflect.get(each, "__name")) : "?"))
    .toSorted();
}

describe("SourcegraphKubernetes", () => {
  const [oldest] = releases;
  if (oldest === undefined) throw new Error("the catalog has no release");
  const args = argsFor(oldest);
  const made = (changes: Partial<SourcegraphKubernetesArgs> = {}) =>
    deploy(() => new SourcegraphKubernetes("dogfood", { ...args, ...changes }));

  it("registers these resources and no others", async () => {
    assert.deepEqual(treeOf(await made()), [
      "kubernetes:apps/v1:Deployment sourcegraph-frontend-deployment < KubernetesService sourcegraph-frontend",
      "kubernetes:core/v1:Namespace prod-namespace < SourcegraphKubernetes dogfood",
      "kubernetes:core/v1:Service sourcegraph-frontend-internal-service < KubernetesService sourcegraph-frontend",
      "kubernetes:core/v1:Service sourcegraph-frontend-service < KubernetesService sourcegraph-frontend",
      "kubernetes:core/v1:ServiceAccount sourcegraph-frontend-serviceaccount < KubernetesService sourcegraph-frontend",
      "kubernetes:networking.k8s.io/v1:Ingress sourcegraph-frontend-ingress < SourcegraphIngress ingress",
      "kubernetes:rbac.authorization.k8s.io/v1:Role sourcegraph-frontend-role < KubernetesService sourcegraph-frontend",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding sourcegraph-frontend-rolebinding < KubernetesService sourcegraph-frontend",
      "kubernetes:storage.k8s.io/v1:StorageClass sourcegraph-storageclass < SourcegraphKubernetes dogfood",
      "sourcegraph:components:KubernetesService sourcegraph-frontend < SourcegraphKubernetes dogfood",
      "sourcegraph:components:SourcegraphIngress ingress < SourcegraphKubernetes dogfood",
      "sourcegraph:components:SourcegraphKubernetes dogfood < (stack)",
    ]);
  });

  it("registers the frontend in the same way for every release, so that an upgrade replaces nothing", async () => {
    const expected = namesOf(await made());
    for (const release of releases) {
      const registered = await deploy(() => new SourcegraphKubernetes("dogfood", argsFor(release)));
      assert.deepEqual(namesOf(registered), expected, release.version);
    }
  });

  it("leaves out what exists already, and an Ingress that nobody wants", async () => {
    const { services } = argsFor(oldest, false);
    const smallest = { namespace: undefined, storageClass: undefined, services };
    const types = new Set((await made(smallest)).map(({ type }) => type));
    for (const type of ["kubernetes:core/v1:Namespace", classType, ingressType]) {
      assert.ok(!types.has(type), type);
    }
  });

  it("keeps the namespace, with every claim in it, iff it is protected", async () => {
    const namespace = ["kubernetes:core/v1:Namespace prod-namespace"];
    assert.deepEqual(keptOf(await made()), { protect: namespace, retainOnDelete: namespace });
    const thrown = await made({ protect: false });
    assert.deepEqual(keptOf(thrown), { protect: [], retainOnDelete: [] });
  });

  it("leaves claims in the cluster when a release has no use for them, iff it is protected", async () => {
    const services = renderKubernetes(oldest, { namespace: "prod" });
    const kept = claims(await made({ services }));
    assert.ok(kept.length >= 4);
    assert.ok(kept.every(({ options }) => options.retainOnDelete === true));
    // Protected, they would stop the release that leaves them out.
    assert.ok(kept.every(({ options }) => options.protect !== true));
    const thrown = claims(await made({ services, protect: false }));
    assert.ok(thrown.every(({ options }) => options.retainOnDelete !== true));
  });

  it("starts stores before the frontend before the others, all in their namespace", async () => {
    const registered = await made({ services: renderKubernetes(oldest, { namespace: "prod" }) });
    const before = (service: string) =>
      namesOfDependencies(only(registered, "sourcegraph:components:KubernetesService", service));
    assert.deepEqual(before("pgsql"), ["prod-namespace"]);
    const stores = ["pgsql", "prod-namespace", "redis-cache", "redis-store"];
    assert.deepEqual(before("sourcegraph-frontend"), stores);
    assert.deepEqual(before("gitserver"), [...stores, "sourcegraph-frontend"]);
  });

  it("has a Secret with what is encrypted, and no pod before it", async () => {
    const data: StringMap = { "databases.main.password": "hunter2" };
    const secret = {
      name: "sourcegraph-secrets",
      labels: { owner: "o" },
      data: pulumi.secret(data),
    };
    const registered = await made({ secret });
    const { inputs } = only(registered, "kubernetes:core/v1:Secret");
    assert.partialDeepStrictEqual(inputs, {
      metadata: { name: "sourcegraph-secrets", labels: { owner: "o" } },
      stringData: { value: data },
    });
    assert.deepEqual(
      namesOfDependencies(
        only(registered, "sourcegraph:components:KubernetesService", "sourcegraph-frontend"),
      ),
      ["prod-namespace", "sourcegraph-secrets-secret"],
    );
  });

  it("tells no secret in what the components themselves register", async () => {
    const secret = { name: "s", labels: {}, data: pulumi.secret<StringMap>({ key: "hunter2" }) };
    const components = (await made({ secret })).filter(({ type }) =>
      type.startsWith("sourcegraph:"),
    );
    assert.ok(!JSON.stringify(components.map(({ inputs }) => inputs)).includes("hunter2"));
  });

  it("replaces a storage class that can't be changed, under its name", async () => {
    const { options } = only(await made(), classType);
    assert.equal(options.deleteBeforeReplace, true);
    assert.deepEqual(options.replaceOnChanges, ["reclaimPolicy", "volumeBindingMode"]);
  });

  it("waits for no Service, and starts pods when all that they need is there", async () => {
    const registered = await made();
    for (const { inputs } of registered.filter(
      ({ type }) => type === "kubernetes:core/v1:Service",
    )) {
      assert.partialDeepStrictEqual(inputs["metadata"], {
        annotations: { "pulumi.com/skipAwait": "true" },
      });
    }
    const { options } = only(registered, "kubernetes:apps/v1:Deployment");
    assert.equal(Array.isArray(options.dependsOn) ? options.dependsOn.length : 0, 5);
  });

  /** What a controller writes into an Ingress's status, and the address that is told. */
  const statuses = [
    [{ loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } }, "203.0.113.7"],
    [{ loadBalancer: { ingress: [{ hostname: "lb.example.com" }] } }, "lb.example.com"],
    [{ loadBalancer: {} }, ""],
    [undefined, ""],
  ] as const;
  for (const [status, address] of statuses) {
    it(`tells "${address}" for the status ${JSON.stringify(status) ?? "that isn't there"}`, async () => {
      let found = "not told";
      await deploy(
        async () => {
          found = await valueOf(new SourcegraphKubernetes("dogfood", args).ingressAddress);
        },
        { outputs: { [ingressType]: { status } } },
      );
      assert.equal(found, address);
    });
  }
});
