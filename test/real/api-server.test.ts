import assert from "node:assert/strict";
import { pinnedVersion } from "../../toolchain/go-programs.ts";
import { ApiServer, apiServers, kubernetesMinors } from "../support/kubernetes/api-server.ts";
import type { ApiObject } from "../support/kubernetes/discovery.ts";

type Values = Readonly<Record<string, unknown>>;

/** As a namespace at Pod Security `restricted` wants it. */
const container: Values = {
  name: "gitserver",
  image: "index.docker.io/sourcegraph/gitserver:5.1.9",
  resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } },
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 100,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
};

const selected = (change: Values) => ({
  replicas: 1,
  selector: { matchLabels: { app: "gitserver" } },
  template: {
    metadata: { labels: { app: "gitserver" } },
    spec: { containers: [{ ...container, ...change }] },
  },
});

const deployment = (spec: Values = {}, ofContainer: Values = {}): ApiObject & Values => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "gitserver" },
  spec: { ...selected(ofContainer), ...spec },
});

const statefulSet: ApiObject & Values = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "gitserver" },
  spec: {
    ...selected({ volumeMounts: [{ name: "repos", mountPath: "/data/repos" }] }),
    serviceName: "gitserver",
    volumeClaimTemplates: [
      {
        metadata: { name: "repos" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "500Gi" } },
        },
      },
    ],
  },
};

const service: ApiObject & Values = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "gitserver" },
  spec: { selector: { app: "gitserver" }, ports: [{ port: 3178, targetPort: 3178 }] },
};

const backend = { service: { name: "gitserver", port: { number: 3178 } } };
const ingress: ApiObject & Values = {
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "gitserver" },
  spec: { rules: [{ http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }] },
};

const clusterRole: ApiObject & Values = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "prometheus" },
  rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }],
};

const refusals: readonly {
  readonly what: string;
  readonly object: ApiObject;
  readonly message: RegExp;
}[] = [
  {
    what: "a field that doesn't exist",
    object: deployment({ replicaz: 2 }),
    message: /\.spec\.replicaz: field not declared in schema/,
  },
  {
    what: "a value of another type",
    object: deployment({ replicas: "two" }),
    message: /\.spec\.replicas: expected numeric \(int or float\), got string/,
  },
  {
    what: "an amount with a unit that doesn't exist",
    object: deployment({}, { resources: { limits: { memory: "4GB" } } }),
    message: /quantities must match the regular expression/,
  },
  {
    what: "a request above its limit",
    object: deployment({}, { resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } }),
    message:
      /resources\.requests: Invalid value: "2": must be less than or equal to cpu limit of 1/,
  },
  {
    what: "labels that its selector doesn't find",
    object: deployment({ selector: { matchLabels: { app: "repo-updater" } } }),
    message: /spec\.template\.metadata\.labels: .* `selector` does not match template `labels`/,
  },
  {
    what: "a port given twice",
    object: deployment({}, { ports: [{ containerPort: 3178 }, { containerPort: 3178 }] }),
    message: /ports: duplicate entries for key \[containerPort=3178,protocol="TCP"\]/,
  },
  {
    what: "an API version that is gone",
    object: { ...ingress, apiVersion: "networking.k8s.io/v1beta1" },
    message: /^no matches for kind "Ingress" in version "networking\.k8s\.io\/v1beta1"$/,
  },
  {
    what: "a namespace that doesn't exist",
    object: { ...service, metadata: { name: "gitserver", namespace: "elsewhere" } },
    message: /^namespaces "elsewhere" not found$/,
  },
  {
    what: "an object without a name",
    object: { ...service, metadata: {} },
    message: /name or generateName is required/,
  },
];

for (const minor of kubernetesMinors) {
  describe(`ApiServer ${minor}`, () => {
    const namespace = "sourcegraph";
    let server: ApiServer;
    before(async () => {
      server = await ApiServer.start(minor);
      await server.createNamespace(namespace, "restricted");
      await server.createNamespace("lenient", "privileged");
    });
    after(async () => await server?.stop());

    it("is the pinned version", () => {
      assert.equal(server.version, `v${pinnedVersion(apiServers[minor])}`);
    });

    for (const by of ["apply", "create"] as const) {
      it(`accepts good objects to ${by}, and says nothing about them`, async () => {
        const objects = [deployment(), statefulSet, service, ingress, clusterRole];
        assert.deepEqual(
          await server.dryRun(objects, { namespace, by }),
          objects.map(({ kind, metadata }) => ({
            object: `${kind} ${String(metadata.name)}`,
            accepted: true,
            warnings: [],
          })),
        );
      });
    }

    for (const { what, object, message } of refusals) {
      it(`refuses ${what}`, async () => {
        const [verdict] = await server.dryRun([object], { namespace });
        assert.ok(verdict?.accepted === false, JSON.stringify(verdict));
        assert.match(verdict.message, message);
      });
    }

    it("warns of a privileged pod where the namespace is restricted, and only there", async () => {
      const privileged = deployment({}, { securityContext: { privileged: true } });
      const [strict] = await server.dryRun([privileged], { namespace });
      assert.match(
        strict?.warnings.join("\n") ?? "",
        /^would violate PodSecurity "restricted:latest": privileged \(container "gitserver" must not set securityContext\.privileged=true\), /,
      );
      const [lenient] = await server.dryRun([privileged], { namespace: "lenient" });
      assert.deepEqual(lenient?.warnings, []);
    });

    it("keeps nothing of what it tried", async () => {
      const first = await server.dryRun([service], { namespace, by: "create" });
      assert.deepEqual(await server.dryRun([service], { namespace, by: "create" }), first);
    });

    it("answers in the order of the objects, however many are under way", async () => {
      const objects = Array.from({ length: 50 }, (_, index) => ({
        ...(index % 2 === 0 ? service : statefulSet),
        metadata: { name: `gitserver-${index}` },
      }));
      const verdicts = await server.dryRun(objects, { namespace, concurrency: 16 });
      assert.deepEqual(
        verdicts.map(({ object }) => object),
        objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      );
    });
  });
}
