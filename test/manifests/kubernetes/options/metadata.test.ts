import assert from "node:assert/strict";
import { renderKubernetes } from "../../../../manifests/kubernetes/render.ts";
import { changedFacts, kubernetesReleases } from "../../../support/changed-facts.ts";

const clusterScoped = /^\+ (ClusterRole|ClusterRoleBinding|PodSecurityPolicy) /;

describe("namespace", () => {
  it("is on every object that can have one, and on the accounts that roles are given to", () => {
    for (const release of kubernetesReleases()) {
      const lines = changedFacts(release, { namespace: "prod" });
      const others = lines.filter(
        (line) =>
          !/^\+ \S+ \S+ metadata\/namespace: prod$/.test(line) &&
          !/^(\+ )?(Cluster)?RoleBinding \S+ subjects\/\S+\/namespace: (default → )?prod$/.test(
            line,
          ),
      );
      // Prometheus looks for nodes and pods: its configuration names the namespace.
      assert.deepEqual(
        others.filter((line) => line !== "~ ConfigMap prometheus data/prometheus.yml"),
        [],
        release.version,
      );
      assert.deepEqual(
        lines.filter((line) => clusterScoped.test(line)),
        [],
      );
      const objects = renderKubernetes(release, { namespace: "prod" }).flatMap(
        (service) => service.objects,
      );
      const without = objects.filter(
        ({ kind, metadata }) =>
          metadata.namespace !== "prod" && !/^ClusterRole(Binding)?$/.test(kind),
      );
      assert.deepEqual(without, []);
    }
  });
});

describe("labels", () => {
  it("are added to every object, and to no pod; upstream's own win", () => {
    for (const release of kubernetesReleases()) {
      const labels = { owner: "distribution", deploy: "other" };
      const lines = changedFacts(release, { labels });
      const others = lines.filter(
        (line) => !/^\+ \S+ \S+ metadata\/labels\/owner: distribution$/.test(line),
      );
      assert.deepEqual(others, [], release.version);
      const objects = renderKubernetes(release).flatMap((service) => service.objects);
      assert.equal(lines.length, objects.length);
    }
  });
});
