import assert from "node:assert/strict";
import {
  changedFacts,
  kubernetesRelease,
  kubernetesReleases,
} from "../../../support/changed-facts.ts";

/** Images before and after, of each line. */
function moves(lines: readonly string[]): readonly (readonly string[])[] {
  return lines.map((line) => /\/image: (\S+) → (\S+)$/.exec(line)?.slice(1) ?? [line]);
}

describe("images from another registry", () => {
  it("change in every container of every release, and nothing else does", () => {
    for (const release of kubernetesReleases()) {
      const images = { host: "registry.example.com", pathPrefix: "mirror", keepDigest: true };
      for (const [before = "", after = ""] of moves(changedFacts(release, { images }))) {
        assert.ok(after.startsWith("registry.example.com/mirror/"), `${release.version}: ${after}`);
        // Name, tag and digest stay.
        assert.equal(after.split("/").at(-1), before.split("/").at(-1));
      }
    }
  });

  it("keep the owner's name in the path when no prefix is given", () => {
    const images = { host: "registry.example.com", keepDigest: false };
    const found = moves(changedFacts(kubernetesRelease("3.24.1"), { images })).filter(
      ([before = ""]) => before.includes("exporter"),
    );
    assert.deepEqual([...new Set(found.map(([, after = ""]) => after))].toSorted(), [
      "registry.example.com/sourcegraph/postgres_exporter:3.24.1",
      "registry.example.com/sourcegraph/redis_exporter:84464_2021-01-15_c2e4c28",
      "registry.example.com/wrouesnel/postgres_exporter:v0.7.0",
    ]);
  });

  it("are pulled with a Secret, on every pod and ServiceAccount", () => {
    for (const release of kubernetesReleases()) {
      const lines = changedFacts(release, { pullSecret: "login" });
      const others = lines.filter(
        (line) =>
          !/^(\+ \S+ \S+ spec\/template\/spec\/imagePullSecrets\/0\/name: login|(\+ )?ServiceAccount \S+ imagePullSecrets\/0\/name: (docker-registry → )?login)$/.test(
            line,
          ),
      );
      assert.deepEqual(others, [], release.version);
    }
  });
});
