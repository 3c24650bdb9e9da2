import assert from "node:assert/strict";
import { withPod } from "../../../../manifests/kubernetes/map-objects.ts";
import type { PodSpec } from "../../../../manifests/kubernetes/objects.ts";
import { isWorkload } from "../../../../manifests/kubernetes/objects.ts";
import type { KubernetesOptions } from "../../../../manifests/kubernetes/options.ts";
import { withoutHostAccess } from "../../../../manifests/kubernetes/options/privileges.ts";
import { renderKubernetes } from "../../../../manifests/kubernetes/render.ts";
import type { KubernetesRelease } from "../../../../releases/catalog.ts";
import {
  byObject,
  changedFacts,
  kubernetesRelease,
  kubernetesReleases,
} from "../../../support/changed-facts.ts";

const release = kubernetesRelease("5.1.9");

function podsOf(each: KubernetesRelease, options: KubernetesOptions): readonly PodSpec[] {
  return renderKubernetes(each, options)
    .flatMap(({ objects }) => objects)
    .filter(isWorkload)
    .map(({ spec }) => spec.template.spec);
}

/** Services that one rendering has and the other hasn't. */
function leftOut(each: KubernetesRelease, options: KubernetesOptions): readonly string[] {
  const left = new Set(renderKubernetes(each, options).map(({ service }) => service));
  return renderKubernetes(each)
    .map(({ service }) => service)
    .filter((service) => !left.has(service));
}

describe("security.nonRoot", () => {
  it("runs each container as the user that its files belong to, and hands its volumes to the group", () => {
    const lines = changedFacts(release, { security: { nonRoot: true } });
    const spec = "Deployment codeinsights-db spec/template/spec";
    assert.deepEqual(
      lines.filter((line) => line.includes(" codeinsights-db ")),
      [
        ...["codeinsights", "pgsql-exporter"].flatMap((container) => [
          `+ ${spec}/containers/${container}/securityContext/allowPrivilegeEscalation: false`,
          `+ ${spec}/containers/${container}/securityContext/runAsGroup: 70`,
          `+ ${spec}/containers/${container}/securityContext/runAsUser: 70`,
        ]),
        `+ ${spec}/initContainers/correct-data-dir-permissions/securityContext/allowPrivilegeEscalation: false`,
        `+ ${spec}/initContainers/correct-data-dir-permissions/securityContext/runAsGroup: 70`,
        `${spec}/initContainers/correct-data-dir-permissions/securityContext/runAsUser: 0 → 70`,
        `+ ${spec}/securityContext/fsGroup: 70`,
        `+ ${spec}/securityContext/fsGroupChangePolicy: OnRootMismatch`,
        `+ ${spec}/securityContext/runAsGroup: 70`,
        `${spec}/securityContext/runAsUser: 0 → 70`,
      ],
    );
    assert.ok(lines.every((line) => line.includes("securityContext")));
  });

  it("agrees with what kustomize's manifests have by themselves", () => {
    const lines = changedFacts(kubernetesRelease("7.2.1943", "kustomize"), {
      security: { nonRoot: true },
    });
    assert.deepEqual(
      lines.filter((line) => line.includes(" → ")),
      [],
    );
  });
});

describe("security.podSecurity restricted", () => {
  const options: KubernetesOptions = {
    security: { podSecurity: "restricted", clusterRoles: "none", readOnlyRootFilesystem: true },
  };

  it("leaves no pod of any release that asks for more than the level allows", () => {
    for (const each of kubernetesReleases()) {
      for (const pod of podsOf(each, options)) {
        assert.partialDeepStrictEqual(pod.securityContext, {
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
        });
        assert.ok((pod.securityContext?.runAsUser ?? 0) > 0);
        assert.ok(pod.hostPID !== true && pod.hostNetwork !== true);
        assert.ok((pod.volumes ?? []).every(({ hostPath }) => hostPath === undefined));
        for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
          const { securityContext = {}, ports = [] } = container;
          assert.deepEqual(securityContext.capabilities, { drop: ["ALL"] });
          assert.equal(securityContext.allowPrivilegeEscalation, false);
          assert.notEqual(securityContext.privileged, true);
          assert.notEqual(securityContext.runAsUser, 0);
          assert.ok(ports.every(({ hostPort }) => hostPort === undefined));
        }
      }
    }
  });

  it("leaves out what needs the node, and nothing of the cluster's is made", () => {
    assert.deepEqual(leftOut(release, options), ["cadvisor", "node-exporter", "otel-agent"]);
    assert.deepEqual(leftOut(kubernetesRelease("3.13.2-1"), options), []);
    for (const each of kubernetesReleases()) {
      const kinds = renderKubernetes(each, options).flatMap(({ objects }) =>
        objects.map(({ kind }) => kind),
      );
      const clusters = kinds.filter((kind) =>
        /^(Cluster|PodSecurity|Namespace|StorageClass)/.test(kind),
      );
      assert.deepEqual(clusters, [], each.version);
    }
  });

  for (const [need, pod] of Object.entries<Partial<PodSpec>>({
    "its network": { hostNetwork: true },
    "its processes": { hostPID: true },
    "its files": { volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] },
    "its ports": {
      containers: [{ name: "a", image: "i", ports: [{ containerPort: 1, hostPort: 1 }] }],
    },
    "its privileges": {
      initContainers: [{ name: "a", image: "i", securityContext: { privileged: true } }],
    },
  })) {
    it(`leaves out what needs of the node ${need}`, () => {
      const worker = renderKubernetes(release).find(({ service }) => service === "worker");
      const needing = (worker?.objects ?? []).map((object) =>
        isWorkload(object) ? withPod(object, (spec) => ({ ...spec, ...pod })) : object,
      );
      const services = [{ service: "worker", objects: needing }];
      assert.deepEqual(withoutHostAccess({ podSecurity: "baseline" })(services), []);
      assert.deepEqual(withoutHostAccess({ podSecurity: "privileged" })(services), services);
    });
  }

  it("sends traces to the collector when the agent on the node is left out", () => {
    for (const each of kubernetesReleases()) {
      if (!each.services.has("otel-agent")) continue;
      assert.ok(!JSON.stringify(podsOf(each, options)).includes("http://$(OTEL_AGENT_HOST):4317"));
    }
  });

  it("leaves root file systems writable for no one but these", () => {
    const writable = kubernetesReleases()
      .flatMap((each) => podsOf(each, options))
      .flatMap(({ initContainers = [], containers }) => [...initContainers, ...containers])
      .filter(({ securityContext }) => securityContext?.readOnlyRootFilesystem !== true)
      .map(({ name }) => name);
    assert.deepEqual([...new Set(writable)].toSorted(), [
      ...["blobstore", "codeinsights", "correct-data-dir-permissions", "grafana", "jaeger"],
      ...["lsif-server", "minio", "pgsql", "precise-code-intel-api-server"],
      ...["precise-code-intel-bundle-manager", "prometheus", "redis-cache", "redis-store"],
      "timescaledb",
    ]);
  });

  it("makes root file systems read-only where it is known what is written, with volumes for that", () => {
    const searcher = podsOf(release, options).find(
      ({ containers }) => containers[0]?.name === "searcher",
    );
    assert.equal(searcher?.containers[0]?.securityContext?.readOnlyRootFilesystem, true);
    assert.deepEqual(searcher?.containers[0]?.volumeMounts, [
      { name: "cache-ssd", mountPath: "/mnt/cache" },
      { name: "searcher-tmp", mountPath: "/tmp" },
    ]);
    const pgsql = podsOf(release, options).find(
      ({ containers }) => containers[0]?.name === "pgsql",
    );
    assert.equal(pgsql?.containers[0]?.securityContext?.readOnlyRootFilesystem, undefined);
  });
});

describe("security.clusterRoles", () => {
  it("leaves ClusterRoles to an administrator, and nothing else", () => {
    const old = kubernetesRelease("3.43.2");
    assert.deepEqual(byObject(changedFacts(old, { security: { clusterRoles: "existing" } }), old), [
      "- ClusterRole cadvisor",
      "- ClusterRole prometheus",
      "- ClusterRoleBinding cadvisor",
      "- ClusterRoleBinding prometheus",
    ]);
  });

  it("does without: Prometheus gets a Role in the namespace and looks no further", () => {
    const lines = byObject(changedFacts(release, { security: { clusterRoles: "none" } }), release);
    const added = lines.filter((line) =>
      /^\+ Role(Binding)? prometheus (kind|rules|roleRef|subjects)/.test(line),
    );
    assert.deepEqual(added, [
      "+ Role prometheus kind: Role",
      "+ Role prometheus rules/0/apiGroups/0: ",
      "+ Role prometheus rules/0/resources/0: endpoints",
      "+ Role prometheus rules/0/resources/1: pods",
      "+ Role prometheus rules/0/resources/2: services",
      "+ Role prometheus rules/0/verbs/0: get",
      "+ Role prometheus rules/0/verbs/1: list",
      "+ Role prometheus rules/0/verbs/2: watch",
      "+ RoleBinding prometheus kind: RoleBinding",
      "+ RoleBinding prometheus roleRef/apiGroup: rbac.authorization.k8s.io",
      "+ RoleBinding prometheus roleRef/kind: Role",
      "+ RoleBinding prometheus roleRef/name: prometheus",
      "+ RoleBinding prometheus subjects/prometheus/kind: ServiceAccount",
      "+ RoleBinding prometheus subjects/prometheus/name: prometheus",
    ]);
    assert.ok(lines.includes("~ ConfigMap prometheus data/prometheus.yml"));
    assert.ok(lines.includes("- ClusterRole prometheus"));
  });
});

describe("security.roles", () => {
  const frontend = "Deployment sourcegraph-frontend spec/template/spec/containers/frontend/env";

  it("tells the frontend all addresses when it may not ask", () => {
    const options: KubernetesOptions = {
      security: { roles: "none" },
      services: { gitserver: { replicas: 2 } },
    };
    const lines = byObject(changedFacts(release, options), release);
    assert.deepEqual(
      lines.filter((line) => !line.includes("/name: ")),
      [
        "- Role sourcegraph-frontend",
        "- RoleBinding sourcegraph-frontend",
        `+ ${frontend}/INDEXED_SEARCH_SERVERS/value: indexed-search-0.indexed-search:6070`,
        `+ ${frontend}/SEARCHER_URL/value: http://searcher:3181`,
        `+ ${frontend}/SRC_GIT_SERVERS/value: gitserver-0.gitserver:3178 gitserver-1.gitserver:3178`,
        `+ ${frontend}/SYMBOLS_URL/value: http://symbols:3184`,
        "StatefulSet gitserver spec/replicas: 1 → 2",
      ],
    );
  });

  it("leaves the Role to an administrator, and nothing else", () => {
    const lines = changedFacts(release, { security: { roles: "existing" } });
    assert.deepEqual(byObject(lines, release), [
      "- Role sourcegraph-frontend",
      "- RoleBinding sourcegraph-frontend",
    ]);
  });
});
