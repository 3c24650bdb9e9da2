import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { builtInKind, storedType, typeName } from "../../../emulators/kubernetes/kind.ts";
import {
  builtInKinds,
  definitions,
  kubernetesVersion,
} from "../../../emulators/kubernetes/schema.ts";

/** What the SDK has classes for and the pinned Kubernetes stores no object of. */
const unserved = [
  // Stable from a later version on.
  "kubernetes:certificates.k8s.io/v1:ClusterTrustBundle",
  "kubernetes:certificates.k8s.io/v1:PodCertificateRequest",
  // Only a call, never kept.
  "kubernetes:core/v1:Binding",
  "kubernetes:meta/v1:Status",
  "kubernetes:resource.k8s.io/v1:DeviceTaintRule",
  "kubernetes:storagemigration.k8s.io/v1:StorageVersionMigration",
];

describe("builtInKinds", () => {
  const tokens = sdkTokens();

  it("are those of one version, with a schema for each", () => {
    assert.match(kubernetesVersion, /^1\.\d+\.\d+$/);
    assert.deepEqual(
      builtInKinds.filter(({ definition }) => definitions[definition ?? ""] === undefined),
      [],
    );
  });

  it("have a class in the SDK each", () => {
    const missing = builtInKinds
      .map(({ group, version, kind }) => `kubernetes:${group || "core"}/${version}:${kind}`)
      .filter((token) => !tokens.includes(token));
    assert.deepEqual(missing, []);
  });

  it("are all the kinds of stable versions that the SDK has classes for", () => {
    const unknown = tokens.filter((token) => builtInKind(typeName(token)) === undefined);
    assert.deepEqual(unknown, unserved);
  });
});

describe("storedType", () => {
  it("is one for all versions of a kind", () => {
    for (const version of ["v1", "v2"]) {
      const name = typeName(`kubernetes:autoscaling/${version}:HorizontalPodAutoscaler`);
      const kind = builtInKind(name);
      assert.ok(kind !== undefined);
      assert.equal(storedType(kind), "kubernetes:autoscaling/v2:HorizontalPodAutoscaler");
    }
  });
});

/** The type tokens of the SDK's classes in stable versions, other than lists and patches. */
function sdkTokens(): readonly string[] {
  const root = dirname(createRequire(import.meta.url).resolve("@pulumi/kubernetes/package.json"));
  return globSync("*/v[0-9]/*.js", { cwd: root })
    .flatMap((file) => {
      const text = readFileSync(`${root}/${file}`, "utf8");
      return /static __pulumiType = ["'](.*)["'];/.exec(text)?.[1] ?? [];
    })
    .filter((token) => !/(List|Patch)$|:(helm\.sh|kustomize|yaml)\//.test(token))
    .toSorted();
}
