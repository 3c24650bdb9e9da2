import assert from "node:assert/strict";
import type { Properties } from "../../../emulators/core/values.ts";
import { unknown } from "../../../emulators/core/values.ts";
import { kubernetesProvider } from "../../../emulators/kubernetes.ts";
import { ProviderBench } from "../core/provider-bench.ts";
import {
  claimSpec,
  claimTemplate,
  deployment,
  ingress,
  job,
  named,
  pod,
  service,
  statefulSet,
  template,
  types,
} from "./objects.ts";

/** Each object with what the API server has against it. */
const refusals: readonly (readonly [
  what: string,
  type: string,
  object: Properties,
  why: string,
])[] = [
  [
    "a field that there isn't",
    types.deployment,
    deployment({ replica: 3 }),
    'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica"',
  ],
  [
    "several fields that there aren't",
    types.deployment,
    deployment({ replica: 3, template: template({ imag: "x" }) }),
    'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica", unknown field "spec.template.spec.containers[0].imag"',
  ],
  [
    "a text for a number",
    types.deployment,
    deployment({ replicas: "3" }),
    'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  ],
  [
    "half a replica",
    types.deployment,
    deployment({ replicas: 1.5 }),
    'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
  ],
  [
    "a number for an environment variable",
    types.deployment,
    deployment({ template: template({ env: [{ name: "PORT", value: 80 }] }) }),
    'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
  ],
  [
    "a boolean label",
    types.configMap,
    { metadata: { name: "web", labels: { tls: true } } },
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string',
  ],
  [
    "an object for a list",
    types.pod,
    pod({}, { containers: { name: "web" } }),
    'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
  ],
  [
    "a quantity that is none",
    types.pod,
    pod({ resources: { requests: { memory: "1 GB" } } }),
    `Pod in version "v1" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
  ],
  [
    "secret data that isn't base64",
    types.secret,
    named({ data: { password: "plain!" } }),
    'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 5',
  ],
  [
    "no selector",
    types.deployment,
    named({ spec: { template: template() } }),
    'Deployment.apps "web" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`]',
  ],
  [
    "a selector for other pods",
    types.deployment,
    deployment({ selector: { matchLabels: { app: "api" } } }),
    'Deployment.apps "web" is invalid: spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
  ],
  [
    "an empty selector",
    types.deployment,
    deployment({ selector: {} }),
    'Deployment.apps "web" is invalid: spec.selector: Invalid value: {}: empty selector is invalid for deployment',
  ],
  [
    "a name in capitals",
    types.configMap,
    { metadata: { name: "Web" } },
    `ConfigMap "Web" is invalid: metadata.name: Invalid value: "Web": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
  ],
  [
    "a Service's name that starts with a digit",
    types.service,
    { ...service({ clusterIP: "None" }), metadata: { name: "2web" } },
    `Service "2web" is invalid: metadata.name: Invalid value: "2web": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`,
  ],
  [
    "a Namespace's name with a dot",
    types.namespace,
    { metadata: { name: "a.b" } },
    `Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
  ],
  [
    "a label's value with a space",
    types.configMap,
    { metadata: { name: "web", labels: { team: "code search" } } },
    `ConfigMap "web" is invalid: metadata.labels: Invalid value: "code search": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  ],
  [
    "requests over limits",
    types.pod,
    pod({ resources: { requests: { memory: "2Gi" }, limits: { memory: "1024Mi" } } }),
    'Pod "web" is invalid: spec.containers[0].resources.requests: Invalid value: "2Gi": must be less than or equal to memory limit of 1Gi',
  ],
  [
    "a mount of no volume",
    types.pod,
    pod({ volumeMounts: [{ name: "data", mountPath: "/data" }] }),
    'Pod "web" is invalid: spec.containers[0].volumeMounts[0].name: Not found: "data"',
  ],
  [
    "a container without an image",
    types.pod,
    named({ spec: { containers: [{ name: "web" }] } }),
    'Pod "web" is invalid: spec.containers[0].image: Required value',
  ],
  [
    "two containers of one name",
    types.pod,
    named({
      spec: {
        containers: [
          { name: "web", image: "a:1" },
          { name: "web", image: "b:1" },
        ],
      },
    }),
    'Pod "web" is invalid: spec.containers[1].name: Duplicate value: "web"',
  ],
  [
    "a probe without a handler",
    types.pod,
    pod({ readinessProbe: { periodSeconds: 5 } }),
    'Pod "web" is invalid: spec.containers[0].readinessProbe: Required value: must specify a handler type',
  ],
  [
    "a probe with two handlers",
    types.pod,
    pod({ livenessProbe: { tcpSocket: { port: 80 }, httpGet: { port: "http" } } }),
    'Pod "web" is invalid: spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
  ],
  [
    "a port out of range",
    types.pod,
    pod({ ports: [{ containerPort: 70_000 }] }),
    'Pod "web" is invalid: spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
  ],
  [
    "two ports of one name",
    types.pod,
    pod({
      ports: [
        { name: "http", containerPort: 80 },
        { name: "http", containerPort: 81 },
      ],
    }),
    'Pod "web" is invalid: spec.containers[0].ports[1].name: Duplicate value: "http"',
  ],
  [
    "a variable from two places",
    types.pod,
    pod({
      env: [{ name: "A", value: "a", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }],
    }),
    'Pod "web" is invalid: spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
  ],
  [
    "a Deployment of pods that end",
    types.deployment,
    deployment({ template: template({}, { restartPolicy: "Never" }) }),
    'Deployment.apps "web" is invalid: spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
  ],
  [
    "a Recreate strategy with rolling figures",
    types.deployment,
    deployment({ strategy: { type: "Recreate", rollingUpdate: { maxSurge: 1 } } }),
    "Deployment.apps \"web\" is invalid: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
  ],
  [
    "a claim template without a size",
    types.statefulSet,
    statefulSet({ volumeClaimTemplates: [claimTemplate({ resources: {} })] }),
    'StatefulSet.apps "web" is invalid: spec.volumeClaimTemplates[0].spec.resources[storage]: Required value',
  ],
  [
    "a claim that nobody may use",
    types.claim,
    named({ spec: claimSpec({ accessModes: [] }) }),
    'PersistentVolumeClaim "web" is invalid: spec.accessModes: Required value: at least 1 access mode is required',
  ],
  [
    "a mode of access that there isn't",
    types.claim,
    named({ spec: claimSpec({ accessModes: ["ReadWrite"] }) }),
    'PersistentVolumeClaim "web" is invalid: spec.accessModes: Unsupported value: "ReadWrite": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
  ],
  [
    "two unnamed ports of a Service",
    types.service,
    service({ ports: [{ port: 80 }, { port: 81 }] }),
    'Service "web" is invalid: [spec.ports[0].name: Required value, spec.ports[1].name: Required value]',
  ],
  [
    "a Service without a port",
    types.service,
    service({ ports: [] }),
    'Service "web" is invalid: spec.ports: Required value',
  ],
  [
    "an Ingress path without a type",
    types.ingress,
    named({
      spec: {
        rules: [
          { http: { paths: [{ backend: { service: { name: "web", port: { number: 80 } } } }] } },
        ],
      },
    }),
    'Ingress.networking.k8s.io "web" is invalid: spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified',
  ],
  [
    "an Ingress path type that there isn't",
    types.ingress,
    ingress({ pathType: "Regex" }),
    'Ingress.networking.k8s.io "web" is invalid: spec.rules[0].http.paths[0].pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"',
  ],
  [
    "an account of no namespace",
    types.roleBinding,
    named({
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "web" },
      subjects: [{ kind: "ServiceAccount", name: "web" }],
    }),
    'RoleBinding.rbac.authorization.k8s.io "web" is invalid: subjects[0].namespace: Required value',
  ],
  [
    "a rule about nothing",
    "kubernetes:rbac.authorization.k8s.io/v1:Role",
    named({ rules: [{ verbs: ["get"] }] }),
    'Role.rbac.authorization.k8s.io "web" is invalid: [rules[0].apiGroups: Required value: resource rules must supply at least one api group, rules[0].resources: Required value: resource rules must supply at least one resource]',
  ],
  [
    "a Job of pods that never end",
    types.job,
    job({ template: template() }),
    'Job.batch "web" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
  ],
  [
    "a schedule of four fields",
    types.cronJob,
    named({ spec: { schedule: "0 0 * *", jobTemplate: { spec: job()["spec"] } } }),
    'CronJob.batch "web" is invalid: spec.schedule: Invalid value: "0 0 * *": expected exactly 5 fields, found 4: [0 0 * *]',
  ],
  [
    "a schedule at minute 60",
    types.cronJob,
    named({ spec: { schedule: "60 0 * * *", jobTemplate: { spec: job()["spec"] } } }),
    'CronJob.batch "web" is invalid: spec.schedule: Invalid value: "60 0 * * *": end of range (60) above maximum (59): 60',
  ],
  [
    "an autoscaler from more to less",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    named({
      spec: { minReplicas: 3, maxReplicas: 2, scaleTargetRef: { kind: "Deployment", name: "web" } },
    }),
    'HorizontalPodAutoscaler.autoscaling "web" is invalid: spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`',
  ],
  [
    "a budget with both bounds",
    "kubernetes:policy/v1:PodDisruptionBudget",
    named({ spec: { minAvailable: 1, maxUnavailable: 1 } }),
    'PodDisruptionBudget.policy "web" is invalid: spec: Invalid value: {"maxUnavailable":1,"minAvailable":1}: minAvailable and maxUnavailable cannot be both set',
  ],
  [
    "an exception outside its block",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    named({
      spec: {
        podSelector: {},
        ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["11.0.0.0/16"] } }] }],
      },
    }),
    'NetworkPolicy.networking.k8s.io "web" is invalid: spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
  ],
  [
    "a ConfigMap's key with a slash",
    types.configMap,
    named({ data: { "a/b": "" } }),
    `ConfigMap "web" is invalid: data[a/b]: Invalid value: "a/b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
  ],
  [
    "a Secret over 1 MiB",
    types.secret,
    named({ stringData: { dump: "x".repeat(1024 * 1024 + 1) } }),
    'Secret "web" is invalid: data: Too long: may not be more than 1048576 bytes',
  ],
  [
    "a certificate without its key",
    types.secret,
    named({ type: "kubernetes.io/tls", stringData: { "tls.crt": "x" } }),
    'Secret "web" is invalid: data[tls.key]: Required value',
  ],
];

describe("kubernetesProvider, as the API server's validation", () => {
  let bench: ProviderBench;
  beforeEach(() => {
    bench = new ProviderBench(kubernetesProvider({ waitMilliseconds: 0 }));
  });
  afterEach(() => bench[Symbol.dispose]());

  for (const [what, type, object, why] of refusals) {
    it(`refuses ${what}, at a preview and at a create`, async () => {
      const { urn } = bench.call(type, "web");
      const message = `resource "${urn}" was not successfully created by the Kubernetes API server: ${why}`;
      await assert.rejects(bench.previewOf(type, "web", object), { name: "CloudError", message });
      await assert.rejects(bench.make(type, "web", object), { name: "CloudError", message });
      assert.deepEqual(bench.store.list(), []);
    });
  }

  it("leaves all of this to the server: the check finds nothing", async () => {
    assert.deepEqual(await bench.complaints(types.deployment, deployment({ replica: 3 })), []);
  });

  it("can't validate what isn't known yet", async () => {
    const wanted = deployment({ replica: 3, replicas: unknown });
    const promised = await bench.previewOf(types.deployment, "web", wanted);
    assert.deepEqual(promised["spec"], wanted["spec"]);
  });

  it("takes texts and numbers where either may stand", async () => {
    const budget = "kubernetes:policy/v1:PodDisruptionBudget";
    for (const minAvailable of [1, "50%"]) {
      const name = `web-${typeof minAvailable}`;
      await bench.make(budget, name, { metadata: { name }, spec: { minAvailable } });
    }
    const limits = { cpu: 1, memory: "1Gi" };
    await bench.make(types.pod, "web", pod({ resources: { limits } }));
  });
});
