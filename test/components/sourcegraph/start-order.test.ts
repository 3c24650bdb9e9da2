import assert from "node:assert/strict";
import { stageOf } from "../../../components/sourcegraph/start-order.ts";
import { kubernetesReleases } from "../../support/changed-facts.ts";

describe("the order in which services start", () => {
  it("has what keeps data before the frontend, and the rest behind it, in every release", () => {
    const names = new Set(kubernetesReleases().flatMap(({ services }) => [...services.keys()]));
    const stages = Map.groupBy([...names].toSorted(), stageOf);
    assert.deepEqual(stages.get("stores"), [
      ...["blobstore", "codeinsights-db", "codeintel-db", "minio", "pgsql"],
      ...["redis-cache", "redis-store"],
    ]);
    assert.deepEqual(stages.get("frontend"), ["sourcegraph-frontend"]);
    assert.equal(stages.get("others")?.length, names.size - 8);
  });
});
