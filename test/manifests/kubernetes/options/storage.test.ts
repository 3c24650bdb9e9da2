import assert from "node:assert/strict";
import {
  changedFacts,
  kubernetesRelease,
  kubernetesReleases,
} from "../../../support/changed-facts.ts";

describe("storage options", () => {
  it("change a service's claims, and what a StatefulSet makes claims from", () => {
    const services = {
      gitserver: { storage: "500Gi" },
      pgsql: { storage: "1Ti", storageClassName: "fast" },
    };
    assert.deepEqual(changedFacts(kubernetesRelease("5.1.9"), { services }), [
      "PersistentVolumeClaim pgsql spec/resources/requests/storage: 214748364800 → 1099511627776",
      "PersistentVolumeClaim pgsql spec/storageClassName: sourcegraph → fast",
      "StatefulSet gitserver spec/volumeClaimTemplates/repos/spec/resources/requests/storage: 214748364800 → 536870912000",
    ]);
  });

  it("give every claim of every release its class, and change no other fact", () => {
    for (const release of kubernetesReleases()) {
      const lines = changedFacts(release, { storageClassName: "fast" });
      const others = lines.filter(
        (line) =>
          !/^(\+ )?(PersistentVolumeClaim|StatefulSet) \S+ spec\/(volumeClaimTemplates\/\S+\/spec\/)?storageClassName: (sourcegraph → )?fast$/.test(
            line,
          ),
      );
      assert.deepEqual(others, [], `${release.version} ${release.source}`);
      assert.ok(lines.length >= 8);
    }
  });
});
