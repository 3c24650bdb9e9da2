import assert from "node:assert/strict";
import { NotReadyError } from "../../emulators/core/provider.ts";
import type { Properties } from "../../emulators/core/values.ts";
import { unknown, valueAt } from "../../emulators/core/values.ts";
import { kubernetesProvider } from "../../emulators/kubernetes.ts";
import { textAt } from "../../emulators/kubernetes/read.ts";
import type { Held } from "./core/provider-bench.ts";
import { ProviderBench } from "./core/provider-bench.ts";
import {
  claimSpec,
  deployment,
  ingress,
  job,
  named,
  pod,
  service,
  statefulSet,
  template,
  types,
} from "./kubernetes/objects.ts";

const quick = { waitMilliseconds: 30, pollMilliseconds: 1 };

function kubeconfig(server: string): string {
  return JSON.stringify({
    clusters: [{ name: "c", cluster: { server } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    "current-context": "x",
  });
}

/** Type and id of everything in the store. */
function stored(bench: ProviderBench): readonly string[] {
  return bench.store.list().map(({ type, id }) => `${type.split(":").at(-1) ?? ""} ${id}`);
}

/** Somebody changes a thing behind the engine's back. */
function change(bench: ProviderBench, held: Held, properties: Properties): void {
  const found = bench.store.list(held.type).find(({ id }) => id.endsWith(` ${held.id}`));
  assert.ok(found !== undefined);
  bench.store.put({ ...found, properties: { ...found.properties, ...properties } });
}

describe("kubernetesProvider", () => {
  let bench: ProviderBench;
  beforeEach(() => {
    bench = new ProviderBench(kubernetesProvider(quick));
  });
  afterEach(() => bench[Symbol.dispose]());

  describe("types", () => {
    const unknownTypes: readonly (readonly [token: string, why: string])[] = [
      ["kubernetes:apps/v1:Deploymint", 'no matches for kind "Deploymint" in version "apps/v1"'],
      [
        "kubernetes:extensions/v1beta1:Deployment",
        'no matches for kind "Deployment" in version "extensions/v1beta1"',
      ],
      [
        "kubernetes:networking.k8s.io/v1beta1:Ingress",
        'no matches for kind "Ingress" in version "networking.k8s.io/v1beta1"',
      ],
      ["kubernetes:apps/v1:DeploymentPatch", "it has no patches, only whole objects"],
      ["kubernetes:helm.sh/v3:Release", "it has no helm.sh, only the API server"],
      ["kubernetes:yaml/v2:ConfigGroup", "it has no yaml, only the API server"],
      ["kubernetes:kustomize/v2:Directory", "it has no kustomize, only the API server"],
    ];
    for (const [token, why] of unknownTypes) {
      it(`refuses ${token}`, async () => {
        const message = `the emulated cloud doesn't know the resource type ${token}: ${why}`;
        await assert.rejects(bench.check(token, "web", {}), { name: "CloudError", message });
      });
    }

    it("refuses lists", async () => {
      await assert.rejects(bench.check("kubernetes:apps/v1:DeploymentList", "web", {}), {
        message:
          "list resources exist for compatibility with YAML manifests and Helm charts, and cannot be created directly. Use the underlying resource type instead",
      });
    });

    it("refuses every function", async () => {
      await assert.rejects(bench.invoke("kubernetes:helm:template", {}), {
        message: "the emulated cloud doesn't know the function kubernetes:helm:template",
      });
    });

    it("finds an object that says it is of another kind", async () => {
      const complaints = await bench.complaints(types.configMap, { apiVersion: "v2", kind: "Map" });
      assert.deepEqual(complaints, [
        'apiVersion: apiVersion must be "v1" for kubernetes:core/v1:ConfigMap, not "v2"',
        'kind: kind must be "ConfigMap" for kubernetes:core/v1:ConfigMap, not "Map"',
      ]);
    });

    it("makes a custom resource only where its definition is", async () => {
      const issuer = "kubernetes:cert-manager.io/v1:Issuer";
      const wanted = named({ spec: { selfSigned: {} } });
      assert.partialDeepStrictEqual(await bench.previewOf(issuer, "web", wanted), wanted);
      const { urn } = bench.call(issuer, "web");
      await assert.rejects(bench.make(issuer, "web", wanted), {
        message: `creation of resource "${urn}" with kind cert-manager.io/v1/Issuer failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: no matches for kind "Issuer" in version "cert-manager.io/v1"`,
      });

      const names = { kind: "Issuer", plural: "issuers", singular: "issuer" };
      const schema = {
        openAPIV3Schema: { type: "object", x_kubernetes_preserve_unknown_fields: true },
      };
      const definition = await bench.make(
        "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
        "issuers",
        {
          metadata: { name: "issuers.cert-manager.io" },
          spec: {
            group: "cert-manager.io",
            names,
            scope: "Namespaced",
            versions: [{ name: "v1", served: true, storage: true, schema }],
          },
        },
      );
      assert.deepEqual(valueAt(definition.properties, ["spec", "versions", 0, "schema"]), schema);
      const made = await bench.make(issuer, "web", wanted);
      assert.equal(made.id, "default/web");
      assert.deepEqual(await bench.changes(made, named({ spec: { ca: {} } })), [
        "spec.ca add",
        "spec.selfSigned delete",
      ]);
      await bench.delete(definition);
      assert.equal(await bench.read(made), undefined);
    });
  });

  describe("names and namespaces", () => {
    it("makes up a name, the same at a preview and an update, another for another object", async () => {
      const first = await bench.check(types.configMap, "web", {});
      const { name, annotations } = Object(first.inputs["metadata"]);
      assert.match(name, /^web-[0-9a-f]{8}$/);
      assert.deepEqual(annotations, { "pulumi.com/autonamed": "true" });
      assert.deepEqual(await bench.check(types.configMap, "web", {}), first);
      const other = await bench.check(types.configMap, "api", {});
      assert.notDeepEqual(other.inputs["metadata"], first.inputs["metadata"]);
    });

    it("keeps the made-up name as long as the program names none", async () => {
      const held = await bench.make(types.configMap, "web", {});
      const seed = new TextEncoder().encode("another run");
      const again = await bench.check(types.configMap, "web", {}, { olds: held.inputs, seed });
      assert.deepEqual(again.inputs, held.inputs);
    });

    it("puts objects where they say, where the provider says, or in default", async () => {
      const inDefault = await bench.make(types.configMap, "web", named({}));
      assert.equal(inDefault.id, "default/web");
      using elsewhere = new ProviderBench(kubernetesProvider(quick), { namespace: "kube-public" });
      assert.equal((await elsewhere.make(types.configMap, "web", named({}))).id, "kube-public/web");
      const metadata = { name: "web", namespace: "kube-system" };
      assert.equal(
        (await elsewhere.make(types.configMap, "own", { metadata })).id,
        "kube-system/web",
      );
    });

    it("gives an object of the whole cluster no namespace", async () => {
      const metadata = { name: "fast", namespace: "default" };
      const provisioner = "example.com/disk";
      const held = await bench.make(types.storageClass, "fast", { metadata, provisioner });
      assert.equal(held.id, "fast");
      assert.equal(valueAt(held.properties, ["metadata", "namespace"]), undefined);
    });

    it("refuses a namespace that doesn't come", async () => {
      const wanted = { metadata: { name: "web", namespace: "sourcegraph" } };
      const { urn } = bench.call(types.configMap, "web");
      await assert.rejects(bench.make(types.configMap, "web", wanted), {
        message: `resource "${urn}" was not successfully created by the Kubernetes API server: namespaces "sourcegraph" not found`,
      });
    });

    it("shows an object at a preview whose namespace is made along with it", async () => {
      const wanted = { metadata: { name: "web", namespace: "sourcegraph" }, data: { a: "1" } };
      assert.partialDeepStrictEqual(await bench.previewOf(types.configMap, "web", wanted), wanted);
    });

    it("waits for a namespace that is being made", async () => {
      using patient = new ProviderBench(kubernetesProvider({ pollMilliseconds: 1 }));
      const metadata = { name: "web", namespace: "sourcegraph" };
      const [held] = await Promise.all([
        patient.make(types.configMap, "web", { metadata }),
        patient.make(types.namespace, "ns", { metadata: { name: "sourcegraph" } }),
      ]);
      assert.equal(held.id, "sourcegraph/web");
    });

    it("refuses to make what is there already, unless the provider may take it over", async () => {
      await bench.make(types.configMap, "web", named({ data: { a: "1" } }));
      const { urn } = bench.call(types.configMap, "again");
      const wanted = named({ data: { b: "2" } });
      await assert.rejects(bench.make(types.configMap, "again", wanted), {
        message: `resource "${urn}" was not successfully created by the Kubernetes API server: configmaps "web" already exists`,
      });
      assert.partialDeepStrictEqual(
        await bench.previewOf(types.configMap, "again", wanted),
        wanted,
      );

      using upserting = new ProviderBench(kubernetesProvider(quick), {
        upsertExistingObjects: true,
      });
      await upserting.make(types.configMap, "web", named({ data: { a: "1" } }));
      const taken = await upserting.make(types.configMap, "again", wanted);
      assert.deepEqual(taken.properties["data"], { a: "1", b: "2" });
    });
  });

  describe("outputs", () => {
    it("answers with the whole object, its defaults and its status", async () => {
      const { properties } = await bench.make(types.deployment, "web", deployment({ replicas: 2 }));
      assert.partialDeepStrictEqual(properties, {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "web", namespace: "default", resourceVersion: "1", generation: 1 },
        spec: {
          progressDeadlineSeconds: 600,
          revisionHistoryLimit: 10,
          strategy: {
            type: "RollingUpdate",
            rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
          },
          template: {
            spec: {
              containers: [{ imagePullPolicy: "IfNotPresent", terminationMessagePolicy: "File" }],
              dnsPolicy: "ClusterFirst",
              restartPolicy: "Always",
              terminationGracePeriodSeconds: 30,
            },
          },
        },
        status: { availableReplicas: 2, readyReplicas: 2, observedGeneration: 1 },
      });
      assert.match(textAt(properties, "metadata", "uid"), /^[0-9a-f-]{36}$/);
      assert.match(
        textAt(properties, "metadata", "creationTimestamp"),
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      );
    });

    it("doesn't label what it makes: server-side apply has its own record of owners", async () => {
      const { properties } = await bench.make(types.configMap, "web", named({}));
      assert.equal(valueAt(properties, ["metadata", "labels"]), undefined);
    });

    it("gives a Service addresses, and its load balancer one of its own", async () => {
      await bench.make(types.deployment, "web", deployment());
      const wanted = service({ type: "LoadBalancer" });
      const { properties } = await bench.make(types.service, "web", wanted);
      assert.partialDeepStrictEqual(properties, {
        spec: {
          allocateLoadBalancerNodePorts: true,
          externalTrafficPolicy: "Cluster",
          internalTrafficPolicy: "Cluster",
          ipFamilies: ["IPv4"],
          sessionAffinity: "None",
          ports: [{ port: 80, targetPort: 80, protocol: "TCP" }],
        },
      });
      const clusterIP = textAt(properties, "spec", "clusterIP");
      assert.match(clusterIP, /^10\.\d+\.\d+\.\d+$/);
      assert.deepEqual(valueAt(properties, ["spec", "clusterIPs"]), [clusterIP]);
      const address = textAt(properties, "status", "loadBalancer", "ingress", 0, "ip");
      assert.match(address, /^203\.0\.113\.\d+$/);

      const second = await bench.make(types.service, "other", {
        ...wanted,
        metadata: { name: "other" },
      });
      assert.notEqual(
        valueAt(second.properties, ["status", "loadBalancer", "ingress", 0, "ip"]),
        address,
      );
    });

    it("makes nothing up at a preview", async () => {
      const promised = await bench.previewOf(types.service, "web", service());
      assert.deepEqual(promised["metadata"], { name: "web", namespace: "default" });
      assert.equal(valueAt(promised, ["spec", "clusterIP"]), undefined);
      assert.equal(promised["status"], undefined);
      assert.equal(valueAt(promised, ["spec", "type"]), "ClusterIP");
      assert.deepEqual(bench.store.list(), []);
    });

    it("shows an object with unknown values as it was asked for", async () => {
      const wanted = named({ data: { a: unknown } });
      const promised = await bench.previewOf(types.configMap, "web", wanted);
      assert.deepEqual(promised["data"], { a: unknown });
    });

    it("keeps a Secret's texts as data, and both secret", async () => {
      const wanted = named({ stringData: { password: "hunter2" }, data: { user: "c2c=" } });
      const held = await bench.make(types.secret, "web", wanted);
      assert.deepEqual(held.properties["data"], { password: "aHVudGVyMg==", user: "c2c=" });
      assert.equal(held.properties["stringData"], undefined);
      assert.deepEqual(bench.provider.secretOutputs(types.secret), [["data"], ["stringData"]]);
      assert.deepEqual(await bench.changes(held, wanted), []);
    });

    it("finishes a Job and binds a claim", async () => {
      const done = await bench.make(types.job, "web", job({ completions: 2 }));
      assert.partialDeepStrictEqual(done.properties, { status: { succeeded: 2 } });
      assert.deepEqual(await bench.changes(done, job({ completions: 2 })), []);
      const bound = await bench.make(types.claim, "web", named({ spec: claimSpec() }));
      assert.partialDeepStrictEqual(bound.properties, {
        spec: { storageClassName: "standard", volumeMode: "Filesystem" },
        status: { phase: "Bound", capacity: { storage: "1Gi" } },
      });
    });

    it("leaves a claim pending whose class waits for a pod", async () => {
      await bench.make(types.storageClass, "late", {
        metadata: { name: "late" },
        provisioner: "example.com/disk",
        volumeBindingMode: "WaitForFirstConsumer",
      });
      const spec = claimSpec({ storageClassName: "late" });
      const { properties } = await bench.make(types.claim, "web", named({ spec }));
      assert.deepEqual(properties["status"], { phase: "Pending" });
    });
  });

  describe("waiting", () => {
    const waits: readonly (readonly [
      what: string,
      type: string,
      object: Properties,
      why: string,
    ])[] = [
      [
        "a Service for pods",
        types.service,
        service(),
        "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
      ],
      [
        "an Ingress for its Service",
        types.ingress,
        ingress(),
        'Ingress has at least one rule with an unmatched target Service: no service "web" for "example.com/"',
      ],
      [
        "a pod for its ConfigMap",
        types.deployment,
        deployment({ template: template({ envFrom: [{ configMapRef: { name: "settings" } }] }) }),
        'configmap "settings" not found',
      ],
      [
        "a pod for its ServiceAccount",
        types.deployment,
        deployment({ template: template({}, { serviceAccountName: "web" }) }),
        'error looking up service account default/web: serviceaccount "web" not found',
      ],
      [
        "a claim for its class",
        types.claim,
        named({ spec: claimSpec({ storageClassName: "fast" }) }),
        'storageclass.storage.k8s.io "fast" not found',
      ],
    ];
    for (const [what, type, object, why] of waits) {
      it(`makes ${what}, and fails when it waits in vain`, async () => {
        const { urn } = bench.call(type, "web");
        const error = await bench.make(type, "web", object).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        assert.ok(error instanceof NotReadyError);
        assert.equal(
          error.message,
          `resource "${urn}" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: 'web' timed out waiting to be Ready: ${why}`,
        );
        assert.equal(error.id, "default/web");
        assert.equal(bench.store.list(type).length, 1);
      });

      it(`doesn't make ${what} where it is told not to`, async () => {
        const metadata = { name: "web", annotations: { "pulumi.com/skipAwait": "true" } };
        assert.equal((await bench.make(type, "web", { ...object, metadata })).id, "default/web");
      });
    }

    it("waits for no pods of a headless or an external Service", async () => {
      await bench.make(types.service, "headless", service({ clusterIP: "None" }));
      const external = { type: "ExternalName", externalName: "example.com", ports: [] };
      await bench.make(types.service, "external", {
        metadata: { name: "external" },
        spec: external,
      });
    });

    it("finds the pods of a workload that is made at the same time", async () => {
      using patient = new ProviderBench(kubernetesProvider({ pollMilliseconds: 1 }));
      const [held] = await Promise.all([
        patient.make(types.service, "web", service()),
        patient.make(types.deployment, "web", deployment()),
      ]);
      assert.equal(held.id, "default/web");
    });

    it("fails a rollout whose pods the namespace refuses, and refuses the bare Pod", async () => {
      const labels = { "pod-security.kubernetes.io/enforce": "baseline" };
      await bench.make(types.namespace, "safe", { metadata: { name: "safe", labels } });
      const securityContext = { privileged: true };
      const metadata = { name: "web", namespace: "safe" };
      const violation =
        'is forbidden: violates PodSecurity "baseline:latest": privileged (container "web" must not set securityContext.privileged=true)';
      const workload = { ...deployment({ template: template({ securityContext }) }), metadata };
      await assert.rejects(bench.make(types.deployment, "web", workload), (error: Error) => {
        assert.ok(error instanceof NotReadyError);
        assert.ok(
          error.message.endsWith(`timed out waiting to be Ready: pods "web-" ${violation}`),
        );
        return true;
      });
      const { urn } = bench.call(types.pod, "web");
      await assert.rejects(
        bench.make(types.pod, "web", { ...pod({ securityContext }), metadata }),
        {
          name: "CloudError",
          message: `resource "${urn}" was not successfully created by the Kubernetes API server: pods "web" ${violation}`,
        },
      );
    });
  });

  describe("StatefulSet", () => {
    const claims = [
      "PersistentVolumeClaim ambient default/data-web-0",
      "PersistentVolumeClaim ambient default/data-web-1",
    ];

    it("makes a claim for each replica, and leaves them when it goes", async () => {
      const held = await bench.make(types.statefulSet, "web", statefulSet({ replicas: 2 }));
      assert.deepEqual(
        stored(bench),
        ["StatefulSet ambient default/web", ...claims].toSorted(byType),
      );
      await bench.delete(held);
      assert.deepEqual(stored(bench), claims);
      const again = await bench.make(types.statefulSet, "web", statefulSet({ replicas: 2 }));
      assert.equal(again.id, "default/web");
    });

    it("makes claims for replicas that are added, and keeps those of replicas that go", async () => {
      const one = await bench.make(types.statefulSet, "web", statefulSet());
      const two = await bench.update(one, statefulSet({ replicas: 2 }));
      assert.deepEqual(stored(bench).slice(1), claims);
      await bench.update(two, statefulSet({ replicas: 0 }));
      assert.deepEqual(stored(bench).slice(1), claims);
    });

    it("takes its claims along where its retention policy says so", async () => {
      const persistentVolumeClaimRetentionPolicy = { whenDeleted: "Delete", whenScaled: "Delete" };
      const wanted = (replicas: number): Properties =>
        statefulSet({ replicas, persistentVolumeClaimRetentionPolicy });
      const two = await bench.make(types.statefulSet, "web", wanted(2));
      const one = await bench.update(two, wanted(1));
      assert.deepEqual(stored(bench).slice(1), claims.slice(0, 1));
      await bench.delete(one);
      assert.deepEqual(stored(bench), []);
    });
  });

  describe("changes and drift", () => {
    it("changes what the program says, drops what it no longer says, keeps what others said", async () => {
      const metadata = { name: "web", labels: { a: "1", b: "2" } };
      const held = await bench.make(types.configMap, "web", { metadata, data: { x: "1" } });
      change(bench, held, {
        metadata: { ...Object(held.properties["metadata"]), labels: { a: "1", b: "2", c: "3" } },
      });
      const after = { metadata: { name: "web", labels: { a: "9" } }, data: { x: "1" } };
      const updated = await bench.update(held, after);
      assert.deepEqual(valueAt(updated.properties, ["metadata", "labels"]), { a: "9", c: "3" });
      assert.equal(valueAt(updated.properties, ["metadata", "resourceVersion"]), "2");
    });

    it("merges lists by their keys", async () => {
      const held = await bench.make(types.deployment, "web", withVariables("A", "B"));
      const updated = await bench.update(held, withVariables("B", "C"));
      const path = ["spec", "template", "spec", "containers", 0, "env"];
      assert.deepEqual(valueAt(updated.properties, path), [
        { name: "B", value: "1" },
        { name: "C", value: "1" },
      ]);
      assert.partialDeepStrictEqual(updated.properties, { metadata: { generation: 2 } });
    });

    it("reads what is there: live values of what the program says, and nothing else as inputs", async () => {
      const held = await bench.make(types.deployment, "web", deployment({ replicas: 2 }));
      const call = { ...bench.call(types.deployment, "web"), id: held.id, inputs: held.inputs };
      const read = await bench.provider.read(call);
      assert.deepEqual(read, { id: held.id, inputs: held.inputs, properties: held.properties });
      change(bench, held, {
        spec: { ...Object(held.properties["spec"]), replicas: 5, paused: true },
      });
      const drifted = await bench.provider.read(call);
      assert.equal(valueAt(drifted?.inputs, ["spec", "replicas"]), 5);
      assert.equal(valueAt(drifted?.inputs, ["spec", "paused"]), undefined);
      assert.equal(valueAt(drifted?.properties, ["spec", "paused"]), true);
    });

    it("plans to undo drift that a refresh has found", async () => {
      const held = await bench.make(types.deployment, "web", deployment({ replicas: 2 }));
      change(bench, held, { spec: { ...Object(held.properties["spec"]), replicas: 5 } });
      const properties = (await bench.read(held)) ?? {};
      const refreshed = { ...held, properties };
      assert.deepEqual(await bench.changes(refreshed, deployment({ replicas: 2 })), [
        "spec.replicas update",
      ]);
      const repaired = await bench.update(refreshed, deployment({ replicas: 2 }));
      assert.equal(valueAt(repaired.properties, ["spec", "replicas"]), 2);
    });

    it("reads nothing where nothing is left, and has nothing to update there", async () => {
      const held = await bench.make(types.configMap, "web", named({}));
      await bench.delete(held);
      await bench.delete(held);
      assert.equal(await bench.read(held), undefined);
      const { urn } = bench.call(types.configMap, "web");
      await assert.rejects(bench.update(held, named({ data: {} })), {
        message: `update of resource "${urn}" failed: configmaps "web" not found`,
      });
    });

    it("imports an object as the program would have to write it", async () => {
      const held = await bench.make(types.configMap, "web", named({ data: { a: "1" } }));
      const call = { ...bench.call(types.configMap, "web"), id: held.id, inputs: {} };
      assert.deepEqual((await bench.provider.read(call))?.inputs, {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "web", namespace: "default" },
        data: { a: "1" },
      });
    });

    it("removes a namespace with everything in it, and some namespaces never", async () => {
      const held = await bench.make(types.namespace, "ns", { metadata: { name: "sourcegraph" } });
      const metadata = { name: "web", namespace: "sourcegraph" };
      await bench.make(types.configMap, "web", { metadata });
      await bench.make(types.configMap, "other", named({}));
      await bench.delete(held);
      assert.deepEqual(stored(bench), ["ConfigMap ambient default/web"]);
      const permanent = { ...held, id: "kube-system" };
      await assert.rejects(bench.delete(permanent), {
        message: 'namespaces "kube-system" is forbidden: this namespace may not be deleted',
      });
    });
  });

  it("keeps clusters apart, by their server's URL, and shows neither in ids", async () => {
    const provider = kubernetesProvider(quick);
    const ids = ["https://a.example.com", "https://b.example.com"].map(async (server) => {
      const config = { kubeconfig: kubeconfig(server) };
      const call = { ...bench.call(types.configMap, "web"), config };
      const inputs = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "web" } };
      return (await provider.create({ ...call, inputs, preview: false })).id;
    });
    assert.deepEqual(await Promise.all(ids), ["default/web", "default/web"]);
    assert.deepEqual(stored(bench), [
      "ConfigMap https://a.example.com default/web",
      "ConfigMap https://b.example.com default/web",
    ]);
  });
});

function withVariables(...names: readonly string[]): Properties {
  const env = names.map((name) => ({ name, value: "1" }));
  return deployment({ template: template({ env }) });
}

function byType(left: string, right: string): number {
  return left.includes("StatefulSet") ? -1 : right.includes("StatefulSet") ? 1 : 0;
}
