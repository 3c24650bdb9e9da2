import assert from "node:assert/strict";
import type { Properties } from "../../../emulators/core/values.ts";
import { unknown } from "../../../emulators/core/values.ts";
import { kubernetesProvider } from "../../../emulators/kubernetes.ts";
import { ProviderBench } from "../core/provider-bench.ts";
import {
  claimSpec,
  claimTemplate,
  deployment,
  job,
  named,
  pod,
  service,
  statefulSet,
  template,
  types,
} from "./objects.ts";

const role = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "web" };
const provisioner = "example.com/disk";

/** What each change of a program does: `!` makes the object anew. */
const changes: readonly (readonly [
  what: string,
  type: string,
  before: Properties,
  after: Properties,
  expected: readonly string[],
])[] = [
  [
    "a Deployment's image",
    types.deployment,
    deployment(),
    deployment({ template: template({ image: "example.com/web:2" }) }),
    ["spec.template.spec.containers.0.image update"],
  ],
  [
    "a Deployment's selector",
    types.deployment,
    deployment(),
    deployment({ selector: { matchLabels: { app: "web", tier: "a" } } }),
    ["spec.selector.matchLabels.tier add!"],
  ],
  ["a name", types.configMap, named({}), { metadata: { name: "api" } }, ["metadata.name update!"]],
  [
    "a namespace",
    types.configMap,
    named({}),
    { metadata: { name: "web", namespace: "kube-public" } },
    ["metadata.namespace update!"],
  ],
  [
    "a label",
    types.configMap,
    named({}),
    { metadata: { name: "web", labels: { a: "b" } } },
    ["metadata.labels add"],
  ],
  [
    "a ConfigMap's data",
    types.configMap,
    named({ data: { a: "1" } }),
    named({ data: { a: "2" } }),
    ["data.a update!"],
  ],
  [
    "a Secret's text",
    types.secret,
    named({ stringData: { a: "1" } }),
    named({ stringData: { a: "2" } }),
    ["stringData.a update!"],
  ],
  [
    "a StatefulSet's replicas",
    types.statefulSet,
    statefulSet(),
    statefulSet({ replicas: 2 }),
    ["spec.replicas add"],
  ],
  [
    "a StatefulSet's claims",
    types.statefulSet,
    statefulSet(),
    statefulSet({ volumeClaimTemplates: [claimTemplate({ storageClassName: "standard" })] }),
    ["spec.volumeClaimTemplates.0.spec.storageClassName add!"],
  ],
  [
    "a StatefulSet's service",
    types.statefulSet,
    statefulSet(),
    statefulSet({ serviceName: "api" }),
    ["spec.serviceName update!"],
  ],
  [
    "a claim's size",
    types.claim,
    named({ spec: claimSpec() }),
    named({ spec: claimSpec({ resources: { requests: { storage: "2Gi" } } }) }),
    ["spec.resources.requests.storage update"],
  ],
  [
    "a claim's size, said otherwise",
    types.claim,
    named({ spec: claimSpec() }),
    named({ spec: claimSpec({ resources: { requests: { storage: "1024Mi" } } }) }),
    [],
  ],
  [
    "a claim's class",
    types.claim,
    named({ spec: claimSpec() }),
    named({ spec: claimSpec({ storageClassName: "standard" }) }),
    ["spec.storageClassName add!"],
  ],
  [
    "a Job's template",
    types.job,
    job(),
    job({ template: template({ image: "example.com/web:2" }, { restartPolicy: "Never" }) }),
    ["spec.template.spec.containers.0.image update!"],
  ],
  [
    "a Pod's image",
    types.pod,
    pod(),
    pod({ image: "example.com/web:2" }),
    ["spec.containers.0.image update!"],
  ],
  [
    "a Service's address",
    types.service,
    service({ clusterIP: "None" }),
    service({ clusterIP: "10.0.0.1" }),
    ["spec.clusterIP update!"],
  ],
  [
    "a Service's publishing",
    types.service,
    service({ clusterIP: "None" }),
    service({ clusterIP: "None", publishNotReadyAddresses: true }),
    ["spec.publishNotReadyAddresses add"],
  ],
  [
    "a binding's role",
    types.roleBinding,
    named({ roleRef: role }),
    named({ roleRef: { ...role, name: "api" } }),
    ["roleRef.name update!"],
  ],
  [
    "a class's parameters",
    types.storageClass,
    named({ provisioner }),
    named({ provisioner, parameters: { type: "ssd" } }),
    ["parameters add!"],
  ],
  [
    "a class's policy",
    types.storageClass,
    named({ provisioner }),
    named({ provisioner, reclaimPolicy: "Retain" }),
    ["reclaimPolicy add"],
  ],
  [
    "a value that isn't known yet",
    types.configMap,
    named({ data: { a: "1" } }),
    named({ data: { a: unknown } }),
    ["data.a update!"],
  ],
  ["nothing", types.deployment, deployment(), deployment(), []],
];

/** What the API server has against changes that the provider makes in place. */
const refusals: readonly (readonly [
  what: string,
  type: string,
  before: Properties,
  after: Properties,
  why: string,
])[] = [
  [
    "a Deployment's selector",
    types.deployment,
    deployment(),
    deployment({
      selector: { matchLabels: { app: "web", tier: "a" } },
      template: {
        metadata: { labels: { app: "web", tier: "a" } },
        spec: { containers: [{ name: "web", image: "a:1" }] },
      },
    }),
    'Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"a"}}: field is immutable',
  ],
  [
    "a StatefulSet's claims",
    types.statefulSet,
    statefulSet(),
    statefulSet({ volumeClaimTemplates: [claimTemplate({ storageClassName: "standard" })] }),
    "StatefulSet.apps \"web\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
  ],
  [
    "a claim that shrinks",
    types.claim,
    named({ spec: claimSpec() }),
    named({ spec: claimSpec({ resources: { requests: { storage: "512Mi" } } }) }),
    'PersistentVolumeClaim "web" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
  ],
  [
    "a claim of another class",
    types.claim,
    named({ spec: claimSpec() }),
    named({ spec: claimSpec({ storageClassName: "fast" }) }),
    'PersistentVolumeClaim "web" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims: spec.storageClassName',
  ],
  [
    "a Secret's type",
    types.secret,
    named({}),
    named({ type: "example.com/token" }),
    'Secret "web" is invalid: type: Invalid value: "example.com/token": field is immutable',
  ],
  [
    "a ConfigMap that is immutable",
    types.configMap,
    named({ immutable: true, data: { a: "1" } }),
    named({ immutable: true, data: { a: "2" } }),
    'ConfigMap "web" is invalid: data: Forbidden: field is immutable when `immutable` is set',
  ],
  [
    "a binding's role",
    types.roleBinding,
    named({ roleRef: role }),
    named({ roleRef: { ...role, name: "api" } }),
    'RoleBinding.rbac.authorization.k8s.io "web" is invalid: roleRef: Invalid value: {"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"api"}: cannot change roleRef',
  ],
  [
    "a class's policy",
    types.storageClass,
    named({ provisioner }),
    named({ provisioner, reclaimPolicy: "Retain" }),
    'StorageClass.storage.k8s.io "web" is invalid: reclaimPolicy: Invalid value: "Retain": field is immutable',
  ],
  [
    "a priority",
    "kubernetes:scheduling.k8s.io/v1:PriorityClass",
    named({ value: 1 }),
    named({ value: 2 }),
    'PriorityClass.scheduling.k8s.io "web" is invalid: value: Forbidden: may not be changed in an update.',
  ],
  [
    "an IngressClass's controller",
    "kubernetes:networking.k8s.io/v1:IngressClass",
    named({ spec: { controller: "example.com/a" } }),
    named({ spec: { controller: "example.com/b" } }),
    'IngressClass.networking.k8s.io "web" is invalid: spec.controller: Invalid value: "example.com/b": field is immutable',
  ],
  [
    "a volume's disk",
    "kubernetes:core/v1:PersistentVolume",
    named({
      spec: {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        hostPath: { path: "/a" },
      },
    }),
    named({
      spec: {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        hostPath: { path: "/b" },
      },
    }),
    'PersistentVolume "web" is invalid: spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation: spec.hostPath',
  ],
  [
    "a Service's address",
    types.service,
    service({ clusterIP: "None" }),
    service({ clusterIP: "10.0.0.1" }),
    'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["10.0.0.1"]: may not change once set',
  ],
  [
    "an unknown field",
    types.deployment,
    deployment(),
    deployment({ replica: 2 }),
    'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica"',
  ],
  [
    "a variable that is there twice",
    types.deployment,
    deployment(),
    deployment({
      template: template({
        env: [
          { name: "A", value: "1" },
          { name: "A", value: "2" },
        ],
      }),
    }),
    'failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="web"].env: duplicate entries for key [name="A"]',
  ],
];

describe("kubernetesProvider, when a program changes", () => {
  let bench: ProviderBench;
  beforeEach(() => {
    bench = new ProviderBench(kubernetesProvider({ waitMilliseconds: 0 }));
  });
  afterEach(() => bench[Symbol.dispose]());

  for (const [what, type, before, after, expected] of changes) {
    it(`plans for ${what}`, async () => {
      const held = await bench.make(type, "web", before);
      assert.deepEqual(await bench.changes(held, after), expected);
    });
  }

  for (const [what, type, before, after, why] of refusals) {
    it(`refuses to change ${what} in place, at a preview and at an update`, async () => {
      const held = await bench.make(type, "web", before);
      const message = `the Kubernetes API server reported that "${held.id}" failed to fully initialize or become live: ${why}`;
      await assert.rejects(bench.update(held, after, true), { name: "CloudError", message });
      await assert.rejects(bench.update(held, after), { name: "CloudError", message });
      assert.deepEqual(await bench.read(held), held.properties);
    });
  }

  it("deletes a named object first, and one that Pulumi named last", async () => {
    const given = await bench.make(types.configMap, "web", named({ data: { a: "1" } }));
    const byName = await bench.diff(given, named({ data: { a: "2" } }));
    assert.equal(byName.deleteBeforeReplace, true);
    const made = await bench.make(types.configMap, "made", { data: { a: "1" } });
    const byPulumi = await bench.diff(made, { data: { a: "2" } });
    assert.equal(byPulumi.deleteBeforeReplace, false);
    const moved = await bench.diff(given, { metadata: { name: "api" }, data: { a: "2" } });
    assert.equal(moved.deleteBeforeReplace, false);
  });

  it("changes data in place where the provider is told so, unless it is immutable", async () => {
    const config = { enableConfigMapMutable: true, enableSecretMutable: "true" };
    using mutable = new ProviderBench(kubernetesProvider({ waitMilliseconds: 0 }), config);
    for (const type of [types.configMap, types.secret]) {
      const held = await mutable.make(type, "web", named({ data: { a: "YQ==" } }));
      const after = { data: { a: "Yg==" } };
      assert.deepEqual(await mutable.changes(held, named(after)), ["data.a update"]);
      assert.deepEqual(await mutable.changes(held, named({ ...after, immutable: true })), [
        "data.a update!",
        "immutable add",
      ]);
    }
  });

  it("grows a claim whose class lets it, and no other", async () => {
    const held = await bench.make(types.claim, "web", named({ spec: claimSpec() }));
    const grown = await bench.update(held, largerClaim("standard"));
    assert.partialDeepStrictEqual(grown.properties, { status: { capacity: { storage: "2Gi" } } });
    await bench.delete(grown);

    await bench.make(types.storageClass, "fixed", { metadata: { name: "fixed" }, provisioner });
    const fixed = claimSpec({ storageClassName: "fixed" });
    const stuck = await bench.make(types.claim, "web", named({ spec: fixed }));
    await assert.rejects(bench.update(stuck, largerClaim("fixed")), {
      message:
        'the Kubernetes API server reported that "default/web" failed to fully initialize or become live: persistentvolumeclaims "web" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    });
  });
});

function largerClaim(storageClassName: string): Properties {
  const resources = { requests: { storage: "2Gi" } };
  return named({ spec: claimSpec({ storageClassName, resources }) });
}
