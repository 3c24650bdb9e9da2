import assert from "node:assert/strict";
import { awsZones } from "../../stacks/eks.ts";
import { gcpPlace } from "../../stacks/gke.ts";

const gcp = { provider: "gcp", project: "sourcegraph-test" } as const;
const aws = { provider: "aws", region: "us-west-2" } as const;

describe("gcpPlace", () => {
  const rows = [
    [{ zone: "us-central1-f" }, "us-central1", "us-central1-f"],
    [{ region: "europe-west1" }, "europe-west1", "europe-west1-b"],
    [{ zones: ["us-east1-c", "us-east1-d"] }, "us-east1", "us-east1-c"],
    [{ zone: "us-east1-d", zones: ["us-east1-c"] }, "us-east1", "us-east1-d"],
    [{ region: "us-east1", zone: "us-east1-d" }, "us-east1", "us-east1-d"],
  ] as const;
  for (const [given, region, zone] of rows) {
    it(`of ${JSON.stringify(given)} is ${zone}`, () => {
      assert.deepEqual(gcpPlace({ ...gcp, ...given }), { region, zone });
    });
  }
});

describe("awsZones", () => {
  it("are the given ones, else the region's first two", () => {
    assert.deepEqual(awsZones({ ...aws, zones: ["us-west-2c"] }), ["us-west-2c"]);
    assert.deepEqual(awsZones(aws), ["us-west-2a", "us-west-2b"]);
  });
});
